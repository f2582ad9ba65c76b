package kube

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"kubeid/crypto"
	"kubeid/kube/cluster"
	"kubeid/model"
)

// CheckToken looks whether a cluster still takes a token: its signature, its end, its
// issuer, its account and whatever it is bound to. The token itself is shown to the server
// only when send says so: whoever has a token is its account, and the keys by which its
// signature is judged come from that very server.
func (s *Service) CheckToken(ctx context.Context, ref model.Ref, token crypto.Secret, send bool, granted model.Consent) (model.TokenCheck, error) {
	borrow := s.borrow
	if send {
		borrow = s.borrowToWrite // a stranger with the token could do more than a change
	}
	api, done, err := borrow(ctx, ref, granted)
	if err != nil {
		return model.TokenCheck{}, err
	}
	defer done()
	parsed := crypto.ParseToken(token)
	c := &tokenChecking{api: api, token: token, parsed: parsed, out: model.TokenCheck{Context: ref, Server: api.Server(), Token: model.NewToken(parsed)}}
	c.end()
	for _, look := range []func(context.Context) error{c.signature, c.issuer, c.account, c.bound} {
		if err := look(ctx); err != nil {
			return c.out, err
		}
	}
	if send && c.out.Alive() != model.No { // nobody needs to see one that is good for nothing here
		err = c.server(ctx)
	}
	return c.out, err
}

type tokenChecking struct {
	api    *cluster.API
	token  crypto.Secret
	parsed crypto.Token
	out    model.TokenCheck
}

func (c *tokenChecking) end() {
	now := time.Now()
	t := c.out.Token
	switch {
	case c.parsed.Kind.Opaque():
	case t.Expires.IsZero():
		c.out.Add(model.TokenEnd, model.Yes, "it has no end")
	case now.After(t.Expires):
		c.out.Add(model.TokenEnd, model.No, "it ended "+t.Expires.UTC().Format("2006-01-02 15:04 UTC"))
	case now.Before(t.Begins().Add(-time.Minute)):
		c.out.Add(model.TokenEnd, model.No, "it begins only "+t.Begins().UTC().Format("2006-01-02 15:04 UTC"))
	default:
		c.out.Add(model.TokenEnd, model.Yes, "it lives until "+t.Expires.UTC().Format("2006-01-02 15:04 UTC"))
	}
}

// signature compares with the keys that the cluster publishes.
func (c *tokenChecking) signature(ctx context.Context) error {
	if c.parsed.Kind != crypto.BoundAccountToken && c.parsed.Kind != crypto.LegacyAccountToken {
		return nil
	}
	keys, err := c.api.IssuerKeys(ctx)
	switch {
	case refuses(err):
		c.out.Add(model.TokenSignature, model.Unclear, "the keys of the cluster may not be read (/openid/v1/jwks)")
	case err != nil:
		return err
	case len(keys) == 0:
		c.out.Add(model.TokenSignature, model.Unclear, "the cluster publishes no key")
	case cluster.SignedBySet(c.token, keys):
		c.out.Add(model.TokenSignature, model.Yes, "signed by a key of this cluster")
	default:
		c.out.Add(model.TokenSignature, model.No, "signed by no key of this cluster")
	}
	return nil
}

// issuer compares who the token says has signed it with what the cluster calls itself. A
// server may take those of other issuers too, so that another one says nothing for sure.
func (c *tokenChecking) issuer(ctx context.Context) error {
	if c.parsed.Kind != crypto.BoundAccountToken {
		return nil // a legacy token has the same one everywhere
	}
	own, err := c.api.Issuer(ctx)
	says, calls := model.NewText(c.parsed.Issuer), model.NewText(own)
	switch {
	case refuses(err):
		c.out.Add(model.TokenIssuer, model.Unclear, "what the cluster calls itself may not be read (/.well-known/openid-configuration)")
	case err != nil:
		return err
	case own == c.parsed.Issuer:
		c.out.Add(model.TokenIssuer, model.Yes, fmt.Sprintf("signed by %s, as the cluster calls itself", says))
	default:
		c.out.Add(model.TokenIssuer, model.Unclear, fmt.Sprintf("signed by %s, and the cluster calls itself %s", says, calls))
	}
	if err == nil && slices.Contains(c.parsed.Audiences, own) {
		c.out.Add(model.TokenAudience, model.Yes, fmt.Sprintf("made for %s, as the cluster calls itself", calls))
	} else if err == nil && len(c.parsed.Audiences) > 0 {
		c.out.Add(model.TokenAudience, model.Unclear, fmt.Sprintf("made for %s, and the cluster calls itself %s", joinTexts(model.Texts(c.parsed.Audiences)), calls))
	}
	return nil
}

