package ui

import (
	"fmt"
	"slices"
	"strings"

	"kubeid/model"
)

// fore is what stands before the first column: the cursor and the current mark.
const fore = 5

// markWidth is a last column for a glyph and a word, and a space after it.
const markWidth = 12

// View draws the list, with the detail beside it where there is room.
func (b browser) View(env Env) string {
	b = b.settled(env)
	if !env.Book.Loaded {
		return env.reading()
	}
	if env.Book.Config.Len(b.kind) == 0 {
		return strings.Join(b.listing.none(env), "\n")
	}
	if !wide(env) {
		if b.detail {
			return strings.Join(b.detailPanel(env, env.Width), "\n")
		}
		return strings.Join(b.list(env, env.Width, env.Height), "\n")
	}
	w := b.listWidth(env)
	p := panel{
		title: screens[b.kind].name, note: b.note(), focus: !b.detail,
		lines: b.list(env, w-2, env.Height-2),
	}
	return strings.Join(beside(p.draw(env.Styles, w, env.Height), b.detailPanel(env, env.Width-w)), "\n")
}

// note says what the list shows: how many, and in which order.
func (b browser) note() string {
	where := placeWords(min(b.cursor+1, len(b.rows.found)), len(b.rows.found))
	if n := len(b.marked); n > 0 {
		where += fmt.Sprintf(", %d marked", n)
	}
	if b.filter != "" {
		return where + ", best match first"
	}
	return where + ", " + b.by.String()
}

// Place implements placed.
func (b browser) Place(env Env) (at, of int) {
	b = b.settled(env)
	return min(b.cursor+1, len(b.rows.found)), len(b.rows.found)
}

// listWidth gives the list what its longest names need, but the detail at least
// two fifths of the window.
func (b browser) listWidth(env Env) int {
	need := 2 + fore + b.lastWidth(env)
	for _, w := range b.wants(env) {
		need += min(w, 48) + gap
	}
	return max(env.Width*45/100, min(need, env.Width*60/100))
}

// wants says how wide the columns would like to be; one that has nothing to say yet
// is not there.
func (b browser) wants(env Env) []int {
	out := slices.Clone(env.Book.width(b.kind))
	for n, c := range columns[b.kind] {
		switch {
		case c.draw == nil:
		case !looked(env):
			out[n] = -gap
		default:
			out[n] = cells(c.head)
			for i := range min(env.Book.Config.Len(b.kind), measured) {
				word, _ := c.draw(env, i)
				out[n] = max(out[n], min(cells(word), c.want))
			}
		}
	}
	return out
}

// looked tells whether any server was looked at, or is just now.
func looked(env Env) bool { return len(env.Book.Probes) > 0 || len(env.Probing) > 0 }

// lastWidth is the width of the last column, with a space after it.
func (b browser) lastWidth(env Env) int {
	if b.listing.bare > 0 && !looked(env) {
		return b.listing.bare
	}
	return b.listing.width
}

func (b browser) listHeight(env Env) int {
	h := env.Height - 1 - len(b.above(env, 80))
	if wide(env) {
		h -= 2
	}
	return max(1, h)
}

// above is what stands above the list: the filter, and a file that is in trouble.
func (b browser) above(env Env, w int) []string {
	s := env.Styles
	var out []string
	if b.typing || b.filter != "" {
		out = append(out, s.filtering(b.filter, b.typing, len(b.rows.found), len(env.Book.order(b.kind, b.by)), w))
	}
	if line := trouble(env, w); line != "" {
		out = append(out, line)
	}
	return out
}

// filtering draws a filter, and how much it lets through.
func (s Styles) filtering(filter line, typing bool, found, all, w int) string {
	caret := ""
	if typing {
		caret = s.Glyph.Caret
	}
	drawn := " " + s.Key.Render("/") + " " + filter.shown(w-24) + s.Key.Render(caret)
	return drawn + "  " + s.Faint.Render(fmt.Sprintf("%d of %d", found, all))
}

// trouble says that files cannot be read or are refused, in one line.
func trouble(env Env, w int) string {
	s, n, first := env.Styles, 0, ""
	for _, f := range env.Book.Config.Files {
		why := f.Problem.String()
		if f.Problem.Empty() && !f.Refused.Empty() {
			why = "kubectl refuses it: " + f.Refused.String()
		}
		if why != "" {
			if n++; n == 1 {
				first = f.Label.String() + ": " + why
			}
		}
	}
	switch {
	case n == 0:
		return ""
	case n > 1:
		first = fmt.Sprintf("%d files in trouble; %s", n, first)
	}
	return " " + s.Bad.Render(s.Glyph.Broken+" "+s.short(first, w-20)) + s.Faint.Render("  ! tells more")
}

