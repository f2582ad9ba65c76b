package ui

import (
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// What has no room is cut: words at their end, and names in their middle, so that what
// tells them apart stays to be seen.

// short cuts the end of a plain text that has no room.
func (s Styles) short(text string, w int) string {
	if cells(text) <= w {
		return text
	}
	return ansi.Truncate(text, max(0, w), s.Glyph.Cut)
}

// A span is a piece of a text: what is seen of it, and which of its runes it begins with.
type span struct {
	text string
	from int
}

// middle cuts a text out of its middle, so that both its beginning and its end,
// in which long names differ, stay to be seen. It returns what is left of both.
func middle(text string, w, cut int) (head, tail span) {
	if cells(text) <= w {
		return span{text, 0}, span{}
	}
	room := w - cut
	if room < 1 {
		return span{}, span{}
	}
	if ascii(text) {
		ahead := lead(room)
		from := len(text) - room + ahead
		return span{text[:ahead], 0}, span{text[from:], from}
	}
	parts := clusters(text)
	ahead, behind := take(parts, lead(room)), 0
	for n := room - cells(strings.Join(parts[:ahead], "")); behind < len(parts)-ahead; behind++ {
		if n -= cells(parts[len(parts)-1-behind]); n < 0 {
			break
		}
	}
	head = span{strings.Join(parts[:ahead], ""), 0}
	tail = span{text: strings.Join(parts[len(parts)-behind:], "")}
	tail.from = len([]rune(text)) - len([]rune(tail.text))
	return head, tail
}

// unlike says where a name is unlike the one that it is most alike: between these runes.
type unlike struct{ from, to int }

// noOther is for a name that is alike to none.
var noOther = unlike{0, 1 << 30}

// alikeness finds out where a name is unlike another one.
func alikeness(name, other string) unlike {
	a, b := []rune(name), []rune(other)
	n, m := 0, 0
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	for m < min(len(a), len(b))-n && a[len(a)-1-m] == b[len(b)-1-m] {
		m++
	}
	if n == len(a) && n == len(b) {
		return noOther
	}
	return unlike{n, len(a) - m}
}

// shown returns what is seen of a text in w cells: its beginning and its end, and what
// is unlike another one, if that is in neither.
func shown(text string, w, cut int, other unlike) []span {
	head, tail := middle(text, w, cut)
	if tail.text == "" && head.text == text {
		return []span{head}
	}
	at := other.from
	if at < len([]rune(head.text)) || other.to > tail.from {
		return []span{head, tail}
	}
	runes := []rune(text)
	room := w - 2*cut
	if room < leastAround {
		return []span{fitting(runes, max(0, at-1), w-cut)}
	}
	tail = ending(runes, room/4)
	head = fitting(runes, 0, room/5)
	return []span{head, fitting(runes, max(len([]rune(head.text)), at-2), room-cells(head.text)-cells(tail.text)), tail}
}

// leastAround is the room from which on beginning, difference and end are shown.
const leastAround = 18

// fitting returns what fits into w cells from a rune on.
func fitting(runes []rune, from, w int) span {
	parts := clusters(string(runes[from:]))
	return span{strings.Join(parts[:take(parts, w)], ""), from}
}

// ending returns the end that fits into w cells.
func ending(runes []rune, w int) span {
	parts := clusters(string(runes))
	slices.Reverse(parts)
	parts = parts[:take(parts, w)]
	slices.Reverse(parts)
	text := strings.Join(parts, "")
	return span{text, len(runes) - len([]rune(text))}
}

// clusters splits a text into what a person takes for its letters.
func clusters(text string) []string {
	var parts []string
	for text != "" {
		g, _ := ansi.FirstGraphemeCluster(text, ansi.GraphemeWidth)
		parts = append(parts, g)
		text = text[len(g):]
	}
	return parts
}

// lead is how much of the room the beginning gets. A beginning of three letters
// says less than three more at the end.
func lead(room int) int {
	if room < 14 {
		return 0
	}
	return room / 4
}

// ascii tells whether every byte is a letter of one cell.
func ascii(s string) bool {
	for i := range len(s) {
		if s[i] < 0x20 || s[i] >= 0x7f {
			return false
		}
	}
	return true
}

// take returns how many of parts fit into w cells.
func take(parts []string, w int) int {
	for i, p := range parts {
		if w -= cells(p); w < 0 {
			return i
		}
	}
	return len(parts)
}

// field draws a text into w cells, cut in its middle when it is longer, with the
// runes at hits in the style hit.
func (s Styles) field(text string, w int, st, hit ink, hits []int) string {
	return s.fieldBut(text, w, noOther, st, hit, hits)
}

// fieldBut is field for a name that is not cut there where it is unlike another one.
func (s Styles) fieldBut(text string, w int, other unlike, st, hit ink, hits []int) string {
	if w <= 0 {
		return ""
	}
	drawn, seen, next := "", 0, 0
	for _, p := range shown(text, w, cells(s.Glyph.Cut), other) {
		if p.from > next {
			drawn += st.Render(s.Glyph.Cut)
			seen += cells(s.Glyph.Cut)
		}
		drawn += p.draw(st, hit, hits)
		seen += cells(p.text)
		next = p.from + len([]rune(p.text))
	}
	if drawn == "" && text != "" {
		drawn, seen = st.Render(s.Glyph.Cut), cells(s.Glyph.Cut)
	}
	if fill := w - seen; fill > 0 {
		drawn += st.Render(blank(fill))
	}
	return drawn
}

// draw renders the span, with the runes at hits lit.
func (p span) draw(st, hit ink, hits []int) string {
	if p.text == "" {
		return ""
	}
	if len(hits) == 0 {
		return st.Render(p.text)
	}
	var b, run strings.Builder
	lit := false
	flush := func() {
		if run.Len() == 0 {
			return
		}
		if lit {
			b.WriteString(hit.Render(run.String()))
		} else {
			b.WriteString(st.Render(run.String()))
		}
		run.Reset()
	}
	at := p.from
	for rest := p.text; rest != ""; {
		g := rest[:1]
		if rest[0] >= 0x7f || len(rest) > 1 && rest[1] >= 0x7f {
			g, _ = ansi.FirstGraphemeCluster(rest, ansi.GraphemeWidth)
		}
		if on := slices.Contains(hits, at); on != lit {
			flush()
			lit = on
		}
		run.WriteString(g)
		at += len([]rune(g))
		rest = rest[len(g):]
	}
	flush()
	return b.String()
}
