package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

// While somebody has to wait, a sign turns. It comes after a moment, since what is done
// at once needs none, and it goes with the waiting: nothing moves on an idle screen.

// waiting screens say whether a person waits for them.
type waiting interface{ Waiting() bool }

// turnMsg says that the sign has to turn on.
type turnMsg struct{}

// The sign comes after firstTurn and turns every turnEvery.
const (
	firstTurn = 200 * time.Millisecond
	turnEvery = 100 * time.Millisecond
)

// waits tells whether somebody waits for something now.
func (a App) waits() bool {
	return a.probing.running() || a.screenWaits()
}

// screenWaits tells whether the screen on top is what is waited for.
func (a App) screenWaits() bool {
	w, ok := a.top().Screen.(waiting)
	return ok && w.Waiting()
}

// turning has the sign turn if it should and does not yet.
func (a App) turning(cmd tea.Cmd) (App, tea.Cmd) {
	if a.turns || !a.waits() {
		return a, cmd
	}
	a.turns = true
	return a, tea.Batch(cmd, turnIn(firstTurn))
}

// turned turns the sign by one, or takes it away.
func (a App) turned() (App, tea.Cmd) {
	if !a.waits() {
		a.turns, a.turn = false, 0
		return a, nil
	}
	a.turn++
	return a, turnIn(turnEvery)
}

func turnIn(d time.Duration) tea.Cmd {
	return tea.Tick(d, func(time.Time) tea.Msg { return turnMsg{} })
}

// sign is what turns, as it stands now; nothing before the first turn.
func (a App) sign() string {
	if a.turn == 0 {
		return ""
	}
	all := a.styles.Glyph.Turning
	return all[a.turn%len(all)]
}

// waitingFor says what is waited for, and how to give it up.
func (e Env) waitingFor(what, esc string) []string {
	s, ahead := e.Styles, "  "
	if e.Turn != "" {
		ahead = s.Key.Render(e.Turn) + " "
	}
	return []string{"", " " + ahead + s.Text.Render(what+s.Glyph.Cut), "", "   " + s.Faint.Render("esc "+esc)}
}
