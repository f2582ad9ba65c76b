package cluster_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"strings"
	"testing"
	"time"

	"kubeid/kube/cluster"
	"kubeid/model"
	real "kubeid/testdata/cluster"
	"kubeid/testdata/contract"
)

func TestRealServerThatGoesAwayAndComesBack(t *testing.T) {
	c := real.Own(t, real.Options{NoSigner: true, OneCA: true, NoAnonymous: true})
	a := contract.API(t, c.Admin())
	if err := a.Get(t.Context(), cluster.Namespaces.Named("default"), nil); err != nil {
		t.Fatal(err)
	}
	waiting := approved(t, a)
	c.StopAPI()
	if err := a.Get(t.Context(), cluster.Namespaces.Named("default"), nil); err == nil || !strings.Contains(err.Error(), "nobody listens there") {
		t.Errorf("a server that is away: %v", err)
	}
	ended := make(chan error, 1)
	go func() {
		_, err := a.AwaitCertificate(t.Context(), waiting.Metadata.Name, waiting.Metadata.UID, time.Minute, func(cluster.SigningRequest) {})
		ended <- err
	}()
	if err := c.StartAPI(); err != nil {
		t.Fatal(err)
	}
	if err := a.Get(t.Context(), cluster.Namespaces.Named("default"), nil); err != nil {
		t.Errorf("a server that is back: %v", err)
	}
	c.StopControllers()
	if err := c.StartSigner(); err != nil {
		t.Fatal(err)
	}
	if err := <-ended; err != nil {
		t.Errorf("a certificate that was waited for meanwhile: %v", err)
	}
}

// approved makes a request and approves it.
func approved(t *testing.T, a *cluster.API) cluster.SigningRequest {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.CreateCertificateRequest(rand.Reader, &x509.CertificateRequest{Subject: pkix.Name{CommonName: "jane"}}, key)
	if err != nil {
		t.Fatal(err)
	}
	request := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE REQUEST", Bytes: der})
	made, _, err := a.AskFor(t.Context(), cluster.Ask{Name: real.Name("kubeid-jane"), Request: request, Life: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	if made, err = a.Approve(t.Context(), made.Facts(), "test"); err != nil {
		t.Fatal(err)
	}
	return made
}

// TestRealRequestsThatNobodySigns: on each of them a request stays approved, as on
// many clusters out there.
func TestRealRequestsThatNobodySigns(t *testing.T) {
	for name, o := range map[string]real.Options{
		"without the controller":        {NoSigner: true},
		"with an authority that ended":  {SignerLife: -time.Hour},
		"with two certificates in file": {SignerBundle: true},
	} {
		t.Run(name, func(t *testing.T) {
			c := real.Own(t, o)
			a := contract.API(t, c.Admin())
			made := approved(t, a)
			states := 0
			last, err := a.AwaitCertificate(t.Context(), made.Metadata.Name, made.Metadata.UID, 3*time.Second, func(cluster.SigningRequest) { states++ })
			if !errors.Is(err, model.ErrNotIssued) || last.Facts().State() != "Approved" || states == 0 {
				t.Errorf("%s after %d states: %v", last.Facts().State(), states, err)
			}
			f := last.Facts()
			d := f.Diagnose(model.SignerView{}, time.Now().Add(time.Minute))
			if !d.Stuck || !strings.Contains(d.What, "kube-controller-manager") || d.Todo == "" {
				t.Errorf("diagnosis %+v", d)
			}
			if left := time.Until(f.Forgotten()); left < 23*time.Hour || left > 24*time.Hour {
				t.Errorf("forgotten in %v", left)
			}
		})
	}
}

func TestRealAuthorityThatEndsSoonCutsTheLife(t *testing.T) {
	c := real.Own(t, real.Options{SignerLife: 20 * time.Minute})
	a := contract.API(t, c.Admin())
	made := approved(t, a)
	got, err := a.AwaitCertificate(t.Context(), made.Metadata.Name, made.Metadata.UID, 30*time.Second, func(cluster.SigningRequest) {})
	if err != nil {
		t.Fatal(err)
	}
	if life, ok := got.Facts().Granted(); !ok || life > 20*time.Minute || !got.Facts().Cut() {
		t.Errorf("granted %v", life)
	}
	authorities, err := a.ClientAuthorities(t.Context())
	if err != nil || len(authorities) != 2 {
		t.Errorf("%d authorities, %v", len(authorities), err)
	}
}
