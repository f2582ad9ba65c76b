package apiserver

import (
	"crypto"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"kubeid/testdata/contract"
)

// TestTheContract asks what a real control plane is asked as well, and wants the same
// answers: the stand-in cannot drift.
func TestTheContract(t *testing.T) {
	for name, key := range map[string]crypto.Signer{"tokens by ECDSA": newKey(t), "tokens by RSA": newRSA(t)} {
		t.Run(name, func(t *testing.T) {
			l := start(t, func(o *Options) {
				o.TokenKey, o.CertificateCap, o.TokenCap = key, contract.MaxCertificate, contract.MaxToken
			})
			contract.Run(t, stand{l, t.TempDir()})
		})
	}
}

// stand is a server as the contract wants it.
type stand struct {
	*lab
	dir string
}

// Admin implements contract.Server.
func (s stand) Admin() string {
	path := filepath.Join(s.dir, "admin")
	if _, err := os.Stat(path); err != nil {
		return s.kubeconfig(s.t, path, &x509.Certificate{Subject: pkix.Name{CommonName: "admin", Organization: []string{superusers}}}, s.clientCA)
	}
	return path
}

// User implements contract.Server.
func (s stand) User(t testing.TB, name string, groups ...string) string {
	return s.Signed(t, &x509.Certificate{
		Subject: pkix.Name{CommonName: name, Organization: groups}, KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	}, false)
}

// Signed implements contract.Server.
func (s stand) Signed(t testing.TB, template *x509.Certificate, byServerCA bool) string {
	ca := s.clientCA
	if byServerCA {
		ca = s.serverCA
	}
	return s.kubeconfig(t, filepath.Join(s.dir, newUID()), template, ca)
}

func (s stand) kubeconfig(t testing.TB, path string, c *x509.Certificate, ca Authority) string {
	t.Helper()
	key := newKey(t)
	made := *c
	made.SerialNumber, made.NotBefore, made.NotAfter = newSerial(t), time.Now().Add(-time.Minute), time.Now().Add(time.Hour)
	leaf := parse(t, &made, ca.Certificate, key.Public(), ca.Key)
	der, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	text := fmt.Sprintf(`apiVersion: v1
kind: Config
current-context: demo
contexts: [{name: demo, context: {cluster: demo, user: demo}}]
clusters: [{name: demo, cluster: {server: %q, certificate-authority-data: %s}}]
users: [{name: demo, user: {client-certificate-data: %s, client-key-data: %s}}]
`, s.URL(), encodeBase64(s.serverCA.pem()), encodeBase64(inPEM("CERTIFICATE", leaf.Raw)), encodeBase64(inPEM("EC PRIVATE KEY", der)))
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
