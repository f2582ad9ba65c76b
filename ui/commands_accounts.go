package ui

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"kubeid/crypto"
	"kubeid/model"
)

// Results of asking about ServiceAccounts. They carry the id of the screen that asked,
// and those of a list the number of the asking.
type (
	accountsMsg struct { // the accounts of a cluster
		screen, asked int
		list          model.Accounts
		err           error
	}
	listingMsg struct { // how far a list has come
		screen, asked int
		at            model.ListingAccounts
	}
	accountMsg struct {
		screen int
		page   model.AccountPage
		err    error
	}
	whoCanMsg struct {
		screen int
		who    model.WhoCan
		err    error
	}
	rightsMsg struct {
		screen int
		rights model.Rights
		err    error
	}
	revocationMsg struct { // what revoking would do
		screen int
		review model.Revocation
		err    error
	}
	offboardingMsg struct { // what gives a user rights
		screen int
		found  model.Offboarding
		err    error
	}
	checkedMsg struct { // what a cluster says about a token
		screen int
		check  model.TokenCheck
		err    error
	}
)

// accounts lists the accounts of a cluster.
func (c commands) accounts(asked int, t target, namespace model.Text) tea.Cmd {
	var list model.Accounts
	return c.streamAs(func(ctx context.Context, tell func(model.Event)) (err error) {
		list, err = c.backend.Accounts(ctx, t.of, namespace, t.granted, tell)
		return err
	}, func(e model.Event) tea.Msg {
		at, _ := e.(model.ListingAccounts)
		return listingMsg{c.screen, asked, at}
	}, func(err error) tea.Msg { return accountsMsg{c.screen, asked, list, err} })
}

func (c commands) account(t target, of model.Account) tea.Cmd {
	return func() tea.Msg {
		page, err := c.backend.Account(c.ctx, t.of, of, t.granted)
		return accountMsg{c.screen, page, err}
	}
}

// whoCan asks who can become an account, or with secret who can read a Secret.
func (c commands) whoCan(t target, of model.Account, secret bool) tea.Cmd {
	ask := c.backend.WhoCanBecome
	if secret {
		ask = c.backend.WhoCanRead
	}
	var who model.WhoCan
	return c.streamAs(func(ctx context.Context, tell func(model.Event)) (err error) {
		who, err = ask(ctx, t.of, of, t.granted, tell)
		return err
	}, func(e model.Event) tea.Msg {
		at, _ := e.(model.ListingAccounts)
		return listingMsg{c.screen, 0, at}
	}, func(err error) tea.Msg { return whoCanMsg{c.screen, who, err} })
}

func (c commands) rights(t target, of model.Account) tea.Cmd {
	return func() tea.Msg {
		rights, err := c.backend.Rights(c.ctx, t.of, of.Actor(), of.Namespace, t.granted, func(model.Event) {})
		return rightsMsg{c.screen, rights, err}
	}
}

func (c commands) reviewRevocation(t target, what model.RevokeWhat) tea.Cmd {
	return func() tea.Msg {
		review, err := c.backend.ReviewRevocation(c.ctx, t.of, what, t.granted)
		return revocationMsg{c.screen, review, err}
	}
}

func (c commands) checkToken(t target, token crypto.Secret) tea.Cmd {
	return func() tea.Msg {
		check, err := c.backend.CheckToken(c.ctx, t.of, token, false, t.granted)
		return checkedMsg{c.screen, check, err}
	}
}

func (c commands) reviewToken(t target, w model.TokenWish) tea.Cmd {
	return func() tea.Msg {
		review, err := c.backend.ReviewToken(c.ctx, w, t.granted)
		return foreseenMsg[model.TokenReview]{c.screen, review, err}
	}
}

// revoke revokes a token, as the work of a form or page.
func (c commands) revoke(t target, r model.Revocation, token crypto.Secret) work {
	backend := c.backend
	return func(ctx context.Context, tell func(model.Progress)) (result, error) {
		done, err := backend.Revoke(ctx, r, token, t.granted, stepsOnly(tell))
		return revokedResult(done, err), err
	}
}

// mint reviews and makes a token, as the work of a form. What was reviewed on the form
// has to be what is done.
func (c commands) mint(t target, r model.TokenReview) work {
	return func(ctx context.Context, tell func(model.Progress)) (result, error) {
		made, err := c.backend.MakeToken(ctx, r, t.granted, stepsOnly(tell))
		return c.mintedResult(t, made, err), err
	}
}

// stepsOnly tells the steps among events.
func stepsOnly(tell func(model.Progress)) func(model.Event) {
	return func(e model.Event) {
		if p, ok := e.(model.Progress); ok {
			tell(p)
		}
	}
}

// offboarding asks what gives a user rights.
func (c commands) offboarding(t target, user string) tea.Cmd {
	return func() tea.Msg {
		found, err := c.backend.Offboarding(c.ctx, t.of, user, t.granted)
		return offboardingMsg{c.screen, found, err}
	}
}

// offboard takes it away, as the work of a form.
func (c commands) offboard(t target, o model.Offboarding) work {
	return func(ctx context.Context, tell func(model.Progress)) (result, error) {
		err := c.backend.Offboard(ctx, o, t.granted, stepsOnly(tell))
		return offboardedResult(o), err
	}
}
