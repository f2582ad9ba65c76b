package cluster

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"kubeid/crypto"
	"kubeid/model"
)

// A tokenRequest is that of authentication.k8s.io/v1, which is posted to an account.
type tokenRequest struct {
	Type
	Spec struct {
		Audiences []string `json:"audiences"`
		Seconds   int64    `json:"expirationSeconds"`
		Bound     *boundTo `json:"boundObjectRef,omitempty"`
	} `json:"spec"`
	Status struct {
		Token   string    `json:"token"`
		Expires time.Time `json:"expirationTimestamp"`
	} `json:"status,omitzero"`
}

type boundTo struct {
	Type
	Name string `json:"name"`
	UID  string `json:"uid"`
}

// A Minted is a token that the cluster has made, and what it says about it.
type Minted struct {
	Token    crypto.Secret
	Expires  time.Time // as the answer has it; the token itself may say otherwise
	Warnings []model.Text
}

// Mint asks for a token of an account. No audience means that of the API server. A
// token that is bound to a Secret ends with it.
func (a *API) Mint(ctx context.Context, of model.Account, audiences []string, life time.Duration, anchor *Anchor) (Minted, error) {
	ask := tokenRequest{Type: Type{"authentication.k8s.io/v1", "TokenRequest"}}
	ask.Spec.Audiences, ask.Spec.Seconds = audiences, int64(life/time.Second)
	if anchor != nil {
		ask.Spec.Bound = &boundTo{Type{"v1", "Secret"}, anchor.Name, anchor.UID}
	}
	var got tokenRequest
	warnings, err := a.Create(ctx, accountPath(of).Part("token"), ask, &got)
	if err != nil {
		return Minted{}, err
	}
	if got.Status.Token == "" {
		return Minted{}, a.now().nonsense("its answer has no token")
	}
	return Minted{crypto.NewSecret([]byte(got.Status.Token)), got.Status.Expires, warnings}, nil
}

// An Anchor is a Secret that nothing is in: a token that is bound to it ends with it.
type Anchor struct{ Namespace, Name, UID string }

type secret struct {
	Type
	Metadata Meta              `json:"metadata"`
	Sort     string            `json:"type"`
	Data     map[string][]byte `json:"data,omitempty"`
}

// anchorFor says on an anchor whose token ends with it.
const anchorFor = "kubeid.dev/anchor-for"

// MakeAnchor makes an anchor for a token of an account.
func (a *API) MakeAnchor(ctx context.Context, of model.Account, name string) (Anchor, error) {
	var got secret
	_, err := a.Create(ctx, Secrets.In(of.Namespace.Raw()), secret{
		Type: Type{"v1", "Secret"}, Sort: opaqueSecret,
		Metadata: Meta{Name: name, Namespace: of.Namespace.Raw(), Labels: ours, Annotations: map[string]string{anchorFor: of.Name.Raw()}},
	}, &got)
	return Anchor{got.Metadata.Namespace, got.Metadata.Name, got.Metadata.UID}, err
}

// MakeTokenSecret makes a Secret that the cluster fills with a token of the account. It
// is not added to the account's own list, since the cluster would then take it for one
// of its own and clean it up one day.
func (a *API) MakeTokenSecret(ctx context.Context, of model.Account, name string) (Anchor, error) {
	var got secret
	_, err := a.Create(ctx, Secrets.In(of.Namespace.Raw()), secret{
		Type: Type{"v1", "Secret"}, Sort: tokenSecret,
		Metadata: Meta{Name: name, Namespace: of.Namespace.Raw(), Labels: ours, Annotations: map[string]string{accountName: of.Name.Raw()}},
	}, &got)
	return Anchor{got.Metadata.Namespace, got.Metadata.Name, got.Metadata.UID}, err
}

// How long the cluster may take to fill a token Secret, and how often it is looked at.
const (
	fillTime  = 20 * time.Second
	fillEvery = 200 * time.Millisecond
)

// AwaitToken waits until the cluster has filled a token Secret. It takes a Secret of an
// account that does not exist away again, which is told.
func (a *API) AwaitToken(ctx context.Context, s Anchor) (crypto.Secret, error) {
	waited, cancel := context.WithTimeout(ctx, fillTime)
	defer cancel()
	for {
		token, err := a.ReadTokenSecret(waited, model.Account{Namespace: model.NewText(s.Namespace), Name: model.NewText(s.Name)}, "")
		switch {
		case errors.Is(err, model.ErrNoObject):
			return crypto.Secret{}, &model.Problem{
				Exit: model.ExitNotFound, What: fmt.Sprintf("the cluster took the Secret %s away again, as it does when the account does not exist", model.NewText(s.Name)),
				Todo: "make the account first", Cause: err,
			}
		case err == nil && !token.Empty():
			return token, nil
		case ctx.Err() != nil:
			return crypto.Secret{}, ctx.Err()
		case waited.Err() != nil:
			return crypto.Secret{}, &model.Problem{
				Exit: model.ExitError, What: fmt.Sprintf("the cluster has not filled the Secret %s within %s", model.NewText(s.Name), fillTime),
				Todo: "look whether kube-controller-manager runs; the Secret stays until you delete it",
			}
		case err != nil:
			return crypto.Secret{}, err
		}
		select {
		case <-waited.Done():
		case <-time.After(fillEvery):
		}
	}
}

// ReadTokenSecret reads the token of a Secret; it is empty while the cluster has not
// filled it. of is the account that it has to be for, or "" for any.
func (a *API) ReadTokenSecret(ctx context.Context, at model.Account, of string) (crypto.Secret, error) {
	var got secret
	if err := a.Get(ctx, Secrets.In(at.Namespace.Raw()).Named(at.Name.Raw()), &got); err != nil {
		return crypto.Secret{}, err
	}
	wrong := func(format string, args ...any) error {
		return &model.Problem{Exit: model.ExitRefused, What: fmt.Sprintf(format, args...), Todo: "see the token Secrets of the account with: kubeid accounts"}
	}
	switch {
	case got.Sort != tokenSecret:
		return crypto.Secret{}, wrong("the Secret %s is of type %q, not a token of an account", at.Name, model.NewText(got.Sort))
	case of != "" && got.Metadata.Annotations[accountName] != of:
		return crypto.Secret{}, wrong("the Secret %s is for the account %q", at.Name, model.NewText(got.Metadata.Annotations[accountName]))
	}
	return crypto.NewSecret(got.Data["token"]), nil
}

// SecretFacts reads what stands about a token Secret, without what it holds.
func (a *API) SecretFacts(ctx context.Context, at model.Account) (model.TokenSecret, error) {
	var got struct {
		Metadata Meta `json:"metadata"`
	}
	_, err := a.do(ctx, question{method: http.MethodGet, path: Secrets.In(at.Namespace.Raw()).Named(at.Name.Raw()).url(nil), accept: metadataOfOne}, &got)
	out := got.Metadata.tokenSecret()
	out.AnchorFor = model.NewText(got.Metadata.Annotations[anchorFor])
	return out, err
}

// metadataOfOne asks for the metadata of one object.
const metadataOfOne = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json"

// DeleteSecret deletes a Secret if it is still that one.
func (a *API) DeleteSecret(ctx context.Context, s Anchor) error {
	return a.Delete(ctx, Secrets.In(s.Namespace).Named(s.Name), Precondition{UID: s.UID})
}
