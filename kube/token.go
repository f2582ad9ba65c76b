package kube

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"path/filepath"
	"reflect"
	"strings"

	"kubeid/crypto"
	"kubeid/kube/cluster"
	"kubeid/model"
)

// ReviewToken tells what making a token would do, in full, and makes nothing. It asks
// the server as whoever the context logs in as, so what WhoamiNeeds lists has to be
// granted.
func (s *Service) ReviewToken(ctx context.Context, w model.TokenWish, granted model.Consent) (model.TokenReview, error) {
	m, err := s.minting(ctx, w, granted)
	if err != nil {
		return model.TokenReview{}, err
	}
	defer m.close()
	return m.review, nil
}

// MakeToken carries a review out: the account, its role, the token, a login with it,
// and the files, in this order, so that nothing is handed over which does not log in.
// What came of it is told also when it fails; what was made until then is in Left.
func (s *Service) MakeToken(ctx context.Context, r model.TokenReview, granted model.Consent, tell func(model.Event)) (model.MadeToken, error) {
	m, err := s.minting(ctx, r.Wish, granted)
	if err != nil {
		return model.MadeToken{Review: r}, err
	}
	defer m.close()
	if !reflect.DeepEqual(m.review.Files, r.Files) || !reflect.DeepEqual(m.review.Address, r.Address) || m.review.CA != r.CA || m.review.Exists != r.Exists {
		return model.MadeToken{Review: r}, &model.Problem{Exit: model.ExitConflict, What: "something has changed since it was reviewed", Todo: "look at the review once more"}
	}
	if err := m.review.Err(); err != nil {
		return model.MadeToken{Review: r}, err
	}
	m.steps.tell, m.made.Review = tell, m.review
	err = m.run(ctx)
	return m.made, err
}

// A minting is the work of making one token.
type minting struct {
	service *Service
	wish    model.TokenWish
	place   *place
	api     *cluster.API
	close   func()
	review  model.TokenReview
	steps   steps
	made    model.MadeToken

	anchored *cluster.Anchor // nil unless the token ends with one
	sameFile bool            // the context and its cluster stand in one file
}

// minting finds out everything that has to be known before anything is made.
func (s *Service) minting(ctx context.Context, w model.TokenWish, granted model.Consent) (*minting, error) {
	w = w.WithDefaults()
	if err := w.Check(); err != nil {
		return nil, err
	}
	for _, path := range []*string{&w.Out.Kubeconfig, &w.Out.Merge, &w.Out.Token, &w.Out.CA} {
		if *path == "" {
			continue
		}
		full, err := filepath.Abs(s.expand(*path))
		if err != nil {
			return nil, err
		}
		*path = full
	}
	m := &minting{service: s, wish: w, review: model.TokenReview{Wish: w}}
	var err error
	if m.place, m.sameFile, err = s.placeOf(ctx, w.Context, w.Server); err != nil {
		return nil, err
	}
	m.review.Address, m.review.CA, m.review.Entry = m.place.Address, m.place.CA, w.Account.EntryName(m.place.name)
	m.review.Worries = m.place.Address.Worries
	if m.api, m.close, err = s.borrow(ctx, w.Context, granted); err != nil {
		return nil, err
	}
	for _, step := range []func(context.Context) error{m.findAccount, m.askRights, m.findReaders, m.planFiles} {
		if err := step(ctx); err != nil {
			m.close()
			return nil, err
		}
	}
	m.planObjects()
	return m, nil
}

// placeOf resolves one context, as kubectl sees it, for something that is handed over.
// It also tells whether its cluster stands in the same file.
func (s *Service) placeOf(ctx context.Context, ref model.Ref, server string) (p *place, sameFile bool, err error) {
	k, files, err := s.load(ctx)
	if err != nil {
		return nil, false, err
	}
	p, file, err := newTargets(k, files).place(ref, server)
	if err != nil {
		return nil, false, err
	}
	caller, err := s.caller(ctx, ref)
	p.caller = &caller
	return p, file == ref.File, err
}

// findAccount looks whether the account is there.
func (m *minting) findAccount(ctx context.Context) error {
	_, err := m.api.Account(ctx, m.wish.Account)
	switch {
	case err == nil:
		m.review.Exists = true
	case errors.Is(err, model.ErrForbidden):
		m.review.Exists = !m.wish.Create
		m.review.Notes = append(m.review.Notes, "whether the account exists may not be looked at")
	case errors.Is(err, model.ErrNoObject):
		if !m.wish.Create {
			return noAccount(m.wish.Account, err)
		}
	default:
		return err
	}
	return nil
}

