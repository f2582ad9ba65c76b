package cluster

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Name returns a name that no other test uses: what is made in a cluster that others
// share has to have one.
func Name(prefix string) string { return prefix + "-" + strings.ToLower(rand.Text()[:10]) }

// User returns a new kubeconfig, with the context real, for a user whom the client CA
// has signed by hand.
func (c *Cluster) User(t testing.TB, name string, groups ...string) string {
	t.Helper()
	return c.Signed(t, userTemplate(name, groups...), false)
}

// Signed returns a new kubeconfig, with the context real, with a certificate made of a
// template; the server's CA signs it when byServerCA is set. Serial, dates and key are
// filled in.
func (c *Cluster) Signed(t testing.TB, template *x509.Certificate, byServerCA bool) string {
	t.Helper()
	name := "client-ca"
	if byServerCA {
		name = "server-ca"
	}
	made, err := tls.LoadX509KeyPair(c.Path(name+".crt"), c.Path(name+".key"))
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(made.Certificate[0])
	if err != nil {
		t.Fatal(err)
	}
	user, err := (&pair{cert, made.PrivateKey.(*ecdsa.PrivateKey)}).issue(template)
	if err != nil {
		t.Fatal(err)
	}
	ca, err := os.ReadFile(c.Path("server-ca.crt"))
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "config")
	if err := os.WriteFile(file, c.kubeconfig("real", "user", ca, user), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// Kubectl runs the cluster's own kubectl with a kubeconfig, and gives it input. It
// returns what it wrote, and what it complained about; the error is that of its end.
func (c *Cluster) Kubectl(t testing.TB, kubeconfig, input string, args ...string) (string, string, error) {
	t.Helper()
	var out, complaints bytes.Buffer
	cmd := exec.Command(filepath.Join(c.Bin, "kubectl"), args...)
	cmd.Env = append(os.Environ(), "KUBECONFIG="+kubeconfig, "HOME="+t.TempDir(), "KUBERC=off")
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(input), &out, &complaints
	err := cmd.Run()
	return out.String(), complaints.String(), err
}

// Apply creates objects as the administrator; the test ends when that fails. They are
// deleted with the test.
func (c *Cluster) Apply(t testing.TB, objects string) {
	t.Helper()
	if _, complaints, err := c.Kubectl(t, c.Admin(), objects, "create", "-f", "-"); err != nil {
		t.Fatal(complaints)
	}
	t.Cleanup(func() { c.Kubectl(t, c.Admin(), objects, "delete", "--ignore-not-found", "--wait=false", "-f", "-") })
}
