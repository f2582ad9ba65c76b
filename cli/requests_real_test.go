package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kubeid/kube"
	"kubeid/testdata/cluster"
)

// real runs a command line on a real cluster, as the user of a kubeconfig.
func real(t *testing.T, kubeconfig, line string) result {
	t.Helper()
	dir := t.TempDir()
	s := kube.New(kube.Options{List: kubeconfig, Home: dir, StateDir: filepath.Join(dir, "state"), ConfigDir: filepath.Join(dir, "config")})
	t.Setenv("KUBERC", "off")
	return run(t, s, line)
}

func TestRealRequestsAreApprovedDeniedAndFetched(t *testing.T) {
	c := cluster.Shared(t)
	dir := t.TempDir()
	ask := func(user string) string {
		t.Helper()
		name := cluster.Name("kubeid-test")
		key, csr := filepath.Join(dir, name+".key"), filepath.Join(dir, name+".csr")
		c.Request(t, name, user, key, csr)
		t.Cleanup(func() { c.Kubectl(t, c.Admin(), "", "delete", "csr", name, "--ignore-not-found") })
		return name
	}
	jane, joe := ask("jane"), ask("joe")
	r := real(t, c.Admin(), "kubeid requests")
	r.ends(0)
	if !strings.Contains(r.out, jane) || !strings.Contains(r.out, joe) {
		t.Errorf("listed\n%s", r.out)
	}
	real(t, c.Admin(), "kubeid requests fetch "+jane).ends(4).says("nobody has approved or denied it yet")
	real(t, c.Admin(), "kubeid requests deny "+joe+" --reason no --yes").ends(0).says(joe + " is denied")
	real(t, c.Admin(), "kubeid requests approve "+joe+" --yes").ends(5).says("decided already: Denied")
	real(t, c.Admin(), "kubeid requests approve "+jane+" --yes").ends(0).says(jane + " is approved")
	if _, complaints, err := c.Kubectl(t, c.Admin(), "", "wait", "--for=jsonpath={.status.certificate}", "csr/"+jane, "--timeout=20s"); err != nil {
		t.Fatal(complaints)
	}
	got := real(t, c.Admin(), "kubeid requests fetch "+jane).ends(0)
	if !strings.HasPrefix(got.out, "-----BEGIN CERTIFICATE-----\n") {
		t.Errorf("fetched %q", got.out)
	}
	if err := os.WriteFile(filepath.Join(dir, "jane.crt"), []byte(got.out), 0o600); err != nil {
		t.Fatal(err)
	}
	out, complaints, err := c.Kubectl(t, c.Admin(), "", "auth", "whoami", "--client-certificate", filepath.Join(dir, "jane.crt"), "--client-key", filepath.Join(dir, jane+".key"), "-o", "jsonpath={.status.userInfo.username}")
	if err != nil || out != "jane" {
		t.Errorf("kubectl logs in as %q: %s", out, complaints)
	}
	nobody := c.User(t, cluster.Name("nobody"))
	real(t, nobody, "kubeid requests").ends(4).says("does not allow it").says("cannot list resource")
}
