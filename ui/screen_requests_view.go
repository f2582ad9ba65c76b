package ui

import (
	"fmt"
	"strings"

	"kubeid/model"
)

func (s requestsScreen) places(env Env) places { return s.placesOf(env, 1, false) }

// View implements Screen.
func (s requestsScreen) View(env Env) string {
	if !env.Book.Loaded {
		return env.reading()
	}
	s.target = s.target.settled(env)
	switch s.phase {
	case apartPhase:
		return strings.Join(s.target.invite(env, "lists the certificates that it is asked to sign"), "\n")
	case askingPhase:
		return strings.Join(env.waitingFor("Asking "+s.target.of.Name.String(), "gives up"), "\n")
	case brokenPhase:
		return strings.Join(s.broken(env), "\n")
	}
	l := s.lines(env)
	s.sheet = s.sheet.settled(env, l)
	return strings.Join(append([]string{s.summary(env)}, s.body(env, s.places(env), s.table(env))...), "\n")
}

// Waiting implements waiting.
func (s requestsScreen) Waiting() bool { return s.phase == askingPhase }

// Place implements placed.
func (s requestsScreen) Place(env Env) (at, of int) {
	if !s.shows() {
		return 0, 0
	}
	return s.sheet.settled(env, s.lines(env)).place()
}

// broken says why there is no list.
func (s requestsScreen) broken(env Env) []string {
	st := env.Styles
	out := []string{""}
	for _, l := range wrap(sentence(s.trouble), env.Width-6) {
		out = append(out, "  "+st.Bad.Render(l))
	}
	return append(out, "", "  "+st.Faint.Render("enter asks again, c chooses another cluster."))
}

// summary names the cluster and as whom it is asked, and counts.
func (s requestsScreen) summary(env Env) string {
	st := env.Styles
	waiting, hidden := 0, 0
	for _, r := range s.seen.List {
		switch {
		case !requestChoices[s.choice].let(env, r):
			hidden++
		case r.Pending():
			waiting++
		}
	}
	var right []string
	if n := len(s.marked); n > 0 {
		right = append(right, fmt.Sprintf("%d marked", n))
	}
	if waiting > 0 {
		right = append(right, fmt.Sprintf("%d waiting", waiting))
	}
	if s.choice > 0 {
		right = append(right, "shown: "+requestChoices[s.choice].words)
	}
	if s.seen.View.NeverSigns() != "" {
		right = append(right, "signs nothing")
	}
	if s.seen.More {
		right = append(right, "not all")
	}
	if hidden > 0 {
		right = append(right, fmt.Sprintf("%d hidden", hidden))
	}
	live := st.Good.Render("live")
	if s.phase == lostPhase {
		live = st.Warn.Render(st.Glyph.Severity[model.Soon] + " lost, asking again")
	}
	return s.target.heading(env, live, right...)
}

// table says what stands in the list: how it is, for whom, by whom, how long, how old, and
// what became of it.
func (s requestsScreen) table(env Env) table {
	st, all := env.Styles, s.seen.List
	t := table{
		title: "Requests of " + s.target.of.Name.String(), order: "what waits first", all: len(all), let: func(i int) bool { return requestChoices[s.choice].let(env, all[i]) }, none: "Nobody asks for anything here. A request comes up as soon as somebody makes one; a on the contexts (1) adds a user to the end.",
		columns: []column{
			{head: "FOR", least: 12, worth: 4, most: 40},
			{head: "GROUPS", least: 8, worth: 3, drop: 3, most: 30, words: true},
			{head: "ASKED BY", least: 8, worth: 2, drop: 2, most: 30, words: true},
			{head: "LIFE", least: 10, worth: 3, drop: 4, most: 12, words: true},
			{head: "AGE", least: 4, worth: 3, drop: 5, most: 6, right: true},
			{head: "STATE", least: 15, worth: 5, drop: 1, most: 30, words: true},
		},
		row: func(i int) tableRow {
			glyph, look := st.requestMark(all[i])
			row := tableRow{marked: s.marked[all[i].Name.Raw()], glyph: glyph, look: look}
			for c, words := range requestCells(env, all[i]) {
				row.cells = append(row.cells, cell{text: words, look: [...]ink{st.Text, st.Text, st.Faint, st.Text, st.Faint, look}[c]})
			}
			return row
		},
		detail: func(i int) detail { return requestDetail(env, s.seen, all[i]) },
	}
	if t.all > 0 {
		t.none = "Nothing of this kind; v shows the others."
	}
	return t
}

// requestCells are what stands in the columns of a request.
func requestCells(env Env, r model.CSR) [6]string {
	who := r.Body.Login.User.String()
	if who == "" {
		who = r.Name.String()
	}
	age := model.HumanDuration(env.Now.Sub(r.Created))
	return [6]string{who, joinTexts(r.Body.Login.Groups), r.By.User.String(), briefLife(r), age, r.State()}
}

// briefLife says asked and granted life in a few cells: "30d of 90d".
func briefLife(r model.CSR) string {
	asked := "usual"
	if r.Asked > 0 {
		asked = model.Span(r.Asked)
	}
	granted, ok := r.Granted()
	switch {
	case !ok:
		return asked
	case r.Cut():
		return model.Span(granted) + " of " + asked
	}
	return model.Span(granted)
}
