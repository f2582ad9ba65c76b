package ui

import (
	"testing"

	tea "charm.land/bubbletea/v2"
)

// boxOpening is a model in which o opens a box, by a command, and other letters go to what
// is open.
type boxOpening struct {
	open bool
	seen string
}

func (boxOpening) Init() tea.Cmd  { return nil }
func (boxOpening) View() tea.View { return tea.View{} }

func (o boxOpening) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case pushMsg:
		o.open = true
	case tea.KeyPressMsg:
		if !o.open && msg.Text == "o" {
			return o, push(nil)
		}
		if o.open {
			o.seen += "in the box: "
		}
		o.seen += msg.Text + "; "
	}
	return o, nil
}

// TestWhatIsTypedAheadGoesToTheBoxThatItWasMeantFor: all three keys are there before the
// box that the first one opens.
func TestWhatIsTypedAheadGoesToTheBoxThatItWasMeantFor(t *testing.T) {
	var m tea.Model = typeahead{model: boxOpening{}}
	var cmds []tea.Cmd
	for _, letter := range "oab" {
		var cmd tea.Cmd
		if m, cmd = m.Update(tea.KeyPressMsg{Code: letter, Text: string(letter)}); cmd != nil {
			cmds = append(cmds, cmd)
		}
	}
	for len(cmds) > 0 {
		cmd := cmds[0]
		cmds = cmds[1:]
		switch msg := cmd().(type) {
		case tea.BatchMsg:
			cmds = append(cmds, msg...)
		default:
			var next tea.Cmd
			if m, next = m.Update(msg); next != nil {
				cmds = append(cmds, next)
			}
		}
	}
	if got, want := m.(typeahead).model.(boxOpening).seen, "in the box: a; in the box: b; "; got != want {
		t.Errorf("seen %q, want %q", got, want)
	}
}
