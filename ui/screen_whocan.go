package ui

import (
	"fmt"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"kubeid/model"
)

// whoCanScreen lists who can become an account or read a Secret, and how.
type whoCanScreen struct {
	sheet
	got    model.WhoCan
	choice int // index into whoCanChoices
}

// whoCanChoices are what v goes through.
var whoCanChoices = []struct {
	words string
	let   func(model.Holder) bool
}{
	{"everybody", func(model.Holder) bool { return true }},
	{"who can now", model.Holder.Open},
	{"who is no part of the cluster itself", func(h model.Holder) bool {
		return h.Open() && !strings.HasPrefix(h.Subject.Name.Raw(), "system:") && h.Subject.Namespace.Raw() != "kube-system"
	}},
}

// newWhoCan asks who can become an account, or with secret who can read a Secret.
func newWhoCan(t target, of model.Account, secret bool) Screen {
	title := "Who can become " + of.String() + "?"
	if secret {
		title = "Who can read the Secret " + of.String() + "?"
	}
	return fetch{
		title: title, begin: func(c commands) tea.Cmd { return c.whoCan(t, of, secret) },
		done: func(env Env, msg tea.Msg) (Screen, bool) {
			told, ok := msg.(whoCanMsg)
			switch {
			case !ok || told.screen != env.Do.screen:
				return nil, false
			case told.err != nil:
				return newFailure(title, told.err), true
			}
			return whoCanScreen{got: told.who}, true
		},
	}
}

// Title implements Screen.
func (s whoCanScreen) Title() string { return capital(s.got.Title()) + "?" }

// Typing implements Screen.
func (s whoCanScreen) Typing() bool { return s.typing }

// Keys implements Screen.
func (s whoCanScreen) Keys() []key.Binding {
	if s.typing {
		return []key.Binding{hint(actEnter, "choose"), hint(actBack, "clear")}
	}
	return []key.Binding{hint(actDetail, ""), hint(actSeverity, ""), hint(actFilter, ""), hint(actCopy, ""), hint(actBack, ""), hint(actPalette, ""), hint(actHelp, "")}
}

// Refuses implements Screen.
func (s whoCanScreen) Refuses(env Env, a act) string {
	l := s.lines(env)
	s.sheet = s.sheet.settled(env, l)
	switch a {
	case actBack, actSeverity:
		return ""
	case actCopy:
		if s.selected() < 0 {
			return "There is nothing to copy here"
		}
		return ""
	case actEnter, actDetail, actFocus, actInspect, actFilter, actUp, actDown, actPageUp, actPageDown, actFirst, actLast:
		return s.refuses(l, a)
	case actSort:
		return "Groups stand first, since they are the most; v chooses who is shown"
	}
	return "Go back first: esc"
}

// Backs implements backing.
func (s whoCanScreen) Backs() bool { return s.detail || s.filter != "" }

func (s whoCanScreen) lines(env Env) lines {
	all, p := s.got.Holders, s.places(env)
	return lines{
		choice: s.choice, n: len(all), rows: p.rows, text: max(1, p.below-2),
		id:    func(i int) string { return all[i].Subject.String() },
		straw: func(i int) straw { return newStraw(all[i].Subject.String(), howOf(all[i])) },
		let:   func(i int) bool { return whoCanChoices[s.choice].let(all[i]) },
		detail: func(i int) int {
			return len(holderDetail(env, all[i]).lines(env.Styles, p.detail-2))
		},
	}
}

func (s whoCanScreen) places(env Env) places {
	head := len(s.summary(env))
	p := places{list: env.Width, detail: env.Width, below: max(3, env.Height-head)}
	p.rows = p.below - 3
	if wide(env) {
		p.list = max(62, env.Width*50/100)
		p.detail = env.Width - p.list
	}
	if s.typing || s.filter != "" {
		p.rows--
	}
	p.rows = max(1, p.rows)
	return p
}

// Update implements Screen.
func (s whoCanScreen) Update(env Env, msg tea.Msg) (Screen, tea.Cmd) {
	a := meaning(msg)
	l := s.lines(env)
	s.sheet = s.sheet.settled(env, l)
	switch {
	case a == actSeverity:
		s.choice = (s.choice + 1) % len(whoCanChoices)
		return s, send(saidMsg{text: "Showing " + whoCanChoices[s.choice].words})
	case a == actCopy && s.selected() >= 0:
		return s, push(newHolderCopy(s.got.Holders[s.selected()]))
	case a == actEnter && s.typing:
		s.typing = false
		return s, nil
	case a == actEnter || a == actInspect:
		msg = doMsg{actDetail}
	}
	s.sheet = s.update(env, l, msg)
	return s, nil
}

