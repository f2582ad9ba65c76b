package kube

import (
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"k8s.io/client-go/tools/clientcmd"

	"kubeid/model"
	"kubeid/testdata/cluster"
)

func TestRealARenewedUserIsTheSameWithAnotherKey(t *testing.T) {
	c := cluster.Shared(t)
	admin := must(os.ReadFile(c.Admin()))
	file := filepath.Join(t.TempDir(), "config")
	put(t, file, string(admin))
	o := openOffice(t, c, file)
	u := o.user(t, "devs")
	u.Result, u.Out = model.AsMerged, file
	a, err := o.add(t, u)
	if err != nil {
		t.Fatal(err)
	}
	entry := model.NewText(a.Places[0].Entry)
	before := string(must(os.ReadFile(file)))
	if strings.Count(before, "\n  name: ") < 5 && !strings.HasPrefix(before, string(admin)[:100]) {
		t.Error("the file is not what it was with more in it")
	}
	old := a.Places[0].Issued.Fingerprint
	renewal, err := o.Renewal(t.Context(), model.Ref{File: file, Kind: model.UserKind, Name: entry}, model.Ref{File: file, Kind: model.ContextKind, Name: model.NewText("real")})
	if err != nil || !renewal.Subject.Same(u.Subject) || len(renewal.Renews) != 1 {
		t.Fatalf("%+v, %v", renewal, err)
	}
	if a, err = o.add(t, renewal); err != nil {
		t.Fatal(err)
	}
	if out, complaints, err := c.Kubectl(t, file, "", "--context", entry.Raw(), "auth", "whoami"); err != nil || !strings.Contains(out, u.Subject.User) {
		t.Error(out, complaints, err)
	}
	if a.Places[0].Issued.Fingerprint == old || !a.Places[0].Proof.Good() {
		t.Errorf("renewed as %+v", a.Places[0])
	}
	plan, err := o.Plan(t.Context(), model.Undo{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := o.Service.Apply(t.Context(), plan); err != nil {
		t.Fatal(err)
	}
	if string(must(os.ReadFile(file))) != before {
		t.Error("undo does not bring the old bytes back")
	}
}

func TestRealOffboardingTakesTheUserOutAndSaysWhatStays(t *testing.T) {
	o := openOffice(t, cluster.Shared(t), cluster.Shared(t).Admin())
	group := cluster.Name("team")
	u := o.user(t, group)
	u.Role = model.RoleWish{Name: "view", Namespaces: []string{"default"}}
	if _, err := o.add(t, u); err != nil {
		t.Fatal(err)
	}
	shared, byGroup := cluster.Name("shared"), cluster.Name("bygroup")
	const head = "{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRoleBinding, metadata: {name: %s}, roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}, subjects: [%s]}"
	subject := func(kind, name string) string {
		return "{apiGroup: rbac.authorization.k8s.io, kind: " + kind + ", name: " + name + "}"
	}
	o.Cluster.Apply(t, fmt.Sprintf(head, shared, subject("User", u.Subject.User)+", "+subject("User", "somebody-else")))
	o.Cluster.Apply(t, fmt.Sprintf(head, byGroup, subject("Group", group)))
	off, err := o.Offboarding(t.Context(), u.Contexts[0], u.Subject.User, model.Consent{})
	if err != nil || len(off.Bindings) != 2 || len(off.Groups) != 1 || len(off.Alive) != 1 {
		t.Fatalf("%+v, %v", off, err)
	}
	if _, complaints, err := o.Kubectl(t, o.Admin(), "", "label", "clusterrolebinding", shared, "a=b"); err != nil {
		t.Fatal(complaints)
	}
	if err := o.Offboard(t.Context(), off, model.Consent{}, func(model.Event) {}); !errors.Is(err, model.ErrConflict) {
		t.Errorf("over a change of somebody else: %v", err)
	}
	if off, err = o.Offboarding(t.Context(), u.Contexts[0], u.Subject.User, model.Consent{}); err != nil {
		t.Fatal(err)
	}
	if err := o.Offboard(t.Context(), off, model.Consent{}, func(model.Event) {}); err != nil {
		t.Fatal(err)
	}
	if off, err = o.Offboarding(t.Context(), u.Contexts[0], u.Subject.User, model.Consent{}); err != nil || len(off.Bindings) > 0 {
		t.Errorf("%+v, %v", off.Bindings, err)
	}
	if out, _, _ := o.Kubectl(t, o.Admin(), "", "get", "clusterrolebinding", shared, "-o", "jsonpath={.subjects[*].name}"); out != "somebody-else" {
		t.Errorf("the shared binding names %q", out)
	}
}

// TestRealNothingOfTheKeyIsAnywhereElse looks for the key in everything that a run
// through the CSR API has left behind and said.
func TestRealNothingOfTheKeyIsAnywhereElse(t *testing.T) {
	c := cluster.Shared(t)
	file := filepath.Join(t.TempDir(), "config")
	put(t, file, string(must(os.ReadFile(c.Admin()))))
	o := openOffice(t, c, file)
	u := o.user(t)
	u.Result, u.Out = model.AsMerged, file
	r, err := o.ReviewUser(t.Context(), u, model.AddWith{})
	if err != nil {
		t.Fatal(err)
	}
	var said strings.Builder
	a, err := o.AddUser(t.Context(), r, model.AddWith{}, func(e model.Event) { said.WriteString(verbose(e)) })
	if err != nil {
		t.Fatal(err)
	}
	said.WriteString(verbose(a))
	records, err := o.Steps(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	said.WriteString(verbose(records))
	config, err := clientcmd.LoadFromFile(file)
	if err != nil {
		t.Fatal(err)
	}
	key := config.AuthInfos[a.Places[0].Entry].ClientKeyData
	block, _ := pem.Decode(key)
	for _, secret := range secretForms(key, block.Bytes) {
		if strings.Contains(said.String(), secret) {
			t.Error("the key was told")
		}
		for _, name := range []string{"ledger.jsonl", "answers.json", "history.json"} {
			if text, err := os.ReadFile(filepath.Join(o.state, name)); err == nil && strings.Contains(string(text), secret) {
				t.Errorf("the key stands in %s", name)
			}
		}
	}
}
