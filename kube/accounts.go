package kube

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"kubeid/kube/cluster"
	"kubeid/model"
)

// Accounts lists the ServiceAccounts of a context's cluster with their token Secrets, in
// a namespace or, when that is empty, in all. tell is told model.ListingAccounts. What
// may not be listed is said in Unknown; only when the accounts themselves may not be
// listed the error is model.ErrMayNotList.
func (s *Service) Accounts(ctx context.Context, ref model.Ref, namespace model.Text, granted model.Consent, tell func(model.Event)) (model.Accounts, error) {
	began := time.Now()
	api, done, err := s.borrow(ctx, ref, granted)
	if err != nil {
		return model.Accounts{}, err
	}
	defer done()
	out := model.Accounts{Context: ref, Server: api.Server(), Namespace: namespace}
	if out.List, out.More, err = api.Accounts(ctx, namespace.Raw(), listing(tell, "accounts")); err != nil {
		return out, mayNotList(err, "accounts")
	}
	tokens, err := api.TokenSecrets(ctx, namespace.Raw(), listing(tell, "token Secrets"))
	switch {
	case errors.Is(err, model.ErrForbidden):
		out.Unknown = append(out.Unknown, model.NewText("the token Secrets could not be listed: "+api.Caller().Context.Name.Raw()+" may not list Secrets here"))
	case err != nil:
		return out, err
	default:
		out.TokensKnown = true
		cluster.AssignTokens(out.List, tokens)
		out.Tracked = api.TrackedSince(ctx)
	}
	out.Took = time.Since(began)
	return out, ctx.Err()
}

func listing(tell func(model.Event), what string) func(int, *int64) {
	return func(have int, rest *int64) {
		e := model.ListingAccounts{What: what, Have: have, Rest: -1}
		if rest != nil {
			e.Rest = int(*rest)
		}
		tell(e)
	}
}

func mayNotList(err error, what string) error {
	var p *model.Problem
	if errors.Is(err, model.ErrForbidden) && errors.As(err, &p) {
		return &model.Problem{
			Exit: model.ExitRefused, What: p.Error(), Cause: model.ErrMayNotList,
			Todo: "name a namespace in which you may list the " + what + ", or the account itself",
		}
	}
	return err
}

// Account looks at one ServiceAccount: its token Secrets, its pods, its roles. Only when
// the account itself may not be read is that an error; what else may not be is said in
// Unknown.
func (s *Service) Account(ctx context.Context, ref model.Ref, of model.Account, granted model.Consent) (model.AccountPage, error) {
	api, done, err := s.borrow(ctx, ref, granted)
	if err != nil {
		return model.AccountPage{}, err
	}
	defer done()
	page := model.AccountPage{Context: ref}
	if page.ServiceAccount, err = api.Account(ctx, of); err != nil {
		return page, noAccount(of, err)
	}
	l := &looking{unknown: &page.Unknown}
	if err := l.tokens(ctx, api, &page); err != nil {
		return page, err
	}
	page.Pods, err = api.PodsOf(ctx, of)
	if page.PodsKnown, err = l.may(err, "the pods could not be listed"); err != nil {
		return page, err
	}
	rbac, unknown, err := api.RBAC(ctx, of.Namespace.Raw(), func(string, int, *int64) {})
	if err != nil {
		return page, err
	}
	page.Grants, page.RolesKnown, page.Unknown = rbac.Grants(of.Actor()), len(unknown) == 0, append(page.Unknown, unknown...)
	return page, ctx.Err()
}

func noAccount(of model.Account, err error) error {
	if !errors.Is(err, model.ErrNoObject) {
		return err
	}
	return &model.Problem{
		Exit: model.ExitNotFound, What: fmt.Sprintf("there is no account %s", of), Todo: "see which there are with: kubeid accounts -n " + model.ShellQuote(of.Namespace.Raw()), Cause: model.ErrNoObject,
	}
}

// looking collects what could not be looked at.
type looking struct{ unknown *[]model.Text }

// may tells whether something could be read; a no of the server is noted and no error.
func (l *looking) may(err error, words string) (bool, error) {
	if errors.Is(err, model.ErrForbidden) {
		*l.unknown = append(*l.unknown, model.NewText(words))
		return false, nil
	}
	return err == nil, err
}

// tokens finds the token Secrets of an account. Where they may not be listed, those
// that the account lists are looked at one by one.
func (l *looking) tokens(ctx context.Context, api *cluster.API, page *model.AccountPage) error {
	all, err := api.TokenSecrets(ctx, page.Namespace.Raw(), func(int, *int64) {})
	if page.TokensKnown, err = l.may(err, "the token Secrets could not be listed"); err != nil {
		return err
	}
	if !page.TokensKnown {
		for _, name := range page.Listed {
			facts, err := api.SecretFacts(ctx, model.Account{Namespace: page.Namespace, Name: name})
			if err == nil && !facts.Account.Empty() {
				all = append(all, facts)
			}
		}
	}
	one := []model.ServiceAccount{page.ServiceAccount}
	cluster.AssignTokens(one, all)
	page.ServiceAccount = one[0]
	slices.SortFunc(page.Tokens, func(a, b model.TokenSecret) int { return a.Made.Compare(b.Made) })
	page.Tracked = api.TrackedSince(ctx)
	return nil
}
