package zlint

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"testing"
	"time"

	zx509 "github.com/zmap/zcrypto/x509"
	zlib "github.com/zmap/zlint/v3"
	"github.com/zmap/zlint/v3/lint"

	"kubeid/crypto"
)

// TestCertificatesOfEveryKindOfKeyAreClean holds every certificate that kubeid signs
// against RFC 5280 and the other documents that are not about web servers alone.
func TestCertificatesOfEveryKindOfKeyAreClean(t *testing.T) {
	registry, err := lint.GlobalRegistry().Filter(lint.FilterOptions{
		ExcludeSources: lint.SourceList{ // rules of those who run certificates for the web
			lint.CABFBaselineRequirements, lint.CABFEVGuidelines, lint.CABFCSBaselineRequirements, lint.CABFSMIMEBaselineRequirements,
			lint.MozillaRootStorePolicy, lint.AppleRootStorePolicy, lint.ChromeRootStorePolicy,
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	a := authority(t, now)
	for _, subject := range []crypto.Subject{
		{User: "jane"},
		{User: "jane", Groups: []string{"payments", "devs"}, UID: "uid-42"},
		{User: "Jürgen Groß", Groups: []string{"größe", "a b"}},
	} {
		for _, kind := range crypto.KeyTypes() {
			key, err := crypto.GenerateKey(kind)
			if err != nil {
				t.Fatal(err)
			}
			request, err := crypto.NewRequest(subject, key)
			if err != nil {
				t.Fatal(err)
			}
			for _, life := range []time.Duration{8 * time.Hour, 90 * 24 * time.Hour, 100 * 365 * 24 * time.Hour} {
				c, err := a.Sign(request, now, life)
				if err != nil {
					t.Fatal(err)
				}
				clean(t, registry, string(kind)+" for "+subject.User, c)
			}
		}
	}
	if len(registry.CertificateLints().Lints()) < 100 {
		t.Errorf("only %d lints ran", len(registry.CertificateLints().Lints()))
	}
}

func clean(t *testing.T, registry lint.Registry, name string, c *crypto.Certificate) {
	t.Helper()
	z, err := zx509.ParseCertificate(c.DER)
	if err != nil {
		t.Fatal(err)
	}
	for id, result := range zlib.LintCertificateEx(z, registry).Results {
		if result.Status > lint.Notice {
			t.Errorf("%s: %s: %s: %s", name, result.Status, id, result.Details)
		}
	}
}

// authority makes a CA as kubeadm does (kubernetes, cmd/kubeadm/app/util/pkiutil).
func authority(t *testing.T, now time.Time) crypto.Authority {
	t.Helper()
	signer, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.CreateCertificate(rand.Reader, &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "kubernetes"}, DNSNames: []string{"kubernetes"},
		NotBefore: now.Add(-time.Hour), NotAfter: now.Add(10 * 365 * 24 * time.Hour),
		KeyUsage: x509.KeyUsageKeyEncipherment | x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign, BasicConstraintsValid: true, IsCA: true,
	}, &x509.Certificate{
		Subject: pkix.Name{CommonName: "kubernetes"},
	}, signer.Public(), signer)
	if err != nil {
		t.Fatal(err)
	}
	certs, _ := crypto.ParseCertificates(der)
	key, err := crypto.NewKey(signer)
	if err != nil {
		t.Fatal(err)
	}
	a, err := crypto.NewAuthority(certs[0], key)
	if err != nil {
		t.Fatal(err)
	}
	return a
}
