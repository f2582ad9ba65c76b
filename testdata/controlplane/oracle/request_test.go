package oracle

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"kubeid/crypto"
	"testing"

	"k8s.io/kubernetes/pkg/apis/certificates"
)

// TestRequestsAreReadAsTheAPIDoes holds which requests kubeid takes for good against
// which the API takes.
func TestRequestsAreReadAsTheAPIDoes(t *testing.T) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.CreateCertificateRequest(rand.Reader, &x509.CertificateRequest{}, key)
	if err != nil {
		t.Fatal(err)
	}
	text := func(kind string, der []byte) []byte { return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}) }
	for name, data := range map[string][]byte{
		"a good one":              text("CERTIFICATE REQUEST", der),
		"one of old OpenSSL":      text("NEW CERTIFICATE REQUEST", der),
		"one with text before it": append([]byte("hello\n"), text("CERTIFICATE REQUEST", der)...),
		"a certificate":           text("CERTIFICATE", der),
		"half a one":              text("CERTIFICATE REQUEST", der[:len(der)/2]),
		"nothing":                 nil,
	} {
		_, refused := certificates.ParseCSR(data)
		requests, _ := crypto.ParseRequests(data)
		if good := len(requests) > 0 && requests[0].Label == nil; good != (refused == nil) {
			t.Errorf("%s: kubeid takes it: %v; the API says %v", name, good, refused)
		}
	}
}
