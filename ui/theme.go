package ui

import (
	"image/color"

	"charm.land/lipgloss/v2"
)

// Styles is the whole look. Nothing outside this file names a colour or draws a
// glyph of its own.
type Styles struct {
	Text, Faint, Title, Key, Hit, Current lipgloss.Style
	Good, Warn, Bad                       lipgloss.Style
	Border, Focus                         lipgloss.Style
	Tab, TabOn                            lipgloss.Style
	Glyph                                 glyphs

	theme theme
	bar   color.Color
}

// theme says which look is wanted.
type theme struct{ Light, NoColor, ASCII bool }

// glyphs are the signs of the program; every one stands beside a word or has a column of its own.
type glyphs struct {
	Cursor, Current, Dot, Dash, Cut, Caret  string
	Broken, Refused, MixedUp, Shadowed      string
	Up, Down                                string
	TopLeft, TopRight, BotLeft, BotRight    string
	Horizontal, Vertical, Thumb, Left, Join string
}

var unicodeGlyphs = glyphs{
	Cursor: "▸", Current: "*", Dot: "·", Dash: "–", Cut: "…", Caret: "▏",
	Broken: "✗", Refused: "!", MixedUp: "⇄", Shadowed: "◌",
	Up: "↑", Down: "↓",
	TopLeft: "╭", TopRight: "╮", BotLeft: "╰", BotRight: "╯",
	Horizontal: "─", Vertical: "│", Thumb: "┃", Left: "←", Join: "→",
}

var asciiGlyphs = glyphs{
	Cursor: ">", Current: "*", Dot: "|", Dash: "-", Cut: "~", Caret: "_",
	Broken: "x", Refused: "!", MixedUp: "%", Shadowed: "o",
	Up: "^", Down: "v",
	TopLeft: "+", TopRight: "+", BotLeft: "+", BotRight: "+",
	Horizontal: "-", Vertical: "|", Thumb: "#", Left: "<-", Join: "->",
}

func newStyles(t theme) Styles {
	pick := func(light, dark string) color.Color {
		switch {
		case t.NoColor:
			return lipgloss.NoColor{}
		case t.Light:
			return lipgloss.Color(light)
		}
		return lipgloss.Color(dark)
	}
	ink := func(light, dark string) lipgloss.Style { return lipgloss.NewStyle().Foreground(pick(light, dark)) }
	s := Styles{
		Text:    lipgloss.NewStyle(),
		Faint:   ink("#6B6B76", "#8B8B99"),
		Title:   ink("#4A46C8", "#A5A2FF").Bold(true),
		Key:     ink("#4A46C8", "#A5A2FF"),
		Hit:     ink("#4A46C8", "#A5A2FF").Bold(true).Underline(true),
		Current: ink("#0B6B3A", "#5FD38D").Bold(true),
		Good:    ink("#0B6B3A", "#5FD38D"),
		Warn:    ink("#8A5200", "#F2B04A").Bold(true),
		Bad:     ink("#B3001E", "#FF6B7A").Bold(true),
		Border:  ink("#C4C4CE", "#4A4A58"),
		Focus:   ink("#4A46C8", "#A5A2FF"),
		Tab:     ink("#6B6B76", "#8B8B99"),
		TabOn:   ink("#4A46C8", "#A5A2FF").Bold(true).Underline(true),
		Glyph:   unicodeGlyphs,
		theme:   t,
		bar:     pick("#E3E4F7", "#2C2E48"),
	}
	if t.ASCII {
		s.Glyph = asciiGlyphs
	}
	return s
}

// on returns st as it looks under the cursor's bar. Without colours the bar is
// the row in reverse.
func (s Styles) on(bar bool, st lipgloss.Style) lipgloss.Style {
	switch {
	case !bar:
		return st
	case s.theme.NoColor:
		return st.Reverse(true)
	}
	return st.Background(s.bar)
}
