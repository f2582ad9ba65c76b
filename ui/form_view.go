package ui

import (
	"fmt"
	"strings"

	"kubeid/model"
)

// formWidth is how wide a form is at most, so that a line can be taken in at once.
const formWidth = 112

// fieldRows is a page as it is drawn, and which of its rows belong to the field with the keys.
type fieldRows struct {
	rows      []string
	from, end int
	of        []int // the field that each row is of, the number of fields for the button, -1 for none
}

// add draws rows that are of field n, or of the button.
func (d *fieldRows) add(n int, rows []string) {
	d.rows = append(d.rows, rows...)
	for range rows {
		d.of = append(d.of, n)
	}
}

// gap leaves a line empty, unless the one above is.
func (d *fieldRows) gap() {
	if n := len(d.rows); n == 0 || d.rows[n-1] != "" {
		d.add(-1, []string{""})
	}
}

// View implements Screen.
func (f form) View(env Env) string {
	if f.working {
		return f.running.view(env, f.title)
	}
	s, w := env.Styles, min(env.Width, formWidth)
	pages, all := f.filled(env)
	p, _ := f.open(env)
	drawn := f.drawn(env, p, all, w-2)
	h := f.height(env)
	top := f.top(drawn, h)
	title := f.title
	if p.title != "" {
		title = s.joined(title, p.title)
	}
	if len(pages) > 1 {
		title = s.joined(title, fmt.Sprintf("page %d of %d", f.page+1, len(pages)))
	}
	box := panel{title: safe(title), focus: true, lines: drawn.rows[top:], note: f.note(s, drawn, top, h)}
	return strings.Join(box.draw(s, w, env.Height), "\n")
}

// height is how many rows of a page are in sight.
func (form) height(env Env) int { return max(1, env.Height-2) }

// top is the first row in sight: the field with the keys is, unless somebody scrolled.
func (f form) top(d fieldRows, h int) int {
	return max(0, min(d.rest(h)+f.scroll, len(d.rows)-h))
}

// rest is the first row in sight when nobody scrolled.
func (d fieldRows) rest(h int) int {
	if d.end > h {
		return min(d.from, d.end-h)
	}
	return 0
}

// scrolled scrolls by some rows, as far as there are any.
func (f form) scrolled(env Env, by int) form {
	p, all := f.open(env)
	drawn, h := f.drawn(env, p, all, min(env.Width, formWidth)-2), f.height(env)
	f.scroll = f.top(drawn, h) + by
	f.scroll = max(0, min(f.scroll, len(drawn.rows)-h)) - drawn.rest(h)
	return f
}

// note says how much of a page is out of sight, and which keys bring it.
func (f form) note(s Styles, d fieldRows, top, h int) string {
	above, below := "", ""
	if top > 0 && (top > 1 || d.rows[0] != "") {
		above = fmt.Sprintf("%d more above %s pgup", top, s.Glyph.Up)
	}
	if more := len(d.rows) - top - h; more > 0 {
		below = fmt.Sprintf("%d more below %s pgdown", more, s.Glyph.Down)
	}
	return s.joined(above, below)
}

// drawn draws all of a page, w cells wide: what is asked and has to be seen, the button,
// and below it what can be read at leisure.
func (f form) drawn(env Env, p page, all answers, w int) fieldRows {
	var out fieldRows
	out.gap()
	label := 0
	for _, d := range p.fields {
		if d.asks() {
			label = max(label, cells(safe(d.label)))
		}
	}
	label = min(label, w/3)
	above := -1
	for n, d := range p.fields {
		if d.leisure {
			continue
		}
		if above >= 0 && apart(p.fields[above], d) {
			out.gap() // what is said stands apart from what is asked
		}
		from := len(out.rows)
		out.add(n, f.field(env, d, all, n == f.at, label, w))
		if n == f.at {
			out.from, out.end = from, len(out.rows)
		}
		above = n
	}
	out.gap()
	from := len(out.rows)
	out.add(len(p.fields), f.button(env.Styles, p, all, w))
	if f.at >= len(p.fields) {
		out.from, out.end = from, len(out.rows)
	}
	for _, d := range p.fields {
		if d.leisure && (d.text != "" || len(d.lines) > 0) {
			out.gap()
			out.add(-1, noted(env.Styles, d, w))
		}
	}
	return out
}

// apart tells whether an empty line stands between two fields: between what is asked and
// what is said, around what is shown as it is, and before what must not be overlooked.
func apart(above, d field) bool {
	return (d.kind == noteField) != (above.kind == noteField) || d.kind == noteField && (d.label != "" || len(above.lines) > 0 || d.tone == danger)
}

// button draws what ends a page, and says what is in its way.
func (f form) button(s Styles, p page, all answers, w int) []string {
	words, bar := p.next, f.at >= len(p.fields)
	if words == "" {
		words = "Next"
	}
	cursor := " "
	if bar {
		cursor = s.Glyph.Cursor
	}
	words = s.short(safe(words), w-8)
	out := []string{s.Key.on(bar).Render(" "+cursor+" [ ") + s.Title.on(bar).Render(words) + s.Key.on(bar).Render(" ] ")}
	if f.wrong != "" {
		out = append(out, said(s, judgement{bad, f.wrong}, 3, w)...)
	}
	if n := p.wanting(all); f.tried && n >= 0 && !f.saidAt(p, n) {
		out = append(out, said(s, p.fields[n].judged(all), 3, w)...)
	}
	return out
}

