package kube

import (
	"crypto/x509"
	"encoding/pem"
	"os"
	"path/filepath"
	"testing"
	"time"

	"k8s.io/client-go/tools/clientcmd"

	"kubeid/crypto"
)

// An office is where users are added without any server: a kubeconfig with the
// contexts prod and lab, and an authority.
type office struct {
	*Service
	dir, ca, key string
	authority    *crypto.Certificate
}

func newOffice(t *testing.T, passphrase string) office {
	t.Helper()
	dir := t.TempDir()
	o := office{dir: dir, ca: filepath.Join(dir, "ca.crt"), key: filepath.Join(dir, "ca.key")}
	key, err := crypto.GenerateKey(crypto.ECDSAP256)
	if err != nil {
		t.Fatal(err)
	}
	o.authority = officeCA(t, key, time.Now().Add(30*24*time.Hour))
	text, err := key.PEM()
	if passphrase != "" {
		text, err = key.EncryptedPEM(crypto.NewSecret([]byte(passphrase)))
	}
	if err != nil {
		t.Fatal(err)
	}
	put(t, o.ca, string(o.authority.PEM()))
	put(t, o.key, string(text.Reveal()))
	put(t, filepath.Join(dir, "config"), `apiVersion: v1
kind: Config
current-context: prod
clusters:
- name: prod
  cluster: {server: "https://10.1.1.1:6443", certificate-authority: ca.crt, tls-server-name: kubernetes}
- name: lab
  cluster: {server: "https://127.0.0.1:1", proxy-url: "socks5://localhost:9"}
- name: plain
  cluster: {server: "http://10.1.1.1"}
contexts:
- name: prod
  context: {cluster: prod, user: admin}
- name: lab
  context: {cluster: lab, user: gone}
- name: plain
  context: {cluster: plain, user: admin}
users:
- name: admin
  user: {token: t}
`)
	o.Service = New(Options{Kubeconfig: filepath.Join(dir, "config"), StateDir: filepath.Join(dir, "state")})
	return o
}

func put(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// officeCA makes the certificate of an authority.
func officeCA(t *testing.T, key crypto.Key, end time.Time) *crypto.Certificate {
	return makeCA(t, key, "office-ca", end)
}

// namedCA makes the certificate of an authority of this name.
func namedCA(t *testing.T, key crypto.Key, name string) *crypto.Certificate {
	return makeCA(t, key, name, time.Now().Add(time.Hour))
}

func makeCA(t *testing.T, key crypto.Key, name string, end time.Time) *crypto.Certificate {
	t.Helper()
	tmpl := &x509.Certificate{
		SerialNumber: one, NotBefore: time.Now().Add(-time.Hour), NotAfter: end,
		Subject: subject(name), IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(nil, tmpl, tmpl, key.Signer().Public(), key.Signer())
	if err != nil {
		t.Fatal(err)
	}
	certs, _ := crypto.ParseCertificates(der)
	return certs[0]
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// keyBytes returns the key of a kubeconfig in the forms in which it could leak.
func keyBytes(t *testing.T, kubeconfig []byte) []string {
	t.Helper()
	config, err := clientcmd.Load(kubeconfig)
	if err != nil {
		t.Fatal(err)
	}
	for _, u := range config.AuthInfos {
		block, _ := pem.Decode(u.ClientKeyData)
		return secretForms(u.ClientKeyData, block.Bytes)
	}
	return nil
}
