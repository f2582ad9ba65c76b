package ui

import (
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// line is a text being typed. It is edited at its end, which is all that a filter
// or a name needs.
type line string

// typed returns the line after a key; ok is false when the key is no edit.
func (l line) typed(msg tea.KeyPressMsg) (next line, ok bool) {
	switch msg.String() {
	case "backspace", "ctrl+h":
		return l.cut(), true
	case "ctrl+w", "alt+backspace":
		return l.cutWord(), true
	case "ctrl+u":
		return "", true
	case "space":
		return l + " ", true
	}
	if msg.Text == "" || msg.Mod&^tea.ModShift != 0 && msg.Mod&tea.ModAlt != 0 {
		return l, false
	}
	return l + line(msg.Text), true
}

// cut takes the last thing away that a person sees as one letter.
func (l line) cut() line {
	last := 0
	for at := 0; at < len(l); {
		g, _ := ansi.FirstGraphemeCluster(string(l[at:]), ansi.GraphemeWidth)
		last = at
		at += len(g)
	}
	return l[:last]
}

func (l line) cutWord() line {
	end := len(l)
	for end > 0 && l[end-1] == ' ' {
		end--
	}
	for end > 0 && l[end-1] != ' ' {
		end--
	}
	return l[:end]
}

// shown returns the line fit to be drawn, its end in sight.
func (l line) shown(w int) string {
	s := safe(string(l))
	if n := cells(s); n > w {
		return ansi.TruncateLeft(s, n-w, "")
	}
	return s
}
