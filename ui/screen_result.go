package ui

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"kubeid/model"
)

// A result is what came of some work: whether it is well, in a sentence, the facts, what
// can be copied of it, and what can be done next.
type result struct {
	tone  tone
	said  string // one sentence
	todo  string // what to do about it, if it is not well
	facts func(Env) detail
	copy  []item   // what y offers; see copying
	next  []item   // what can be done now: name, note, and do, which closes the page first
	after []string // what is said on the terminal if the program ends before anybody sees the page
}

// afterwards says what there is of some work when nobody can see its page any more: what
// a failed one has left behind, or what a good one has written.
func afterwards(left []model.Leftover, files []model.PlannedFile, err error) []string {
	var out []string
	switch {
	case err == nil:
		for _, f := range files {
			out = append(out, "written to "+safe(f.Path))
		}
	case len(left) > 0:
		out = append(out, "what exists now:")
		for _, l := range left {
			out = append(out, "  "+l.String())
		}
		out = append(out, "to take them away:")
		for _, l := range left {
			out = append(out, "  "+safe(l.Remove))
		}
	}
	return out
}

// resultScreen shows a result until it is closed.
type resultScreen struct {
	result
	title  string
	at     int // which of the next things
	scroll int
}

func newResult(title string, r result) Screen { return resultScreen{result: r, title: safe(title)} }

// Title implements Screen.
func (r resultScreen) Title() string { return r.title }

// Typing implements Screen.
func (resultScreen) Typing() bool { return false }

// Keys implements Screen.
func (r resultScreen) Keys() []key.Binding {
	out := []key.Binding{hint(actBack, "close")}
	if len(r.next) > 0 {
		out = append(out, hint(actEnter, "do this"), hint(actDown, "next"))
	}
	for _, it := range r.next {
		if it.act != actNone {
			out = append(out, hint(it.act, ""))
		}
	}
	return append(out, hint(actCopy, ""), hint(actPageDown, "more"), hint(actPalette, ""), hint(actHelp, ""))
}

// Refuses implements Screen.
func (r resultScreen) Refuses(env Env, a act) string {
	switch a {
	case actBack:
		return ""
	case actEnter, actUp, actDown, actFirst, actLast:
		if len(r.next) > 0 {
			return ""
		}
		return "There is nothing more to do here; esc closes it"
	case actPageUp, actPageDown:
		if len(r.rows(env)) > r.room(env) {
			return ""
		}
		return "This is all of it; esc closes it"
	case actCopy:
		if len(r.copy) > 0 {
			return ""
		}
		return "There is nothing to copy here"
	}
	if it, ok := r.offered(a); ok {
		return it.why
	}
	return "Close this first: esc"
}

// Update implements Screen.
func (r resultScreen) Update(env Env, msg tea.Msg) (Screen, tea.Cmd) {
	what, ok := msg.(doMsg)
	if !ok {
		return r, nil
	}
	switch what.act {
	case actEnter:
		it := r.next[r.at]
		if it.why != "" {
			return r, send(saidMsg{text: it.why})
		}
		return r, choose(env, it.do)
	case actUp, actDown, actFirst, actLast:
		r.at = moved(r.at, what.act, 1, len(r.next)-1)
	case actPageUp, actPageDown:
		r.scroll = moved(r.scroll, what.act, r.room(env), len(r.rows(env))-r.room(env))
	case actCopy:
		return r, push(newChooser(chooser{title: "Copy", items: r.copy}))
	default:
		if it, ok := r.offered(what.act); ok {
			return r, choose(env, it.do)
		}
	}
	return r, nil
}

// offered is the next thing that has a key of its own.
func (r resultScreen) offered(a act) (item, bool) {
	for _, it := range r.next {
		if it.act == a {
			return it, a != actNone
		}
	}
	return item{}, false
}

// rows are the sentence and the facts.
func (r resultScreen) rows(env Env) []string {
	s, w := env.Styles, min(env.Width, formWidth)-2
	rows := append([]string{""}, said(s, judgement{r.tone, r.said}, 1, w)...)
	if r.todo != "" {
		rows = append(rows, said(s, judgement{calm, r.todo}, 3, w)...)
	}
	if r.facts == nil {
		return rows
	}
	d := r.facts(env)
	return append(append(rows, ""), d.lines(s, w)...)
}

// room is how many rows there are for the facts.
func (r resultScreen) room(env Env) int {
	h := env.Height - 2
	if n := len(r.next); n > 0 {
		h -= n + 2
	}
	return max(1, h)
}

// View implements Screen.
func (r resultScreen) View(env Env) string {
	s, w := env.Styles, min(env.Width, formWidth)
	p := panel{focus: true}.scrolled(s, r.title, r.rows(env), r.scroll, r.room(env))
	if len(r.next) == 0 {
		return strings.Join(p.draw(s, w, env.Height), "\n")
	}
	if len(p.lines) > r.room(env) {
		p.lines = p.lines[:r.room(env)]
	}
	p.lines = append(slices.Clone(p.lines), "", " "+s.Title.Render("What next"))
	name := 0
	for _, it := range r.next {
		name = max(name, cells(it.name))
	}
	for n, it := range r.next {
		p.lines = append(p.lines, s.offer(it, n == r.at, min(name, w/2), w-2))
	}
	return strings.Join(p.draw(s, w, env.Height), "\n")
}

// offer draws a thing that can be done, and what it means.
func (s Styles) offer(it item, bar bool, name, w int) string {
	cursor, look := " ", s.Text.on(bar)
	if bar {
		cursor = s.Glyph.Cursor
	}
	if it.why != "" {
		look = s.Faint.on(bar)
	}
	room := max(0, w-name-6)
	note := s.short(it.note, room)
	return s.Key.on(bar).Render(" "+cursor+" ") + s.field(it.name, name, look, look, nil) + look.Render("  ") +
		s.Faint.on(bar).Render(note+blank(room-cells(note)+1))
}
