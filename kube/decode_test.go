package kube

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"os"
	"path/filepath"
	"testing"

	"kubeid/model"
)

// TestACertificateMayHaveItsKeyInTheSameFile as a kubelet keeps them.
func TestACertificateMayHaveItsKeyInTheSameFile(t *testing.T) {
	h := newHome(t, `{"users":[{"name":"kubelet","user":{"client-certificate":"both.pem","client-key":"both.pem"}}]}`)
	both := append(selfSigned(t), []byte("-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n")...)
	if err := os.WriteFile(filepath.Join(h.dir, "both.pem"), both, 0o600); err != nil {
		t.Fatal(err)
	}
	s := h.service()
	loaded, err := s.Load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ref := loaded.Config.Ref(model.UserKind, 0)
	state := model.State{}.Apply(loaded)
	if err := s.Decode(t.Context(), []model.Ref{ref}, model.Look{Files: true}, func(e model.Event) { state = state.Apply(e) }); err != nil {
		t.Fatal(err)
	}
	c := state.Credentials[ref]
	if len(c.Certificates) != 1 || len(c.Troubles) != 0 {
		t.Errorf("%d certificates, troubles %v", len(c.Certificates), c.Troubles)
	}
}

// selfSigned returns a certificate in PEM.
func selfSigned(t *testing.T) []byte {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{Subject: pkix.Name{CommonName: "kubelet"}}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
}
