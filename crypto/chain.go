package crypto

import (
	"bytes"
	"crypto/x509"
	"errors"
	"fmt"
	"time"
)

// A Usage is what a chain is wanted for.
type Usage int

// What Kubernetes uses certificates for.
const (
	ClientAuth Usage = iota // to log in
	ServerAuth              // to be a server
	AnyUsage
)

// String returns the usage in the words of certificates.k8s.io.
func (u Usage) String() string { return [...]string{"client auth", "server auth", "any"}[u] }

func (u Usage) eku() x509.ExtKeyUsage {
	return [...]x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth, x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageAny}[u]
}

// Chain builds a chain from leaf to one of roots, through any of intermediates, as
// it holds at now. crypto/x509 decides, as it does in kubectl and in the apiserver;
// when it finds none, the error is a *ChainError that says exactly why.
func Chain(leaf *Certificate, intermediates, roots []*Certificate, now time.Time, usage Usage) ([]*Certificate, error) {
	if leaf.x == nil {
		return nil, &ChainError{Reason: Unreadable, Certificate: leaf, Err: leaf.Refused}
	}
	s := search{roots: roots, between: intermediates, now: now, usage: usage}
	chain, err := s.verify(leaf, usage)
	if err != nil {
		return nil, s.explain(leaf, err)
	}
	return chain, nil
}

func pool(certs []*Certificate) *x509.CertPool {
	p := x509.NewCertPool()
	for _, c := range certs {
		if c.x != nil {
			p.AddCert(c.x)
		}
	}
	return p
}

// A search goes the way of crypto/x509 once more, to see where it ends.
type search struct {
	roots, between []*Certificate
	now            time.Time
	usage          Usage
	checks         int // signatures looked at, so that a hostile server cannot keep us busy
}

// maxChecks is the bound of crypto/x509 (maxChainSignatureChecks).
const maxChecks = 100

// verify asks crypto/x509.
func (s *search) verify(leaf *Certificate, usage Usage) ([]*Certificate, error) {
	chains, err := leaf.x.Verify(x509.VerifyOptions{
		Roots: pool(s.roots), Intermediates: pool(s.between),
		CurrentTime: s.now, KeyUsages: []x509.ExtKeyUsage{usage.eku()},
	})
	if err != nil {
		return nil, err
	}
	out := []*Certificate{leaf}
	for _, x := range chains[0][1:] {
		out = append(out, s.known(x))
	}
	return out, nil
}

// known returns the certificate as the caller gave it.
func (s *search) known(x *x509.Certificate) *Certificate {
	for _, list := range [][]*Certificate{s.roots, s.between} {
		for _, c := range list {
			if bytes.Equal(c.DER, x.Raw) {
				return c
			}
		}
	}
	return fromX509(x)
}

// explain turns what crypto/x509 says about leaf into a reason.
func (s *search) explain(leaf *Certificate, err error) *ChainError {
	e := &ChainError{Reason: Other, Certificate: leaf, Err: err}
	var invalid x509.CertificateInvalidError
	errors.As(err, &invalid)
	var critical x509.UnhandledCriticalExtension
	switch {
	case s.now.Before(leaf.NotBefore), s.now.After(leaf.NotAfter):
		e.Reason = s.age(leaf)
	case len(leaf.x.UnhandledCriticalExtensions) > 0 && errors.As(err, &critical):
		e.Reason, e.Detail = UnknownExtension, leaf.x.UnhandledCriticalExtensions[0].String()
	case invalid.Reason == x509.IncompatibleUsage && invalid.Cert != nil:
		e.Reason, e.Certificate, e.Detail = WrongUsage, s.unfit(leaf), s.usage.String()
	case invalid.Reason == x509.CANotAuthorizedForThisName, invalid.Reason == x509.UnconstrainedName:
		e.Reason, e.Detail = NameConstraint, invalid.Detail
	default:
		if found := s.follow(leaf, []*Certificate{leaf}); found != nil {
			e = found
			e.Err = err
		}
	}
	return e
}

func (s *search) age(c *Certificate) Reason {
	if s.now.Before(c.NotBefore) {
		return NotYetValid
	}
	return Expired
}

// unfit returns the certificate of the chain whose usages do not allow what is wanted.
func (s *search) unfit(leaf *Certificate) *Certificate {
	chain, _ := s.verify(leaf, AnyUsage)
	for _, c := range chain {
		if !c.allows(s.usage) {
			return c
		}
	}
	return leaf
}

