package main

// Lines and blocks are drawn as shapes, as terminals do, since fonts leave gaps between
// them. A shape lies in a cell of 1 by 1; a bar is a filled rectangle.
type bar struct{ x, y, w, h, ink float64 }

// thick is how thick a line is, across and down.
const (
	thickX = 0.13
	thickY = 0.065
)

// arms of the line characters: left, right, up, down.
var arms = map[string][4]bool{
	"─": {true, true, false, false}, "│": {false, false, true, true},
	"┌": {false, true, false, true}, "┐": {true, false, false, true}, "└": {false, true, true, false}, "┘": {true, false, true, false},
	"├": {false, true, true, true}, "┤": {true, false, true, true}, "┬": {true, true, false, true}, "┴": {true, true, true, false},
	"┼": {true, true, true, true}, "╭": {false, true, false, true}, "╮": {true, false, false, true}, "╰": {false, true, true, false}, "╯": {true, false, true, false},
	"┃": {false, false, true, true},
}

// shape returns what a character is made of, or nothing when a font draws it.
func shape(text string) []bar {
	switch text {
	case "█":
		return []bar{{0, 0, 1, 1, 1}}
	case "▓":
		return []bar{{0, 0, 1, 1, 0.75}}
	case "▒":
		return []bar{{0, 0, 1, 1, 0.5}}
	case "░":
		return []bar{{0, 0, 1, 1, 0.25}}
	case "▌":
		return []bar{{0, 0, 0.5, 1, 1}}
	case "▎":
		return []bar{{0, 0, 0.25, 1, 1}}
	case "▏":
		return []bar{{0, 0, 0.125, 1, 1}}
	}
	a, ok := arms[text]
	if !ok {
		return nil
	}
	var out []bar
	left, right := 0.5-thickX/2, 0.5+thickX/2
	top, bottom := 0.5-thickY/2, 0.5+thickY/2
	if a[0] {
		out = append(out, bar{0, top, right, thickY, 1})
	}
	if a[1] {
		out = append(out, bar{left, top, 1 - left, thickY, 1})
	}
	if a[2] {
		out = append(out, bar{left, 0, thickX, bottom, 1})
	}
	if a[3] {
		out = append(out, bar{left, top, thickX, 1 - top, 1})
	}
	return out
}
