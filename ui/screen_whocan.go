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
	all, p, t := s.got.Holders, s.places(env), s.table(env)
	return lines{
		choice: s.choice, n: len(all), rows: p.rows, text: max(1, p.below-2),
		id:     func(i int) string { return all[i].Subject.String() },
		straw:  func(i int) straw { return newStraw(all[i].Subject.String(), howOf(all[i])) },
		let:    func(i int) bool { return whoCanChoices[s.choice].let(all[i]) },
		detail: func(i int) int { return t.detailLines(env, i) },
	}
}

func (s whoCanScreen) places(env Env) places {
	return s.placesOf(env, len(s.summary(env)), true)
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

// answer is the answer in a sentence.
func (s whoCanScreen) answer() string {
	return fmt.Sprintf("%d of %d subjects can now, by %d roles and %d bindings.", s.got.Open(), len(s.got.Holders), s.got.Roles, s.got.Bound)
}

// summary is the answer, and what it does not cover.
func (s whoCanScreen) summary(env Env) []string {
	st, words := env.Styles, s.answer()
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
	return strings.Join(append(s.summary(env), s.body(env, s.places(env), s.table(env))...), "\n")
}

// table says what stands in the list: who, and how.
func (s whoCanScreen) table(env Env) table {
	st, all := env.Styles, s.got.Holders
	t := table{
		title: s.Title(), order: "groups first", framed: true, all: len(all), let: func(i int) bool { return whoCanChoices[s.choice].let(all[i]) }, none: "Nobody, by the roles that could be read.",
		columns: []column{{head: "WHO", least: 20, worth: 3, most: 60}, {head: "HOW", least: 12, worth: 3, most: 60, words: true}},
		row: func(i int) tableRow {
			row := tableRow{glyph: st.Glyph.Dot, look: st.Faint, cells: []cell{{text: all[i].Subject.String(), look: st.Text}, {text: howOf(all[i]), look: st.Faint}}}
			if all[i].Open() {
				row.glyph, row.look = st.Glyph.Severity[model.Soon], st.Warn
			}
			return row
		},
		detail: func(i int) detail { return holderDetail(env, all[i]) },
	}
	if t.all > 0 {
		t.none = "Nobody of this kind; esc and v show the others."
	}
	return t
}
