package apiserver

import (
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"time"
)

// How the controller manager signs (pkg/controller/certificates/signer and authority).
const (
	backdate    = 5 * time.Minute
	shortLife   = 8 * time.Hour
	shortestRun = 10 * time.Minute
)

// signRequest signs an approved request or marks it as failed, as the controllers
// csrsigning-* do; nil when there is nothing to do.
func (s *Server) signRequest(o object) object {
	if !o.condition("Approved") || o.condition("Failed") || o.text("status", "certificate") != "" {
		return nil
	}
	request, err := parseRequest(o)
	if err != nil || s.noSigner {
		return nil
	}
	usages := o.texts("spec", "usages")
	next := o.clone()
	switch fault := mayBeSigned(o.text("spec", "signerName"), request, usages); {
	case errors.Is(fault, errForeignSigner):
		return nil
	case fault != nil:
		all, _ := next.at("status", "conditions").([]any)
		next.set(append(all, map[string]any{
			"type": "Failed", "status": "True", "reason": "SignerValidationFailure", "message": fault.Error(),
			"lastUpdateTime": stamp(s.now()), "lastTransitionTime": stamp(s.now()),
		}), "status", "conditions")
		return next
	}
	seconds, given := o.number("spec", "expirationSeconds")
	life := s.certificateCap
	if asked := time.Duration(seconds) * time.Second; given && asked < life {
		life = max(asked, shortestRun)
	}
	der, err := s.sign(request, usages, life)
	if err != nil {
		return nil
	}
	next.set(base64.StdEncoding.EncodeToString(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})), "status", "certificate")
	return next
}

var errForeignSigner = errors.New("this signer is none of Kubernetes'")

// mayBeSigned says why a signer would refuse.
func mayBeSigned(signer string, request *x509.CertificateRequest, usages []string) error {
	switch signer {
	case clientSigner:
		return onlyUsages(usages, "client auth", "client certificate", "digital signature", "key encipherment", "client auth")
	case kubeletSigner:
		if !slices.Equal(request.Subject.Organization, []string{"system:nodes"}) {
			return errors.New("subject organization is not system:nodes")
		}
		if node := "system:node:"; !strings.HasPrefix(request.Subject.CommonName, node) {
			return errors.New("subject common name does not begin with " + node)
		}
		return onlyUsages(usages, "client auth", "client certificate", "digital signature", "key encipherment", "client auth")
	case servingSigner:
		if !slices.Equal(request.Subject.Organization, []string{"system:nodes"}) {
			return errors.New("subject organization is not system:nodes")
		}
		return onlyUsages(usages, "server auth", "server certificate", "digital signature", "key encipherment", "server auth")
	}
	return errForeignSigner
}

func onlyUsages(usages []string, needed, what string, allowed ...string) error {
	for _, u := range usages {
		if !slices.Contains(allowed, u) {
			return fmt.Errorf("invalid usage for %s: %s", what, u)
		}
	}
	if !slices.Contains(usages, needed) {
		return fmt.Errorf("missing required usage for %s: %s", what, needed)
	}
	return nil
}

// sign makes the certificate: subject and SANs are the request's, the usages those of
// the object, and the life ends with the authority's at the latest.
func (s *Server) sign(request *x509.CertificateRequest, usages []string, life time.Duration) ([]byte, error) {
	now := s.now()
	ca := s.clientCA.Certificate
	if now.After(ca.NotAfter) {
		return nil, errors.New("the signer has expired")
	}
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 128))
	if err != nil {
		return nil, err
	}
	c := &x509.Certificate{
		SerialNumber: serial, RawSubject: request.RawSubject, BasicConstraintsValid: true,
		DNSNames: request.DNSNames, IPAddresses: request.IPAddresses, EmailAddresses: request.EmailAddresses, URIs: request.URIs,
		NotBefore: now.Add(-backdate), NotAfter: now.Add(life),
	}
	if life >= shortLife {
		c.NotAfter = c.NotAfter.Add(-backdate)
	}
	if c.NotAfter.After(ca.NotAfter) {
		c.NotAfter = ca.NotAfter
	}
	for _, u := range usages {
		switch u {
		case "digital signature":
			c.KeyUsage |= x509.KeyUsageDigitalSignature
		case "key encipherment":
			c.KeyUsage |= x509.KeyUsageKeyEncipherment
		case "client auth":
			c.ExtKeyUsage = append(c.ExtKeyUsage, x509.ExtKeyUsageClientAuth)
		case "server auth":
			c.ExtKeyUsage = append(c.ExtKeyUsage, x509.ExtKeyUsageServerAuth)
		}
	}
	return x509.CreateCertificate(rand.Reader, c, ca, request.PublicKey, s.clientCA.Key)
}

// serving makes the certificate that the server itself shows.
func serving(ca Authority, names []string, now time.Time, life time.Duration) (*x509.Certificate, error) {
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 128))
	if err != nil {
		return nil, err
	}
	return &x509.Certificate{
		SerialNumber: serial, Subject: pkix.Name{CommonName: "kube-apiserver"}, BasicConstraintsValid: true,
		NotBefore: now.Add(-time.Hour), NotAfter: minTime(now.Add(life), ca.Certificate.NotAfter),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}, DNSNames: names,
	}, nil
}

func minTime(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}
