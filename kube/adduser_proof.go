package kube

import (
	"context"
	"fmt"
	"time"

	"kubeid/kube/cluster"
	"kubeid/model"
)

// now is the time to the second, as certificates have it.
func now() time.Time { return time.Now().UTC().Truncate(time.Second) }

// prove logs in as the new user, with what was written, and compares. A server that
// cannot be reached is no failure of the work: what was written is good, but unproved.
func (o *onboarding) prove(ctx context.Context, p *place) error {
	if o.user.Offline || o.request != nil {
		return nil
	}
	added := &o.added.Places[p.at]
	return o.steps.do(ctx, "log in as the new user"+o.forPlace(p), func(ctx context.Context) (string, error) {
		caller, err := o.newCaller(p)
		if err != nil {
			return "", err
		}
		who, err := caller.Whoami(ctx, model.Consent{})
		if err != nil {
			if ctx.Err() != nil {
				return "", ctx.Err()
			}
			added.Proof = model.Proof{Tried: true, Trouble: model.NewText(err.Error()), Hint: model.Hint(err)}
			return "", notProved(added.Proof)
		}
		added.Proof = model.ProofOf(who, p.certificate, o.user.Subject)
		if !added.Proof.Good() {
			return "", notProved(added.Proof)
		}
		return added.Proof.String(), nil
	})
}

func notProved(p model.Proof) error {
	return &model.Problem{Exit: model.ExitError, What: "the new user does not log in: " + p.Trouble.String(), Todo: p.Hint}
}

// newCaller is the new user on the way that was written for them. Where that address is
// for somebody else, the server is reached on our own way.
func (o *onboarding) newCaller(p *place) (cluster.Caller, error) {
	key, err := p.key.PEM()
	if err != nil {
		return cluster.Caller{}, err
	}
	if o.user.Server == "" && o.user.Result == model.AsKubeconfig {
		kubeconfig, err := o.kubeconfig(p, embedded)
		if err != nil {
			return cluster.Caller{}, err
		}
		c, err := cluster.ReadCaller(kubeconfig, o.review.Files[0].Path)
		if err != nil {
			return cluster.Caller{}, fmt.Errorf("what was written: %w", err)
		}
		return c, nil
	}
	return cluster.Caller{Target: p.target}.With(cluster.Credentials{Certificate: p.certificate.PEM(), Key: key}), nil
}
