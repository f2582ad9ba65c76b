package kube

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"time"

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
	defer m.place.close()
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
	defer m.place.close()
	if !reflect.DeepEqual(m.review.Files, r.Files) || m.review.Address.Server != r.Address.Server || m.review.CA != r.CA || m.review.Exists != r.Exists {
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
	m := &minting{service: s, wish: w, review: model.TokenReview{Wish: w}}
	var err error
	if m.place, m.sameFile, err = s.placeOf(ctx, w.Context, w.Server); err != nil {
		return nil, err
	}
	m.review.Address, m.review.CA, m.review.Entry = m.place.Address, m.place.CA, w.Account.EntryName(m.place.name)
	m.review.Worries = m.place.Address.Worries
	if m.api, err = m.place.caller.Connect(ctx, granted); err != nil {
		return nil, err
	}
	m.place.api = m.api
	for _, step := range []func(context.Context) error{m.findAccount, m.askRights, m.findReaders, m.planFiles} {
		if err := step(ctx); err != nil {
			m.place.close()
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
	t := newTargets(k, files)
	p = &place{}
	p.Context = ref
	if p.target, _, err = t.target(ref); err != nil {
		return nil, false, err
	}
	i, err := t.cluster(ref)
	if err != nil {
		return nil, false, err
	}
	c := k.Clusters[i]
	p.name = c.Name.Raw()
	if p.Address, err = model.AddressForThem(c, server); err != nil {
		return nil, false, err
	}
	if err := p.readCA(); err != nil {
		return nil, false, err
	}
	caller, err := s.caller(ctx, ref)
	p.caller = &caller
	return p, k.Files[c.File].Path == ref.File, err
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

// run does the work, step by step.
func (m *minting) run(ctx context.Context) error {
	work := []func(context.Context) error{m.createAccount, m.bind, m.anchor, m.obtain, m.prove, m.write}
	for _, step := range work {
		if err := step(ctx); err != nil {
			return err
		}
	}
	m.use()
	return nil
}

func (m *minting) createAccount(ctx context.Context) error {
	if !m.wish.Create || m.review.Exists {
		return nil
	}
	return m.steps.do(ctx, "make the account "+m.wish.Account.String(), func(ctx context.Context) (string, error) {
		made, err := m.api.CreateAccount(ctx, m.wish.Account)
		if err != nil {
			return "", err
		}
		m.left("ServiceAccount", m.wish.Account.Name.Raw(), made.UID.Raw())
		return "", nil
	})
}

func (m *minting) left(kind, name, uid string) {
	l := model.Leftover{Context: m.wish.Context, Kind: kind, Where: m.wish.Account.Namespace.Raw(), Name: name, UID: uid}
	l.Remove = removal(l)
	m.made.Left = append(m.made.Left, l)
}

func (m *minting) bind(ctx context.Context) error {
	for _, b := range m.bindings() {
		does := fmt.Sprintf("give %s", model.RoleWish{Name: m.wish.Role.Name, Local: m.wish.Role.Local, Namespaces: namespaceOf(b)})
		err := m.steps.do(ctx, does, func(ctx context.Context) (string, error) {
			var made binding
			_, err := m.api.Create(ctx, b.path(), b, &made)
			if errors.Is(err, model.ErrExists) {
				_, err := b.isThere(ctx, m.api)
				return "was given already", err
			}
			if err != nil {
				return "", fmt.Errorf("%s: %w", b, err)
			}
			l := model.Leftover{Context: m.wish.Context, Kind: b.Kind, Where: b.Metadata.Namespace, Name: b.Metadata.Name, UID: made.Metadata.UID}
			l.Remove = removal(l)
			m.made.Left = append(m.made.Left, l)
			return b.String(), nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// anchor makes the Secret that the token will end with.
func (m *minting) anchor(ctx context.Context) error {
	if !m.wish.Anchored {
		return nil
	}
	return m.steps.do(ctx, "make a Secret that the token ends with", func(ctx context.Context) (string, error) {
		a, err := m.api.MakeAnchor(ctx, m.wish.Account, m.secretName("anchor", mark()))
		if err != nil {
			return "", err
		}
		m.made.Anchor = model.NewText(a.Name)
		m.left("Secret", a.Name, a.UID)
		m.anchored = &a
		return a.Name, nil
	})
}

// obtain gets the token.
func (m *minting) obtain(ctx context.Context) error {
	by := map[model.TokenBy]func(context.Context) error{model.ByRequest: m.request, model.BySecret: m.newSecret, model.FromSecret: m.oldSecret}
	if err := by[m.wish.By](ctx); err != nil {
		return err
	}
	m.made.Facts = model.NewToken(crypto.ParseToken(m.made.Token))
	m.made.Granted = m.made.Facts.Life()
	return nil
}

func (m *minting) request(ctx context.Context) error {
	m.made.Asked = m.wish.Life
	return m.steps.do(ctx, "ask for a token of "+model.HumanDuration(m.wish.Life), func(ctx context.Context) (string, error) {
		got, err := m.api.Mint(ctx, m.wish.Account, m.wish.Audiences, m.wish.Life, m.anchored)
		if err != nil {
			return "", err
		}
		m.made.Token, m.made.Warned = got.Token, got.Warnings
		m.made.Facts = model.NewToken(crypto.ParseToken(got.Token))
		m.made.Granted = m.made.Facts.Life()
		return m.made.LifeWords(), nil
	})
}

func (m *minting) newSecret(ctx context.Context) error {
	var s cluster.Anchor
	err := m.steps.do(ctx, "make a token Secret", func(ctx context.Context) (string, error) {
		var err error
		if s, err = m.api.MakeTokenSecret(ctx, m.wish.Account, m.secretName("token", mark())); err != nil {
			return "", err
		}
		m.made.Secret = model.NewText(s.Name)
		m.left("Secret", s.Name, s.UID)
		return s.Name, nil
	})
	if err != nil {
		return err
	}
	return m.steps.do(ctx, "wait until the cluster has filled it", func(ctx context.Context) (string, error) {
		began := time.Now()
		token, err := m.api.AwaitToken(ctx, s)
		if errors.Is(err, model.ErrNoObject) {
			m.made.Left = m.made.Left[:len(m.made.Left)-1]
		}
		m.made.Token = token
		return fmt.Sprintf("after %.1f s", time.Since(began).Seconds()), err
	})
}

func (m *minting) oldSecret(ctx context.Context) error {
	return m.steps.do(ctx, "read the Secret "+m.wish.Secret, func(ctx context.Context) (string, error) {
		at := model.Account{Namespace: m.wish.Account.Namespace, Name: model.NewText(m.wish.Secret)}
		token, err := m.api.ReadTokenSecret(ctx, at, m.wish.Account.Name.Raw())
		if err == nil && token.Empty() {
			err = &model.Problem{Exit: model.ExitError, What: fmt.Sprintf("the Secret %s holds no token", at), Todo: "wait until the cluster has filled it, or look whether kube-controller-manager runs"}
		}
		m.made.Token, m.made.Secret = token, at.Name
		return "", err
	})
}
