package ui

import "strings"

// A table is a sheet as it is drawn: a list in columns, and all about the selected row
// beside it or, in a narrow window, in its place.
type table struct {
	title, order string // of the frame around the list: "Health", "the worst first"
	columns      []column
	framed       bool             // a narrow window has the frame, too, as the title says what this is
	all          int              // how many rows there are without a filter
	let          func(i int) bool // which of them the choice lets through; nil is all
	row          func(i int) tableRow
	none         string // what stands there when no row does
	detail       func(i int) detail
}

// A tableRow is one line of a table.
type tableRow struct {
	marked bool
	glyph  string // how it is
	look   ink    // of the glyph
	cells  []cell // by column
}

// A cell is what stands in one column.
type cell struct {
	text string
	look ink
	draw func(w int, bar bool) string // in place of a text
}

// places says what of a screen with a sheet has room, and how much.
type places struct {
	time  bool // the line of time is drawn
	below int  // lines below what stands above the sheet
	rows  int  // lines of the table
}

// placesOf deals out the lines of the window below those that stand above a sheet.
func (s sheet) placesOf(env Env, above int, framed bool) places {
	p := places{below: max(3, env.Height-above)}
	p.rows = p.below - 1 // the heads of the columns
	if framed || wide(env) {
		p.rows -= 2
	}
	if s.filtered() {
		p.rows--
	}
	p.rows = max(1, p.rows)
	return p
}

// split deals out the cells: the detail beside the list gets what that does not need. All
// that the columns need has to be measured for it, so nobody asks but who draws.
func (t table) split(env Env) (list, detail int) {
	if !wide(env) {
		return env.Width, env.Width
	}
	list = max(env.Width*50/100, 60, min(t.need()+2, env.Width*64/100))
	return list, env.Width - list
}

// filtered tells whether the line of the filter is there.
func (s sheet) filtered() bool { return s.typing || s.filter != "" }

// measured is how many rows are looked at to find out how wide columns have to be.
const measured = 100

// wants says how wide the columns would like to be: by some of all rows, so that nothing
// moves while a filter is typed.
func (t table) wants() []int {
	out := make([]int, len(t.columns))
	for c, col := range t.columns {
		if out[c] = max(col.want, cells(col.head)); col.want < 0 {
			out[c] = col.want // it has nothing to say
		}
	}
	step := max(1, t.all/measured)
	for i := (t.all - 1) % step; i < t.all; i += step { // the last one is among them
		if t.let != nil && !t.let(i) {
			continue
		}
		for c, x := range t.row(i).cells {
			if most := t.columns[c].most; out[c] >= 0 && out[c] < most {
				out[c] = max(out[c], min(cells(x.text), most))
			}
		}
	}
	return out
}

// need is how wide the table would like to be.
func (t table) need() int {
	n := fore
	for _, w := range t.wants() {
		n += max(0, w) + gap
	}
	return n
}

// body draws the sheet below the lines that stand above it.
func (s sheet) body(env Env, p places, t table) []string {
	wl, wd := t.split(env)
	switch {
	case wide(env):
	case s.detail:
		return s.detailPanel(env, t, wd, p.below)
	case !t.framed:
		return s.list(env, t, wl, p.below)
	}
	list := panel{title: t.title, note: s.note(t.order), focus: !s.detail, lines: s.list(env, t, wl-2, p.below-2)}
	drawn := list.draw(env.Styles, wl, p.below)
	if !wide(env) {
		return drawn
	}
	return beside(drawn, s.detailPanel(env, t, wd, p.below))
}

func (s sheet) detailPanel(env Env, t table, w, h int) []string {
	p := panel{focus: s.detail}
	if i := s.selected(); i >= 0 {
		d := t.detail(i)
		p = p.scrolled(env.Styles, d.title, d.lines(env.Styles, w-2), s.scroll, h-2)
	}
	return p.draw(env.Styles, w, h)
}

// list draws the rows in sight, and no others.
func (s sheet) list(env Env, t table, w, h int) []string {
	st := env.Styles
	var out []string
	if s.filtered() {
		out = append(out, st.filtering(s.filter, s.typing, len(s.found), t.all, w))
	}
	widths := share(t.columns, t.wants(), w-fore-1)
	out = append(out, st.headings(t.columns, widths))
	if len(s.found) == 0 {
		words := t.none
		if s.filter != "" {
			words = nothingMatches
		}
		out = append(out, "")
		for _, l := range wrap(words, w-fore-1) {
			out = append(out, blank(fore)+st.Faint.Render(l))
		}
	}
	for n := s.top; n < len(s.found) && len(out) < h; n++ {
		out = append(out, s.line(st, t, n, widths, w))
	}
	return exactly(out, w, h)
}

// nothingMatches stands where a filter lets nothing through.
const nothingMatches = "Nothing matches. esc clears the filter."

// line draws one row: mark, cursor, how it is, and what stands in its columns.
func (s sheet) line(st Styles, t table, n int, widths []int, w int) string {
	row, bar := t.row(s.found[n].index), n == s.cursor
	mark, cursor := " ", " "
	if row.marked {
		mark = st.Glyph.Marked
	}
	if bar {
		cursor = st.Glyph.Cursor
	}
	space := st.Text.on(bar)
	var b strings.Builder
	b.WriteString(st.Key.on(bar).Render(mark+cursor+" ") + row.look.on(bar).Render(exact(row.glyph, 1)+" "))
	drawn := fore
	for c, x := range row.cells {
		if widths[c] == 0 {
			continue
		}
		b.WriteString(s.cell(st, t.columns[c], x, widths[c], bar) + space.Render(blank(gap)))
		drawn += widths[c] + gap
	}
	return b.String() + space.Render(blank(w-drawn))
}

// cell draws what stands in a column, with what the filter found lit.
func (s sheet) cell(st Styles, c column, x cell, w int, bar bool) string {
	if x.draw != nil {
		return x.draw(w, bar)
	}
	look := x.look.on(bar)
	if c.words {
		x.text = st.short(x.text, w)
	}
	ahead := ""
	if c.right {
		ahead = look.Render(blank(w - cells(x.text)))
		w = min(w, cells(x.text))
	}
	var hits []int
	if !c.mute && !s.query.empty() {
		hits = s.query.hits(x.text)
	}
	return ahead + st.field(x.text, w, look, st.Hit.on(bar), hits)
}

// headings draws the heads of the columns that have room.
func (st Styles) headings(cols []column, widths []int) string {
	var head strings.Builder
	head.WriteString(blank(fore))
	for n, c := range cols {
		switch {
		case widths[n] <= 0:
			continue
		case c.right:
			head.WriteString(blank(widths[n]-cells(c.head)) + exact(c.head, min(widths[n], cells(c.head))))
		default:
			head.WriteString(exact(c.head, widths[n]))
		}
		head.WriteString(blank(gap))
	}
	return st.Faint.Render(head.String())
}

// detailLines says how many lines the detail of row i has.
func (t table) detailLines(env Env, i int) int {
	_, w := t.split(env)
	return len(t.detail(i).lines(env.Styles, w-2))
}

// reading stands in place of a screen until the files are read.
func (env Env) reading() string {
	return env.Styles.Faint.Render("  Reading the files" + env.Styles.Glyph.Cut)
}
