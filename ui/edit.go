package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// edit is a line of text with a cursor in it: what stands before the cursor, and what
// stands after. It holds the text as it was typed or pasted, and draws it safely.
type edit struct{ before, after line }

// newEdit returns a text with the cursor at its end.
func newEdit(text string) edit { return edit{before: line(text)} }

// text returns what was typed.
func (e edit) text() string { return string(e.before + e.after) }

// typed returns the line after a key; ok is false when the key is no edit.
func (e edit) typed(msg tea.KeyPressMsg) (next edit, ok bool) {
	switch msg.String() {
	case "left", "ctrl+b":
		last := e.before[len(e.before.cut()):]
		return edit{e.before.cut(), last + e.after}, true
	case "right", "ctrl+f":
		first := e.after.first()
		return edit{e.before + first, e.after[len(first):]}, true
	case "ctrl+left":
		start := e.before.cutWord()
		return edit{start, e.before[len(start):] + e.after}, true
	case "home", "ctrl+a":
		return edit{"", e.before + e.after}, true
	case "end", "ctrl+e", "ctrl+right":
		return edit{e.before + e.after, ""}, true
	case "delete":
		return edit{e.before, e.after[len(e.after.first()):]}, true
	case "ctrl+k":
		return edit{e.before, ""}, true
	}
	before, ok := e.before.typed(msg)
	return edit{before, e.after}, ok
}

// pasted returns the line with a text put in at the cursor. What ends a line stays
// outside: a name that was copied often brings one.
func (e edit) pasted(text string) edit {
	return edit{e.before + line(strings.Trim(text, "\r\n")), e.after}
}

// first returns the first thing that a person sees as one letter.
func (l line) first() line {
	if l == "" {
		return ""
	}
	g, _ := ansi.FirstGraphemeCluster(string(l), ansi.GraphemeWidth)
	return line(g)
}

// letters counts what a person sees as letters.
func (l line) letters() (n int) {
	for ; l != ""; n++ {
		l = l[len(l.first()):]
	}
	return n
}

// drawn returns the line in at most w cells, the cursor in sight. A secret one shows
// only how long it is.
func (e edit) drawn(s Styles, w int, look, caret ink, secret bool) string {
	before, after := safe(string(e.before)), safe(string(e.after))
	if secret {
		before, after = repeat(s.Glyph.Mask, e.before.letters()), repeat(s.Glyph.Mask, e.after.letters())
	}
	room := max(1, w-cells(s.Glyph.Caret))
	if over := cells(before) + cells(after) - room; over > 0 {
		keep := max(room-cells(after), room*2/3)
		before = ansi.TruncateLeft(before, max(0, cells(before)-keep), "")
		after = ansi.Truncate(after, max(0, room-cells(before)), "")
	}
	return look.Render(before) + caret.Render(s.Glyph.Caret) + look.Render(after)
}
