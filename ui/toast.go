package ui

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"kubeid/model"
)

// tone is how loud something is said.
type tone int

const (
	calm    tone = iota
	good         // it is done
	careful      // it is done, but
	bad          // it is not done
	danger       // it can be done, and that is what there is to fear
)

// A toast is the last result, told in the footer for a while.
type toast struct {
	id   int // so that an old timer does not take a new toast away
	text string
	tone tone
}

// lasts says how long a toast stays: one that must be understood stays longer.
func (t toast) lasts() time.Duration {
	if t.tone == bad || t.tone == careful {
		return 12 * time.Second
	}
	return 5 * time.Second
}

// draw returns the toast in at most w cells. What is too long is cut in the middle of
// what happened, so that the key that takes it back stays to be seen.
func (t toast) draw(s Styles, w int) string {
	text := t.text
	happened, rest, _ := strings.Cut(text, " "+s.Glyph.Dot+" ")
	if room := w - 2 - cells(text) + cells(happened); cells(text) > w-2 && rest != "" && room >= leastToast {
		text = s.joined(squeeze(s, happened, room), rest)
	}
	return " " + s.tone(t.tone).Render(s.short(text, w-2))
}

// leastToast is how much of what happened must be seen.
const leastToast = 30

// tone returns how something is said.
func (s Styles) tone(t tone) ink {
	switch t {
	case good:
		return s.Good
	case careful:
		return s.Warn
	case bad, danger:
		return s.Bad
	}
	return s.Text
}

// sentence makes an error fit for a person: a capital letter, and what to do.
func sentence(err error) string {
	text := capital(safe(err.Error()))
	if hint := model.Hint(err); hint != "" {
		text += ". " + capital(safe(hint))
	}
	return text
}

// capital writes the first letter large, unless an address or a name such as system:masters
// stands there.
func capital(s string) string {
	if word, _, _ := strings.Cut(s, " "); strings.ContainsAny(strings.TrimSuffix(word, ":"), "/:") {
		return s
	}
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// uncapital writes the first letter small.
func uncapital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToLower(r)) + s[n:]
}

// joined strings the parts of a footer together.
func (s Styles) joined(parts ...string) string {
	out := parts[:0:0]
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, " "+s.Glyph.Dot+" ")
}