// list draws the rows in sight, and no others.
func (b browser) list(env Env, w, h int) []string {
	out := b.above(env, w)
	cols := columns[b.kind]
	room := w - fore - b.lastWidth(env) - gap
	widths := share(cols, b.wants(env), room)
	out = append(out, env.Styles.headings(cols, widths)+env.Styles.Faint.Render(b.listing.head))
	if len(b.rows.found) == 0 {
		out = append(out, "", blank(fore)+env.Styles.Faint.Render(nothingMatches))
	}
	for n := b.top; n < len(b.rows.found) && len(out) < h; n++ {
		out = append(out, b.row(env, n, widths, w))
	}
	return exactly(out, w, h)
}

// row draws one entry: cursor, current mark, columns, state.
func (b browser) row(env Env, n int, widths []int, w int) string {
	s, i := env.Styles, b.rows.found[n].index
	st := b.listing.state(env, i)
	bar := n == b.cursor
	text, faint := s.Text.on(bar), s.Faint.on(bar)
	name, mine := text, b.named(env, i)
	if st.current {
		name = s.Current.on(bar)
	}
	cursor, current, mark := " ", " ", " "
	if b.marked[env.Book.Config.Ref(b.kind, i)] {
		mark = s.Glyph.Marked
	}
	if bar {
		cursor = s.Glyph.Cursor
	}
	if st.current {
		current = s.Glyph.Current
	}
	var line strings.Builder
	line.WriteString(s.Key.on(bar).Render(mark+cursor+" ") + name.Render(current+" "))
	drawn := fore
	for c, col := range columns[b.kind] {
		if widths[c] == 0 {
			continue
		}
		look := faint
		if c == 0 && mine != nil {
			look = mine.on(bar)
		} else if c == 0 {
			look = name
		} else if c == 1 {
			look = text
		}
		line.WriteString(b.cell(env, col, i, widths[c], bar, look) + text.Render(blank(gap)))
		drawn += widths[c] + gap
	}
	word, look := s.mark(st.mark)
	if word == "" {
		word, look = s.short(st.word, b.lastWidth(env)-1), st.look
	}
	line.WriteString(look.on(bar).Render(word))
	line.WriteString(text.Render(blank(w - drawn - cells(word))))
	return line.String()
}

// named is the colour that the settings give to a context.
func (b browser) named(env Env, i int) *ink {
	if b.kind != model.ContextKind || len(env.Settings.Contexts) == 0 {
		return nil
	}
	look, ok := env.Styles.Named[env.Settings.ColourOf(env.Book.Config.Contexts[i].Name)]
	if !ok {
		return nil
	}
	return &look
}

func (b browser) cell(env Env, c column, i, w int, bar bool, look ink) string {
	hit := env.Styles.Hit.on(bar)
	if c.draw != nil {
		word, loud := c.draw(env, i)
		return env.Styles.field(env.Styles.short(word, w), w, loud.on(bar), hit, nil)
	}
	text := c.text(env.Book, i)
	switch {
	case text == "":
		text = env.Styles.Glyph.Dash
	case c.words:
		text = env.Styles.short(text, w)
	}
	ahead := ""
	if c.right {
		ahead = look.Render(blank(w - cells(text)))
		w = min(w, cells(text))
	}
	other := noOther
	if c.named != nil && cells(text) > w {
		other = env.Book.unlike(c.named(env.Book, i))
	}
	var hits []int
	if !b.rows.query.empty() && !c.mute {
		hits = b.rows.query.hits(text)
	}
	return ahead + env.Styles.fieldBut(text, w, other, look, hit, hits)
}

// mark returns the glyph and the word of a mark, and how loud it is.
func (s Styles) mark(m model.Mark) (string, ink) {
	switch m {
	case model.Broken:
		return s.Glyph.Broken + " " + m.String(), s.Bad
	case model.Refused:
		return s.Glyph.Refused + " " + m.String(), s.Bad
	case model.MixedUp:
		return s.Glyph.MixedUp + " " + m.String(), s.Warn
	case model.Shadowed:
		return s.Glyph.Shadowed + " " + m.String(), s.Faint
	}
	return "", s.Text
}

func (b browser) detailHeight(env Env) int { return max(1, env.Height-2) }

func (b browser) detailWidth(env Env) int {
	if wide(env) {
		return env.Width - b.listWidth(env)
	}
	return env.Width
}

// detailLines returns how many lines the detail has.
func (b browser) detailLines(env Env) int {
	if b.selected() < 0 {
		return 0
	}
	return len(b.listing.detail(env, b.selected()).lines(env.Styles, b.detailWidth(env)-2))
}

func (b browser) detailPanel(env Env, w int) []string {
	p := panel{focus: b.detail}
	if i := b.selected(); i >= 0 {
		d := b.listing.detail(env, i)
		p = p.scrolled(env.Styles, d.title, d.lines(env.Styles, w-2), b.scroll, b.detailHeight(env))
	}
	return p.draw(env.Styles, w, env.Height)
}
