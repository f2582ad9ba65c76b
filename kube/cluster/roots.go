package cluster

import (
	"crypto/x509"
	"encoding/pem"
	"errors"

	"kubeid/crypto"
)

// authorities are what a target's certificates are held against; none means those of
// the system.
type authorities struct {
	system bool
	list   []*crypto.Certificate
}

var errCA = errors.New("no certificate stands in it")

// badFile says that a file which the kubeconfig points to cannot be used.
type badFile struct{ err error }

func (e *badFile) Error() string { return e.err.Error() }
func (e *badFile) Unwrap() error { return e.err }

// roots reads the target's authorities as client-go does (transport.rootCertPool):
// blocks of another kind, with headers, or that do not parse are passed over, and it is
// an error when none is left.
func (t Target) roots() (authorities, error) {
	data := t.CA
	if len(data) == 0 && t.CAFile == "" || t.Insecure {
		return authorities{system: true}, nil
	}
	if len(data) == 0 {
		var err error
		if data, err = ReadFile(t.CAFile); err != nil {
			return authorities{}, &badFile{err}
		}
	}
	var a authorities
	for {
		var b *pem.Block
		if b, data = pem.Decode(data); b == nil {
			break
		}
		if b.Type != "CERTIFICATE" || len(b.Headers) > 0 {
			continue
		}
		if x, err := x509.ParseCertificate(b.Bytes); err == nil {
			a.list = append(a.list, crypto.NewCertificate(x))
		}
	}
	if len(a.list) == 0 {
		return authorities{}, errCA
	}
	return a, nil
}

// pool returns the authorities for crypto/tls; nil stands for the system's.
func (a authorities) pool() *x509.CertPool {
	if a.system {
		return nil
	}
	p := x509.NewCertPool()
	for _, c := range a.list {
		p.AddCert(c.X509())
	}
	return p
}
