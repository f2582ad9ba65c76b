package ui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kubeid/crypto"
	"kubeid/kube"
	"kubeid/model"
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
	press("enter", 1).waits(name+" can log in", "with exactly this credential", "granted 30 days", "RoleBinding default/")
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

// TestRealRenewingAUser renews a user entry by an administrator's context: it logs in as
// before with another certificate, and u brings the old one back.
func TestRealRenewingAUser(t *testing.T) {
	c, name := cluster.Shared(t), cluster.Name("jane")
	file := realConfig(t, c)
	s := kube.New(kube.Options{Kubeconfig: file, StateDir: t.TempDir()})
	r, err := s.ReviewUser(t.Context(), model.NewUser{
		Contexts: []model.Ref{{File: file, Kind: model.ContextKind, Name: text("real")}}, Subject: crypto.Subject{User: name, Groups: []string{"devs"}},
		Result: model.AsMerged, Out: file, KeyType: crypto.ECDSAP384,
	}, model.AddWith{})
	if err != nil {
		t.Fatal(err)
	}
	added, err := s.AddUser(t.Context(), r, model.AddWith{}, func(model.Event) {})
	if err != nil {
		t.Fatal(err)
	}
	entry, old := added.Places[0].Entry, added.Places[0].Issued.Fingerprint
	who := func() string {
		t.Helper()
		out, complaints, err := c.Kubectl(t, file, "", "--context", entry, "auth", "whoami", "-o", "jsonpath={.status.userInfo.username} {.status.userInfo.groups} {.status.userInfo.extra}")
		if err != nil {
			t.Fatal(complaints)
		}
		return out
	}
	d := liveOn(t, file, 120, 40).waits("real").presses("3", "/").types(name).presses("enter", "esc").waits("N renew").presses("N").waits("who asks?", "as admin")
	d.types("admin").presses("enter").waits("page 1 of 2", "CN="+name).presses("enter").waits("What they get", "ECDSA P-384", "up to").presses("enter").waits(name+" is renewed and can log in", "with exactly this credential")
	if out := who(); !strings.Contains(out, name) || !strings.Contains(out, "devs") || strings.Contains(out, old) {
		t.Errorf("after it kubectl logs in as %s", out)
	}
	d.presses("esc", "u").waits("a client certificate and its key of user", "Take this back").presses("y").misses("Take this back").waits("undone")
	if out := who(); !strings.Contains(out, old) {
		t.Errorf("after the undo kubectl logs in as %s", out)
	}
}
