package contract

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"kubeid/crypto"
	"kubeid/kube/cluster"
	"kubeid/model"
)

const day = 24 * time.Hour

func requestRows() []Row {
	return []Row{
		{Name: "a life beyond the cap is cut without a word", Run: lifeIsCut},
		{Name: "groups come back as a set", Run: groupsComeBack},
		{Name: "usages that the signer does not know fail for good", Run: usagesFail},
		{Name: "system:masters cannot be asked for", Run: mastersForbidden},
		{Name: "other great names are issued and work", Run: greatNamesWork},
		{Name: "a life under ten minutes is invalid", Run: lifeTooShort},
		{Name: "the old label of OpenSSL is invalid", Run: oldLabel},
		{Name: "the server stamps who asked, and with which certificate", Run: stampsRequester},
		{Name: "who may not approve for the signer is refused", Run: approverWithoutSigner},
		{Name: "a request that has changed is not approved", Run: changedIsNotApproved},
		{Name: "a denied request stays denied", Run: deniedStays},
		{Name: "a request that is deleted is noticed", Run: deletedIsNoticed},
		{Name: "who may not watch a request asks again and again", Run: waitsWithoutWatching},
	}
}

// requestFor makes a key and a request for it, in PEM with this label.
func requestFor(t *testing.T, label string, subject pkix.Name) []byte {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.CreateCertificateRequest(rand.Reader, &x509.CertificateRequest{Subject: subject}, key)
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: label, Bytes: der})
}

// name is one that no other row uses.
func name(prefix string) string { return prefix + "-" + strings.ToLower(rand.Text()[:10]) }

// ask makes a request as somebody, and sees to it that it goes with the test.
func ask(t *testing.T, a *cluster.API, subject pkix.Name, life time.Duration, usages ...string) (cluster.SigningRequest, error) {
	t.Helper()
	n := name("kubeid-contract")
	made, _, err := a.AskFor(t.Context(), cluster.Ask{Name: n, Request: requestFor(t, "CERTIFICATE REQUEST", subject), Life: life, Usages: usages})
	if err == nil {
		t.Cleanup(func() { a.DeleteRequest(context.Background(), n, "") })
	}
	return made, err
}

