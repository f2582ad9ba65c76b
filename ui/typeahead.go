package ui

import (
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"
)

// A screen that a key opens comes as a message, a moment after the key. Over a slow line,
// and from hasty fingers, the next keys are there already: the name that was meant for a
// box would be a row of commands to the list below it. So what is typed within a moment
// after a key that set something off waits until that moment is over.

// typeahead is a model that gets its keys no faster than it opens its screens.
type typeahead struct {
	model tea.Model
	held  []tea.Msg // what was typed meanwhile, in order
	busy  bool      // the last key set something off, a moment ago
}

// moment is how long a key is held back at most; a screen opens in some microseconds.
const moment = 5 * time.Millisecond

// momentMsg says that the moment is over.
type momentMsg struct{}

// Init implements tea.Model.
func (t typeahead) Init() tea.Cmd { return t.model.Init() }

// View implements tea.Model.
func (t typeahead) View() tea.View { return t.model.View() }

// Update implements tea.Model.
func (t typeahead) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg.(type) {
	case momentMsg:
		t.busy = false
		return t.typed()
	case tea.KeyPressMsg, tea.PasteMsg, tea.MouseClickMsg:
		t.held = append(slices.Clip(t.held), msg)
		return t.typed()
	}
	var cmd tea.Cmd
	t.model, cmd = t.model.Update(msg)
	return t, cmd
}

// typed gives on what was typed, up to the next key that sets something off.
func (t typeahead) typed() (tea.Model, tea.Cmd) {
	var cmd tea.Cmd
	for len(t.held) > 0 && !t.busy {
		msg := t.held[0]
		t.held = t.held[1:]
		if t.model, cmd = t.model.Update(msg); cmd != nil {
			t.busy = true
			return t, tea.Batch(cmd, tea.Tick(moment, func(time.Time) tea.Msg { return momentMsg{} }))
		}
	}
	return t, nil
}
