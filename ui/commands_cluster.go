package ui

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"kubeid/model"
)

// Results of asking clusters. They carry the id of the screen that asked.
type (
	probedAllMsg struct { // a look at servers has ended
		probing int
		err     error
	}
	needsMsg struct { // what a login would run and send
		screen int
		needs  model.Consent
		err    error
	}
	whoamiMsg struct {
		screen int
		who    model.Whoami
		err    error
	}
	listedMsg struct { // the namespaces of a cluster
		screen int
		names  []model.Text
		err    error
	}
)

// probe looks at servers; every one is told as soon as it is done.
func (c commands) probe(number int, entries []model.Ref) tea.Cmd {
	return c.streamTo(func(ctx context.Context, tell func(model.Event)) error {
		return c.backend.Probe(ctx, entries, tell)
	}, func(err error) tea.Msg { return probedAllMsg{number, err} })
}

// needs asks what a login with a context would run and send. Nothing of it is done.
func (c commands) needs(of model.Ref) tea.Cmd {
	return func() tea.Msg {
		needs, err := c.backend.WhoamiNeeds(c.ctx, of)
		return needsMsg{c.screen, needs, err}
	}
}

func (c commands) whoami(of model.Ref, granted model.Consent) tea.Cmd {
	return func() tea.Msg {
		who, err := c.backend.Whoami(c.ctx, of, granted)
		return whoamiMsg{c.screen, who, err}
	}
}

func (c commands) namespaces(of model.Ref, granted model.Consent) tea.Cmd {
	return func() tea.Msg {
		names, err := c.backend.Namespaces(c.ctx, of, granted)
		return listedMsg{c.screen, names, err}
	}
}
