package ui

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"kubeid/model"
)

// Everything here counts cells of the terminal, not bytes and not runes.

// cells returns how wide s is. Nearly all that we draw needs no parser for that: ten
// thousand names are measured when a list opens, and every line of every frame.
func cells(s string) int {
	if n, ok := simple(s); ok {
		return n
	}
	return ansi.StringWidth(s)
}

// simple counts the cells of what is made of ASCII, our own signs, and colours only;
// it returns false at anything else.
func simple(s string) (n int, ok bool) {
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case c >= 0x20 && c < 0x7f:
			n, i = n+1, i+1
		case c == 0x1b:
			length := colour(s[i:])
			if length == 0 {
				return 0, false
			}
			i += length
		case c >= utf8.RuneSelf:
			r, size := utf8.DecodeRuneInString(s[i:])
			if !narrow(r) {
				return 0, false
			}
			n, i = n+1, i+size
		default:
			return 0, false
		}
	}
	return n, true
}

// colour returns how long the change of colour is with which s begins, or 0.
func colour(s string) int {
	if len(s) < 3 || s[1] != '[' {
		return 0
	}
	for i := 2; i < len(s); i++ {
		switch c := s[i]; {
		case c == 'm':
			return i + 1
		case c != ';' && c != ':' && (c < '0' || c > '9'):
			return 0
		}
	}
	return 0
}

// narrow tells whether r is a sign of one cell that stands for itself: lines, blocks
// and triangles, and some more of ours.
func narrow(r rune) bool {
	return r >= 0x2500 && r <= 0x25bf || r == '·' || r == '…' || r == '–' || r == '✓' || r == '✗'
}

// blank returns n spaces, or nothing.
func blank(n int) string { return repeat(" ", n) }

// repeat returns a sign n times, or nothing.
func repeat(sign string, n int) string { return strings.Repeat(sign, max(0, n)) }

// exact cuts or fills a drawn line to precisely w cells.
func exact(line string, w int) string {
	if n := cells(line); n < w {
		return line + blank(w-n)
	} else if n > w {
		line = ansi.Truncate(line, w, "")
		return line + blank(w-cells(line))
	}
	return line
}

// exactly cuts or fills lines to h lines of w cells.
func exactly(lines []string, w, h int) []string {
	out := make([]string, max(0, h))
	for i := range out {
		if i < len(lines) {
			out[i] = exact(lines[i], w)
		} else {
			out[i] = blank(w)
		}
	}
	return out
}

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
	var parts []string
	for rest := text; rest != ""; {
		g, _ := ansi.FirstGraphemeCluster(rest, ansi.GraphemeWidth)
		parts = append(parts, g)
		rest = rest[len(g):]
	}
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
	if w <= 0 {
		return ""
	}
	head, tail := middle(text, w, cells(s.Glyph.Cut))
	drawn := head.draw(st, hit, hits)
	seen := cells(head.text)
	if seen < cells(text) {
		drawn += st.Render(s.Glyph.Cut) + tail.draw(st, hit, hits)
		seen += cells(s.Glyph.Cut) + cells(tail.text)
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

// wrap breaks a plain text into lines of at most w cells: a sentence between its
// words, and a name, which may have hyphens, only where the line is full.
func wrap(text string, w int) []string {
	if w < 1 {
		return nil
	}
	if !strings.Contains(text, " ") {
		return strings.Split(ansi.Hardwrap(text, w, true), "\n")
	}
	return strings.Split(strings.ReplaceAll(ansi.Wrap(dateHyphen().ReplaceAllString(text, "$1"+unbroken+"$2"), w, ""), unbroken, "-"), "\n")
}

// A date is not broken at its hyphens, as words are.
var dateHyphen = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(\d)-(\d)`) })

// unbroken stands for a hyphen at which no line ends: a rune that nobody writes.
const unbroken = "\uf8ff"

// safe makes a string from anywhere fit to be drawn.
func safe(s string) string { return model.NewText(s).String() }
