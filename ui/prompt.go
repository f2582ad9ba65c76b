package ui

import (
	"context"
	"errors"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"kubeid/model"
)

// prompt is a box that asks for one line: a new name, a path. What is typed is judged at
// every key, and kept under the name draft when the box is closed without an answer.
type prompt struct {
	title, about string
	fear         string // what is dangerous about it, before what it is about
	draft        string
	edit         edit
	yes          string                         // what enter does, in words: "rename it"
	judge        func(Env, string) judgement    // with a bad judgement enter does nothing
	below        func(Env, string) []string     // plain lines below: what would come of it
	asking       func(Env, string) tea.Cmd      // asks what may be offered; offeredMsg answers
	wish         func(Env, string) model.Change // what enter has written; the box stays open until it is
	do           func(Env, string) tea.Cmd      // what enter opens over the box, if nothing is written
	hide         func(string) string            // what is shown in place of a text that must not be seen
	offers       []string
	touched      bool
	waiting      bool   // for what was wished
	wrong        string // why it was not done
}

// offeredMsg tells what a typed text may become.
type offeredMsg struct {
	screen int
	typed  string
	offers []string
}

// newPrompt opens a box with what was typed when it was closed last.
func newPrompt(env Env, p prompt) Screen {
	if kept, ok := env.Drafts[p.draft]; ok && p.draft != "" {
		p.edit, p.touched = newEdit(kept.text("")), true
	}
	return p
}

// Boxed implements boxed.
func (prompt) Boxed() {}

// Title implements Screen.
func (p prompt) Title() string { return p.title }

// Typing implements Screen.
func (prompt) Typing() bool { return true }

// Refuses implements Screen.
func (prompt) Refuses(Env, act) string { return "" }

// Keys implements Screen.
func (p prompt) Keys() []key.Binding {
	out := []key.Binding{press("enter", safe(p.yes)), press("esc", "close, and keep this")}
	if p.asking != nil {
		return append(out, press("tab", "complete"))
	}
	if p.wish != nil {
		out = append(out, press("ctrl+d", "what would be written"))
	}
	return out
}

// Draft implements drafting.
func (p prompt) Draft() (string, answers) {
	if !p.touched || p.hidden() != "" {
		return p.draft, nil
	}
	return p.draft, answers{"": {text: p.edit.text()}}
}

// hidden is what stands in place of a text that must not be seen.
func (p prompt) hidden() string {
	if p.hide == nil {
		return ""
	}
	return p.hide(p.edit.text())
}

// Start implements starter.
func (p prompt) Start(env Env) tea.Cmd {
	if p.asking == nil {
		return nil
	}
	return p.asking(env, p.edit.text())
}

// Update implements Screen.
func (p prompt) Update(env Env, msg tea.Msg) (Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case offeredMsg:
		if msg.screen == env.Do.screen && msg.typed == p.edit.text() {
			p.offers = msg.offers
		}
	case typedMsg:
		if msg.screen == env.Do.screen {
			return p.edited(env, newEdit(msg.text))
		}
	case wroteMsg:
		return p.wrote(env, msg)
	case tea.PasteMsg:
		return p.edited(env, p.edit.pasted(msg.Content))
	case tea.KeyPressMsg:
		return p.pressed(env, msg)
	}
	return p, nil
}

func (p prompt) pressed(env Env, msg tea.KeyPressMsg) (Screen, tea.Cmd) {
	switch msg.String() {
	case "esc":
		return p, closing(env)
	case "enter":
		p.wrong = "" // it may be possible by now
		if p.touched = true; p.judged(env).tone == bad {
			return p, nil
		}
		return p.entered(env)
	case "ctrl+d":
		if p.wish == nil || p.judged(env).tone == bad {
			return p, nil
		}
		return p, send(wishMsg{screen: env.Do.screen, change: p.wish(env, p.edit.text()), asks: askWithDiff})
	case "tab":
		if len(p.offers) == 0 {
			return p, nil
		}
		return p.edited(env, newEdit(common(p.offers, p.edit.text())))
	}
	next, _ := p.edit.typed(msg)
	return p.edited(env, next)
}

// entered does what was asked for. What is written is waited for, so that nothing that
// was typed is lost when it fails.
func (p prompt) entered(env Env) (Screen, tea.Cmd) {
	if p.wish == nil {
		return p, p.do(env, p.edit.text())
	}
	if p.waiting {
		return p, nil
	}
	p.waiting, p.wrong = true, ""
	return p, env.Do.wish(p.wish(env, p.edit.text()))
}

// wrote closes the box once it is written, and else says why it is not.
func (p prompt) wrote(env Env, msg wroteMsg) (Screen, tea.Cmd) {
	p.waiting = false
	switch {
	case msg.err == nil:
		return p, send(closeMsg{env.Do.screen, true})
	case !errors.Is(msg.err, context.Canceled):
		p.wrong = sentence(msg.err)
	}
	return p, nil
}

func (p prompt) edited(env Env, to edit) (Screen, tea.Cmd) {
	same := to.text() == p.edit.text()
	p.edit = to
	if same {
		return p, nil
	}
	p.touched, p.offers, p.wrong = true, nil, ""
	return p, p.Start(env)
}

func (p prompt) judged(env Env) judgement {
	if p.wrong != "" {
		return judgement{bad, p.wrong}
	}
	if p.judge == nil {
		return judgement{}
	}
	return p.judge(env, p.edit.text())
}

// common returns what all offers begin with, as a shell completes; where that is no more
// than was typed, the first offer.
func common(offers []string, typed string) string {
	out := offers[0]
	for _, o := range offers[1:] {
		for !strings.HasPrefix(o, out) {
			out = string(line(out).cut())
		}
	}
	if len(out) <= len(typed) {
		return offers[0]
	}
	return out
}

// View implements Screen.
func (p prompt) View(env Env) string {
	s := env.Styles
	w := max(8, min(76, env.Width-4))
	var lines []string
	if p.fear != "" {
		lines = append(lines, said(s, judgement{danger, p.fear}, 1, w-2)...)
	}
	if p.about != "" {
		for _, l := range wrap(safe(p.about), w-4) {
			lines = append(lines, " "+s.Faint.Render(l))
		}
	}
	typed := p.edit.drawn(s, w-6, s.Text, s.Key, false)
	if h := p.hidden(); h != "" {
		typed = s.Faint.Render(s.short(h, w-6))
	}
	lines = append(lines, " "+s.Key.Render(">")+" "+typed)
	if j := p.judged(env); j.text != "" && (j.tone != bad || p.touched) {
		lines = append(lines, said(s, j, 3, w-2)...)
	} else {
		lines = append(lines, "")
	}
	if len(p.offers) > 0 {
		var names []string
		for _, o := range p.offers[:min(len(p.offers), 8)] {
			names = append(names, safe(o[strings.LastIndex(strings.TrimSuffix(o, "/"), "/")+1:]))
		}
		lines = append(lines, "   "+s.Faint.Render(s.short("tab "+s.joined(names...), w-6)))
	}
	if p.below != nil {
		below := p.below(env, p.edit.text())
		if over := len(below) - max(1, env.Height-len(lines)-4); over > 0 {
			below = append(below[:len(below)-over-1:len(below)-over-1], s.Faint.Render("   and more"))
		}
		lines = append(append(lines, ""), below...)
	}
	box := panel{title: safe(p.title), focus: true, lines: lines}
	return strings.Join(box.draw(s, w, len(lines)+2), "\n")
}
