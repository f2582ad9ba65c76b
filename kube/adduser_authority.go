package kube

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"

	"kubeid/crypto"
	"kubeid/kube/cluster"
	"kubeid/model"
)

// readAuthority reads the certificate and the key of a local authority.
func (o *onboarding) readAuthority(context.Context) error {
	if o.user.By != model.ByAuthority {
		return nil
	}
	a, err := readAuthority(o.user.CA, o.user.Key, o.with.Authority)
	if err != nil {
		return err
	}
	if _, _, err := a.Life(now(), o.user.Life); err != nil {
		return notSigning(o.user.CA, err)
	}
	o.authority = &a
	return nil
}

// readAuthority puts an authority together from two files. In a bundle of certificates
// the one that belongs to the key counts. An encrypted key whose passphrase is missing
// or wrong is crypto.ErrPassphraseNeeded or crypto.ErrPassphraseWrong.
func readAuthority(certificate, key string, passphrase crypto.Secret) (crypto.Authority, error) {
	certs, err := readCertificates("the authority's certificate", certificate)
	if err != nil {
		return crypto.Authority{}, err
	}
	data, err := cluster.ReadFile(key)
	if err != nil {
		return crypto.Authority{}, unreadable("the authority's key", err)
	}
	k, err := crypto.ParseKey(data, passphrase)
	if err != nil {
		todo := "name the file of the key, such as ca.key"
		switch {
		case errors.Is(err, crypto.ErrPassphraseNeeded):
			todo = "give the passphrase with --passphrase-file"
		case errors.Is(err, crypto.ErrPassphraseWrong):
			todo = "try another passphrase"
		}
		return crypto.Authority{}, &model.Problem{Exit: model.ExitError, What: fmt.Sprintf("%s has no key that can be used", model.NewText(key)), Todo: todo, Cause: err}
	}
	for _, c := range certs {
		if crypto.KeyMatches(c, k) {
			a, err := crypto.NewAuthority(c, k)
			if err != nil {
				return crypto.Authority{}, notSigning(certificate, err)
			}
			return a, nil
		}
	}
	return crypto.Authority{}, &model.Problem{
		Exit: model.ExitRefused, What: fmt.Sprintf("%s and %s do not belong together", model.NewText(certificate), model.NewText(key)),
		Todo: "name the two files of one authority; kubeid inspect shows which belong together", Cause: crypto.ErrForeignKey,
	}
}

func notSigning(file string, err error) error {
	todo := "name the certificate of the authority that the API server trusts for clients (--client-ca-file)"
	if errors.Is(err, crypto.ErrTooOld) {
		todo = "renew the authority first; nothing that it signs would be taken"
	}
	return &model.Problem{Exit: model.ExitRefused, What: fmt.Sprintf("%s cannot sign", model.NewText(file)), Todo: todo, Cause: err}
}

// readCertificates reads the certificates of a file; what says what they are of.
func readCertificates(what, path string) ([]*crypto.Certificate, error) {
	data, err := cluster.ReadFile(path)
	if err != nil {
		return nil, unreadable(what, err)
	}
	certs, troubles := crypto.ParseCertificates(data)
	if len(certs) == 0 {
		return nil, &model.Problem{Exit: model.ExitError, What: fmt.Sprintf("%s has no certificate", model.NewText(path)), Todo: "name a file with a CERTIFICATE", Cause: troubles[0]}
	}
	return certs, nil
}

// readRequestFile reads the one request of a file.
func readRequestFile(path string) (*crypto.Request, error) {
	data, err := cluster.ReadFile(path)
	if err != nil {
		return nil, unreadable("the request", err)
	}
	requests, troubles := crypto.ParseRequests(data)
	switch {
	case len(requests) == 0:
		return nil, &model.Problem{Exit: model.ExitError, What: fmt.Sprintf("%s has no request", model.NewText(path)), Todo: "name a file with a CERTIFICATE REQUEST", Cause: troubles[0]}
	case len(requests) > 1:
		return nil, &model.Problem{Exit: model.ExitUsage, What: fmt.Sprintf("%s has %d requests", model.NewText(path), len(requests)), Todo: "name a file with one of them"}
	case requests[0].Signature != nil:
		return nil, &model.Problem{Exit: model.ExitRefused, What: fmt.Sprintf("the request in %s is not signed by its own key", model.NewText(path)), Todo: "ask for a new one", Cause: requests[0].Signature}
	}
	return requests[0], nil
}