// allows tells whether the extended key usages of one certificate permit the usage:
// none at all permit any.
func (c *Certificate) allows(u Usage) bool {
	if c.x == nil || u == AnyUsage || len(c.x.ExtKeyUsage)+len(c.x.UnknownExtKeyUsage) == 0 {
		return true
	}
	for _, e := range c.x.ExtKeyUsage {
		if e == x509.ExtKeyUsageAny || e == u.eku() {
			return true
		}
	}
	return false
}

// follow looks for the authority of the last certificate of the chain and returns
// why the way ends; nil when it finds nothing to object to. Of several ways the one
// that came furthest is told.
func (s *search) follow(c *Certificate, chain []*Certificate) *ChainError {
	var best *ChainError
	keep := func(e *ChainError) {
		if e != nil && (best == nil || e.depth > best.depth) {
			best = e
		}
	}
	for i, list := range [][]*Certificate{s.roots, s.between} {
		for _, parent := range list {
			if !bytes.Equal(parent.subject, c.issuer) || contains(chain, parent) {
				continue
			}
			if s.checks++; s.checks > maxChecks {
				return best
			}
			if e := s.link(chain, parent); e != nil {
				keep(e)
				continue
			}
			if isRoot := i == 0; isRoot {
				return nil
			}
			e := s.follow(parent, append(chain, parent))
			if e == nil {
				return nil
			}
			keep(e)
		}
	}
	if best == nil {
		best = &ChainError{Reason: UnknownAuthority, Certificate: c, depth: 2 * len(chain)}
	}
	return best
}

func contains(chain []*Certificate, c *Certificate) bool {
	for _, other := range chain {
		if bytes.Equal(other.DER, c.DER) {
			return true
		}
	}
	return false
}

// link says why parent, which has the right name, is not the authority of the last
// certificate of the chain. A
// reason found after the signature was seen to be right weighs more than one before.
func (s *search) link(chain []*Certificate, parent *Certificate) *ChainError {
	c := chain[len(chain)-1]
	e := &ChainError{Certificate: c, Authority: parent, depth: 2 * len(chain)}
	if parent.x == nil {
		e.Reason, e.Certificate, e.Authority, e.Err = Unreadable, parent, nil, parent.Refused
		return e
	}
	err := c.x.CheckSignatureFrom(parent.x)
	var forbidden x509.ConstraintViolationError
	var weak x509.InsecureAlgorithmError
	switch {
	case err == nil:
		e.depth++
		return s.validAuthority(e, parent, len(chain)-1)
	case errors.As(err, &forbidden):
		e.Reason, e.Certificate, e.Authority = NotCA, parent, nil
	case errors.As(err, &weak):
		e.Reason, e.Detail = WeakSignature, c.SignatureAlgorithm()
	case errors.Is(err, x509.ErrUnsupportedAlgorithm):
		e.Reason, e.Detail = UnknownAlgorithm, fmt.Sprintf("%s, signed as %s", parent.PublicKey(), c.SignatureAlgorithm())
	case sameKeyClaimed(c, parent):
		e.Reason = BadSignature
	default:
		e.Reason = SameNameOtherKey
	}
	return e
}

// sameKeyClaimed tells whether the certificate names this very key as its signer's,
// so that a signature that does not fit is broken and not somebody else's.
func sameKeyClaimed(c, parent *Certificate) bool {
	if bytes.Equal(c.key, parent.key) {
		return true // signed by itself, or so it says
	}
	claimed, own := c.AuthorityKeyID(), parent.SubjectKeyID()
	return len(claimed) > 0 && bytes.Equal(claimed, own)
}

// validAuthority looks at what else may be wrong with an authority that did sign.
func (s *search) validAuthority(e *ChainError, parent *Certificate, below int) *ChainError {
	e.Certificate, e.Authority = parent, nil
	switch {
	case s.now.Before(parent.NotBefore), s.now.After(parent.NotAfter):
		e.Reason = s.age(parent)
	case len(parent.x.UnhandledCriticalExtensions) > 0:
		e.Reason, e.Detail = UnknownExtension, parent.x.UnhandledCriticalExtensions[0].String()
	case parent.x.BasicConstraintsValid && parent.x.MaxPathLen >= 0 && below > parent.x.MaxPathLen:
		e.Reason = PathLength
	default:
		return nil
	}
	return e
}
