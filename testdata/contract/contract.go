package contract

import (
	"crypto/x509"
	"os"
	"testing"
	"time"

	"kubeid/crypto"
	"kubeid/kube/cluster"
	"kubeid/model"
)

// A Server is a control plane that can be asked: its client CA is not its server CA, it
// signs requests for at most MaxCertificate, and gives tokens for at most MaxToken.
type Server interface {
	// Admin is the path of an administrator's kubeconfig (system:masters).
	Admin() string
	// User is the path of a new kubeconfig whose certificate the client CA has signed.
	User(t testing.TB, name string, groups ...string) string
	// Signed is the path of a new kubeconfig with a certificate made of this template;
	// the server's CA signs it instead when byServerCA is set. Serial, dates and key are
	// filled in.
	Signed(t testing.TB, template *x509.Certificate, byServerCA bool) string
}

// The caps that a Server has to have.
const (
	MaxCertificate = 30 * 24 * time.Hour
	MaxToken       = 2 * time.Hour
)

// A Row is one known answer.
type Row struct {
	Name string
	Run  func(t *testing.T, s Server)
}

// Rows are all of them.
func Rows() []Row {
	var all []Row
	for _, some := range [][]Row{requestRows(), loginRows(), tokenRows(), objectRows()} {
		all = append(all, some...)
	}
	return all
}

// Run asks a server everything. Rows use names of their own, and may run beside other
// tests on the same server.
func Run(t *testing.T, s Server) {
	for _, r := range Rows() {
		t.Run(r.Name, func(t *testing.T) { r.Run(t, s) })
	}
}

// API asks as the user of a kubeconfig that the server has made.
func API(t testing.TB, kubeconfig string) *cluster.API {
	t.Helper()
	text, err := os.ReadFile(kubeconfig)
	if err != nil {
		t.Fatal(err)
	}
	c, err := cluster.ReadCaller(crypto.NewSecret(text), kubeconfig)
	if err != nil {
		t.Fatal(err)
	}
	a, err := c.Connect(t.Context(), model.Consent{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(a.Close)
	return a
}

// waitFor waits until somebody has a right: the authorizer hears of a binding a moment
// after it was made.
func waitFor(t *testing.T, a *cluster.API, r model.Right) {
	t.Helper()
	for range 50 {
		v, err := a.May(t.Context(), r)
		if err != nil {
			t.Fatal(err)
		}
		if v.Allowed {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatalf("the right never came: %s", r)
}
