package crypto

import (
	"crypto/x509"
	"errors"
)

// A Request is a certificate signing request (RFC 2986).
type Request struct {
	DER   []byte
	Line  int   // where its block begins, from 1; 0 when it was not PEM
	Label error // ErrLabel when the Kubernetes API refuses the label of the block

	// Signature is nil when the request is signed by its own key, as it has to be:
	// otherwise somebody asks for a certificate over a key that is not theirs.
	// ErrUnsupported means that Go does not know the algorithm.
	Signature error

	x *x509.CertificateRequest
}

// ErrSignature says that a signature is not by the key that it should be by.
var ErrSignature = errors.New("the signature is not by this key")

// ParseRequests reads every request of a file. The Kubernetes API accepts the label
// CERTIFICATE REQUEST and not OpenSSL's old NEW CERTIFICATE REQUEST (kubernetes,
// pkg/apis/certificates/helpers.go, ParseCSR); both are read here.
func ParseRequests(data []byte) ([]*Request, []Trouble) {
	var requests []*Request
	var troubles []Trouble
	for _, b := range Blocks(data) {
		r, err := b.request()
		if err != nil {
			troubles = append(troubles, b.trouble(err))
			continue
		}
		requests = append(requests, r)
	}
	if len(requests)+len(troubles) == 0 {
		troubles = append(troubles, Trouble{Err: ErrNothing})
	}
	return requests, troubles
}

func (b Block) request() (*Request, error) {
	if b.Err != nil {
		return nil, b.Err
	}
	var label error
	switch b.Type {
	case "CERTIFICATE REQUEST", "":
	case "NEW CERTIFICATE REQUEST":
		label = ErrLabel
	default:
		return nil, ErrOtherKind
	}
	x, err := x509.ParseCertificateRequest(b.Body.Reveal())
	if err != nil {
		return nil, err
	}
	return &Request{DER: x.Raw, Line: b.Line, Label: label, Signature: checkRequest(x), x: x}, nil
}

func checkRequest(x *x509.CertificateRequest) error {
	err := x.CheckSignature()
	var weak x509.InsecureAlgorithmError
	switch {
	case err == nil:
		return nil
	case errors.Is(err, x509.ErrUnsupportedAlgorithm), errors.As(err, &weak):
		return errors.Join(ErrUnsupported, err)
	}
	return errors.Join(ErrSignature, err)
}

// X509 returns the request as crypto/x509 reads it.
func (r *Request) X509() *x509.CertificateRequest { return r.x }

// Subject returns whom the request wants named.
func (r *Request) Subject() Name { return readName(r.x.RawSubject) }

// PublicKey returns the key that the request wants certified.
func (r *Request) PublicKey() PublicKey {
	return readPublicKey(r.x.RawSubjectPublicKeyInfo, r.x.PublicKey)
}

// SignatureAlgorithm names the algorithm of the request's own signature.
func (r *Request) SignatureAlgorithm() string {
	if r.x.SignatureAlgorithm != x509.UnknownSignatureAlgorithm {
		return r.x.SignatureAlgorithm.String()
	}
	outer := reader{rest: r.DER}
	whole := reader{rest: outer.next(tagSequence).body}
	whole.next(tagSequence)
	algorithm := reader{rest: whole.next(tagSequence).body, bad: whole.bad}
	if id := algorithm.next(tagOID); !algorithm.bad {
		return signatureName(id.oid())
	}
	return ""
}

// SANs returns the names and addresses that are asked for.
func (r *Request) SANs() []SAN { return readSANs(r.find(oidSubjectAltName)) }

// KeyUsages returns the usages that the request itself asks for; the signers of
// Kubernetes ignore them and take spec.usages.
func (r *Request) KeyUsages() []string { return readKeyUsages(r.find(oidKeyUsage)) }

// ExtKeyUsages returns the extended usages that the request itself asks for.
func (r *Request) ExtKeyUsages() []string { return readExtKeyUsages(r.find(oidExtKeyUsage)) }

// CA tells whether the request asks to become an authority.
func (r *Request) CA() bool {
	outer := reader{rest: r.find(oidBasicConstraints)}
	fields := reader{rest: outer.next(tagSequence).body, bad: outer.bad}
	flag, _ := fields.maybe(tagBoolean)
	return len(flag.body) == 1 && flag.body[0] != 0
}

func (r *Request) find(oid string) []byte {
	for _, e := range r.x.Extensions {
		if e.Id.String() == oid {
			return e.Value
		}
	}
	return nil
}
