package kube

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"kubeid/crypto"
	"kubeid/kube/cluster"
	"kubeid/model"
)

// signingTime is how long is waited for the signer; it takes a second where there is one.
const signingTime = 30 * time.Second

// wayAPI is what the ledger calls the way through the CSR API.
const wayAPI = "csr-api"

// requestMark returns random letters, so that a request has a name of its own.
func requestMark() string {
	var b [4]byte
	rand.Read(b[:])
	return hex.EncodeToString(b[:])
}

// askFor has the cluster sign: it makes a request there, approves it where we may, and
// fetches the certificate.
func (o *onboarding) askFor(ctx context.Context, p *place) error {
	if err := o.postRequest(ctx, p); err != nil || !o.review.Approves() {
		return err
	}
	err := o.steps.do(ctx, "approve it"+o.forPlace(p), func(ctx context.Context) (string, error) {
		approved, err := p.api.Approve(ctx, p.posted.Facts(), "reviewed and approved with kubeid")
		if err != nil {
			return "", err
		}
		p.posted = approved
		return "", nil
	})
	if err != nil {
		return err
	}
	return o.fetch(ctx, p, cmp.Or(o.service.signing, signingTime))
}

// postRequest makes the request in the cluster. When no answer comes, it may be there
// all the same, and is told as left behind.
func (o *onboarding) postRequest(ctx context.Context, p *place) error {
	name := model.RequestName(o.user.Subject.User, requestMark())
	return o.steps.do(ctx, "ask the cluster for a certificate"+o.forPlace(p), func(ctx context.Context) (string, error) {
		made, warnings, err := p.api.AskFor(ctx, cluster.Ask{Name: name, Request: p.request.PEM(), Life: o.user.Life})
		var said *model.Status
		if err == nil || !errors.As(err, &said) || said.Is(model.ErrServerBusy) {
			o.left(model.Leftover{Context: p.Context, Kind: "CertificateSigningRequest", Name: name, UID: made.Metadata.UID})
		}
		if err != nil {
			return "", notAsked(err)
		}
		p.posted = made
		words := name
		for _, w := range warnings {
			words += "; the server warns: " + w.Raw()
		}
		return words, nil
	})
}

// notAsked says more about what the API server forbids to everybody: a group that no
// right can give (plugin/pkg/admission/certificates/subjectrestriction).
func notAsked(err error) error {
	if !errors.Is(err, model.ErrForbidden) || !strings.Contains(serverWords(err), "system:masters") {
		return err
	}
	return &model.Problem{
		Exit: model.ExitRefused, What: "the server signs for nobody in this group", Cause: errors.New(serverWords(err)),
		Todo: "leave system:masters out and bind cluster-admin to the user, which can be taken away again",
	}
}

// fetch waits for the certificate. It has to hold our key and the reviewed subject, else
// nothing is done with it.
func (o *onboarding) fetch(ctx context.Context, p *place, patience time.Duration) error {
	does := "wait for the certificate" + o.forPlace(p)
	return o.steps.do(ctx, does, func(ctx context.Context) (string, error) {
		last := ""
		got, err := p.api.AwaitCertificate(ctx, p.posted.Metadata.Name, p.posted.Metadata.UID, patience, func(s cluster.SigningRequest) {
			if state := s.Facts().State(); state != last {
				last = state
				o.steps.tell(model.Progress{Step: does, State: model.StepRunning, Note: model.NewText(state)})
			}
		})
		if err != nil {
			return "", o.why(ctx, p, got, err)
		}
		certs, troubles := crypto.ParseCertificates(got.Status.Certificate)
		if len(certs) == 0 {
			return "", &model.Problem{What: "what the cluster gave is no certificate", Todo: "look at the request with kubectl get csr " + model.ShellQuote(p.posted.Metadata.Name), Cause: troubles[0]}
		}
		if err := fits(certs[0], p.request); err != nil {
			return "", err
		}
		p.chain = certs[1:]
		return o.received(ctx, p, certs[0], wayAPI)
	})
}

// why says why no certificate came, with what is known about the cluster's signer.
func (o *onboarding) why(ctx context.Context, p *place, got cluster.SigningRequest, err error) error {
	if !errors.Is(err, model.ErrNotIssued) || got.Metadata.Name == "" {
		return err
	}
	facts := got.Facts()
	_, denied := facts.Is(model.Denied)
	_, failed := facts.Is(model.Failed)
	o.refused = denied || failed
	d := facts.Diagnose(signerView(ctx, p.api), time.Now())
	return &model.Problem{Exit: model.ExitRefused, What: "no certificate came: " + d.What, Todo: d.Todo, Cause: model.ErrNotIssued}
}

// fits makes sure that a certificate is for the key and the subject of a request.
func fits(c *crypto.Certificate, r *crypto.Request) error {
	if !c.PublicKey().Equal(r.PublicKey()) {
		return &model.Problem{Exit: model.ExitRefused, What: "the certificate is for another key than the one that was asked for", Todo: "do not use it; ask the administrators what signs there"}
	}
	want, err := r.Subject().Subject()
	if err != nil {
		return err
	}
	got, err := c.Subject().Subject()
	if err != nil || !got.Same(want) {
		return &model.Problem{
			Exit: model.ExitRefused, What: fmt.Sprintf("the certificate is for %s, and %s was asked for", model.NewText(c.Subject().String()), model.NewText(r.Subject().String())),
			Todo: "do not use it; ask the administrators what signs there", Cause: err,
		}
	}
	return nil
}

// neverSigns refuses to begin on a cluster that signs for nobody.
func (o *onboarding) neverSigns(ctx context.Context, p *place) error {
	if o.user.By != model.ByAPI {
		return nil
	}
	v := model.SignerView{Server: p.api.Server()}
	if version, err := p.api.Version(ctx); err == nil {
		v.Version = version
	}
	if why := v.NeverSigns(); why != "" {
		return &model.Problem{Exit: model.ExitRefused, What: fmt.Sprintf("%s: %s", p.Context.Name, why), Todo: model.InsteadOfSigning}
	}
	return nil
}

// knowsAuthority compares the local authority with those that the cluster trusts for
// clients, by key where that may be read: names can collide.
func (o *onboarding) knowsAuthority(ctx context.Context, p *place) {
	if o.authority == nil || p.api == nil {
		return
	}
	clients, err := p.api.ClientAuthorities(ctx)
	if err != nil {
		return
	}
	var names []string
	for _, c := range clients {
		if c.PublicKey().Equal(o.authority.Certificate.PublicKey()) {
			return
		}
		names = append(names, model.NewText(c.Subject().String()).String())
	}
	o.foreign(p, strings.Join(names, "; "))
}

// foreign warns once that the authority is not one that the server trusts.
func (o *onboarding) foreign(p *place, trusted string) {
	w := model.Worry{ID: "authority-foreign", Text: fmt.Sprintf(
		"the server of %s takes certificates of %s, and %s would sign with another key", p.Context.Name, trusted, model.NewText(o.authority.Certificate.Subject().String()),
	)}
	if !slices.ContainsFunc(o.review.Worries, func(have model.Worry) bool { return have.ID == w.ID }) {
		o.review.Worries = append(o.review.Worries, w)
	}
}
