package crypto

import (
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"math/big"
	"time"
)

// A Certificate is an X.509 certificate (RFC 5280), also one that crypto/x509
// refuses: then Refused says why, and everything else is what a lenient reader found.
type Certificate struct {
	DER       []byte
	Line      int   // where its block begins in the file, from 1; 0 when it was not PEM
	Refused   error // why crypto/x509, and with it kubectl and the apiserver, refuses it
	Skipped   error // why Kubernetes passes over its block: ErrHeaders, ErrLabel
	Version   int
	Serial    *big.Int
	NotBefore time.Time // zero when it could not be read
	NotAfter  time.Time

	subject, issuer, key []byte
	signature            string // OID
	extensions           []extension
	x                    *x509.Certificate
}

// An extension is one entry of a certificate's or request's list of extensions.
type extension struct {
	oid      string
	critical bool
	value    []byte
}

// ParseCertificates reads every certificate of a file: PEM, DER or either in base64.
// What is no certificate, cannot be read or is passed over by Kubernetes is a
// Trouble; a certificate that Go refuses is a Certificate with the reason.
func ParseCertificates(data []byte) ([]*Certificate, []Trouble) {
	if c := lone(data); c != nil {
		return []*Certificate{c}, nil
	}
	var certs []*Certificate
	var troubles []Trouble
	for _, b := range Blocks(data) {
		c, err := b.certificate()
		if c != nil {
			certs = append(certs, c)
		}
		if err != nil {
			troubles = append(troubles, b.trouble(err))
		}
	}
	if len(certs)+len(troubles) == 0 {
		troubles = append(troubles, Trouble{Err: ErrNothing})
	}
	return certs, troubles
}

// lone reads the usual file at once: one PEM block with a good certificate and
// nothing around it. It returns nil for any other, which is taken apart.
func lone(data []byte) *Certificate {
	der, ok := loneBlock(data)
	if !ok {
		return nil
	}
	x, err := x509.ParseCertificate(der)
	if err != nil {
		return nil
	}
	c := fromX509(x)
	c.Line = 1
	return c
}

// certificate reads the block. A certificate that comes with an error is one that
// kubectl or the apiserver would pass over.
func (b Block) certificate() (*Certificate, error) {
	if b.Err != nil {
		return nil, b.Err
	}
	var passed error
	switch {
	case b.Type == "X509 CERTIFICATE" || b.Type == "TRUSTED CERTIFICATE":
		passed = ErrLabel
	case b.Type != "CERTIFICATE" && b.Type != "":
		return nil, ErrOtherKind
	case len(b.Headers) > 0:
		passed = ErrHeaders
	}
	der := b.Body.Reveal()
	if b.Type == "TRUSTED CERTIFICATE" { // OpenSSL puts its own words behind the certificate
		if e, _, ok := readElement(der); ok {
			der = e.full
		}
	}
	c, err := readCertificate(der)
	if err != nil {
		return nil, err
	}
	c.Line, c.Skipped = b.Line, passed
	return c, passed
}

// readCertificate reads one certificate; the error says that it is none.
func readCertificate(der []byte) (*Certificate, error) {
	x, err := x509.ParseCertificate(der)
	if err == nil {
		return fromX509(x), nil
	}
	c, ok := outline(der)
	if !ok {
		return nil, err
	}
	c.Refused = err
	return c, nil
}

func fromX509(x *x509.Certificate) *Certificate {
	return &Certificate{
		DER: x.Raw, Version: x.Version, Serial: x.SerialNumber, NotBefore: x.NotBefore, NotAfter: x.NotAfter,
		subject: x.RawSubject, issuer: x.RawIssuer, key: x.RawSubjectPublicKeyInfo, x: x,
	}
}

// NewCertificate wraps what crypto/x509 has parsed, as from a TLS connection.
func NewCertificate(x *x509.Certificate) *Certificate { return fromX509(x) }

// X509 returns the certificate as crypto/x509 reads it; nil when it is Refused.
func (c *Certificate) X509() *x509.Certificate { return c.x }

// Subject returns whom the certificate names.
func (c *Certificate) Subject() Name { return readName(c.subject) }

// Issuer returns who the certificate says has signed it.
func (c *Certificate) Issuer() Name { return readName(c.issuer) }

// SelfIssued tells whether subject and issuer are the same, byte for byte.
func (c *Certificate) SelfIssued() bool {
	return len(c.subject) > 0 && string(c.subject) == string(c.issuer)
}

// PublicKey returns the key that the certificate is about.
func (c *Certificate) PublicKey() PublicKey {
	if c.x != nil {
		return readPublicKey(c.key, c.x.PublicKey)
	}
	return readPublicKey(c.key, nil)
}

// Fingerprint returns the SHA-256 of the DER as the apiserver writes it into a
// user's authentication.kubernetes.io/credential-id: "X509SHA256=" and hex
// (k8s.io/apiserver/pkg/authentication/request/x509/x509.go, CommonNameUserConversion).
func (c *Certificate) Fingerprint() string {
	sum := sha256.Sum256(c.DER)
	return fingerprintWord + hex.EncodeToString(sum[:])
}

const fingerprintWord = "X509SHA256="

// SignatureAlgorithm names the algorithm, "SHA256-RSA", or gives its OID.
func (c *Certificate) SignatureAlgorithm() string {
	if c.x != nil && c.x.SignatureAlgorithm != x509.UnknownSignatureAlgorithm {
		return c.x.SignatureAlgorithm.String()
	}
	id := c.signature
	if id == "" {
		if o, ok := outline(c.DER); ok {
			id = o.signature
		}
	}
	return signatureName(id)
}

func signatureName(oid string) string {
	if name, ok := signatureKinds[oid]; ok {
		return name
	}
	if name, ok := keyKinds[oid]; ok {
		return name + " (" + oid + ")"
	}
	return oid
}
