package ui

import tea "charm.land/bubbletea/v2"

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

// clicked goes to the screen whose name was clicked.
func (a App) clicked(msg tea.MouseClickMsg) (tea.Model, tea.Cmd) {
	if msg.Button != tea.MouseLeft || msg.Y != 1 || a.height < 8 || len(a.stack) > 0 {
		return a, nil
	}
	if i := a.tabAt(msg.X); i >= 0 {
		return a.do(screens[i].act)
	}
	return a, nil
}
