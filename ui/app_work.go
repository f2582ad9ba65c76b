package ui

import (
	"context"
	"maps"

	tea "charm.land/bubbletea/v2"
)

// begin starts what a form wants done.
func (a App) begin(msg workMsg) (tea.Model, tea.Cmd) {
	if a.ending {
		return a, nil
	}
	ctx, cancel := context.WithCancel(a.ctx)
	a.works = maps.Clone(a.works)
	if a.works == nil {
		a.works = map[int]context.CancelFunc{}
	}
	a.works[msg.screen] = cancel
	return a, commands{ctx, a.backend, msg.screen}.work(msg.work)
}

// ended takes the end of some work to the form that began it.
func (a App) ended(msg endedMsg) (tea.Model, tea.Cmd) {
	a.works[msg.screen]()
	a.works = maps.Clone(a.works)
	delete(a.works, msg.screen)
	if a.ending {
		a.after = append(a.after[:len(a.after):len(a.after)], msg.result.after...)
		return a.quitted()
	}
	a, cmd := a.reply(msg.screen, msg)
	if msg.err != nil {
		return a, cmd
	}
	a, load := a.reload()
	return a, tea.Batch(cmd, load)
}

// reply gives a message to the one screen that asked, if it is still open.
func (a App) reply(screen int, msg tea.Msg) (App, tea.Cmd) {
	for i, o := range a.stack {
		if o.id == screen {
			return a.updateStack(i, msg)
		}
	}
	for i, o := range a.tabs {
		if o.id == screen {
			return a.updateTab(i, msg)
		}
	}
	return a, nil
}

// busy tells whether something is under way that must come to a safe point.
func (a App) busy() bool { return a.jobs.running() || len(a.works) > 0 }

// quitted ends the program once nothing is under way any more.
func (a App) quitted() (tea.Model, tea.Cmd) {
	if a.busy() {
		return a, nil
	}
	return a, tea.Quit
}
