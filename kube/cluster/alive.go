package cluster

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/go-jose/go-jose/v4"

	"kubeid/crypto"
	"kubeid/model"
)

type tokenReview struct {
	Type
	Spec struct {
		Token     string   `json:"token"`
		Audiences []string `json:"audiences,omitempty"`
	} `json:"spec"`
	Status struct {
		Authenticated bool     `json:"authenticated"`
		Audiences     []string `json:"audiences"`
		Error         string   `json:"error"`
		User          struct {
			Username string `json:"username"`
		} `json:"user"`
	} `json:"status,omitzero"`
}

var tokenReviews = Path{Group: "authentication.k8s.io", Version: "v1", Resource: "tokenreviews"}

// A Reviewed is what the server says to a token when it is asked about it.
type Reviewed struct {
	Taken     bool
	User      model.Text
	Audiences []model.Text
	Trouble   model.Text // why it is not taken
}

// ReviewToken asks the server whether it takes a token for one of these audiences; none
// means its own (TokenReview).
func (a *API) ReviewToken(ctx context.Context, token crypto.Secret, audiences []string) (Reviewed, error) {
	ask := tokenReview{Type: Type{"authentication.k8s.io/v1", "TokenReview"}}
	ask.Spec.Token, ask.Spec.Audiences = string(token.Reveal()), audiences
	var got tokenReview
	if _, err := a.Create(ctx, tokenReviews, ask, &got); err != nil {
		return Reviewed{}, err
	}
	s := got.Status
	return Reviewed{s.Authenticated, model.NewText(s.User.Username), model.Texts(s.Audiences), model.Readable(s.Error)}, nil
}

// IssuerKeys reads the public keys by which tokens of accounts are signed (JWKS). They
// may be read by accounts, and by everybody where an administrator allows it.
func (a *API) IssuerKeys(ctx context.Context) ([]jose.JSONWebKey, error) {
	var set jose.JSONWebKeySet
	_, err := a.do(ctx, question{method: http.MethodGet, path: "/openid/v1/jwks", accept: "application/jwk-set+json,application/json"}, &set)
	return set.Keys, err
}

// Issuer asks for the name by which the cluster signs tokens of accounts. It may be read
// by whom IssuerKeys may be read.
func (a *API) Issuer(ctx context.Context) (string, error) {
	var about struct {
		Issuer string `json:"issuer"`
	}
	_, err := a.do(ctx, question{method: http.MethodGet, path: "/.well-known/openid-configuration", accept: "application/json"}, &about)
	return about.Issuer, err
}

// SignedBySet tells whether a token bears the signature of one of the keys.
func SignedBySet(token crypto.Secret, keys []jose.JSONWebKey) bool {
	for _, k := range keys {
		if crypto.SignedBy(token, crypto.PublicKey{Key: k.Key}) {
			return true
		}
	}
	return false
}

// IsThere tells whether an object exists with this UID; an empty uid takes any. The
// words say why it does not, or what stands there instead.
func (a *API) IsThere(ctx context.Context, p Path, uid string) (there bool, words string, err error) {
	var got struct {
		Metadata Meta `json:"metadata"`
	}
	_, err = a.do(ctx, question{method: http.MethodGet, path: p.url(nil), accept: metadataOfOne}, &got)
	switch {
	case errors.Is(err, model.ErrNoObject):
		return false, "is gone", nil
	case err != nil:
		return false, "", err
	case uid != "" && got.Metadata.UID != uid:
		return false, fmt.Sprintf("is another one of the same name, made %s", got.Metadata.CreationTimestamp.Format("2006-01-02 15:04")), nil
	case !got.Metadata.DeletionTimestamp.IsZero():
		return false, "is being deleted", nil
	}
	return true, "", nil
}

// Nodes names the nodes of the cluster.
var Nodes = Path{Version: "v1", Resource: "nodes"}
