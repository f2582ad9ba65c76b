package kube

import (
	"context"
	"errors"
	"fmt"
	"time"

	"kubeid/crypto"
	"kubeid/kube/cluster"
	"kubeid/kube/store"
	"kubeid/model"
)

// shortTime is how long is waited for a certificate that somebody may have approved.
const shortTime = 10 * time.Second

// waits tells whether the work ends with a request that somebody else has to answer.
func (o *onboarding) waits() bool {
	return !o.resumed && (o.user.By == model.ByOthers || o.user.By == model.ByAPI && !o.review.Approves())
}

// wait ends the work for now: key and request are kept, and the request is written out
// where it goes another way than through the cluster.
func (o *onboarding) wait(ctx context.Context) error {
	if err := o.keep(ctx); err != nil || o.user.By == model.ByAPI {
		return err
	}
	return o.write(ctx)
}

// keep writes key and request down, where somebody else has to approve.
func (o *onboarding) keep(ctx context.Context) error {
	return o.steps.do(ctx, "keep key and request until it is approved", func(context.Context) (string, error) {
		waiting := store.Pending{User: o.user}
		for _, p := range o.places {
			key, err := p.key.PEM()
			if err != nil {
				return "", err
			}
			waiting.Places = append(waiting.Places, store.PendingPlace{
				Context: p.Context, Name: p.posted.Metadata.Name, UID: p.posted.Metadata.UID, Request: p.request.PEM(), Key: key,
			})
		}
		id, err := o.service.store.KeepPending(waiting)
		o.added.Kept = id
		return "for you alone (0600)", err
	})
}

// Pending lists the users who wait for a certificate.
func (s *Service) Pending(context.Context) ([]model.Waiting, error) {
	var out []model.Waiting
	for _, id := range s.store.PendingIDs() {
		p, err := s.store.Pending(id)
		w := model.Waiting{ID: id, At: p.At, User: p.User, Trouble: err}
		for _, at := range p.Places {
			if at.Name != "" {
				w.Requests = append(w.Requests, model.NewText(at.Name))
			}
		}
		out = append(out, w)
	}
	return out, nil
}

// SweepPending deletes key and request of those for whom nothing can come any more, and
// returns who they were.
func (s *Service) SweepPending(ctx context.Context) ([]model.Waiting, error) {
	all, err := s.Pending(ctx)
	if err != nil {
		return nil, err
	}
	var gone []model.Waiting
	for _, w := range all {
		if !w.Over(time.Now()) {
			continue
		}
		if err := s.store.DropPending(w.ID); err != nil {
			return gone, err
		}
		gone = append(gone, w)
	}
	return gone, nil
}

// ForgetPending deletes key and request of somebody who waits.
func (s *Service) ForgetPending(_ context.Context, id string) error {
	if _, err := s.store.Pending(id); model.ExitCode(err) == model.ExitNotFound {
		return err
	}
	return s.store.DropPending(id)
}

// PendingUser returns the answers of a user who waits for a certificate.
func (s *Service) PendingUser(_ context.Context, id string) (model.NewUser, error) {
	waiting, err := s.store.Pending(id)
	return waiting.User, err
}

// ResumeUser goes on with a user whose request somebody else had to approve. When it is
// still open, key and request go on waiting.
func (s *Service) ResumeUser(ctx context.Context, id string, with model.AddWith, tell func(model.Event)) (model.AddedUser, error) {
	waiting, err := s.store.Pending(id)
	if err != nil {
		return model.AddedUser{}, err
	}
	if waiting.User.By == model.ByOthers {
		return model.AddedUser{}, &model.Problem{Exit: model.ExitUsage, What: fmt.Sprintf("%q waits for a certificate in a file", model.NewText(id)), Todo: "give it with: kubeid accept FILE"}
	}
	return s.resume(ctx, waiting, nil, with, tell)
}

// AcceptCertificate takes the certificate that somebody else has signed, for the one who
// waits for it: the key says who that is.
func (s *Service) AcceptCertificate(ctx context.Context, file string, with model.AddWith, tell func(model.Event)) (model.AddedUser, error) {
	certs, err := readCertificates("the certificate", file)
	if err != nil {
		return model.AddedUser{}, err
	}
	for _, id := range s.store.PendingIDs() {
		waiting, err := s.store.Pending(id)
		if err != nil {
			continue // it is of somebody else, as far as anybody can tell
		}
		for _, p := range waiting.Places {
			key, err := crypto.ParseKey(p.Key.Reveal(), crypto.Secret{})
			if err == nil && len(waiting.Places) == 1 && crypto.KeyMatches(certs[0], key) {
				return s.resume(ctx, waiting, certs, with, tell)
			}
		}
	}
	return model.AddedUser{}, &model.Problem{
		Exit: model.ExitNotFound, What: fmt.Sprintf("nobody waits for the certificate in %s", model.NewText(file)),
		Todo: "the key has to be here: make the request with kubeid request",
	}
}

// resume goes on where the work had to wait. given is the certificate, if it is at hand.
func (s *Service) resume(ctx context.Context, waiting store.Pending, given []*crypto.Certificate, with model.AddWith, tell func(model.Event)) (model.AddedUser, error) {
	o := &onboarding{service: s, user: waiting.User, with: with, steps: steps{tell}, resumed: true, given: given}
	if err := o.prepare(ctx); err != nil {
		return model.AddedUser{Review: o.review}, err
	}
	defer o.close()
	for i, p := range o.places {
		at := waiting.Places[i]
		requests, _ := crypto.ParseRequests(at.Request)
		key, err := crypto.ParseKey(at.Key.Reveal(), crypto.Secret{})
		if err != nil || len(requests) != 1 {
			return model.AddedUser{}, &model.Problem{What: "what waits cannot be read", Todo: "ask for a new certificate", Cause: err}
		}
		p.key, p.request = key, requests[0]
		p.posted = cluster.SigningRequest{Metadata: cluster.Meta{Name: at.Name, UID: at.UID}}
	}
	added, err := o.finish(ctx)
	switch {
	case err == nil:
		return added, s.store.DropPending(waiting.ID)
	case o.refused && len(o.places) == 1:
		return added, errors.Join(err, o.steps.do(context.WithoutCancel(ctx), "delete key and request, of which nothing comes any more", func(context.Context) (string, error) {
			return "", s.store.DropPending(waiting.ID)
		}))
	}
	added.Kept = waiting.ID
	return added, err
}
