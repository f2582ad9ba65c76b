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
	return by[m.wish.By](ctx)
}

// got takes the token, and what it says of itself.
func (m *minting) got(token crypto.Secret) {
	m.made.Token, m.made.Facts = token, model.NewToken(crypto.ParseToken(token))
	m.made.Granted = m.made.Facts.Life()
}

func (m *minting) request(ctx context.Context) error {
	m.made.Asked = m.wish.Life
	return m.steps.do(ctx, "ask for a token of "+model.SpanWords(m.wish.Life), func(ctx context.Context) (string, error) {
		got, err := m.api.Mint(ctx, m.wish.Account, m.wish.Audiences, m.wish.Life, m.anchored)
		if err != nil {
			return "", err
		}
		m.got(got.Token)
		m.made.Warned = got.Warnings
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
		if err == nil {
			m.got(token)
		}
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
		if err == nil {
			m.got(token)
		}
		m.made.Secret = at.Name
		return "", err
	})
}
