package ui

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"kubeid/testdata/cluster"
)

// realConfig is the administrator's kubeconfig, a copy of it.
func realConfig(t *testing.T, c *cluster.Cluster) string {
	t.Helper()
	data, err := os.ReadFile(c.Admin())
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "config")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// TestRealAddingAUserThroughTheAPI presses enter on every default, as a person does who
// wants a user and nothing else.
func TestRealAddingAUserThroughTheAPI(t *testing.T) {
	c, name := cluster.Shared(t), cluster.Name("jane")
	d := liveOn(t, realConfig(t, c), 120, 40).waits("real")
	keys, began := 0, time.Now()
	press := func(k string, n int) live {
		for range n {
			d.presses(k)
			keys++
		}
		return d
	}
	press("a", 1).waits("somebody new on real")
	press("enter", 1).waits("Who and where").types(name)
	press("enter", 3).waits("May do", "‹ view ›", "default")
	press("enter", 4).waits("What they get", "CN="+name, "up to")
	press("enter", 1).waits(name+" can log in", "with exactly this credential", "granted 30d", "RoleBinding default/")
	took := time.Since(began)
	t.Logf("%d keys beside the name, %v", keys, took)
	if keys > 12 || took > 3*time.Second {
		t.Errorf("it took %d keys and %v", keys, took)
	}
	d.presses("esc").waits("Contexts 1")
}

// TestRealAddingAUserWithAnAuthority fills the form for a local authority, and has
// kubectl log in with what was written.
func TestRealAddingAUserWithAnAuthority(t *testing.T) {
	c, name := cluster.Shared(t), cluster.Name("joe")
	out := filepath.Join(t.TempDir(), "joe")
	d := liveOn(t, realConfig(t, c), 120, 45).waits("real").presses("a").waits("somebody new on real").presses("enter").waits("Who and where")
	d.types(name).presses("enter").types("devs").presses("enter", "enter").waits("May do").presses("enter", "enter", "enter", "enter").waits("What they get")
	for range 7 {
		d.presses("up")
	}
	d.waits("▸ how").presses("right").waits("a local authority signs").presses("down").types(c.Path("client-ca.crt")).presses("down").types(c.Path("client-ca.key"))
	d.presses("down", "down").types("uid-7").presses("down", "left").waits("30 days").presses("down", "down", "right", "right").waits("PEM files").presses("down").types(out)
	d.presses("down", "down").waits("signed by CN=client-ca", "until").presses("enter").waits(name+" can log in", "with exactly this credential")
	who, complaints, err := c.Kubectl(t, filepath.Join(out, name+".kubeconfig"), "", "auth", "whoami", "-o", "jsonpath={.status.userInfo.username} {.status.userInfo.uid}")
	if err != nil || who != name+" uid-7" {
		t.Errorf("kubectl logs in as %q: %s", who, complaints)
	}
}
