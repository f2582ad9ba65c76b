package model

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestTextIsSafeToDraw(t *testing.T) {
	for name, c := range map[string]struct{ raw, want string }{
		"plain":                             {"prod-eu", "prod-eu"},
		"letters of the world":              {"münchen 東京 прод", "münchen 東京 прод"},
		"a family of emoji":                 {"👍🏽", "👍🏽"},
		"an accent of its own":              {"e\u0301clair", "e\u0301clair"},
		"clears the screen":                 {"\x1b[2J", `\x1b[2J`},
		"sets the title":                    {"\x1b]0;x\a", `\x1b]0;x\x07`},
		"device control":                    {"\x1bPq\x1b\\", `\x1bPq\x1b\`},
		"C1 control sequence introducer":    {"\u009b2J", `\u{9b}2J`},
		"carriage return":                   {"good\rbad", `good\x0dbad`},
		"a line break and a tab":            {"a\n\tb", `a\x0a\x09b`},
		"delete":                            {"\x7f", `\x7f`},
		"right to left override":            {"prod\u202etset", `prod\u{202e}tset`},
		"isolates":                          {"\u2066x\u2069", `\u{2066}x\u{2069}`},
		"zero width":                        {"pro\u200bd", `pro\u{200b}d`},
		"tags":                              {"x\U000e0041", `x\u{e0041}`},
		"line separator":                    {"a\u2028b", `a\u{2028}b`},
		"not UTF-8":                         {"a\xffb", `a\xffb`},
		"a tower of marks":                  {"a" + strings.Repeat("\u0301", 200) + "b", "a" + strings.Repeat("\u0301", 4) + "…b"},
		"a letter that draws nothing":       {"a\u3164b", `a\u{3164}b`},
		"variation selector of the 2nd set": {"a\U000e0100", `a\u{e0100}`},
	} {
		t.Run(name, func(t *testing.T) {
			text := NewText(c.raw)
			if got := text.String(); got != c.want {
				t.Errorf("String() = %q, want %q", got, c.want)
			}
			if text.Raw() != c.raw {
				t.Errorf("Raw() = %q, want %q", text.Raw(), c.raw)
			}
		})
	}
}

func FuzzText(f *testing.F) {
	for _, s := range []string{"a", "\x1b[31m", "\u202e", "\xff\xfe", "e\u0301"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		drawn := NewText(s).String()
		if !utf8.ValidString(drawn) {
			t.Fatalf("%q is drawn as invalid UTF-8", s)
		}
		marks := 0
		for _, r := range drawn {
			if Unsafe(r) {
				t.Fatalf("%q is drawn with %U", s, r)
			}
			if marks++; r < 0x300 || r > 0x36f {
				marks = 0
			}
			if marks > maxMarks {
				t.Fatalf("%q is drawn with a tower of marks", s)
			}
		}
	})
}