// rights are what it takes to carry the wish out.
func (m *minting) rights() []model.Right {
	ns, name := m.wish.Account.Namespace.Raw(), m.wish.Account.Name.Raw()
	var out []model.Right
	if m.wish.Create && !m.review.Exists {
		out = append(out, model.Right{Verb: "create", Resource: "serviceaccounts", Namespace: ns})
	}
	switch m.wish.By {
	case model.ByRequest:
		out = append(out, model.Right{Verb: "create", Resource: "serviceaccounts", Sub: "token", Namespace: ns, Name: name})
		if m.wish.Anchored {
			out = append(out, model.Right{Verb: "create", Resource: "secrets", Namespace: ns})
		}
	case model.BySecret:
		out = append(out, model.Right{Verb: "create", Resource: "secrets", Namespace: ns}, model.Right{Verb: "get", Resource: "secrets", Namespace: ns, Name: m.wish.Secret})
	case model.FromSecret:
		out = append(out, model.Right{Verb: "get", Resource: "secrets", Namespace: ns, Name: m.wish.Secret})
	}
	for _, b := range m.bindings() {
		out = append(out, model.Right{Verb: "create", Group: rbacGroup, Resource: b.path().Resource, Namespace: b.Metadata.Namespace})
	}
	return out
}

func (m *minting) askRights(ctx context.Context) (err error) {
	m.review.Asked, err = m.api.MayAll(ctx, m.rights())
	return err
}

// findReaders finds who can read the Secret that holds the token: each of them is the
// account from then on.
func (m *minting) findReaders(ctx context.Context) error {
	if m.wish.By == model.ByRequest {
		return nil
	}
	ns := m.wish.Account.Namespace
	rbac, unknown, err := m.api.RBAC(ctx, ns.Raw(), func(string, int, *int64) {})
	if err != nil {
		return err
	}
	name := m.wish.Secret
	if name == "" {
		name = "any"
	}
	for _, h := range rbac.WhoCan(model.Goal{Secret: model.Account{Namespace: ns, Name: model.NewText(name)}, PodsKnown: true}) {
		if h.Has("read-secret") {
			m.review.Readers = append(m.review.Readers, h)
		}
	}
	m.review.Read = len(unknown) == 0
	return nil
}

// planObjects lists what will be made in the cluster.
func (m *minting) planObjects() {
	add := func(format string, args ...any) {
		m.review.Objects = append(m.review.Objects, model.PlannedObject{What: model.NewText(fmt.Sprintf(format, args...)).String()})
	}
	if m.wish.Create && !m.review.Exists {
		add("ServiceAccount %s/%s", m.wish.Account.Namespace.Raw(), m.wish.Account.Name.Raw())
	}
	for _, b := range m.bindings() {
		text, err := b.yaml()
		if err == nil {
			m.review.Objects = append(m.review.Objects, model.PlannedObject{What: b.String(), YAML: text})
		}
	}
	switch {
	case m.wish.By == model.BySecret:
		add("Secret %s/%s, which the cluster fills with the token", m.wish.Account.Namespace.Raw(), m.secretName("token", "…"))
	case m.wish.Anchored:
		add("Secret %s/%s, empty: the token ends with it", m.wish.Account.Namespace.Raw(), m.secretName("anchor", "…"))
	}
}

// secretName is what a new Secret for the account is called.
func (m *minting) secretName(what, mark string) string {
	if m.wish.Secret != "" {
		return m.wish.Secret
	}
	name := m.wish.Account.Name.Raw()
	return name[:min(len(name), 200)] + "-" + what + "-" + mark
}

func mark() string { return strings.ToLower(rand.Text()[:6]) }

// bindings gives the account the role that was wished.
func (m *minting) bindings() []binding {
	u := model.NewUser{Subject: crypto.Subject{User: m.wish.Account.Username()}, Role: m.wish.Role}
	out := bindingsOf(u)
	for i := range out {
		out[i].Subjects = []bindingSubject{{Kind: model.AccountSubject, Name: m.wish.Account.Name.Raw(), Namespace: m.wish.Account.Namespace.Raw()}}
	}
	return out
}