func unreadable(what string, err error) error {
	return &model.Problem{Exit: model.ExitError, What: what + " cannot be read", Todo: "check the path, and whether you may read the file", Cause: err}
}

// certify makes a key and a request, and has the certificate made.
func (o *onboarding) certify(ctx context.Context, p *place) error {
	if o.request != nil {
		p.request = o.request
	}
	if p.request == nil {
		if err := o.makeKey(ctx, p); err != nil {
			return err
		}
	}
	switch {
	case o.given != nil:
		return o.accept(ctx, p)
	case o.authority != nil:
		return o.sign(ctx, p)
	case o.user.By == model.ByOthers:
		return nil
	case o.resumed:
		return o.fetch(ctx, p, min(shortTime, cmp.Or(o.service.signing, shortTime)))
	}
	return o.askFor(ctx, p)
}

func (o *onboarding) makeKey(ctx context.Context, p *place) error {
	return o.steps.do(ctx, "make a key and a request"+o.forPlace(p), func(context.Context) (string, error) {
		key, err := crypto.GenerateKey(o.user.KeyType)
		if err != nil {
			return "", err
		}
		if p.request, err = crypto.NewRequest(o.user.Subject, key); err != nil {
			return "", err
		}
		p.key = key
		return key.Public.String() + ", " + o.review.Subject, nil
	})
}

// sign has the local authority sign.
func (o *onboarding) sign(ctx context.Context, p *place) error {
	return o.steps.do(ctx, "sign it with the authority"+o.forPlace(p), func(ctx context.Context) (string, error) {
		c, err := o.authority.Sign(p.request, now(), o.user.Life)
		if err != nil {
			return "", notSigning(o.user.CA, err)
		}
		return o.received(ctx, p, c, "authority")
	})
}

// accept takes the certificate that somebody else has signed.
func (o *onboarding) accept(ctx context.Context, p *place) error {
	return o.steps.do(ctx, "look at the certificate", func(ctx context.Context) (string, error) {
		if err := fits(o.given[0], p.request); err != nil {
			return "", err
		}
		p.chain = o.given[1:]
		return o.received(ctx, p, o.given[0], "somebody else")
	})
}

// received takes a certificate over, and notes in the ledger that it exists.
func (o *onboarding) received(ctx context.Context, p *place, c *crypto.Certificate, way string) (string, error) {
	at := now()
	p.certificate = c
	issued := model.Issued{
		Fingerprint: c.Fingerprint(), Serial: c.SerialText(), Subject: o.user.Subject, Authority: c.Issuer().String(), Way: way,
		At: at, Asked: o.user.Life, From: c.NotBefore.UTC(), Until: c.NotAfter.UTC(), Context: p.Context.Name.Raw(), Server: p.Address.Server, Key: c.PublicKey().String(),
	}
	cut := c.NotAfter.Before(at.Add(o.user.Life - crypto.Backdate - 10*1e9))
	o.added.Places = append(o.added.Places, model.AddedPlace{Context: p.Context, Entry: p.Entry, Issued: issued, Asked: o.user.Life, Cut: cut})
	if err := o.service.store.AppendIssued(context.WithoutCancel(ctx), issued); err != nil {
		return "", err
	}
	words := "good until " + c.NotAfter.UTC().Format("2006-01-02 15:04 UTC")
	if cut {
		words += fmt.Sprintf(", less than the %s that were asked for", model.SpanWords(o.user.Life))
	}
	return words, nil
}

// forPlace names the place where there are several.
func (o *onboarding) forPlace(p *place) string {
	if len(o.places) == 1 {
		return ""
	}
	return " for " + strings.TrimSpace(p.Context.Name.String())
}
