package kube

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
	"time"

	"kubeid/model"
)

// certified returns a kubeconfig of n contexts with certificates that all differ.
func certified(b *testing.B, n int) string {
	b.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		b.Fatal(err)
	}
	var text bytes.Buffer
	text.WriteString("apiVersion: v1\nkind: Config\nusers:\n")
	for i := range n {
		template := &x509.Certificate{
			SerialNumber: big.NewInt(int64(i + 1)),
			Subject:      pkix.Name{CommonName: fmt.Sprintf("user-%05d", i), Organization: []string{"devs", "payments"}},
			NotBefore:    time.Now(), NotAfter: time.Now().AddDate(1, 0, 0),
			KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
		}
		der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
		if err != nil {
			b.Fatal(err)
		}
		data := base64.StdEncoding.EncodeToString(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
		fmt.Fprintf(&text, "- name: user-%05d\n  user:\n    client-certificate-data: %s\n    client-key-data: %s\n", i, data, data)
	}
	text.WriteString("contexts:\n")
	for i := range n {
		fmt.Fprintf(&text, "- name: context-%05d\n  context:\n    cluster: c\n    user: user-%05d\n", i, i)
	}
	path := filepath.Join(b.TempDir(), "config")
	if err := os.WriteFile(path, text.Bytes(), 0o600); err != nil {
		b.Fatal(err)
	}
	return path
}

// BenchmarkExpiry fills State with the lives of 10,000 users, and beside it does
// only what cannot be left out: read, base64, PEM and x509.ParseCertificate, over
// all cores. The first may take 1.3 times as long as the second.
func BenchmarkExpiry(b *testing.B) {
	path := certified(b, 10_000)
	b.Run("kubeid", func(b *testing.B) {
		for b.Loop() {
			s := New(Options{List: path, StateDir: b.TempDir()})
			loaded, err := s.Load(b.Context())
			if err != nil {
				b.Fatal(err)
			}
			state := model.State{}.Apply(loaded)
			var refs []model.Ref
			for i := range loaded.Config.Users {
				refs = append(refs, loaded.Config.Ref(model.UserKind, i))
			}
			if err := s.Decode(b.Context(), refs, model.Look{Files: true, Brief: true}, func(e model.Event) { state = state.Apply(e) }); err != nil {
				b.Fatal(err)
			}
			if got := len(state.Lives()); got != 10_000 {
				b.Fatalf("%d lives", got)
			}
		}
	})
	b.Run("plain", func(b *testing.B) {
		for b.Loop() {
			plainParse(b, path)
		}
	})
}

func plainParse(b *testing.B, path string) {
	data, err := os.ReadFile(path)
	if err != nil {
		b.Fatal(err)
	}
	var values [][]byte
	for line := range bytes.Lines(data) {
		if _, value, ok := bytes.Cut(line, []byte("client-certificate-data: ")); ok {
			values = append(values, bytes.TrimSpace(value))
		}
	}
	var wait sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		wait.Go(func() {
			for i := w; i < len(values); i += workers {
				text, _ := base64.StdEncoding.DecodeString(string(values[i]))
				block, _ := pem.Decode(text)
				if _, err := x509.ParseCertificate(block.Bytes); err != nil {
					b.Error(err)
				}
			}
		})
	}
	wait.Wait()
}
