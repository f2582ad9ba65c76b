package cluster

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"kubeid/crypto"
	"kubeid/model"
)

// An Ask is a request that is to be made.
type Ask struct {
	Name    string // of the object; EKS passes over names that begin with csr-
	Request []byte // PEM, CERTIFICATE REQUEST
	Signer  string // "" for the clients of the API server
	Usages  []string
	Life    time.Duration // 0 leaves it to the signer
}

// ClientUsages are the usages that a login needs; the signer for clients allows besides
// only key encipherment.
func ClientUsages() []string { return []string{"digital signature", "client auth"} }

// AskFor makes a request, labelled as ours. It returns what the server warns of.
func (a *API) AskFor(ctx context.Context, ask Ask) (SigningRequest, []model.Text, error) {
	r := SigningRequest{
		Type:     Type{"certificates.k8s.io/v1", "CertificateSigningRequest"},
		Metadata: Meta{Name: ask.Name, Labels: map[string]string{ManagedBy: Us}},
		Spec:     RequestSpec{Request: ask.Request, SignerName: ask.Signer, Usages: ask.Usages, ExpirationSeconds: int64(ask.Life / time.Second)},
	}
	if ask.Signer == "" {
		r.Spec.SignerName = model.ClientSigner
	}
	if r.Spec.Usages == nil {
		r.Spec.Usages = ClientUsages()
	}
	if r.Spec.ExpirationSeconds > math.MaxInt32 {
		return SigningRequest{}, nil, &model.Problem{Exit: model.ExitUsage, What: "such a long life cannot be asked for", Todo: "ask for at most 68 years"}
	}
	var made SigningRequest
	warnings, err := a.Create(ctx, Requests, r, &made)
	return made, warnings, err
}

// FetchRequest reads one request.
func (a *API) FetchRequest(ctx context.Context, name string) (SigningRequest, error) {
	var r SigningRequest
	err := a.Get(ctx, Requests.Named(name), &r)
	return r, err
}

// ErrSeenOther says that a request is not any more what a person has decided on.
var ErrSeenOther = errors.New("it is not what was looked at")

// Approve approves a request exactly as it was displayed: with this UID and this
// resourceVersion. When it has changed nothing is decided, the error is
// model.ErrConflict, and what it is now is returned, for the person to look at again.
func (a *API) Approve(ctx context.Context, seen model.CSR, message string) (SigningRequest, error) {
	return a.decide(ctx, seen, RequestCondition{Type: model.Approved, Status: "True", Reason: "KubeidApprove", Message: message})
}

// Deny denies a request as Approve approves it. The reason is for whoever asked.
func (a *API) Deny(ctx context.Context, seen model.CSR, reason string) (SigningRequest, error) {
	return a.decide(ctx, seen, RequestCondition{Type: model.Denied, Status: "True", Reason: "KubeidDeny", Message: reason})
}

func (a *API) decide(ctx context.Context, seen model.CSR, c RequestCondition) (SigningRequest, error) {
	name := seen.Name.Raw()
	now, err := a.FetchRequest(ctx, name)
	if err != nil {
		return SigningRequest{}, err
	}
	if now.Metadata.UID != seen.UID || now.Metadata.ResourceVersion != seen.Version {
		return now, changed(seen)
	}
	decided := now
	decided.Type = Type{"certificates.k8s.io/v1", "CertificateSigningRequest"}
	decided.Status.Conditions = append(now.Status.Conditions[:len(now.Status.Conditions):len(now.Status.Conditions)], c)
	var out SigningRequest
	_, err = a.Update(ctx, Requests.Named(name).Part("approval"), decided, &out)
	if errors.Is(err, model.ErrConflict) {
		if now, again := a.FetchRequest(ctx, name); again == nil {
			return now, changed(seen)
		}
	}
	return out, err
}

func changed(seen model.CSR) error {
	return &model.Problem{
		Exit: model.ExitConflict, What: fmt.Sprintf("request %s has changed since it was shown", seen.Name),
		Todo: "look at it once more, and decide then", Cause: fmt.Errorf("%w: %w", ErrSeenOther, model.ErrConflict),
	}
}

// DeleteRequest deletes a request, if it is still this one.
func (a *API) DeleteRequest(ctx context.Context, name, uid string) error {
	return a.Delete(ctx, Requests.Named(name), Precondition{UID: uid})
}

