package ui

import (
	"strings"
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

// safe makes a string from anywhere fit to be drawn.
func safe(s string) string { return model.NewText(s).String() }
