package kube

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kubeid/crypto"
	"kubeid/model"
	"kubeid/testdata/cluster"
)

// rights gives a user what an approver needs, but for some of it.
func (o realOffice) rights(t *testing.T, user string, rules ...string) {
	t.Helper()
	o.Cluster.Apply(t, fmt.Sprintf(`{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: %s}, rules: [%s]}
---
{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRoleBinding, metadata: {name: %s}, roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: %s}, subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: %s}]}`,
		user, strings.Join(rules, ", "), user, user, user))
}

func TestRealWhatIsNotAllowedIsToldBeforeAKeyExists(t *testing.T) {
	c := cluster.Shared(t)
	const (
		ask     = `{apiGroups: [certificates.k8s.io], resources: [certificatesigningrequests], verbs: [create, get, list, watch]}`
		approve = `{apiGroups: [certificates.k8s.io], resources: [certificatesigningrequests/approval], verbs: [update]}`
		signer  = `{apiGroups: [certificates.k8s.io], resources: [signers], resourceNames: [kubernetes.io/kube-apiserver-client], verbs: [approve]}`
		bind    = `{apiGroups: [rbac.authorization.k8s.io], resources: [rolebindings], verbs: [create, get]}`
		give    = `{apiGroups: [rbac.authorization.k8s.io], resources: [clusterroles], resourceNames: [view], verbs: [bind, get]}`
	)
	for name, test := range map[string]struct {
		rules    []string
		blocking string
		waits    bool
	}{
		"nothing at all":               {nil, "create certificatesigningrequests", false},
		"no approving":                 {[]string{ask, signer, bind, give}, "", true},
		"approving without the signer": {[]string{ask, approve, bind, give}, "", true},
		"no bindings":                  {[]string{ask, approve, signer, give}, "create rolebindings", false},
		"a role that may not be given": {[]string{ask, approve, signer, bind}, "create rolebindings", false},
		"everything":                   {[]string{ask, approve, signer, bind, give}, "", false},
	} {
		t.Run(name, func(t *testing.T) {
			helper := cluster.Name("helper")
			o := openOffice(t, c, c.User(t, helper))
			if len(test.rules) > 0 {
				o.rights(t, helper, test.rules...)
			}
			u := o.user(t)
			u.Role = model.RoleWish{Name: "view", Namespaces: []string{"default"}}
			r, err := o.ReviewUser(t.Context(), u, model.AddWith{})
			if err != nil {
				t.Fatal(err)
			}
			words := ""
			for _, v := range r.Blocking() {
				words += v.Right.String() + "; "
			}
			if (test.blocking == "") != (words == "") || !strings.Contains(words, test.blocking) || r.Approves() == test.waits && test.blocking == "" {
				t.Fatalf("blocking %q, approves %v", words, r.Approves())
			}
			if test.blocking != "" {
				o.clean(t)
				return
			}
			a, err := o.AddUser(t.Context(), r, model.AddWith{}, func(model.Event) {})
			if err != nil {
				t.Fatal(err)
			}
			if test.waits {
				a = o.approved(t, a)
			}
			if !a.Places[0].Proof.Good() {
				t.Errorf("proof %+v", a.Places[0].Proof)
			}
		})
	}
}

// approved has the administrator approve, and goes on.
func (o realOffice) approved(t *testing.T, a model.AddedUser) model.AddedUser {
	t.Helper()
	file := filepath.Join(o.state, "pending", a.Kept+".json")
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 || len(a.Files) > 0 {
		t.Fatalf("%v, %v", info, err)
	}
	still, err := o.ResumeUser(t.Context(), a.Kept, model.AddWith{}, func(model.Event) {})
	if !errors.Is(err, model.ErrNotIssued) || still.Kept != a.Kept {
		t.Errorf("before it is approved: %v, kept %q", err, still.Kept)
	}
	if _, complaints, err := o.Kubectl(t, o.Admin(), "", "certificate", "approve", a.Left[0].Name); err != nil {
		t.Fatal(complaints)
	}
	done, err := o.ResumeUser(t.Context(), a.Kept, model.AddWith{}, func(model.Event) {})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(file); err == nil {
		t.Error("key and request are still kept")
	}
	return done
}

func TestRealSomebodyElsesRequestComesBackAndLogsIn(t *testing.T) {
	admin := openOffice(t, cluster.Shared(t), cluster.Shared(t).Admin())
	jane := openOffice(t, cluster.Shared(t), cluster.Shared(t).Admin())
	u := jane.user(t, "devs")
	u.By = model.ByOthers
	a, err := jane.add(t, u)
	if err != nil || a.Kept == "" {
		t.Fatal(err)
	}
	for _, way := range []string{"authority", "api"} {
		given := admin.user(t)
		given.Subject, given.Request, given.Out = crypto.Subject{}, a.Files[0].Path, filepath.Join(t.TempDir(), way+".crt")
		if way == "authority" {
			given = admin.by(given, "client-ca")
		}
		signed, err := admin.add(t, given)
		if err != nil {
			t.Fatal(way, err)
		}
		if way == "authority" {
			continue // signed, and lost on its way
		}
		done, err := jane.AcceptCertificate(t.Context(), signed.Files[0].Path, model.AddWith{}, func(model.Event) {})
		if err != nil {
			t.Fatal(way, err)
		}
		if name, _, _ := jane.whoami(t, done.Files[0].Path); name != u.Subject.User {
			t.Errorf("logs in as %s", name)
		}
		if _, err := jane.AcceptCertificate(t.Context(), signed.Files[0].Path, model.AddWith{}, func(model.Event) {}); model.ExitCode(err) != model.ExitNotFound {
			t.Errorf("twice: %v", err)
		}
	}
}
