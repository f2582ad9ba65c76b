package ui

import (
	"image/color"
	"strings"

	"charm.land/lipgloss/v2"

	"kubeid/model"
)

// Styles is the whole look. Nothing outside this file names a colour or draws a
// glyph of its own.
type Styles struct {
	Text, Faint, Title, Key, Hit, Current ink
	Good, Soon, Warn, Bad                 ink
	Border, Focus                         ink
	Veil                                  ink // of what lies below a box
	Tab, TabOn                            ink
	Glyph                                 glyphs
	Named                                 map[string]ink // by model.Colours
}

// ink is a style that was worked out once: a long list has a thousand cells, and
// rendering each of them anew took most of the time of a frame.
type ink struct{ pen, barPen pen }

// pen is what stands before and after a text on the wire.
type pen struct{ open, shut string }

// Render draws a line of text.
func (i ink) Render(text string) string {
	if text == "" {
		return ""
	}
	return i.pen.open + text + i.pen.shut
}

// on returns the ink as it looks under the cursor's bar.
func (i ink) on(bar bool) ink {
	if bar {
		i.pen = i.barPen
	}
	return i
}

func newPen(st lipgloss.Style) pen {
	open, shut, _ := strings.Cut(st.Render("x"), "x")
	return pen{open, shut}
}

// theme says which look is wanted.
type theme struct {
	Light, NoColor, ASCII bool
	Choice                string // one of model.Themes; "" is auto
}

// settled is the theme as a person's settings want it.
func (t theme) settled(s model.Settings) theme {
	t.Choice, t.ASCII = s.Theme, t.ASCII || s.ASCII
	return t
}

// glyphs are the signs of the program; every one stands beside a word or has a column of its own.
type glyphs struct {
	Cursor, Current, Dot, Dash, Cut, Caret string
	Broken, Refused, MixedUp, Shadowed     string
	Severity                               [7]string // by model.Severity
	Marked, Unmarked, Used, Left           string    // rows that can be marked, the bar of a life
	Before, After, Mask                    string    // around what can be changed by left and right; for a letter of a secret
	Line, Tick, Tip                        string    // of the timeline
	Up, Down, Here                         string    // here is below a place of the timeline
	Turning                                []string
	TopLeft, TopRight, BotLeft, BotRight   string
	Horizontal, Vertical                   string
}

var unicodeGlyphs = glyphs{
	Cursor: "▸", Current: "*", Dot: "·", Dash: "–", Cut: "…", Caret: "▏",
	Broken: "✗", Refused: "!", MixedUp: "⇄", Shadowed: "◌",
	Severity: [7]string{"·", "✓", "△", "▲", "◇", "✗", "?"},
	Marked:   "●", Unmarked: "○", Before: "‹", After: "›", Mask: "•", Used: "━", Left: "┄", Line: "─", Tick: "┼", Tip: "→",
	Up: "↑", Down: "↓", Here: "▴", Turning: []string{"⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"},
	TopLeft: "╭", TopRight: "╮", BotLeft: "╰", BotRight: "╯",
	Horizontal: "─", Vertical: "│",
}

var asciiGlyphs = glyphs{
	Cursor: ">", Current: "*", Dot: "|", Dash: "-", Cut: "~", Caret: "_",
	Broken: "x", Refused: "!", MixedUp: "%", Shadowed: "o",
	Severity: [7]string{".", "+", "s", "U", "<", "x", "?"},
	Marked:   "#", Unmarked: "o", Before: "<", After: ">", Mask: "*", Used: "#", Left: ".", Line: "-", Tick: "+", Tip: ">",
	Up: "^", Down: "v", Here: "^", Turning: []string{"|", "/", "-", "\\"},
	TopLeft: "+", TopRight: "+", BotLeft: "+", BotRight: "+",
	Horizontal: "-", Vertical: "|",
}

