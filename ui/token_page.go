package ui

import (
	"strings"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"kubeid/crypto"
	"kubeid/model"
)

// mintedResult shows what came of making a token.
func (c commands) mintedResult(t target, m model.MadeToken, err error) result {
	r := result{tone: good, after: afterwards(m.Left, m.Files, err), facts: func(env Env) detail { return madeDetail(env, m) }}
	w := m.Review.Wish
	r.said = "The token of " + w.Account.String() + " logs in"
	if !m.Proof.Tried {
		r.tone, r.said = careful, "There is a token of "+w.Account.String()
	}
	for _, f := range m.Files {
		r.copy = append(r.copy, copying("path", f.Path))
	}
	for _, line := range []struct{ name, text string }{{"kubectl line", m.Try}, {"curl line", m.Curl}, {"how to revoke it", m.Revoke}} {
		if line.text != "" {
			r.copy = append(r.copy, copying(line.name, line.text))
		}
	}
	if err != nil {
		r.next = c.takingBack(m.Left, t.granted, err)
		return r
	}
	r.next = []item{{name: "look at the token", note: "masked until you ask; what it says, and whether the cluster takes it", do: push(newTokenPage(t, m.Token))}}
	if !w.Out.None() {
		return r
	}
	r.next = append(r.next, item{name: "copy the token", note: "into the clipboard of the terminal, where others may read it", do: copyToken(m.Token)})
	return r
}

// copyToken puts a token into the clipboard, because a person asked for it.
func copyToken(token crypto.Secret) tea.Cmd {
	return tea.Batch(tea.SetClipboard(string(token.Reveal())), send(saidMsg{text: "Asked the terminal to copy the token", tone: good}))
}

// madeDetail is what was made, for how long, where it is, and how it is used.
func madeDetail(env Env, m model.MadeToken) detail {
	s, d := env.Styles, detail{}
	d.add(s.Title, "account", "%s", m.Review.Wish.Account)
	if !m.Token.Empty() {
		look := s.Text
		if m.Cut() {
			look = s.Soon
		}
		d.add(look, "life", "%s", capital(m.LifeWords()))
	}
	if !m.Facts.Expires.IsZero() {
		d.add(s.Text, "until", "%s", env.moment(m.Facts.Expires))
	}
	for n, w := range m.Warned {
		d.add(s.Soon, labelOnce(n, "warned"), "%s", w)
	}
	if m.Facts.Extended() {
		d.add(s.Text, "", "%s", m.Facts.ExtendedWords())
	}
	if m.Proof.Tried {
		look := s.Good
		if !m.Proof.Good() {
			look = s.Bad
		}
		d.add(look, "proof", "%s", capital(safe(m.Proof.String())))
	}
	if !m.Anchor.Empty() {
		d.add(s.Text, "ends with", "Secret %s: to delete it is to revoke the token", m.Anchor)
	}
	if !m.Secret.Empty() {
		d.add(s.Warn, "stands in", "Secret %s: whoever can read it is this account", m.Secret)
	}
	for n, f := range m.Files {
		d.add(s.Text, labelOnce(n, "written"), "%s, %s", f.Path, f.What)
	}
	for _, line := range []struct{ label, text string }{{"try it", m.Try}, {"revoke it", m.Revoke}} { // curl's line is long; y has it
		if line.text != "" {
			d.add(s.Faint, line.label, "%s", safe(line.text))
		}
	}
	for n, l := range m.Left {
		d.add(s.Faint, labelOnce(n, "exists now"), "%s", l)
	}
	return d
}

// shownFor is how long a token stands on the screen before it is masked again.
const shownFor = 20 * time.Second

// maskMsg says that the time of a token that is shown is up.
type maskMsg struct{ screen, shown int }

// tokenPage shows a token, masked until somebody asks, and what is known about it.
// Enter, which has led here through the form, shows nothing: pressed once too often it
// must not put a secret on the screen.
type tokenPage struct {
	target
	token   crypto.Secret
	facts   model.Token
	check   model.TokenCheck
	err     error
	checked bool
	showing bool
	shown   int // how often it was shown: an older time that is up masks nothing
	top     int
}

