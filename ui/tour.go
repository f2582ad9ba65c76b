package ui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"kubeid/model"
)

// A tour leads through the demo, one step at a time: a line above the footer says what
// to do, and goes on when it is done. Whoever does something else is not hindered.
type tour struct {
	on   bool
	step int
}

// A leg is one step of the tour. It is done when a message shows it to be.
type leg struct {
	words string
	done  func(a App, msg tea.Msg) bool
}

// legs are the tour.
var legs = []leg{
	{"Switch: arrows to prod, then enter. kubectl follows.", func(a App, msg tea.Msg) bool {
		name, _ := a.book.Config.Current()
		return name.Raw() == "prod"
	}},
	{"Until when: press 4, for all that ends, the soonest first.", func(a App, _ tea.Msg) bool { return a.tab == tabOf(actExpiry) && len(a.stack) == 0 }},
	{"Add a user: 1, then a; a name, and enter on what is proposed.", workDone},
	{"Hand out a token: 5, enter, an account, t; then enter, enter.", workDone},
	{"Changed your mind: u takes the last change of a file back.", func(_ App, msg tea.Msg) bool {
		m, ok := msg.(appliedMsg)
		_, undone := m.plan.Change.(model.Undo)
		return ok && m.err == nil && undone
	}},
}

func workDone(_ App, msg tea.Msg) bool {
	m, ok := msg.(endedMsg)
	return ok && m.err == nil
}

// toured goes on with the tour where a message has ended a step.
func (a App) toured(msg tea.Msg) App {
	if !a.tour.on || a.tour.step >= len(legs) {
		return a
	}
	if legs[a.tour.step].done(a, msg) {
		a.tour.step++
	}
	return a
}

// touring begins the tour, takes its next step, or ends it after the last one.
func (a App) touring() (tea.Model, tea.Cmd) {
	switch {
	case !a.tour.on:
		a.tour = tour{on: true}
	case a.tour.step < len(legs):
		a.tour.step++
	default:
		a.tour = tour{}
	}
	return a.broadcast(tea.WindowSizeMsg{Width: a.width, Height: a.bodyHeight()})
}

// tourLine is what the tour says now.
func (a App) tourLine() string {
	s := a.styles
	if a.tour.step >= len(legs) {
		return " " + s.Good.Render("That was the tour.") + " " + s.Text.Render(s.short("q ends the demo, ? helps, T takes this line away.", a.width-21))
	}
	lead := fmt.Sprintf("Tour %d of %d", a.tour.step+1, len(legs))
	return " " + s.Key.Render(lead) + "  " + s.Text.Render(s.short(legs[a.tour.step].words, a.width-cells(lead)-4))
}
