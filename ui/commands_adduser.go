package ui

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"kubeid/model"
)

// Results of adding users. They carry the id of the screen that asked.
type (
	offersMsg struct { // what the form can offer
		screen  int
		offers  model.AddOffers
		granted model.Consent
		renews  model.NewUser // whose certificate is renewed, if one is
		err     error
	}
)

// addOffers asks what there is in a cluster, and what was answered there last.
func (c commands) addOffers(of model.Ref, granted model.Consent, connect bool) tea.Cmd {
	return func() tea.Msg {
		offers, err := c.backend.AddOffers(c.ctx, of, granted, connect)
		return offersMsg{screen: c.screen, offers: offers, granted: granted, err: err}
	}
}

// renewal asks what a certificate that is to be renewed says, and then as addOffers does.
func (c commands) renewal(user, through model.Ref, granted model.Consent, connect bool) tea.Cmd {
	return func() tea.Msg {
		renews, err := c.backend.Renewal(c.ctx, user, through)
		if err != nil {
			return offersMsg{screen: c.screen, err: err}
		}
		offers, err := c.backend.AddOffers(c.ctx, through, granted, connect)
		return offersMsg{c.screen, offers, granted, renews, err}
	}
}

// reviewUser asks what adding a user would do. Nothing is made.
func (c commands) reviewUser(u model.NewUser, with model.AddWith) tea.Cmd {
	return func() tea.Msg {
		review, err := c.backend.ReviewUser(c.ctx, u, with)
		return foreseenMsg[model.Review]{c.screen, review, err}
	}
}

// addUser carries a review out.
func (c commands) addUser(r model.Review, with model.AddWith) work {
	return func(ctx context.Context, tell func(model.Progress)) (result, error) {
		added, err := c.backend.AddUser(ctx, r, with, func(e model.Event) {
			if p, ok := e.(model.Progress); ok {
				tell(p)
			}
		})
		return c.addedResult(added, with, err), err
	}
}

// takeBack removes what a failed try has left behind.
func (c commands) takeBack(left []model.Leftover, granted model.Consent) tea.Cmd {
	return func() tea.Msg {
		if err := c.backend.TakeBack(context.WithoutCancel(c.ctx), left, granted); err != nil {
			return saidMsg{text: sentence(err), tone: bad}
		}
		return saidMsg{text: "What existed is taken away again", tone: good}
	}
}
