package crypto

import (
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
)

func request(t testing.TB, tmpl *x509.CertificateRequest) []byte {
	t.Helper()
	der, err := x509.CreateCertificateRequest(rand.Reader, tmpl, edKey())
	return must(t, der, err)
}

func TestRequests(t *testing.T) {
	der := request(t, &x509.CertificateRequest{
		Subject:  pkix.Name{CommonName: "jane", Organization: []string{"devs"}},
		DNSNames: []string{"a.example"},
		ExtraExtensions: []pkix.Extension{
			{Id: []int{2, 5, 29, 15}, Value: []byte{3, 2, 7, 0x80}},
			{Id: []int{2, 5, 29, 19}, Value: []byte{0x30, 3, 1, 1, 0xff}},
		},
	})
	tampered := slices.Clone(der)
	tampered[len(tampered)-1] ^= 1
	for name, c := range map[string]struct {
		file      string
		label     error
		signature error
	}{
		"the label of Kubernetes":        {inPEM("CERTIFICATE REQUEST", der), nil, nil},
		"the old label of OpenSSL":       {inPEM("NEW CERTIFICATE REQUEST", der), ErrLabel, nil},
		"DER":                            {string(der), nil, nil},
		"one that somebody has tampered": {inPEM("CERTIFICATE REQUEST", tampered), nil, ErrSignature},
	} {
		t.Run(name, func(t *testing.T) {
			requests, troubles := ParseRequests([]byte(c.file))
			if len(requests) != 1 || len(troubles) != 0 {
				t.Fatalf("got %d requests and %v", len(requests), troubles)
			}
			r := requests[0]
			if !errors.Is(r.Label, c.label) || !errors.Is(r.Signature, c.signature) || c.signature == nil && r.Signature != nil {
				t.Errorf("label %v, signature %v", r.Label, r.Signature)
			}
			got := fmt.Sprint(r.Subject(), " ", r.PublicKey(), " ", r.SignatureAlgorithm(), " ", r.SANs(), r.KeyUsages(), r.ExtKeyUsages(), r.CA())
			if want := "O=devs, CN=jane Ed25519 Ed25519 [DNS:a.example] [digital signature] [] true"; got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		})
	}
}

func TestWhatIsNoRequestIsAReason(t *testing.T) {
	for name, file := range map[string]string{
		"a certificate": inPEM("CERTIFICATE", []byte("x")), "nothing": "", "rubbish": inPEM("CERTIFICATE REQUEST", []byte("x")),
		"a cut block": "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n",
	} {
		if requests, troubles := ParseRequests([]byte(file)); len(requests) != 0 || len(troubles) != 1 {
			t.Errorf("%s: %d requests and %v", name, len(requests), troubles)
		}
	}
}

func TestARequestOfOpenSSL(t *testing.T) {
	requests, _ := ParseRequests(read(t, "pkcs12/jane.csr"))
	if len(requests) != 1 || requests[0].Signature != nil || requests[0].Subject().String() != "O=devs, O=payments, CN=jane" {
		t.Errorf("got %v", requests)
	}
}

func TestARequestWithAnUnknownAlgorithmIsNotCalledForged(t *testing.T) {
	der := request(t, &x509.CertificateRequest{Subject: pkix.Name{CommonName: "jane"}})
	der = []byte(strings.ReplaceAll(string(der), "\x06\x03\x2b\x65\x70", "\x06\x03\x2b\x65\x7f"))
	requests, troubles := ParseRequests(der)
	if len(requests) != 1 || !errors.Is(requests[0].Signature, ErrUnsupported) || requests[0].SignatureAlgorithm() != "1.3.101.127" {
		t.Errorf("got %v and %v", requests, troubles)
	}
}

func FuzzRequests(f *testing.F) {
	f.Add(request(f, &x509.CertificateRequest{Subject: pkix.Name{CommonName: "jane"}, DNSNames: []string{"a"}}))
	f.Add(read(f, "pkcs12/jane.csr"))
	f.Fuzz(func(t *testing.T, data []byte) {
		requests, troubles := ParseRequests(data)
		if len(requests)+len(troubles) == 0 {
			t.Error("neither a request nor a reason")
		}
		for _, r := range requests {
			_, _, _, _ = r.Subject().String(), r.PublicKey().String(), r.SANs(), r.SignatureAlgorithm()
			_, _, _ = r.KeyUsages(), r.ExtKeyUsages(), r.CA()
		}
	})
}
