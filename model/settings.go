package model

import (
	"fmt"
	"time"
	"unicode/utf8"

	"kubeid/crypto"
)

// Settings are what a person has decided for good, in config.yaml.
type Settings struct {
	Thresholds Thresholds
	Ignore     []string // ids of rules
	Theme      string   // one of Themes; "" is auto
	ASCII      bool     // draw no sign beyond ASCII
	Mouse      bool     // the wheel moves; the terminal then selects text only with shift held
	Accessible bool     // one question at a time, on plain lines
	Contexts   []ContextColour
	Defaults   Defaults
	Lines      map[string]int // where each key stands in the file, such as "thresholds.soon"; what is not in it is as usual
}

// Defaults are what a new credential is unless somebody says otherwise. What is zero is
// as usual: ECDSA P-256, UsualLife and UsualTokenLife.
type Defaults struct {
	KeyType   crypto.KeyType
	Life      time.Duration // of a certificate
	TokenLife time.Duration // of a ServiceAccount's token
}

// Themes are the looks of the program. auto asks the terminal whether it is light or
// dark; colour-blind tells good from bad by blue and orange, not by green and red.
var Themes = []string{"auto", "light", "dark", "high-contrast", "colour-blind"}

// Colours are those that a context can have, from quiet to loud.
var Colours = []string{"grey", "green", "blue", "violet", "amber", "red"}

// A ContextColour gives a colour to the contexts whose names match a pattern, in which
// * stands for anything and ? for one sign.
type ContextColour struct {
	Pattern string
	Colour  string // one of Colours
}

// ColourOf returns the colour of a context, "" for none. The first pattern that matches counts.
func (s Settings) ColourOf(context Text) string {
	for _, c := range s.Contexts {
		if globbed(c.Pattern, context.Raw()) {
			return c.Colour
		}
	}
	return ""
}

// globbed matches without giving / a meaning: names of contexts are full of it.
func globbed(pattern, name string) bool {
	for pattern != "" {
		switch {
		case pattern[0] == '*':
			for i := 0; i <= len(name); i++ {
				if globbed(pattern[1:], name[i:]) {
					return true
				}
			}
			return false
		case name == "":
			return false
		case pattern[0] == '?':
			_, n := utf8.DecodeRuneInString(name)
			pattern, name = pattern[1:], name[n:]
		case pattern[0] != name[0]:
			return false
		default:
			pattern, name = pattern[1:], name[1:]
		}
	}
	return name == ""
}

// CheckRule tells that there is no rule with this id, and which ones come near.
func CheckRule(id string) error {
	if _, ok := RuleOf(id); ok {
		return nil
	}
	p := &Problem{Exit: ExitUsage, What: fmt.Sprintf("there is no rule %q", NewText(id)), Todo: "see all of them with: kubeid doctor --rules"}
	ids := make([]string, 0, len(rules))
	for _, r := range rules {
		ids = append(ids, r.ID)
	}
	if near := Nearest(id, ids); len(near) > 0 {
		p.Todo = "did you mean " + orList(near) + "?"
	}
	return p
}
