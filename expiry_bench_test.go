package main

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
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"kubeid/kube"
	"kubeid/ui"
)

// BenchmarkExpiryScreen tells how long it takes from nothing until the Expiry screen
// of 10,000 contexts, each with a client certificate and an authority of its own, says
// so of all 20,000. Beside it stands what cannot be left out: read, base64, PEM and
// x509.ParseCertificate, over all cores. The first may take 1.3 times as long.
func BenchmarkExpiryScreen(b *testing.B) {
	const contexts = 10_000
	path := certified(b, contexts)
	var screens, plains []time.Duration
	for b.Loop() {
		runtime.GC()
		screens = append(screens, took(func() { fillExpiry(b, path, fmt.Sprint(2*contexts, " fine")) }))
		runtime.GC()
		plains = append(plains, took(func() { plainParse(b, path, 2*contexts) }))
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(milliseconds(screens), "ms/screen")
	b.ReportMetric(milliseconds(plains), "ms/plain")
	b.ReportMetric(float64(slices.Min(screens))/float64(slices.Min(plains)), "least")
}

func took(f func()) time.Duration {
	began := time.Now()
	f()
	return time.Since(began)
}

// milliseconds is the median.
func milliseconds(all []time.Duration) float64 {
	slices.Sort(all)
	return float64(all[len(all)/2].Microseconds()) / 1000
}

// fillExpiry opens the program, goes to the Expiry screen at once, and waits until it
// says words. Frames are drawn as often as on a terminal.
func fillExpiry(b *testing.B, path, words string) {
	s := kube.New(kube.Options{List: path, Home: filepath.Dir(path), StateDir: filepath.Join(filepath.Dir(path), "state")})
	inbox := make(chan tea.Msg, 1000)
	var run func(tea.Cmd)
	run = func(cmd tea.Cmd) {
		if cmd == nil {
			return
		}
		go func() {
			switch msg := cmd().(type) {
			case nil:
			case tea.BatchMsg:
				for _, cmd := range msg {
					run(cmd)
				}
			default:
				inbox <- msg
			}
		}()
	}
	var m tea.Model = ui.New(b.Context(), s, ui.Options{})
	run(m.Init())
	inbox <- tea.WindowSizeMsg{Width: 160, Height: 50}
	inbox <- tea.KeyPressMsg{Code: '4', Text: "4"}
	frames, late := time.NewTicker(time.Second/60), time.After(time.Minute)
	defer frames.Stop()
	for {
		select {
		case msg := <-inbox:
			var cmd tea.Cmd
			m, cmd = m.Update(msg)
			run(cmd)
		case <-frames.C:
			if strings.Contains(m.View().Content, words) {
				m.Update(tea.KeyPressMsg{Code: 'q', Text: "q"}) // ends what is going on in the background
				return
			}
		case <-late:
			b.Fatal("the Expiry screen is not filled within a minute")
		}
	}
}

// plainParse reads all certificates of a kubeconfig.
func plainParse(b *testing.B, path string, want int) {
	data, err := os.ReadFile(path)
	if err != nil {
		b.Fatal(err)
	}
	var values [][]byte
	for line := range bytes.Lines(data) {
		if key, value, ok := bytes.Cut(line, []byte(": ")); ok && (bytes.HasSuffix(key, []byte("certificate-data")) || bytes.HasSuffix(key, []byte("authority-data"))) {
			values = append(values, bytes.TrimSpace(value))
		}
	}
	if len(values) != want {
		b.Fatalf("%d certificates, want %d", len(values), want)
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

// certified writes a kubeconfig of n contexts with certificates that all differ.
func certified(b *testing.B, n int) string {
	b.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		b.Fatal(err)
	}
	serial := int64(0)
	certificate := func(name string, ca bool) string {
		serial++
		template := &x509.Certificate{
			SerialNumber: big.NewInt(serial), Subject: pkix.Name{CommonName: name, Organization: []string{"devs", "payments"}},
			NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().AddDate(1, 0, 0), IsCA: ca, BasicConstraintsValid: ca,
			KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
		}
		der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
		if err != nil {
			b.Fatal(err)
		}
		return base64.StdEncoding.EncodeToString(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
	}
	var clusters, contexts, users bytes.Buffer
	for i := range n {
		fmt.Fprintf(&clusters, "- cluster:\n    certificate-authority-data: %s\n    server: https://10.0.%d.%d:6443\n  name: c-%05d\n", certificate(fmt.Sprintf("ca-%05d", i), true), i/250, i%250, i)
		fmt.Fprintf(&contexts, "- context:\n    cluster: c-%05d\n    user: user-%05d\n  name: context-%05d\n", i, i, i)
		own := certificate(fmt.Sprintf("user-%05d", i), false)
		fmt.Fprintf(&users, "- name: user-%05d\n  user:\n    client-certificate-data: %s\n    client-key-data: %s\n", i, own, own)
	}
	path := filepath.Join(b.TempDir(), "config")
	text := fmt.Sprintf("apiVersion: v1\nclusters:\n%scontexts:\n%scurrent-context: context-00000\nkind: Config\nusers:\n%s", &clusters, &contexts, &users)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		b.Fatal(err)
	}
	return path
}
