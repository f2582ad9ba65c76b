package kube

import (
	"context"
	"slices"
	"time"

	"kubeid/kube/cluster"
	"kubeid/model"
)

// WhoCanBecome tells who can become an account, and how. tell is told
// model.ListingAccounts while the roles are read.
func (s *Service) WhoCanBecome(ctx context.Context, ref model.Ref, of model.Account, granted model.Consent, tell func(model.Event)) (model.WhoCan, error) {
	api, done, err := s.borrow(ctx, ref, granted)
	if err != nil {
		return model.WhoCan{}, err
	}
	defer done()
	out := model.WhoCan{Context: ref}
	l := &looking{unknown: &out.Unknown}
	page := model.AccountPage{Context: ref}
	if page.ServiceAccount, err = api.Account(ctx, of); err != nil {
		known, err := l.may(err, "the account itself may not be read")
		if known || err != nil {
			return out, noAccount(of, err)
		}
		page.Account = of
	}
	if err := l.tokens(ctx, api, &page); err != nil {
		return out, err
	}
	page.Pods, err = api.PodsOf(ctx, of)
	if page.PodsKnown, err = l.may(err, "the pods could not be listed"); err != nil {
		return out, err
	}
	out.Goal = page.Goal()
	return who(ctx, api, out, tell)
}

// WhoCanRead tells who can read a Secret, and how.
func (s *Service) WhoCanRead(ctx context.Context, ref model.Ref, secret model.Account, granted model.Consent, tell func(model.Event)) (model.WhoCan, error) {
	api, done, err := s.borrow(ctx, ref, granted)
	if err != nil {
		return model.WhoCan{}, err
	}
	defer done()
	out := model.WhoCan{Context: ref, Goal: model.Goal{Secret: secret}}
	l := &looking{unknown: &out.Unknown}
	out.Goal.Pods, err = api.PodsWith(ctx, secret)
	if out.Goal.PodsKnown, err = l.may(err, "the pods could not be listed"); err != nil {
		return out, err
	}
	return who(ctx, api, out, tell)
}

// who reads the roles and answers the question.
func who(ctx context.Context, api *cluster.API, out model.WhoCan, tell func(model.Event)) (model.WhoCan, error) {
	rbac, unknown, err := readRBAC(ctx, api, out.Goal.Namespace(), tell)
	if err != nil {
		return out, err
	}
	began := time.Now()
	out.Unknown = append(out.Unknown, unknown...)
	out.Roles, out.Bound, out.Holders = len(rbac.Roles), len(rbac.Bindings), rbac.WhoCan(out.Goal)
	out.Took = time.Since(began)
	if self := model.AccountAs(out.Goal.Account); out.Goal.Account.Known() { // it is itself already
		out.Holders = slices.DeleteFunc(out.Holders, func(h model.Holder) bool { return h.Subject == self })
	}
	return out, ctx.Err()
}

func readRBAC(ctx context.Context, api *cluster.API, namespace string, tell func(model.Event)) (*model.RBAC, []model.Text, error) {
	return api.RBAC(ctx, namespace, func(what string, have int, rest *int64) { listing(tell, what)(have, rest) })
}

// Can tells whether somebody may do one thing: what the server itself says, where it
// may be asked, and which binding allows it by RBAC. An actor without a name is
// whoever logs in.
func (s *Service) Can(ctx context.Context, ref model.Ref, as model.Actor, right model.Right, granted model.Consent) (model.Can, error) {
	api, done, err := s.borrow(ctx, ref, granted)
	if err != nil {
		return model.Can{}, err
	}
	defer done()
	out := model.Can{Context: ref, Who: as, Right: right}
	if out.Right, err = api.Resource(ctx, right); err != nil {
		return out, err
	}
	right, l := out.Right, &looking{unknown: &out.Unknown}
	var verdict model.Verdict
	if as.User.Empty() {
		verdict, err = api.May(ctx, right)
		if err == nil {
			var me model.Whoami
			if me, err = api.Whoami(ctx); err == nil {
				as = model.Actor{User: me.User, Groups: me.Groups}
			}
		}
	} else {
		verdict, err = api.MayOther(ctx, as, right)
	}
	asked, err := l.may(err, "the server may not be asked about others (create subjectaccessreviews)")
	if err != nil {
		return out, err
	}
	if asked {
		out.Server = &verdict
	}
	rbac, unknown, err := readRBAC(ctx, api, right.Namespace, func(model.Event) {})
	if err != nil {
		return out, err
	}
	out.Unknown = append(out.Unknown, unknown...)
	out.Grant, out.RBAC = rbac.Can(as, right)
	return out, ctx.Err()
}

// Rights tells what somebody may do, as a table: read from the roles, or told by the
// server about ourselves in one namespace when as has no name.
func (s *Service) Rights(ctx context.Context, ref model.Ref, as model.Actor, namespace model.Text, granted model.Consent, tell func(model.Event)) (model.Rights, error) {
	api, done, err := s.borrow(ctx, ref, granted)
	if err != nil {
		return model.Rights{}, err
	}
	defer done()
	out := model.Rights{Context: ref, Who: as}
	if as.User.Empty() {
		var trouble model.Text
		out.Own = true
		out.Permits, trouble, err = api.OwnRights(ctx, namespace.Raw())
		if !trouble.Empty() {
			out.Unknown = append(out.Unknown, trouble)
		}
		return out, err
	}
	rbac, unknown, err := readRBAC(ctx, api, namespace.Raw(), tell)
	if err != nil {
		return out, err
	}
	out.Permits, out.Unknown = rbac.Permits(as), unknown
	return out, ctx.Err()
}
