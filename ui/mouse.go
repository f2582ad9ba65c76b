package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
)

// The mouse is off unless the settings turn it on, since it takes the selection of
// text away from the terminal. It does nothing that keys do not.

// wheeled moves as three presses of an arrow do.
func (a App) wheeled(msg tea.MouseWheelMsg) (tea.Model, tea.Cmd) {
	key := tea.KeyPressMsg{Code: tea.KeyDown}
	if msg.Button == tea.MouseWheelUp {
		key.Code = tea.KeyUp
	}
	var m tea.Model = a
	var cmds []tea.Cmd
	for range 3 {
		var cmd tea.Cmd
		m, cmd = m.Update(key)
		cmds = append(cmds, cmd)
	}
	return m, tea.Batch(cmds...)
}

// clicked opens the screen whose name was clicked, or points at a row.
func (a App) clicked(msg tea.MouseClickMsg) (tea.Model, tea.Cmd) {
	switch {
	case msg.Button != tea.MouseLeft:
		return a, nil
	case msg.Y == 1 && a.height >= 8:
		return a.named(msg.X)
	}
	return a.pointed(msg.X, msg.Y)
}

// named goes to the screen whose name stands in a column.
func (a App) named(x int) (tea.Model, tea.Cmd) {
	if len(a.stack) > 0 {
		return a, nil
	}
	if i := a.tabAt(x); i >= 0 {
		return a.do(screens[i].act)
	}
	return a, nil
}

// pointed puts the cursor on the row that was clicked, as the arrows would, so that every
// list knows it without knowing of a mouse. A click on the row of the cursor is an enter.
func (a App) pointed(x, y int) (tea.Model, tea.Cmd) {
	lines, left, top := a.sheet()
	x, y = x-left, y-top
	if s, ok := a.top().Screen.(formed); ok {
		return a.sought(s.itself(), y)
	}
	if y < 0 || y >= len(lines) || x < 0 || x >= listEnd(lines[y]) {
		return a, nil
	}
	at := a.cursorRow(lines)
	switch {
	case at < 0:
		return a, nil
	case at == y:
		return a.pressed(tea.KeyPressMsg{Code: tea.KeyEnter})
	}
	key := tea.KeyPressMsg{Code: tea.KeyDown}
	if y < at {
		key.Code = tea.KeyUp
	}
	to := a
	var cmds []tea.Cmd
	for to.cursorRow(lines) != y {
		m, cmd := to.pressed(key)
		next, ok := m.(App)
		if !ok {
			return a, nil
		}
		was := at
		lines, _, _ = next.sheet()
		at = next.cursorRow(lines)
		if at == was || (at > y) == (key.Code == tea.KeyDown) && at != y {
			return a, nil // no row stands there
		}
		to, cmds = next, append(cmds, cmd)
	}
	return to, tea.Batch(cmds...)
}

// sought gives the keys to the field of a form that was clicked; once it has them, a click
// is an enter.
func (a App) sought(f form, y int) (tea.Model, tea.Cmd) {
	switch n := f.fieldAt(a.env(a.top()), y); n {
	case -1:
		return a, nil
	case f.at:
		return a.pressed(tea.KeyPressMsg{Code: tea.KeyEnter})
	default:
		return a.updateTop(soughtMsg{a.top().id, n})
	}
}

// sheet is what the screen on top draws, and where in the window that begins.
func (a App) sheet() (lines []string, left, top int) {
	if a.height >= 8 {
		top = 2
	}
	o := a.top()
	lines = strings.Split(a.body(o), "\n")
	if _, ok := o.Screen.(boxed); ok { // as laid lays it
		left = max(0, (a.width-lipgloss.Width(lines[0]))/2)
		top += max(0, (a.bodyHeight()-len(lines))/2)
	}
	return lines, left, top
}

// cursorRow finds the line with the cursor; -1 when there is none.
func (a App) cursorRow(lines []string) int {
	for n := len(lines) - 1; n >= 0; n-- { // the line to type into stands above the rows
		if strings.Contains(ansi.Cut(ansi.Strip(lines[n]), 0, fore+1), a.styles.Glyph.Cursor) {
			return n
		}
	}
	return -1
}

// listEnd is the first column that does not belong to the list any more, but to the
// detail beside it.
func listEnd(row string) int {
	row = ansi.Strip(row)
	for _, edge := range []string{unicodeGlyphs.Vertical, asciiGlyphs.Vertical} {
		if before, _, beside := strings.Cut(row, edge+edge); beside {
			return cells(before)
		}
	}
	return cells(row)
}