// saidAt tells whether what is wrong with field n stands right where the keys are: below
// the field itself, or above the button.
func (f form) saidAt(p page, n int) bool {
	return n == f.at || f.at >= len(p.fields) && p.fields[n].kind == noteField
}

// field draws a field, and what is to be said about it below.
func (f form) field(env Env, d field, all answers, bar bool, label, w int) []string {
	s, a := env.Styles, all[d.name]
	if d.kind == noteField {
		return noted(s, d, w)
	}
	cursor := " "
	if bar {
		cursor = s.Glyph.Cursor
	}
	ahead := label + 5
	room := max(1, w-ahead-1)
	line := s.Key.on(bar).Render(" "+cursor+" ") + s.Faint.on(bar).Render(exact(squeeze(s, safe(d.label), label), label)+"  ")
	row := line + f.value(s, d, a, bar, room)
	out := []string{row + s.Text.on(bar).Render(blank(w-cells(row)))}
	_, touched := f.said[d.name]
	switch j := d.judged(all); {
	case j.text != "" && (j.tone != bad || touched || f.tried):
		out = append(out, said(s, j, ahead, w)...)
	case bar && d.help != "" && d.kind != secretField:
		out = append(out, said(s, judgement{calm, d.help}, ahead, w)...)
	}
	if bar && d.help != "" && d.kind == secretField {
		out = append(out, said(s, judgement{calm, d.help}, ahead, w)...)
	}
	if !bar {
		return out
	}
	if note := d.option(a.text).note; d.kind == choiceField && note != "" {
		out = append(out, said(s, judgement{calm, note}, ahead, w)...)
	}
	if how := f.how(s, d); how != "" {
		out = append(out, blank(ahead)+s.Faint.Render(s.short(how, room)))
	}
	return append(out, "")
}

// value draws an answer into at most w cells.
func (f form) value(s Styles, d field, a answer, bar bool, w int) string {
	words := d.words(s, a)
	switch {
	case bar && d.typing():
		return f.edit.drawn(s, w, s.Text.on(bar), s.Key.on(bar), d.kind == secretField)
	case words == "":
		return s.Faint.on(bar).Render(s.Glyph.Dash)
	case bar && (d.kind == choiceField && len(d.options) > 1 || d.kind == yesNoField):
		return s.Key.on(bar).Render(s.Glyph.Before+" ") + s.Text.on(bar).Render(squeeze(s, words, w-4)) + s.Key.on(bar).Render(" "+s.Glyph.After)
	}
	return s.field(words, min(w, cells(words)), s.Text.on(bar), s.Text.on(bar), nil)
}

// how says what the keys do with the field that has them, or what its text may become.
func (f form) how(s Styles, d field) string {
	switch d.kind {
	case textField:
		if offers := d.offered(f.edit.text(), f.offers); len(offers) > 0 {
			for i := range offers {
				offers[i] = safe(offers[i])
			}
			return "tab " + s.joined(offers...)
		}
	case choiceField:
		if len(d.options) > 1 {
			return s.joined("left and right change it", fmt.Sprintf("space lists all %d", len(d.options)))
		}
	case severalField:
		return "space lists what can be chosen"
	case yesNoField:
		return "space changes it"
	}
	return ""
}

// noted draws a note.
func noted(s Styles, d field, w int) []string {
	var out []string
	if d.text != "" {
		out = append(out, said(s, judgement{d.tone, d.text}, 3, w)...)
	}
	for _, l := range d.lines {
		l = safe(l)
		plain := strings.TrimLeft(l, " ")
		ahead := 3 + len(l) - len(plain)
		for n, part := range wrap(plain, max(8, w-ahead-3)) {
			if n == 1 {
				ahead += 2 // what belongs to the line above
			}
			out = append(out, blank(ahead)+s.Text.Render(part))
		}
	}
	if d.label != "" {
		out = append([]string{"   " + s.Title.Render(s.short(safe(d.label), w-4))}, out...)
	}
	return out
}

// said draws a judgement below a field, its glyph beside its first line.
func said(s Styles, j judgement, ahead, w int) []string {
	look, glyph := s.Faint, ""
	switch j.tone {
	case good:
		look, glyph = s.Good, s.Glyph.Severity[1]+" "
	case careful:
		look, glyph = s.Soon, s.Glyph.Severity[2]+" "
	case bad:
		look, glyph = s.Bad, s.Glyph.Broken+" "
	case danger:
		look, glyph = s.Bad, s.Glyph.Severity[model.Urgent]+" "
	}
	var out []string
	for _, l := range wrap(safe(j.text), max(8, w-ahead-1-cells(glyph))) {
		out = append(out, blank(ahead)+look.Render(glyph+l))
		glyph = blank(cells(glyph))
	}
	return out
}

// fieldAt returns the field that is drawn in a line of the form, or the number of fields
// for its button; -1 where nothing asks.
func (f form) fieldAt(env Env, line int) int {
	p, all := f.open(env)
	drawn := f.drawn(env, p, all, min(env.Width, formWidth)-2)
	row := line - 1 + f.top(drawn, f.height(env)) // below the border
	if f.working || row < 0 || row >= len(drawn.of) {
		return -1
	}
	n := drawn.of[row]
	if d, asked := p.at(n); asked && !d.asks() {
		return -1
	}
	return n
}
