package cluster

import (
	"crypto/x509"
	"errors"
	"strings"
	"time"

	"kubeid/crypto"
	"kubeid/model"
)

// judge holds a chain against the authorities and the name, as it is at now, and
// returns everything that is wrong with it: who signed first, then dates and names.
func judge(p *model.Probe, chain []*x509.Certificate, roots authorities, name string, now time.Time) []model.Failure {
	if len(chain) == 0 {
		return []model.Failure{{Reason: model.ReasonBadCertificate, Stage: model.StageTLS, Detail: model.NewText("the server shows none")}}
	}
	var out []model.Failure
	fail := func(r model.Reason, detail string) {
		out = append(out, model.Failure{Reason: r, Stage: model.StageTLS, Detail: model.NewText(detail)})
	}
	root, err := roots.verify(chain, now)
	dated, wasDate := dateTrouble(err)
	if wasDate { // who signed it is another question than when
		root, err = roots.verify(chain, inLife(chain[0], now))
		if again, still := dateTrouble(err); still { // not both at once: an authority that ended before
			dated, err = again, nil
		}
	}
	p.Trust, p.SignedBy = roots.trust(root, err)
	if err != nil {
		fail(reasonOfChain(err), chainWords(err))
	}
	if wasDate {
		fail(reasonOfChain(dated), chainWords(dated))
	}
	if err := chain[0].VerifyHostname(name); err != nil {
		fail(model.ReasonWrongName, nameWords(chain[0], name))
	}
	return out
}

// verify returns the authority that vouches for the chain.
func (a authorities) verify(chain []*x509.Certificate, now time.Time) (*crypto.Certificate, error) {
	var between []*crypto.Certificate
	for _, c := range chain[1:] {
		between = append(between, crypto.NewCertificate(c))
	}
	if !a.system {
		found, err := crypto.Chain(crypto.NewCertificate(chain[0]), between, a.list, now, crypto.ServerAuth)
		if err != nil {
			return nil, err
		}
		return found[len(found)-1], nil
	}
	pool := x509.NewCertPool()
	for _, c := range chain[1:] {
		pool.AddCert(c)
	}
	found, err := chain[0].Verify(x509.VerifyOptions{Intermediates: pool, CurrentTime: now})
	if err != nil {
		return nil, err
	}
	return crypto.NewCertificate(found[0][len(found[0])-1]), nil
}

// dateTrouble tells whether the chain holds but for its dates.
func dateTrouble(err error) (error, bool) {
	r := reasonOfChain(err)
	return err, r == model.ReasonExpired || r == model.ReasonNotYetValid
}

// inLife returns the moment in the life of c that is nearest to now.
func inLife(c *x509.Certificate, now time.Time) time.Time {
	switch {
	case now.After(c.NotAfter):
		return c.NotAfter
	case now.Before(c.NotBefore):
		return c.NotBefore
	}
	return now
}

// trust says who vouches for the chain, given how looking for it ended.
func (a authorities) trust(root *crypto.Certificate, err error) (model.Trust, model.Text) {
	switch {
	case reasonOfChain(err) == model.ReasonOtherKey:
		return model.TrustSameName, model.Text{}
	case err != nil:
		return model.TrustNone, model.Text{}
	}
	var who model.Text
	if root != nil { // nobody can be named when a date is wrong all the way up
		who = model.NewText(root.Subject().String())
	}
	if a.system {
		return model.TrustSystem, who
	}
	return model.TrustConfig, who
}

// reasonOfChain sorts what crypto and crypto/x509 say about a chain.
func reasonOfChain(err error) model.Reason {
	var chain *crypto.ChainError
	if errors.As(err, &chain) {
		switch chain.Reason {
		case crypto.Expired:
			return model.ReasonExpired
		case crypto.NotYetValid:
			return model.ReasonNotYetValid
		case crypto.SameNameOtherKey:
			return model.ReasonOtherKey
		case crypto.UnknownAuthority, crypto.BadSignature:
			return model.ReasonUnknownAuthority
		case crypto.Unreadable:
			return model.ReasonBadCertificate
		}
		return model.ReasonWrongUse
	}
	var invalid x509.CertificateInvalidError
	var unknown x509.UnknownAuthorityError
	switch {
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		if strings.Contains(invalid.Detail, "is before") {
			return model.ReasonNotYetValid
		}
		return model.ReasonExpired
	case errors.As(err, &invalid):
		return model.ReasonWrongUse
	case errors.As(err, &unknown):
		return model.ReasonUnknownAuthority
	}
	return model.ReasonUnknownAuthority
}

// chainWords says what is wrong in a sentence that fits behind the reason's words.
func chainWords(err error) string {
	var chain *crypto.ChainError
	var invalid x509.CertificateInvalidError
	if !errors.As(err, &chain) && errors.As(err, &invalid) && invalid.Reason == x509.Expired {
		return invalid.Detail
	}
	return strings.TrimPrefix(err.Error(), "x509: ")
}

// nameWords says for which names a certificate is, and for which it is not.
func nameWords(c *x509.Certificate, name string) string {
	names := append([]string(nil), c.DNSNames...)
	for _, ip := range c.IPAddresses {
		names = append(names, ip.String())
	}
	if len(names) == 0 {
		return "it has no names at all, and so is not for " + name
	}
	shown := strings.Join(names[:min(len(names), 8)], ", ")
	if len(names) > 8 {
		shown += ", …"
	}
	return shown + "; not " + name
}
