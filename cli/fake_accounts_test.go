package cli

import (
	"context"
	"time"

	"kubeid/crypto"
	"kubeid/model"
)

// fakeAccounts is a cluster with accounts.
type fakeAccounts struct {
	listed     model.Accounts
	listedIn   []model.Text
	accountErr error
	page       model.AccountPage
	review     func(model.TokenWish) model.TokenReview
	wishes     []model.TokenWish
	token      string
	made       func(model.TokenReview) model.MadeToken
	makeErr    error
	check      model.TokenCheck
	checked    string
	sent       bool
	revoking   model.Revocation
	revoked    []model.Revocation
	whoCan     model.WhoCan
	askedFor   model.Account
	can        model.Can
	canWho     model.Actor
	canRight   model.Right
	ownRights  model.Rights
}

func (f *fakeAccounts) Accounts(_ context.Context, ref model.Ref, namespace model.Text, _ model.Consent, _ func(model.Event)) (model.Accounts, error) {
	f.listedIn = append(f.listedIn, namespace)
	f.listed.Context = ref
	return f.listed, f.accountErr
}

func (f *fakeAccounts) Account(_ context.Context, ref model.Ref, of model.Account, _ model.Consent) (model.AccountPage, error) {
	f.askedFor = of
	return f.page, f.accountErr
}

func (f *fakeAccounts) ReviewToken(_ context.Context, w model.TokenWish, _ model.Consent) (model.TokenReview, error) {
	f.wishes = append(f.wishes, w)
	r := model.TokenReview{Wish: w, Exists: true, Entry: w.Account.EntryName("c"), Read: true}
	if w.Out.Handover {
		r.Files = []model.PlannedFile{{Path: "/state/handover/robot.kubeconfig", What: "a kubeconfig", Secret: true}}
	}
	if f.review != nil {
		r = f.review(w)
	}
	return r, nil
}

func (f *fakeAccounts) MakeToken(_ context.Context, r model.TokenReview, _ model.Consent, tell func(model.Event)) (model.MadeToken, error) {
	tell(model.Progress{Step: "log in with it", State: model.StepDone})
	m := model.MadeToken{
		Review: r, Token: crypto.NewSecret([]byte("CANARY-TOKEN")), Files: r.Files, Asked: 8 * time.Hour, Granted: 2 * time.Hour, Warned: []model.Text{model.NewText("shortened")},
		Facts: model.Token{Kind: crypto.BoundAccountToken, Expires: time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)}, Proof: model.Proof{Tried: true}, Try: "kubectl --kubeconfig x auth whoami",
	}
	if f.made != nil {
		m = f.made(r)
	}
	return m, f.makeErr
}

func (f *fakeAccounts) CheckToken(_ context.Context, ref model.Ref, token crypto.Secret, send bool, _ model.Consent) (model.TokenCheck, error) {
	f.checked, f.sent = string(token.Reveal()), send
	f.check.Context = ref
	return f.check, nil
}

func (f *fakeAccounts) ReviewRevocation(_ context.Context, ref model.Ref, what model.RevokeWhat, _ model.Consent) (model.Revocation, error) {
	r := f.revoking
	r.Context = ref
	if !what.Secret.Namespace.Empty() {
		r.Secret = what.Secret
	}
	f.token = string(what.Token.Reveal())
	return r, nil
}

func (f *fakeAccounts) Revoke(_ context.Context, r model.Revocation, _ crypto.Secret, _ model.Consent, _ func(model.Event)) (model.Revoked, error) {
	f.revoked = append(f.revoked, r)
	return model.Revoked{Revocation: r, Seen: true, Took: 9 * time.Second}, nil
}

func (f *fakeAccounts) WhoCanBecome(_ context.Context, ref model.Ref, of model.Account, _ model.Consent, _ func(model.Event)) (model.WhoCan, error) {
	f.askedFor = of
	w := f.whoCan
	w.Context, w.Goal = ref, model.Goal{Account: of}
	return w, nil
}

func (f *fakeAccounts) WhoCanRead(_ context.Context, ref model.Ref, secret model.Account, _ model.Consent, _ func(model.Event)) (model.WhoCan, error) {
	f.askedFor = secret
	w := f.whoCan
	w.Context, w.Goal = ref, model.Goal{Secret: secret}
	return w, nil
}

func (f *fakeAccounts) Can(_ context.Context, ref model.Ref, as model.Actor, right model.Right, _ model.Consent) (model.Can, error) {
	f.canWho, f.canRight = as, right
	c := f.can
	c.Context, c.Who, c.Right = ref, as, right
	return c, nil
}

func (f *fakeAccounts) Rights(_ context.Context, ref model.Ref, as model.Actor, _ model.Text, _ model.Consent, _ func(model.Event)) (model.Rights, error) {
	f.canWho = as
	r := f.ownRights
	r.Context = ref
	return r, nil
}