// AwaitCertificate waits until a request has its certificate, is denied or has failed,
// or until the time is up. It returns the request as it was last seen; the error is
// model.ErrNotIssued when no certificate came. It watches, and where that is not allowed
// or breaks off it asks again and again. A request that was deleted, or made anew under
// its name, is an error. told is called with every state.
func (a *API) AwaitCertificate(ctx context.Context, name, uid string, patience time.Duration, told func(SigningRequest)) (SigningRequest, error) {
	within, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	var last SigningRequest
	for wait := firstWait; ; wait = min(wait*2, longestWait) {
		r, err := a.FetchRequest(within, name)
		if err == nil && r.Metadata.UID != uid {
			return r, changed(model.CSR{Name: model.NewText(name)})
		}
		if err == nil {
			last = r
			told(r)
			if r.ended() {
				return r, r.verdict()
			}
			last, err = a.watchUntilEnd(within, r, told)
			if err == nil {
				return last, last.verdict()
			}
		}
		switch {
		case ctx.Err() != nil:
			return last, ctx.Err()
		case within.Err() != nil:
			return last, last.verdict()
		case errors.Is(err, model.ErrNoObject), errors.Is(err, model.ErrForbidden) && last.Metadata.Name == "":
			return last, err
		}
		select {
		case <-within.Done():
		case <-time.After(wait):
		}
	}
}

// How long is waited between two questions where watching does not work.
const (
	firstWait   = 200 * time.Millisecond
	longestWait = 5 * time.Second
)

var errEnded = errors.New("ended")

// watchUntilEnd watches one request. No error means that it has ended.
func (a *API) watchUntilEnd(ctx context.Context, r SigningRequest, told func(SigningRequest)) (SigningRequest, error) {
	one := ListOptions{Fields: "metadata.name=" + r.Metadata.Name}
	_, err := Watch(ctx, a, Requests, r.Metadata.ResourceVersion, one, func(h Happening[SigningRequest]) error {
		switch {
		case h.Kind == "BOOKMARK":
			return nil
		case h.Kind == "DELETED":
			return &model.Problem{
				Exit: model.ExitNotFound, What: fmt.Sprintf("request %s was deleted", model.NewText(r.Metadata.Name)),
				Todo: "ask who did that, and make a new one", Cause: model.ErrNoObject,
			}
		case h.Object.Metadata.UID != r.Metadata.UID:
			return changed(model.CSR{Name: model.NewText(r.Metadata.Name)})
		}
		r = h.Object
		told(r)
		if r.ended() {
			return errEnded
		}
		return nil
	})
	switch {
	case errors.Is(err, errEnded):
		return r, nil
	case err == nil:
		err = errStillOpen
	}
	return r, err
}

var errStillOpen = errors.New("the watch ended before the request did")

// ended tells whether nothing more will happen to the request.
func (r SigningRequest) ended() bool {
	f := r.Facts()
	_, denied := f.Is(model.Denied)
	_, failed := f.Is(model.Failed)
	return denied || failed || len(r.Status.Certificate) > 0
}

// verdict is no error when the certificate is there.
func (r SigningRequest) verdict() error {
	if len(r.Status.Certificate) > 0 {
		return nil
	}
	d := r.Facts().Diagnose(model.SignerView{}, time.Now())
	return &model.Problem{Exit: model.ExitRefused, What: "no certificate came: " + d.What, Todo: d.Todo, Cause: model.ErrNotIssued}
}

// ClientAuthorities returns the authorities by which the server knows its clients, as
// kube-apiserver publishes them for extension servers. Few may read that: then the
// error is model.ErrForbidden, and some clusters have none, model.ErrNoObject.
func (a *API) ClientAuthorities(ctx context.Context) ([]*crypto.Certificate, error) {
	var published struct {
		Data map[string]string `json:"data"`
	}
	if err := a.Get(ctx, ConfigMaps.In("kube-system").Named("extension-apiserver-authentication"), &published); err != nil {
		return nil, err
	}
	certs, _ := crypto.ParseCertificates([]byte(published.Data["client-ca-file"]))
	if len(certs) == 0 {
		return nil, model.ErrNoObject
	}
	return certs, nil
}

// Version asks for the version that the server says it has.
func (a *API) Version(ctx context.Context) (model.Text, error) {
	var v struct {
		GitVersion string `json:"gitVersion"`
	}
	_, err := a.do(ctx, question{method: "GET", path: "/version"}, &v)
	return model.NewText(v.GitVersion[:min(len(v.GitVersion), 100)]), err
}