// issue has a certificate made.
func issue(t *testing.T, a *cluster.API, subject pkix.Name, life time.Duration) cluster.SigningRequest {
	t.Helper()
	made, err := ask(t, a, subject, life)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Approve(t.Context(), made.Facts(), "contract"); err != nil {
		t.Fatal(err)
	}
	got, err := a.AwaitCertificate(t.Context(), made.Metadata.Name, made.Metadata.UID, 30*time.Second, func(cluster.SigningRequest) {})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func lifeIsCut(t *testing.T, s Server) {
	a := API(t, s.Admin())
	before := time.Now().Add(-5*time.Minute - 2*time.Second)
	got := issue(t, a, pkix.Name{CommonName: name("jane")}, 100*day).Facts()
	c := got.Certificate
	if got.State() != "Approved,Issued" || got.Asked != 100*day || c.NotAfter.Sub(c.NotBefore) != MaxCertificate || !got.Cut() {
		t.Errorf("%s, asked %v, from %v to %v", got.State(), got.Asked, c.NotBefore, c.NotAfter)
	}
	if c.NotBefore.Before(before) || c.NotBefore.After(time.Now().Add(-4*time.Minute)) {
		t.Errorf("it begins at %v, now is %v", c.NotBefore, time.Now())
	}
	if c.CA || c.OtherKey || c.Renamed || len(c.SANs) > 0 {
		t.Errorf("issued %+v", c)
	}
}

func groupsComeBack(t *testing.T, s Server) {
	a := API(t, s.Admin())
	got := issue(t, a, pkix.Name{CommonName: name("jane"), Organization: []string{"zeta", "alpha", "mid"}}, time.Hour)
	certs, _ := crypto.ParseCertificates(got.Status.Certificate)
	if len(certs) != 1 {
		t.Fatalf("%d certificates", len(certs))
	}
	c := certs[0]
	groups := slices.Sorted(slices.Values(c.Subject().Organizations()))
	if !slices.Equal(groups, []string{"alpha", "mid", "zeta"}) || len(c.Subject().RDNs) > 2 {
		t.Errorf("subject %s", c.Subject())
	}
	if !slices.Equal(c.KeyUsages(), []string{"digital signature"}) || !slices.Equal(c.ExtKeyUsages(), []string{"client auth"}) {
		t.Errorf("usages %q %q", c.KeyUsages(), c.ExtKeyUsages())
	}
	if life := c.NotAfter.Sub(c.NotBefore); life != time.Hour+5*time.Minute { // under 8 hours the five minutes come on top
		t.Errorf("it lives for %v", life)
	}
	if granted, ok := got.Facts().Granted(); !ok || granted != time.Hour {
		t.Errorf("granted %v", granted)
	}
}

func usagesFail(t *testing.T, s Server) {
	a := API(t, s.Admin())
	made, err := ask(t, a, pkix.Name{CommonName: name("jane")}, time.Hour, "client auth", "server auth")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Approve(t.Context(), made.Facts(), "contract"); err != nil {
		t.Fatal(err)
	}
	got, err := a.AwaitCertificate(t.Context(), made.Metadata.Name, made.Metadata.UID, 30*time.Second, func(cluster.SigningRequest) {})
	failed, _ := got.Facts().Is(model.Failed)
	if !errors.Is(err, model.ErrNotIssued) || got.Facts().State() != "Approved,Failed" || failed.Reason.Raw() != "SignerValidationFailure" ||
		failed.Message.Raw() != "invalid usage for client certificate: server auth" {
		t.Errorf("%s, %+v, %v", got.Facts().State(), failed, err)
	}
}

func mastersForbidden(t *testing.T, s Server) {
	_, err := ask(t, API(t, s.Admin()), pkix.Name{CommonName: name("jane"), Organization: []string{"system:masters"}}, time.Hour)
	if !errors.Is(err, model.ErrForbidden) || !strings.Contains(err.Error(), "use of kubernetes.io/kube-apiserver-client signer with system:masters group is not allowed") {
		t.Errorf("it says %v", err)
	}
}

func greatNamesWork(t *testing.T, s Server) {
	got := issue(t, API(t, s.Admin()), pkix.Name{CommonName: "system:kube-controller-manager", Organization: []string{"kubeadm:cluster-admins", "system:nodes"}}, time.Hour)
	f := got.Facts()
	if f.State() != "Approved,Issued" || f.Worst() != model.GravityError {
		t.Errorf("%s, flags %v", f.State(), f.Flags())
	}
}

func lifeTooShort(t *testing.T, s Server) {
	_, err := ask(t, API(t, s.Admin()), pkix.Name{CommonName: name("jane")}, 599*time.Second)
	if !errors.Is(err, model.ErrInvalid) || !strings.Contains(err.Error(), "may not specify a duration less than 600 seconds (10 minutes)") {
		t.Errorf("it says %v", err)
	}
}

func oldLabel(t *testing.T, s Server) {
	request := requestFor(t, "NEW CERTIFICATE REQUEST", pkix.Name{CommonName: name("jane")})
	_, _, err := API(t, s.Admin()).AskFor(t.Context(), cluster.Ask{Name: name("kubeid-contract"), Request: request})
	if !errors.Is(err, model.ErrInvalid) || !strings.Contains(err.Error(), "PEM block type must be CERTIFICATE REQUEST") {
		t.Errorf("it says %v", err)
	}
	if err != nil && (len(err.Error()) > 400 || bytes.Contains([]byte(err.Error()), request[40:60])) {
		t.Errorf("it repeats the request: %v", err)
	}
}

func stampsRequester(t *testing.T, s Server) {
	a := API(t, s.Admin())
	w, err := a.Whoami(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	made, err := ask(t, a, pkix.Name{CommonName: name("jane")}, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	if f := made.Facts(); f.By.User != w.User || f.By.Credential.Empty() || f.By.Credential != w.CredentialID() || f.State() != "Pending" || !f.Owned {
		t.Errorf("asked by %+v, and we are %+v", f.By, w)
	}
}
