package ui

import (
	"fmt"
	"strings"
)

// A panel is a frame around some lines: a title above, a note below.
type panel struct {
	title, note string
	focus       bool
	lines       []string
}

// draw returns the panel as h lines of w cells.
func (p panel) draw(s Styles, w, h int) []string {
	if w < 4 || h < 3 {
		return exactly(p.lines, w, h)
	}
	st, g := s.Border, s.Glyph
	if p.focus {
		st = s.Focus
	}
	title := s.short(p.title, w-6)
	note := s.short(p.note, w-6)
	top := st.Render(g.TopLeft+g.Horizontal) + s.Title.Render(spaced(title)) +
		st.Render(strings.Repeat(g.Horizontal, max(0, w-3-cells(spaced(title))))+g.TopRight)
	bottom := st.Render(g.BotLeft+strings.Repeat(g.Horizontal, max(0, w-3-cells(spaced(note))))) +
		s.Faint.Render(spaced(note)) + st.Render(g.Horizontal+g.BotRight)
	out := []string{exact(top, w)}
	side := st.Render(g.Vertical)
	for _, line := range exactly(p.lines, w-2, h-2) {
		out = append(out, side+line+side)
	}
	return append(out, exact(bottom, w))
}

// spaced puts a space on both sides of a text, if there is one.
func spaced(s string) string {
	if s == "" {
		return ""
	}
	return " " + s + " "
}

// beside puts two blocks of equally many lines side by side.
func beside(left, right []string) []string {
	out := make([]string, len(left))
	for i := range left {
		out[i] = left[i] + right[i]
	}
	return out
}

// scrolled returns the panel with a text of which h lines have room, from a line on.
func (p panel) scrolled(s Styles, title string, lines []string, from, h int) panel {
	from = max(0, min(from, len(lines)-h))
	p.title, p.lines = title, lines[from:]
	if more := len(lines) - from - h; more > 0 {
		p.note = fmt.Sprintf("%d more below %s", more, s.Glyph.Down)
	} else if from > 0 {
		p.note = fmt.Sprintf("%d more above %s", from, s.Glyph.Up)
	}
	return p
}
