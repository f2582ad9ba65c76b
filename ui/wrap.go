package ui

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// wrap breaks a plain text into lines of at most w cells: a sentence between its
// words, and a name only where the line is full. No line ends at a hyphen, for that
// would tear flags, dates and names apart, and no word stands alone in the last line
// where another one can come down to it.
func wrap(text string, w int) []string {
	if w < 1 {
		return nil
	}
	if !strings.Contains(text, " ") {
		return strings.Split(ansi.Hardwrap(text, w, true), "\n")
	}
	text = strings.ReplaceAll(text, "-", unbroken)
	lines := broken(text, w)
	if lonely(lines) {
		for less := w - 1; less >= w*2/3; less-- {
			next := broken(text, less)
			if len(next) > len(lines) {
				break
			}
			if !lonely(next) {
				lines = next
				break
			}
		}
	}
	for i := range lines {
		lines[i] = strings.ReplaceAll(lines[i], unbroken, "-")
	}
	return lines
}

// unbroken stands for a hyphen at which no line ends: a rune that nobody writes.
const unbroken = "\uf8ff"

func broken(text string, w int) []string { return strings.Split(ansi.Wrap(text, w, ""), "\n") }

// lonely tells whether the last of several lines is but one word.
func lonely(lines []string) bool {
	n := len(lines)
	return n > 1 && !strings.Contains(strings.TrimSpace(lines[n-1]), " ")
}
