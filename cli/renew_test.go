package cli

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"kubeid/crypto"
	"kubeid/model"
)

func TestRenewTakesTheUserOfTheContext(t *testing.T) {
	for line, want := range map[string]struct{ user, context string }{
		"kubeid renew":                     {"jane", "dev"},
		"kubeid renew --context prod":      {"robot", "prod"},
		"kubeid renew robot":               {"robot", "prod"},
		"kubeid renew robot --context dev": {"robot", "dev"},
	} {
		f := twoContexts()
		run(t, f, line+" --yes --duration 8h").ends(0)
		u := f.added[0]
		if u.Renews[0].Name.Raw() != want.user || u.Contexts[0].Name.Raw() != want.context || u.Life != 8*time.Hour || u.KeyType != crypto.RSA2048 {
			t.Errorf("%s: %+v", line, u)
		}
	}
	f := twoContexts()
	run(t, f, "kubeid renew ghost --yes").ends(model.ExitNotFound)
	run(t, f, "kubeid renew jane --ca-cert a --ca-key b --key-type p384 --yes").ends(0)
	if u := f.added[0]; u.By != model.ByAuthority || u.KeyType != crypto.ECDSAP384 {
		t.Errorf("%+v", u)
	}
	run(t, f, "kubeid renew jane").ends(model.ExitRefused)
	f = twoContexts()
	f.sameAs = []model.Ref{{File: "/other", Kind: model.UserKind, Name: text("twin")}}
	run(t, f, "kubeid renew jane --yes").ends(0).says(`user "twin" in /other has the same certificate, and gets the new one as well (--only leaves it)`)
	run(t, f, "kubeid renew jane --yes --only").ends(0).says("has the same certificate, and keeps it")
	if len(f.added[0].Renews) != 2 || len(f.added[1].Renews) != 1 {
		t.Errorf("renewed %v, then %v", f.added[0].Renews, f.added[1].Renews)
	}
}

func TestIssuedListsTheLedger(t *testing.T) {
	f := twoContexts()
	run(t, f, "kubeid issued").ends(0).prints("").says("nothing was issued")
	soon := time.Now().Add(30*24*time.Hour + time.Minute)
	f.issued = []model.Issued{
		{Subject: crypto.Subject{User: "jane", Groups: []string{"devs"}}, Context: "prod", Until: soon, At: time.Now(), Fingerprint: "X509SHA256=ab"},
		{Subject: crypto.Subject{User: "a\x1b[2J"}, Context: "lab", Until: time.Now().Add(-time.Hour), At: time.Now().Add(-2 * time.Hour), Fingerprint: "X509SHA256=cd"},
	}
	r := run(t, f, "kubeid issued").ends(0)
	if !strings.Contains(r.out, "jane") || !strings.Contains(r.out, "30d, ") || !strings.Contains(r.out, "ended 60m ago") || strings.Contains(r.out, "\x1b") {
		t.Errorf("printed\n%s", r.out)
	}
	run(t, f, "kubeid issued --alive -o name").ends(0).prints("X509SHA256=ab\n")
	run(t, f, "kubeid issued --user nobody -o name").ends(0).prints("")
	var list struct {
		Kind  string
		Items []struct {
			User  string
			Alive bool
		}
	}
	if err := json.Unmarshal([]byte(run(t, f, "kubeid issued -o json").ends(0).out), &list); err != nil || list.Kind != "IssuedList" || len(list.Items) != 2 || !list.Items[0].Alive || list.Items[1].User != "a\x1b[2J" {
		t.Errorf("%+v, %v", list, err)
	}
}

func TestOffboardShowsAsksAndSaysWhatStays(t *testing.T) {
	f := twoContexts()
	run(t, f, "kubeid offboard").ends(model.ExitUsage)
	run(t, f, "kubeid offboard jane --yes").ends(0).says("nothing to do")
	f.offboarding = model.Offboarding{
		Bindings: []model.NamedIn{{Kind: "RoleBinding", Namespace: "web", Name: "x", Role: "ClusterRole view", Subject: "jane", Alone: true}, {Kind: "ClusterRoleBinding", Name: "y", Role: "ClusterRole edit", Subject: "jane"}},
		Groups:   []model.NamedIn{{Kind: "ClusterRoleBinding", Name: "z", Role: "ClusterRole admin", Subject: "group devs"}},
		Alive:    []model.Issued{{Context: "dev", Until: time.Date(2027, 1, 2, 3, 4, 0, 0, time.UTC), Fingerprint: "X509SHA256=ab"}},
	}
	run(t, f, "kubeid offboard jane").ends(model.ExitRefused).says("out of 2 bindings").says("stays good until 2027-01-02 03:04 UTC").says("group devs (ClusterRoleBinding z: ClusterRole admin)")
	run(t, f, "kubeid offboard jane --dry-run").ends(0).prints("CONTEXT   BINDING                                  BECOMES\ndev       RoleBinding web/x: ClusterRole view      deleted\ndev       ClusterRoleBinding y: ClusterRole edit   taken out\n")
	if len(f.offboarded) > 0 {
		t.Fatal("it was done all the same")
	}
	run(t, f, "kubeid offboard jane --context dev --context prod", terminal, answers("y")).ends(0)
	if !slices.Equal(f.offboarded, []string{"jane", "jane"}) {
		t.Errorf("offboarded %q", f.offboarded)
	}
}
