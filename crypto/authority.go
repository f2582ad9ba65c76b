package crypto

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"time"
)

// An Authority signs: a CA certificate and the key that belongs to it.
type Authority struct {
	Certificate *Certificate
	key         Key
}

// Why an authority cannot sign. They are told apart with errors.Is.
var (
	ErrForeignKey = errors.New("the key does not belong to the certificate")
	ErrNoCA       = errors.New("the certificate is not that of an authority")
	ErrTooOld     = errors.New("the authority has ended")
	ErrTooYoung   = errors.New("the authority is not valid yet")
)

// NewAuthority puts a certificate and its key together. The error is ErrForeignKey or
// ErrNoCA when they cannot sign certificates for clients.
func NewAuthority(c *Certificate, k Key) (Authority, error) {
	ca, _ := c.CA()
	switch {
	case c.x == nil:
		return Authority{}, c.Refused
	case !KeyMatches(c, k):
		return Authority{}, ErrForeignKey
	case !ca:
		return Authority{}, ErrNoCA
	case c.x.KeyUsage != 0 && c.x.KeyUsage&x509.KeyUsageCertSign == 0:
		return Authority{}, fmt.Errorf("%w: its key usage does not allow signing certificates", ErrNoCA)
	case !c.allows(ClientAuth):
		return Authority{}, fmt.Errorf("%w for clients: its extended key usage does not allow client auth", ErrNoCA)
	}
	return Authority{c, k}, nil
}

// Backdate is how long before it is signed a certificate begins, so that clocks may
// differ; the signer of Kubernetes does the same (pkg/controller/certificates/signer).
const Backdate = 5 * time.Minute

// Life returns when a certificate that is signed at now begins and ends: life is
// counted from now, and cut where the authority ends. The error is ErrTooOld or
// ErrTooYoung when the authority cannot sign at now.
func (a Authority) Life(now time.Time, life time.Duration) (from, until time.Time, err error) {
	return LifeUnder(a.Certificate, now, life)
}

// LifeUnder is Authority.Life for who has only the certificate.
func LifeUnder(ca *Certificate, now time.Time, life time.Duration) (from, until time.Time, err error) {
	now = now.UTC().Truncate(time.Second)
	switch {
	case !now.Before(ca.NotAfter):
		return from, until, fmt.Errorf("%w on %s", ErrTooOld, ca.NotAfter.UTC().Format(time.RFC3339))
	case now.Before(ca.NotBefore):
		return from, until, fmt.Errorf("%w: it begins on %s", ErrTooYoung, ca.NotBefore.UTC().Format(time.RFC3339))
	}
	until = now.Add(life)
	if until.After(ca.NotAfter) {
		until = ca.NotAfter.UTC()
	}
	return now.Add(-Backdate), until, nil
}

// NewRequest makes a request for a client certificate, signed with the key.
func NewRequest(s Subject, k Key) (*Request, error) {
	if err := s.Check(); err != nil {
		return nil, err
	}
	if !k.Present() {
		return nil, ErrNothing
	}
	der, err := x509.CreateCertificateRequest(rand.Reader, &x509.CertificateRequest{Subject: s.pkix()}, k.Signer())
	if err != nil {
		return nil, err
	}
	return Block{Body: NewSecret(der)}.request()
}

// PEM writes the request under the label that the Kubernetes API takes.
func (r *Request) PEM() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE REQUEST", Bytes: r.DER})
}

// PEM writes the certificate.
func (c *Certificate) PEM() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.DER})
}

// Sign makes the client certificate that was requested, from five minutes before now
// until life after it, and never beyond the authority's own end. Of the request only
// the subject and the key are used: no names of servers, no usages. Whatever the kind
// of its key, a client only ever signs with it; RFC 5280, 4.2.1.12 allows key
// encipherment to servers alone. The error is ErrSignature when the request is not signed by its own key, and ErrSubject, ErrTooOld
// or ErrTooYoung.
func (a Authority) Sign(r *Request, now time.Time, life time.Duration) (*Certificate, error) {
	if r.Signature != nil {
		return nil, r.Signature
	}
	if _, err := r.Subject().Subject(); err != nil {
		return nil, err
	}
	from, until, err := a.Life(now, life)
	if err != nil {
		return nil, err
	}
	serial, err := newSerial()
	if err != nil {
		return nil, err
	}
	id, err := keyID(r.x.RawSubjectPublicKeyInfo)
	if err != nil {
		return nil, err
	}
	der, err := x509.CreateCertificate(rand.Reader, &x509.Certificate{
		SerialNumber: serial, RawSubject: r.x.RawSubject, NotBefore: from, NotAfter: until,
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
		BasicConstraintsValid: true, SubjectKeyId: id,
	}, a.Certificate.x, r.x.PublicKey, a.key.Signer())
	if err != nil {
		return nil, err
	}
	return readCertificate(der)
}

// newSerial returns 128 random bits, and never zero, which RFC 5280 forbids.
func newSerial() (*big.Int, error) {
	for {
		var b [16]byte
		if _, err := rand.Read(b[:]); err != nil {
			return nil, err
		}
		if n := new(big.Int).SetBytes(b[:]); n.Sign() > 0 {
			return n, nil
		}
	}
}

// keyID is the subject key identifier of RFC 7093, 2, method 1: the first 160 bits of
// the SHA-256 of the key.
func keyID(spki []byte) ([]byte, error) {
	var info struct {
		Algorithm asn1.RawValue
		Key       asn1.BitString
	}
	if _, err := asn1.Unmarshal(spki, &info); err != nil {
		return nil, err
	}
	sum := sha256.Sum256(info.Key.Bytes)
	return sum[:20], nil
}