// refuses tells whether a server does not let us look, or does not have such a thing.
func refuses(err error) bool {
	return errors.Is(err, model.ErrForbidden) || errors.Is(err, model.ErrNoObject) || errors.Is(err, model.ErrUnauthorized)
}

func (c *tokenChecking) account(ctx context.Context) error {
	a := c.parsed.Account
	if a == nil {
		return nil
	}
	return c.there(ctx, model.TokenAccount, "ServiceAccount "+a.Namespace+"/"+a.Account.Name, cluster.ServiceAccounts.In(a.Namespace).Named(a.Account.Name), a.Account.UID)
}

// bound looks at what the token ends with.
func (c *tokenChecking) bound(ctx context.Context) error {
	a := c.parsed.Account
	if a == nil {
		return nil
	}
	for _, b := range []struct {
		what string
		of   crypto.Bound
		path cluster.Path
	}{
		{"secret", a.Secret, cluster.Secrets.In(a.Namespace)}, {"pod", a.Pod, cluster.Pods.In(a.Namespace)}, {"node", a.Node, cluster.Nodes},
	} {
		if b.of.Name == "" || b.what == "node" && a.Pod.Name != "" {
			continue // the node of a pod's token is told, and nothing ends with it
		}
		if err := c.there(ctx, b.what, b.what+" "+b.of.Name, b.path.Named(b.of.Name), b.of.UID); err != nil {
			return err
		}
		if c.parsed.Kind == crypto.LegacyAccountToken && c.out.Of("secret") == model.Yes {
			c.invalid(ctx, model.Account{Namespace: model.NewText(a.Namespace), Name: model.NewText(b.of.Name)})
		}
	}
	return nil
}

func (c *tokenChecking) there(ctx context.Context, what, words string, p cluster.Path, uid string) error {
	there, why, err := c.api.IsThere(ctx, p, uid)
	name := model.NewText(words).String()
	switch {
	case errors.Is(err, model.ErrForbidden):
		c.out.Add(what, model.Unclear, name+" may not be looked at")
		return nil
	case err != nil:
		return err
	case there:
		c.out.Add(what, model.Yes, name+" is there")
	default:
		c.out.Add(what, model.No, name+" "+why)
	}
	return nil
}

// invalid looks whether the cluster has put a legacy token out of use.
func (c *tokenChecking) invalid(ctx context.Context, at model.Account) {
	facts, err := c.api.SecretFacts(ctx, at)
	if err == nil && !facts.InvalidSince.IsZero() {
		c.out.Add("label", model.No, fmt.Sprintf("the cluster has not taken it since %s, when it was long unused (label legacy-token-invalid-since)", facts.InvalidSince.Format(time.DateOnly)))
	}
}

// server asks the server about the token itself.
func (c *tokenChecking) server(ctx context.Context) error {
	c.out.Sent = true
	got, err := c.api.ReviewToken(ctx, c.token, nil)
	if errors.Is(err, model.ErrForbidden) {
		return c.login(ctx)
	}
	switch {
	case err != nil:
		return err
	case got.Taken:
		c.out.Add(model.TokenServer, model.Yes, "the server takes it for "+got.User.String())
		return nil
	}
	if c.audience(ctx) {
		return nil
	}
	words := "the server does not take it"
	if !got.Trouble.Empty() {
		words += ": " + got.Trouble.String()
	}
	c.out.Add(model.TokenServer, model.No, words)
	return nil
}

// audience asks whether the server takes the token for whom it says it is.
func (c *tokenChecking) audience(ctx context.Context) bool {
	if len(c.parsed.Audiences) == 0 {
		return false
	}
	got, err := c.api.ReviewToken(ctx, c.token, c.parsed.Audiences)
	if err != nil || !got.Taken {
		return false
	}
	c.out.Add(model.TokenServer, model.Yes, "good for "+joinTexts(got.Audiences)+", and not for the API server itself")
	return true
}

// login tries the token where the server may not be asked about it.
func (c *tokenChecking) login(ctx context.Context) error {
	who, err := c.api.Caller().With(cluster.Credentials{Token: c.token}).Whoami(ctx, model.Consent{})
	switch {
	case errors.Is(err, model.ErrUnauthorized):
		c.out.Add(model.TokenServer, model.No, "the server does not let it in")
	case err != nil:
		c.out.Add(model.TokenServer, model.Unclear, model.NewText(err.Error()).String())
	case who.Anonymous():
		c.out.Add(model.TokenServer, model.No, "the server takes it for nobody")
	default:
		c.out.Add(model.TokenServer, model.Yes, "it logs in as "+who.User.String())
	}
	return ctx.Err()
}

func joinTexts(list []model.Text) string {
	words := make([]string, len(list))
	for i, t := range list {
		words[i] = t.String()
	}
	return strings.Join(words, ", ")
}