// repaints are the colours of the usual themes as others have them. Blue and orange
// are told apart by nearly everybody (Okabe and Ito's palette); the high contrast is
// WCAG's 7 to 1 at least, against black or white.
var repaints = map[string]map[string]string{
	"colour-blind": {
		"#0B6B3A": "#0059A8", "#5FD38D": "#56B4E9", // good
		"#8A5200": "#866000", "#F2B04A": "#F0E442", // soon
		"#B3001E": "#640D00", "#FF6B7A": "#FF9340", // bad: on white, where orange is brown, as dark as soon is light
	},
	"high-contrast": {
		"#6B6B76": "#3A3A40", "#8B8B99": "#D0D0D8", "#4A46C8": "#1F1A8F", "#A5A2FF": "#D6D4FF", "#0B6B3A": "#00471F", "#5FD38D": "#8CFFB8",
		"#8A5200": "#5A3400", "#F2B04A": "#FFD27A", "#B3001E": "#7D0010", "#FF6B7A": "#FFB0B8", "#C4C4CE": "#3A3A40", "#4A4A58": "#D0D0D8",
		"#E3E4F7": "#D5D7FF", "#2C2E48": "#3A3D6E", "#A6A6B2": "#6B6B76", "#5C5C6B": "#8B8B99",
	},
}

func (t theme) repainted(c string) string {
	if other, ok := repaints[t.Choice][c]; ok {
		return other
	}
	return c
}

func newStyles(t theme) Styles {
	pick := func(light, dark string) color.Color {
		light, dark = t.repainted(light), t.repainted(dark)
		switch {
		case t.NoColor:
			return lipgloss.NoColor{}
		case t.Choice == "light" || t.Choice != "dark" && t.Light:
			return lipgloss.Color(light)
		}
		return lipgloss.Color(dark)
	}
	bar := pick("#E3E4F7", "#2C2E48")
	made := func(st lipgloss.Style) ink {
		under := st.Background(bar)
		if t.NoColor {
			under = st.Reverse(true) // without colours the bar is the row in reverse
		}
		return ink{newPen(st), newPen(under)}
	}
	in := func(light, dark string) lipgloss.Style { return lipgloss.NewStyle().Foreground(pick(light, dark)) }
	s := Styles{
		Text:    made(lipgloss.NewStyle()),
		Faint:   made(in("#6B6B76", "#8B8B99")),
		Title:   made(in("#4A46C8", "#A5A2FF").Bold(true)),
		Key:     made(in("#4A46C8", "#A5A2FF")),
		Hit:     made(in("#4A46C8", "#A5A2FF").Bold(true).Underline(true)),
		Current: made(in("#0B6B3A", "#5FD38D").Bold(true)),
		Good:    made(in("#0B6B3A", "#5FD38D")),
		Soon:    made(in("#8A5200", "#F2B04A")),
		Warn:    made(in("#8A5200", "#F2B04A").Bold(true)),
		Bad:     made(in("#B3001E", "#FF6B7A").Bold(true)),
		Border:  made(in("#C4C4CE", "#4A4A58")),
		Focus:   made(in("#4A46C8", "#A5A2FF")),
		Veil:    made(in("#A6A6B2", "#5C5C6B").Faint(t.NoColor)),
		Tab:     made(in("#6B6B76", "#8B8B99")),
		TabOn:   made(in("#4A46C8", "#A5A2FF").Bold(true).Underline(true)),
		Glyph:   unicodeGlyphs,
		Named: map[string]ink{
			"grey": made(in("#6B6B76", "#8B8B99")), "green": made(in("#0B6B3A", "#5FD38D")), "blue": made(in("#0550AE", "#6CB6FF")),
			"violet": made(in("#4A46C8", "#A5A2FF")), "amber": made(in("#8A5200", "#F2B04A")), "red": made(in("#B3001E", "#FF6B7A").Bold(true)),
		},
	}
	if t.ASCII {
		s.Glyph = asciiGlyphs
	}
	return s
}