func newHolderCopy(h model.Holder) Screen {
	items := []item{copying("name", h.Subject.Name.Raw())}
	for _, w := range h.Brief() {
		for _, st := range w.Steps {
			items = append(items, copying(st.Grant.Binding.Kind(), st.Grant.Binding.Name.Raw()))
		}
	}
	return newChooser(chooser{title: "Copy of " + h.Subject.String(), items: items})
}

// summary is the answer in a sentence or two.
func (s whoCanScreen) summary(env Env) []string {
	st := env.Styles
	words := fmt.Sprintf("%d of %d subjects can now, by %d roles and %d bindings.", s.got.Open(), len(s.got.Holders), s.got.Roles, s.got.Bound)
	out := []string{" " + st.Title.Render(st.short(words, env.Width-2))}
	for _, l := range wrap(model.OnlyRBAC, env.Width-2) {
		out = append(out, " "+st.Faint.Render(l))
	}
	for _, u := range s.got.Unknown {
		out = append(out, " "+st.Warn.Render(st.short(capital(u.String()), env.Width-2)))
	}
	return out
}

// View implements Screen.
func (s whoCanScreen) View(env Env) string {
	l := s.lines(env)
	s.sheet = s.sheet.settled(env, l)
	out, p := s.summary(env), s.places(env)
	if !wide(env) && s.detail {
		return strings.Join(append(out, s.detailPanel(env, env.Width, p.below)...), "\n")
	}
	list := panel{title: s.Title(), note: s.note("groups first"), focus: !s.detail, lines: s.table(env, p.list-2, p.below-2)}.draw(env.Styles, p.list, p.below)
	if !wide(env) {
		return strings.Join(append(out, list...), "\n")
	}
	return strings.Join(append(out, beside(list, s.detailPanel(env, p.detail, p.below))...), "\n")
}

func (s whoCanScreen) detailPanel(env Env, w, h int) []string {
	p := panel{focus: s.detail}
	if i := s.selected(); i >= 0 {
		d := holderDetail(env, s.got.Holders[i])
		p = p.scrolled(env.Styles, d.title, d.lines(env.Styles, w-2), s.scroll, h-2)
	}
	return p.draw(env.Styles, w, h)
}

var whoCanColumns = []column{{head: "WHO", least: 20, worth: 3}, {head: "HOW", least: 12, worth: 3}}

func (s whoCanScreen) table(env Env, w, h int) []string {
	st := env.Styles
	var out []string
	if s.typing || s.filter != "" {
		out = append(out, st.filtering(s.filter, s.typing, len(s.found), len(s.got.Holders), w))
	}
	wants := []int{20, 20}
	for _, h := range s.found[:min(len(s.found), measured)] {
		holder := s.got.Holders[h.index]
		wants[0], wants[1] = max(wants[0], min(60, cells(holder.Subject.String()))), max(wants[1], min(60, cells(howOf(holder))))
	}
	widths := share(whoCanColumns, wants, w-fore-1)
	out = append(out, st.headings(whoCanColumns, widths))
	if len(s.found) == 0 {
		words := "Nobody, by the roles that could be read."
		if len(s.got.Holders) > 0 {
			words = "Nobody of this kind; esc and v show the others."
		}
		out = append(out, "", blank(fore)+st.Faint.Render(words))
	}
	for n := s.top; n < len(s.found) && len(out) < h; n++ {
		out = append(out, s.row(env, n, widths, w))
	}
	return exactly(out, w, h)
}

func (s whoCanScreen) row(env Env, n int, widths []int, w int) string {
	st, bar, h := env.Styles, n == s.cursor, s.got.Holders[s.found[n].index]
	cursor := " "
	if bar {
		cursor = st.Glyph.Cursor
	}
	glyph, look := st.Glyph.Dot, st.Faint
	if h.Open() {
		glyph, look = st.Glyph.Severity[model.Soon], st.Warn
	}
	line := st.Key.on(bar).Render(" "+cursor+" ") + look.on(bar).Render(exact(glyph, 1)+" ")
	drawn := fore
	for c, words := range []string{h.Subject.String(), st.short(howOf(h), max(1, widths[1]))} {
		if widths[c] == 0 {
			continue
		}
		pen := []ink{st.Text, st.Faint}[c].on(bar)
		var hits []int
		if !s.query.empty() {
			hits = s.query.hits(words)
		}
		line += st.field(words, widths[c], pen, st.Hit.on(bar), hits) + st.Text.on(bar).Render(blank(gap))
		drawn += widths[c] + gap
	}
	return line + st.Text.on(bar).Render(blank(w-drawn))
}
