package kube

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"kubeid/crypto"
	"kubeid/model"
	"kubeid/testdata/cluster"
)

// TestRealRightsAreTakenAwayInTheMiddle takes each right that the work needs away right
// before the step that needs it, when the review was long over.
func TestRealRightsAreTakenAwayInTheMiddle(t *testing.T) {
	c := cluster.Shared(t)
	rules := map[string]string{
		"ask":     `{apiGroups: [certificates.k8s.io], resources: [certificatesigningrequests], verbs: [create]}`,
		"look":    `{apiGroups: [certificates.k8s.io], resources: [certificatesigningrequests], verbs: [get, list, watch]}`,
		"approve": `{apiGroups: [certificates.k8s.io], resources: [certificatesigningrequests/approval], verbs: [update]}`,
		"signer":  `{apiGroups: [certificates.k8s.io], resources: [signers], resourceNames: [kubernetes.io/kube-apiserver-client], verbs: [approve]}`,
		"bind":    `{apiGroups: [rbac.authorization.k8s.io], resources: [rolebindings], verbs: [create]}`,
		"rest":    `{apiGroups: [certificates.k8s.io], resources: [certificatesigningrequests], verbs: [delete]}, {apiGroups: [rbac.authorization.k8s.io], resources: [rolebindings], verbs: [get, delete]}, {apiGroups: [rbac.authorization.k8s.io], resources: [clusterroles], verbs: [bind, get]}`,
	}
	for right, test := range map[string]struct {
		after string // the step after which it goes
		can   []string
		fails string
		left  int
	}{
		"ask":     {"make a key", []string{"create", "csr"}, "cannot create resource", 0},
		"approve": {"ask the cluster", []string{"update", "csr", "--subresource=approval"}, "cannot update resource", 1},
		"signer":  {"ask the cluster", nil, "not permitted to approve requests with signerName", 1},
		"look":    {"approve", []string{"get", "csr"}, "cannot get resource", 1},
		"bind":    {"wait for", []string{"create", "rolebindings"}, "cannot create resource", 1},
	} {
		t.Run(right, func(t *testing.T) {
			helper := cluster.Name("helper")
			o := openOffice(t, c, c.User(t, helper))
			for name, rule := range rules {
				o.named(t, helper+"-"+name, helper, rule)
			}
			u := o.user(t)
			u.Role = model.RoleWish{Name: "view", Namespaces: []string{"default"}}
			r, err := o.ReviewUser(t.Context(), u, model.AddWith{})
			if err != nil || len(r.Missing()) > 0 {
				t.Fatal(err, r.Missing())
			}
			gone := false
			a, err := o.AddUser(t.Context(), r, model.AddWith{}, func(e model.Event) {
				p := e.(model.Progress)
				if gone || p.State != model.StepDone || !strings.HasPrefix(p.Step, test.after) {
					return
				}
				gone = true
				if _, complaints, err := c.Kubectl(t, c.Admin(), "", "delete", "clusterrolebinding", helper+"-"+right); err != nil {
					t.Fatal(complaints)
				}
				for range 100 {
					if out, _, _ := c.Kubectl(t, o.kubeconfig, "", append([]string{"auth", "can-i"}, test.can...)...); test.can != nil && strings.HasPrefix(out, "no") {
						break
					}
					time.Sleep(20 * time.Millisecond)
				}
			})
			if err == nil || !gone || !strings.Contains(err.Error(), test.fails) || model.ExitCode(err) != model.ExitRefused || model.Hint(err) == "" || strings.Contains(err.Error(), "LS0t") {
				t.Errorf("it says %v (%d), hint %q", err, model.ExitCode(err), model.Hint(err))
			}
			if len(a.Left) != test.left {
				t.Errorf("left %v", a.Left)
			}
			o.clean(t)
			if err := o.TakeBack(t.Context(), a.Left, model.Consent{}); err != nil {
				t.Error(err)
			}
			o.nothing(t, u.Subject.User)
		})
	}
}

// named gives a user rights by a role and a binding of this name.
func (o realOffice) named(t *testing.T, name, user, rules string) {
	t.Helper()
	o.Cluster.Apply(t, fmt.Sprintf(`{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: %s}, rules: [%s]}
---
{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRoleBinding, metadata: {name: %s}, roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: %s}, subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: %s}]}`,
		name, rules, name, name, user))
}

// TestRealNamesThatAreTaken wants a conflict told before a key exists: in the cluster, in
// a kubeconfig, and on the disk. What is there stays as it is.
func TestRealNamesThatAreTaken(t *testing.T) {
	c := cluster.Shared(t)
	file := filepath.Join(t.TempDir(), "config")
	put(t, file, string(must(os.ReadFile(c.Admin()))))
	o := openOffice(t, c, file)
	refused := func(what string, u model.NewUser, code int, words string) {
		t.Helper()
		before := string(must(os.ReadFile(file)))
		a, err := o.add(t, u)
		if err == nil || model.ExitCode(err) != code || !strings.Contains(err.Error(), words) || model.Hint(err) == "" || len(a.Places)+len(a.Left) > 0 {
			t.Errorf("%s: %v (%d), left %v", what, err, model.ExitCode(err), a.Left)
		}
		if string(must(os.ReadFile(file))) != before {
			t.Errorf("%s: the kubeconfig has changed", what)
		}
		o.clean(t)
	}
	u := o.user(t)
	u.Role = model.RoleWish{Name: "view", Namespaces: []string{"default"}}
	name := model.BindingName(u.Subject.User, u.Role)
	o.Cluster.Apply(t, "{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: '"+name+"', namespace: default}, roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit}, subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: somebody-else}]}")
	refused("a binding of the name that gives something else", u, model.ExitConflict, "there is another RoleBinding default/"+name)
	if out, _, _ := c.Kubectl(t, c.Admin(), "", "get", "rolebinding", name, "-o", "jsonpath={.roleRef.name}"); out != "edit" {
		t.Errorf("the binding gives %q now", out)
	}
	u = o.user(t)
	u.Result, u.Out = model.AsMerged, file
	if _, err := o.add(t, u); err != nil {
		t.Fatal(err)
	}
	refused("entries of the name in the kubeconfig", u, model.ExitConflict, "has a context")
	u.Result, u.Out = model.AsKubeconfig, filepath.Join(t.TempDir(), "mine")
	put(t, u.Out, "mine")
	refused("a file of the name", u, model.ExitRefused, "mine")
	if string(must(os.ReadFile(u.Out))) != "mine" {
		t.Error("the file is not what it was")
	}
	u.Out, u.Contexts = "", append(u.Contexts, u.Contexts[0])
	refused("one context twice", u, model.ExitUsage, "two entries would be called")
}

