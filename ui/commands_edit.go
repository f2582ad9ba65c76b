package ui

import (
	tea "charm.land/bubbletea/v2"

	"kubeid/crypto"
	"kubeid/model"
)

// Results of looking at what could be changed. They carry the id of the screen that asked.
type (
	incomingMsg struct { // what an import would do
		screen int
		load   model.Import
		plan   model.Plan
		err    error
	}
	historyMsg struct { // what was written
		screen int
		steps  []model.Written
		err    error
	}
)

// complete asks which paths begin with what was typed. Where that fails, nothing is offered.
func (c commands) complete(typed string) tea.Cmd {
	return func() tea.Msg {
		paths, err := c.backend.Complete(c.ctx, typed)
		if err != nil {
			return nil
		}
		return offeredMsg{c.screen, typed, paths}
	}
}

// completing is complete as a field asks it.
func completing(env Env, typed string) tea.Cmd { return env.Do.complete(typed) }

// incoming reads a kubeconfig, which may have been pasted, and plans its import.
func (c commands) incoming(from string) tea.Cmd {
	return func() tea.Msg {
		load := model.Import{Data: crypto.NewSecret([]byte(from)), Source: model.NewText("what was pasted")}
		if !pastedConfig(from) {
			var err error
			if load, err = c.backend.ReadImport(c.ctx, from); err != nil {
				return incomingMsg{screen: c.screen, err: err}
			}
		}
		return c.planImport(load)()
	}
}

// planImport plans an import with other choices.
func (c commands) planImport(load model.Import) tea.Cmd {
	return func() tea.Msg {
		plan, err := c.backend.Plan(c.ctx, load)
		return incomingMsg{c.screen, load, plan, err}
	}
}

func (c commands) history() tea.Cmd {
	return func() tea.Msg {
		steps, err := c.backend.History(c.ctx)
		return historyMsg{c.screen, steps, err}
	}
}
