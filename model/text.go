package model

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Text is a string that came from a file or a server, so anybody may have
// written it. String is safe to draw on a terminal; Raw is the string itself,
// for looking up, comparing and writing back.
//
// Terminals obey what they are shown, and the drawing library lets DCS, APC, C1
// controls, carriage returns, direction overrides and invalid UTF-8 pass. So
// everything that moves the cursor, changes a mode, hides or reorders text is
// shown as a visible escape: \x1b, \u{202e}.
type Text struct{ raw string }

// NewText wraps a string from outside.
func NewText(s string) Text { return Text{s} }

// Raw returns the string as it came.
func (t Text) Raw() string { return t.raw }

// Empty tells whether there is no text at all.
func (t Text) Empty() bool { return t.raw == "" }

// String returns the text with everything escaped that a terminal could act on.
func (t Text) String() string {
	if plain(t.raw) {
		return t.raw
	}
	return escape(t.raw)
}

// MarshalText implements encoding.TextMarshaler with the raw string: the encoder escapes.
func (t Text) MarshalText() ([]byte, error) { return []byte(t.raw), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (t *Text) UnmarshalText(b []byte) error {
	t.raw = string(b)
	return nil
}

// Texts wraps every string of a list.
func Texts(list []string) []Text {
	out := make([]Text, len(list))
	for i, s := range list {
		out[i] = Text{s}
	}
	return out
}

func plain(s string) bool {
	for i := range len(s) {
		if s[i] < 0x20 || s[i] >= 0x7f {
			return false
		}
	}
	return true
}

// maxMarks is how many combining marks one letter may carry; a real script needs
// few, and a tower of them draws over the lines above.
const maxMarks = 4

func escape(s string) string {
	var b strings.Builder
	marks := 0
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case r < 0x20 || r == 0x7f:
			fmt.Fprintf(&b, `\x%02x`, r)
		case Unsafe(r):
			fmt.Fprintf(&b, `\u{%x}`, r)
		case unicode.Is(unicode.M, r):
			if marks++; marks <= maxMarks {
				b.WriteRune(r)
			} else if marks == maxMarks+1 {
				b.WriteRune('…')
			}
			i += n
			continue
		default:
			b.WriteRune(r)
		}
		marks = 0
		i += n
	}
	return b.String()
}

// Unsafe tells whether a terminal might act on r, hide it, or let it reorder
// its neighbours: controls, direction marks, zero-width and tag characters,
// separators of lines, and what is not assigned.
func Unsafe(r rune) bool {
	switch {
	case r < 0x20, r >= 0x7f && r < 0xa0: // C0, DEL, C1
		return true
	case r == 0xad, r == 0x34f, r == 0x61c, r == 0x180e: // soft hyphen, joiner, Arabic mark, vowel separator
		return true
	case r == 0x115f, r == 0x1160, r == 0x3164, r == 0xffa0, r == 0x2800: // letters that draw nothing
		return true
	case r >= 0x200b && r <= 0x200f, r >= 0x2028 && r <= 0x202e, r >= 0x2060 && r <= 0x206f: // widths, lines, directions
		return true
	case r == 0xfeff, r >= 0xfff0 && r <= 0xfffb: // BOM, interlinear annotations
		return true
	case r >= 0xe0000: // tags, variation selectors beyond emoji, private planes
		return true
	case r >= 0xe000 && r <= 0xf8ff: // private use: what it draws depends on the font
		return true
	}
	return !unicode.IsGraphic(r)
}
