package ui

import (
	"path/filepath"
	"testing"

	"kubeid/testdata/cluster"
)

// TestRealRequestsScreen does everything that the screen can, on a real cluster.
func TestRealRequestsScreen(t *testing.T) {
	c := cluster.Own(t, cluster.Options{})
	dir := t.TempDir()
	ask := func(name, user string) {
		t.Helper()
		c.Request(t, name, user, filepath.Join(dir, name+".key"), filepath.Join(dir, name+".csr"))
	}
	d := liveOn(t, c.Admin(), 120, 36).waits("real")
	d.presses("6").waits("enter connects to real", "as admin, certificate").presses("enter").waits("live", "Nobody asks for anything here")
	ask("one", "jane")
	d.waits("jane", "1 waiting").presses("A").waits("Approve one on real?", "jane, asked by admin").presses("y").waits("Approved,Issued", "The certificate is there")
	ask("two", "joe")
	d.waits("joe", "1 waiting").presses("g").waits("▸ ? joe").presses("D").waits("Deny two on real").types("who is joe").presses("enter").waits("Denied two", "Denied")
	ask("three", "system:kube-controller-manager")
	d.waits("1 waiting").presses("g", "A").waits("Approve three on real", "type system:kube-controller-manager to approve it").presses("esc")
	c.StopAPI()
	d.waits("lost, asking again", "jane")
	if err := c.StartAPI(); err != nil {
		t.Fatal(err)
	}
	d.waits("live").misses("lost")
	if _, complaints, err := c.Kubectl(t, c.Admin(), "", "delete", "csr", "three"); err != nil {
		t.Fatal(complaints)
	}
	d.misses("system:kube-controller-manager", "waiting")
	file := filepath.Join(dir, "jane.crt")
	d.presses("/").types("jane").presses("enter", "esc", "o").waits("Write the certificate of one")
	for range "~/jane.crt" {
		d.presses("backspace")
	}
	d.types(file).presses("enter").waits("Written to")
	out, complaints, err := c.Kubectl(t, c.Admin(), "", "auth", "whoami", "--client-certificate", file, "--client-key", filepath.Join(dir, "one.key"), "-o", "jsonpath={.status.userInfo.username}")
	if err != nil || out != "jane" {
		t.Errorf("kubectl logs in as %q: %s", out, complaints)
	}
}