// TestRealTheSignerHasExpired runs a control plane whose authority for users has ended:
// it approves and never signs, and a local authority that has ended signs nothing.
func TestRealTheSignerHasExpired(t *testing.T) {
	c := cluster.Own(t, cluster.Options{SignerLife: -time.Hour})
	o := openOffice(t, c, c.Admin())
	o.signing = 16 * time.Second // before that it is only slow
	u := o.user(t)
	a, err := o.add(t, u)
	if !errors.Is(err, model.ErrNotIssued) || !strings.Contains(err.Error(), "its authority has expired") || model.Hint(err) == "" || len(a.Left) != 1 {
		t.Errorf("by the cluster: %v, left %v", err, a.Left)
	}
	o.clean(t)
	if err := o.TakeBack(t.Context(), a.Left, model.Consent{}); err != nil {
		t.Error(err)
	}
	o.nothing(t, u.Subject.User)
	if _, err := o.add(t, o.by(o.user(t), "signer")); !errors.Is(err, crypto.ErrTooOld) || !strings.Contains(model.Hint(err), "renew the authority first") {
		t.Errorf("by the authority itself: %v, %s", err, model.Hint(err))
	}
	o.clean(t)
}

// TestRealALifeEndsWithItsAuthority runs a control plane whose authority for users ends
// soon, by both ways.
func TestRealALifeEndsWithItsAuthority(t *testing.T) {
	c := cluster.Own(t, cluster.Options{SignerLife: 20 * time.Minute})
	o := openOffice(t, c, c.Admin())
	for way, u := range map[string]model.NewUser{"api": o.user(t), "authority": o.by(o.user(t), "signer")} {
		r, err := o.ReviewUser(t.Context(), u, model.AddWith{})
		if err != nil || r.Places[0].Cut != (way == "authority") {
			t.Errorf("%s: reviewed as %+v, %v", way, r.Places, err)
		}
		a, err := o.add(t, u)
		if err != nil {
			t.Fatal(way, err)
		}
		p := a.Places[0]
		if !p.Cut || !p.Proof.Good() || p.Issued.Until.After(time.Now().Add(20*time.Minute)) || way == "authority" && !p.Issued.Until.Equal(r.Places[0].Until) {
			t.Errorf("%s: until %v, cut %v, proof %v", way, p.Issued.Until, p.Cut, p.Proof)
		}
	}
}

// TestRealOneAuthorityForBothSides adds users where, as kubeadm has it, one CA signs
// servers and clients.
func TestRealOneAuthorityForBothSides(t *testing.T) {
	c := cluster.Own(t, cluster.Options{OneCA: true})
	o := openOffice(t, c, c.Admin())
	for way, u := range map[string]model.NewUser{"api": o.user(t), "authority": o.by(o.user(t), "server-ca")} {
		a, err := o.add(t, u)
		if err != nil || !a.Places[0].Proof.Good() || slices.ContainsFunc(a.Review.Worries, func(w model.Worry) bool { return w.ID == "authority-foreign" }) {
			t.Errorf("%s: %v, %v", way, err, a.Review.Worries)
		}
	}
}

// TestRealADeniedRequestIsForgotten wants the key of a request that was denied deleted,
// with a word: nothing comes of it any more.
func TestRealADeniedRequestIsForgotten(t *testing.T) {
	o := openOffice(t, cluster.Shared(t), cluster.Shared(t).Admin())
	u := o.user(t)
	u.Unapproved = true
	a, err := o.add(t, u)
	if err != nil || a.Kept == "" {
		t.Fatal(err)
	}
	waiting, err := o.Pending(t.Context())
	if err != nil || len(waiting) != 1 || waiting[0].ID != a.Kept || waiting[0].Requests[0].Raw() != a.Left[0].Name || waiting[0].Over(time.Now()) {
		t.Errorf("waiting %+v, %v", waiting, err)
	}
	if _, complaints, err := o.Kubectl(t, o.Admin(), "", "certificate", "deny", a.Left[0].Name); err != nil {
		t.Fatal(complaints)
	}
	var said []string
	done, err := o.ResumeUser(t.Context(), a.Kept, model.AddWith{}, func(e model.Event) { said = append(said, e.(model.Progress).Step) })
	if !errors.Is(err, model.ErrNotIssued) || !strings.Contains(err.Error(), "it was denied") || done.Kept != "" || model.ExitCode(err) != model.ExitRefused || !slices.Contains(said, "delete key and request, of which nothing comes any more") {
		t.Errorf("%v (%d), kept %q, said %q", err, model.ExitCode(err), done.Kept, said)
	}
	o.clean(t)
	if _, err := o.ResumeUser(t.Context(), a.Kept, model.AddWith{}, func(model.Event) {}); model.ExitCode(err) != model.ExitNotFound {
		t.Errorf("once more: %v", err)
	}
}
