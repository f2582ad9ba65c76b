package ui

import (
	"context"
	"errors"

	tea "charm.land/bubbletea/v2"

	"kubeid/model"
)

// Results of asking about requests. They carry the id of the screen that asked, and the
// number of its watch.
type (
	requestsMsg struct { // what a cluster tells of its requests
		screen, watch int
		event         model.Event
	}
	unwatchedMsg struct { // it tells no more
		screen, watch int
		err           error
	}
	decidedMsg struct { // what became of requests
		screen int
		done   []model.CSR
		err    error
	}
	fetchedMsg struct { // a certificate was written to a file
		screen int
		path   string
		err    error
	}
)

// apart returns commands that can be cancelled by themselves.
func (c commands) apart() (commands, context.CancelFunc) {
	ctx, cancel := context.WithCancel(c.ctx)
	c.ctx = ctx
	return c, cancel
}

// watchRequests follows the requests of a cluster.
func (c commands) watchRequests(watch int, t target) tea.Cmd {
	return c.streamAs(func(ctx context.Context, tell func(model.Event)) error {
		return c.backend.WatchRequests(ctx, t.of, t.granted, tell)
	}, func(e model.Event) tea.Msg { return requestsMsg{c.screen, watch, e} }, func(err error) tea.Msg { return unwatchedMsg{c.screen, watch, err} })
}

// decide decides on requests, one after the other.
func (c commands) decide(t target, all []model.Decision) tea.Cmd {
	return func() tea.Msg {
		out := decidedMsg{screen: c.screen}
		var failed []error
		for _, d := range all {
			now, err := c.backend.Decide(c.ctx, t.of, t.granted, d)
			if err != nil {
				failed = append(failed, err)
				continue
			}
			out.done = append(out.done, now)
		}
		if len(failed) == 1 {
			out.err = failed[0]
		} else {
			out.err = errors.Join(failed...)
		}
		return out
	}
}

// saveCertificate writes what was issued to a new file.
func (c commands) saveCertificate(t target, name, path string) tea.Cmd {
	return func() tea.Msg {
		at, err := c.backend.SaveCertificate(c.ctx, t.of, t.granted, name, path)
		return fetchedMsg{c.screen, at, err}
	}
}