func newTokenPage(t target, token crypto.Secret) Screen {
	return tokenPage{target: t, token: token, facts: model.NewToken(crypto.ParseToken(token))}
}

// Title implements Screen.
func (p tokenPage) Title() string { return "Token" }

// Typing implements Screen.
func (tokenPage) Typing() bool { return false }

// Keys implements Screen.
func (p tokenPage) Keys() []key.Binding {
	word := "show it"
	if p.showing {
		word = "hide it"
	}
	return []key.Binding{hint(actSeverity, word), hint(actCopy, "copy it"), hint(actBack, ""), hint(actDown, "more"), hint(actPalette, ""), hint(actHelp, "")}
}

// Refuses implements Screen.
func (p tokenPage) Refuses(env Env, a act) string {
	switch a {
	case actBack, actSeverity, actCopy:
		return ""
	case actEnter:
		return "v shows the token; esc goes back"
	case actUp, actDown, actPageUp, actPageDown, actFirst, actLast:
		if len(p.text(env)) <= p.page(env) {
			return "This is all of it; esc goes back"
		}
		return ""
	}
	return "Go back first: esc"
}

// Start implements starter.
func (p tokenPage) Start(env Env) tea.Cmd {
	if !p.open {
		return nil
	}
	return env.Do.checkToken(p.target, p.token)
}

// Update implements Screen.
func (p tokenPage) Update(env Env, msg tea.Msg) (Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case checkedMsg:
		if msg.screen == env.Do.screen {
			p.check, p.err, p.checked = msg.check, msg.err, true
		}
	case maskMsg:
		if msg.screen == env.Do.screen && msg.shown == p.shown {
			p.showing = false
		}
	case doMsg:
		switch msg.act {
		case actSeverity:
			p.showing, p.shown = !p.showing, p.shown+1
			mask := maskMsg{env.Do.screen, p.shown}
			return p, tea.Tick(shownFor, func(time.Time) tea.Msg { return mask })
		case actCopy:
			return p, copyToken(p.token)
		}
		p.top = moved(p.top, msg.act, p.page(env), len(p.text(env))-p.page(env))
	}
	return p, nil
}

// View implements Screen.
func (p tokenPage) View(env Env) string {
	q := panel{focus: true}.scrolled(env.Styles, "Token", p.text(env), p.top, p.page(env))
	return strings.Join(q.draw(env.Styles, env.Width, env.Height), "\n")
}

func (tokenPage) page(env Env) int { return max(1, env.Height-2) }

func (p tokenPage) text(env Env) []string {
	s := env.Styles
	var d detail
	d.add(s.Text, "token", "%s", p.words(s))
	d.add(s.Faint, "", "v shows it for %d seconds", int(shownFor.Seconds()))
	d.add(s.Text, "", "")
	p.alive(env, &d)
	tokenLines(env, &d, p.facts)
	if p.facts.Extended() {
		d.add(s.Text, "a year", "%s", p.facts.ExtendedWords())
	}
	if !p.facts.Expires.IsZero() {
		d.add(s.Text, "until", "%s", env.moment(p.facts.Expires))
	}
	return d.lines(s, min(env.Width-2, readerWidth))
}

// words are the token itself, or a mask that tells nothing but that there is one.
func (p tokenPage) words(s Styles) string {
	if p.showing {
		return safe(string(p.token.Reveal()))
	}
	return repeat(s.Glyph.Mask, 24)
}

// alive says what the cluster says about the token.
func (p tokenPage) alive(env Env, d *detail) {
	s := env.Styles
	switch {
	case !p.open:
		return
	case !p.checked:
		d.add(s.Faint, "cluster", "asking whether it takes the token%s", s.Glyph.Cut)
	case p.err != nil:
		d.add(s.Bad, "cluster", "%s", sentence(p.err))
	default:
		look := []ink{model.Unclear: s.Warn, model.Yes: s.Good, model.No: s.Bad}[p.check.Alive()]
		d.add(look, "cluster", "%s", capital(p.check.AliveWords()))
		for _, f := range p.check.Findings {
			look := []ink{model.Unclear: s.Faint, model.Yes: s.Text, model.No: s.Bad}[f.Holds]
			d.add(look, "", "%s: %s", f.What, f.Words)
		}
	}
	d.add(s.Text, "", "")
}
