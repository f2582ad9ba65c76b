package ui

import (
	"fmt"
	"strings"

	"kubeid/model"
)

func (s requestsScreen) places(env Env) places { return targetPlaces(env, s.typing || s.filter != "") }

// View implements Screen.
func (s requestsScreen) View(env Env) string {
	if !env.Book.Loaded {
		return env.Styles.Faint.Render("  Reading the files" + env.Styles.Glyph.Cut)
	}
	s.target = s.target.settled(env)
	switch s.phase {
	case apartPhase:
		return strings.Join(s.target.invite(env, "lists the certificates that it is asked to sign"), "\n")
	case askingPhase:
		return strings.Join([]string{"", "  " + env.Styles.Text.Render("Asking "+s.target.of.Name.String()+env.Styles.Glyph.Cut), "", "  " + env.Styles.Faint.Render("esc gives up")}, "\n")
	case brokenPhase:
		return strings.Join(s.broken(env), "\n")
	}
	l := s.lines(env)
	s.sheet = s.sheet.settled(env, l)
	out, p := []string{s.summary(env)}, s.places(env)
	if !wide(env) {
		if s.detail {
			return strings.Join(append(out, s.detailPanel(env, env.Width, p.below)...), "\n")
		}
		return strings.Join(append(out, s.table(env, env.Width, p.below)...), "\n")
	}
	list := panel{
		title: "Requests of " + s.target.of.Name.String(), note: s.note("what waits first"), focus: !s.detail, lines: s.table(env, p.list-2, p.below-2),
	}.draw(env.Styles, p.list, p.below)
	return strings.Join(append(out, beside(list, s.detailPanel(env, p.detail, p.below))...), "\n")
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

func (s requestsScreen) detailPanel(env Env, w, h int) []string {
	p := panel{focus: s.detail}
	if i := s.selected(); i >= 0 {
		d := requestDetail(env, s.seen, s.seen.List[i])
		p = p.scrolled(env.Styles, d.title, d.lines(env.Styles, w-2), s.scroll, h-2)
	}
	return p.draw(env.Styles, w, h)
}

// summary names the cluster and as whom it is asked, and counts.
func (s requestsScreen) summary(env Env) string {
	st := env.Styles
	waiting, hidden := 0, 0
	for _, r := range s.seen.List {
		if r.Pending() && !r.OfNode() {
			waiting++
		}
		if !requestChoices[s.choice].let(env, r) {
			hidden++
		}
	}
	left := " " + st.Current.Render(squeeze(st, s.target.of.Name.String(), max(8, env.Width/3))) + " " + st.Faint.Render(st.short(s.target.who(env), max(8, env.Width/3)))
	var right []string
	if waiting > 0 {
		right = append(right, fmt.Sprintf("%d waiting", waiting))
	}
	if hidden > 0 {
		right = append(right, fmt.Sprintf("%d hidden", hidden))
	}
	if n := len(s.marked); n > 0 {
		right = append(right, fmt.Sprintf("%d marked", n))
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
	words, look := "live", st.Good
	if s.phase == lostPhase {
		words, look = st.Glyph.Severity[model.Soon]+" lost, asking again", st.Warn
	}
	more := st.short(st.joined(right...), max(0, env.Width-cells(left)-cells(words)-6))
	if more != "" {
		more += " " + st.Glyph.Dot + " "
	}
	return left + blank(env.Width-cells(left)-cells(more)-cells(words)-1) + st.Title.Render(more) + look.Render(words)
}

var requestColumns = []column{
	{head: "FOR", least: 12, worth: 4},
	{head: "GROUPS", least: 8, worth: 1, drop: 3},
	{head: "ASKED BY", least: 8, worth: 2, drop: 2},
	{head: "LIFE", least: 10, worth: 3, drop: 4},
	{head: "AGE", least: 4, worth: 3, drop: 5},
	{head: "STATE", least: 15, worth: 5, drop: 1},
}

// table draws the rows in sight, and no others.
func (s requestsScreen) table(env Env, w, h int) []string {
	st := env.Styles
	var out []string
	if s.typing || s.filter != "" {
		out = append(out, st.filtering(s.filter, s.typing, len(s.found), len(s.seen.List), w))
	}
	widths := share(requestColumns, s.wants(env), w-fore-1)
	out = append(out, st.headings(requestColumns, widths))
	if len(s.found) == 0 {
		words := "Nobody asks for anything here."
		switch {
		case s.filter != "":
			words = "Nothing matches. esc shows everything again."
		case len(s.seen.List) > 0:
			words = "Nothing of this kind; v shows the others."
		}
		out = append(out, "", blank(fore)+st.Faint.Render(words))
	}
	for n := s.top; n < len(s.found) && len(out) < h; n++ {
		out = append(out, s.row(env, n, widths, w))
	}
	return exactly(out, w, h)
}

// row draws one request: how it is, for whom, by whom, how long, how old, what became of it.
func (s requestsScreen) row(env Env, n int, widths []int, w int) string {
	st, bar, r := env.Styles, n == s.cursor, s.seen.List[s.found[n].index]
	glyph, look := st.requestMark(r)
	cursor, marked := " ", " "
	if bar {
		cursor = st.Glyph.Cursor
	}
	if s.marked[r.Name.Raw()] {
		marked = st.Glyph.Marked
	}
	text, faint := st.Text.on(bar), st.Faint.on(bar)
	line := st.Key.on(bar).Render(" "+cursor+marked) + look.on(bar).Render(glyph+" ")
	drawn := fore
	for c, words := range requestCells(env, r) {
		if widths[c] == 0 {
			continue
		}
		pen := []ink{text, text, faint, text, faint, look.on(bar)}[c]
		if c > 0 {
			words = st.short(words, widths[c])
		}
		var hits []int
		if !s.query.empty() {
			hits = s.query.hits(words)
		}
		line += st.field(words, widths[c], pen, st.Hit.on(bar), hits) + text.Render(blank(gap))
		drawn += widths[c] + gap
	}
	return line + text.Render(blank(w-drawn))
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

// measured is how many rows are looked at to find out how wide columns have to be.
const measured = 300

// wants returns how wide the columns would like to be.
func (s requestsScreen) wants(env Env) []int {
	out := make([]int, len(requestColumns))
	for c := range out {
		out[c] = cells(requestColumns[c].head)
	}
	for _, h := range s.found[:min(len(s.found), measured)] {
		for c, words := range requestCells(env, s.seen.List[h.index]) {
			out[c] = max(out[c], min(cells(words), 30))
		}
	}
	return out
}

// briefLife says asked and granted life in a few cells: "30d of 90d".
func briefLife(r model.CSR) string {
	asked := "usual"
	if r.Asked > 0 {
		asked = model.HumanDuration(r.Asked)
	}
	granted, ok := r.Granted()
	switch {
	case !ok:
		return asked
	case r.Cut():
		return model.HumanDuration(granted) + " of " + asked
	}
	return model.HumanDuration(granted)
}
