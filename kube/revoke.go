package kube

import (
	"context"
	"errors"
	"fmt"
	"time"

	"kubeid/crypto"
	"kubeid/kube/cluster"
	"kubeid/model"
)

// ReviewRevocation tells what revoking would do, and does nothing. A token that is
// bound to nothing cannot be revoked; the error says until when it lives.
func (s *Service) ReviewRevocation(ctx context.Context, ref model.Ref, what model.RevokeWhat, granted model.Consent) (model.Revocation, error) {
	api, done, err := s.borrow(ctx, ref, granted)
	if err != nil {
		return model.Revocation{}, err
	}
	defer done()
	out := model.Revocation{Context: ref, Secret: what.Secret, Token: !what.Token.Empty()}
	uid := ""
	if out.Token {
		if out.Secret, uid, err = holderOf(crypto.ParseToken(what.Token)); err != nil {
			return out, err
		}
	}
	facts, err := api.SecretFacts(ctx, out.Secret)
	switch {
	case errors.Is(err, model.ErrNoObject) || err == nil && uid != "" && facts.UID.Raw() != uid:
		return out, &model.Problem{Exit: model.ExitNotFound, What: fmt.Sprintf("the Secret %s is gone, and what ended with it is void", out.Secret), Todo: "nothing is to be done"}
	case err != nil:
		return out, err
	}
	out.UID = facts.UID
	out.Of = model.Account{Namespace: out.Secret.Namespace, Name: facts.Account}
	switch {
	case !facts.AnchorFor.Empty():
		out.Anchor, out.Of.Name = true, facts.AnchorFor
	case !facts.Account.Empty():
	case out.Token: // it says itself that it ends with this Secret, which somebody else made
		a := crypto.ParseToken(what.Token).Account
		out.Anchor, out.Of.Name = true, model.NewText(a.Account.Name)
		out.Stops = append(out.Stops, model.NewText("whatever else the Secret holds goes with it: it was not made by kubeid"))
	default:
		return out, &model.Problem{
			Exit: model.ExitRefused, What: fmt.Sprintf("the Secret %s is neither a token of an account nor an anchor of one", out.Secret), Todo: "look at it with kubectl; kubeid deletes no other Secrets",
		}
	}
	return out, stops(ctx, api, &out, facts)
}

// holderOf returns the Secret that a token ends with.
func holderOf(t crypto.Token) (secret model.Account, uid string, err error) {
	a := t.Account
	if a != nil && a.Secret.Name != "" {
		return model.Account{Namespace: model.NewText(a.Namespace), Name: model.NewText(a.Secret.Name)}, a.Secret.UID, nil
	}
	p := &model.Problem{Exit: model.ExitRefused, What: "it is no token of a ServiceAccount", Todo: "name the Secret that it ends with"}
	if a != nil {
		p.What, p.Todo = "this token is bound to no Secret, so nothing revokes it", "delete the account "+model.NewText(a.Namespace+"/"+a.Account.Name).String()+", which ends all its tokens"
		if !t.Expires.IsZero() {
			p.Todo = "wait until it ends, " + t.Expires.UTC().Format("2006-01-02 15:04 UTC") + ", or " + p.Todo
		}
	}
	return model.Account{}, "", p
}

// stops says what stops working.
func stops(ctx context.Context, api *cluster.API, out *model.Revocation, facts model.TokenSecret) error {
	say := func(format string, args ...any) {
		out.Stops = append(out.Stops, model.NewText(fmt.Sprintf(format, args...)))
	}
	say("whatever logs in with this token as %s", out.Of)
	if !out.Anchor {
		switch {
		case !facts.LastUsed.IsZero():
			say("it was last used on %s", facts.LastUsed.Format(time.DateOnly))
		case facts.InvalidSince.IsZero():
			say("the cluster has not seen it used")
		}
	}
	pods, err := api.PodsWith(ctx, out.Secret)
	switch {
	case errors.Is(err, model.ErrForbidden):
		say("whether pods mount it may not be looked at")
		return nil
	case err != nil:
		return err
	}
	for _, p := range pods {
		say("the pod %s, which mounts it", p.Name)
	}
	out.Pods = pods
	return nil
}

// How long the cluster may go on taking a token whose Secret is gone, before that is
// said to be odd: it remembers logins for 10 seconds.
const (
	refuseTime  = 45 * time.Second
	refuseEvery = 500 * time.Millisecond
)

// Revoke deletes the Secret that a token ends with, if it is still that one, and waits
// until the cluster refuses the token. Where the token is not given it is read from the
// Secret before, if it is there and may be read.
func (s *Service) Revoke(ctx context.Context, r model.Revocation, token crypto.Secret, granted model.Consent, tell func(model.Event)) (model.Revoked, error) {
	out := model.Revoked{Revocation: r}
	api, done, err := s.borrowToWrite(ctx, r.Context, granted)
	if err != nil {
		return out, err
	}
	defer done()
	if token.Empty() && !r.Anchor {
		token, _ = api.ReadTokenSecret(ctx, r.Secret, "") // unread, its end is only not seen
	}
	steps := steps{tell}
	err = steps.do(ctx, "delete the Secret "+r.Secret.String(), func(ctx context.Context) (string, error) {
		err := api.DeleteSecret(ctx, cluster.Anchor{Namespace: r.Secret.Namespace.Raw(), Name: r.Secret.Name.Raw(), UID: r.UID.Raw()})
		if errors.Is(err, model.ErrNoObject) {
			return "it was gone already", nil
		}
		return "", err
	})
	if err != nil || token.Empty() {
		return out, err
	}
	began := time.Now()
	err = steps.do(ctx, "wait until the cluster refuses the token", func(ctx context.Context) (string, error) {
		err := refused(ctx, api.Caller().With(cluster.Credentials{Token: token}))
		out.Seen, out.Took = err == nil, time.Since(began)
		return fmt.Sprintf("after %.1f s", out.Took.Seconds()), err
	})
	return out, err
}

// refused logs in until that is not possible any more.
func refused(ctx context.Context, as cluster.Caller) error {
	waited, cancel := context.WithTimeout(ctx, refuseTime)
	defer cancel()
	api, err := as.Connect(ctx, model.Consent{})
	if err != nil {
		return err
	}
	defer api.Close()
	for {
		who, err := api.Whoami(waited)
		switch {
		case errors.Is(err, model.ErrUnauthorized), err == nil && who.Anonymous():
			return nil
		case ctx.Err() != nil:
			return ctx.Err()
		case waited.Err() != nil:
			return &model.Problem{Exit: model.ExitError, What: fmt.Sprintf("the cluster still takes the token after %s, though its Secret is gone", refuseTime), Todo: "look whether something makes the Secret anew"}
		case err != nil:
			return err
		}
		select {
		case <-waited.Done():
		case <-time.After(refuseEvery):
		}
	}
}
