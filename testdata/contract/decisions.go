package contract

import (
	"context"
	"crypto/x509/pkix"
	"errors"
	"strings"
	"testing"
	"time"

	"kubeid/kube/cluster"
	"kubeid/model"
)

// may gives a user, in the whole cluster, these verbs on requests and their approval.
func may(t *testing.T, admin *cluster.API, who string, verbs ...string) {
	t.Helper()
	role := name("kubeid-contract")
	type rule map[string][]string
	create := func(p cluster.Path, object any) {
		t.Helper()
		if _, err := admin.Create(t.Context(), p, object, nil); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { admin.Delete(context.Background(), p.Named(role), cluster.Precondition{}) })
	}
	create(cluster.ClusterRoles, map[string]any{
		"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": cluster.Meta{Name: role},
		"rules": []rule{{"apiGroups": {"certificates.k8s.io"}, "resources": {"certificatesigningrequests", "certificatesigningrequests/approval"}, "verbs": verbs}},
	})
	create(cluster.ClusterRoleBindings, map[string]any{
		"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRoleBinding", "metadata": cluster.Meta{Name: role},
		"roleRef":  map[string]string{"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": role},
		"subjects": []map[string]string{{"apiGroup": "rbac.authorization.k8s.io", "kind": "User", "name": who}},
	})
}

// waitsWithoutWatching: who may read a request but not watch it still learns what becomes
// of it.
func waitsWithoutWatching(t *testing.T, s Server) {
	admin, who := API(t, s.Admin()), name("asker")
	may(t, admin, who, "create", "get")
	a := API(t, s.User(t, who))
	waitFor(t, a, model.Right{Verb: "create", Group: "certificates.k8s.io", Resource: "certificatesigningrequests"})
	made, _, err := a.AskFor(t.Context(), cluster.Ask{Name: name("kubeid-contract"), Request: requestFor(t, "CERTIFICATE REQUEST", pkix.Name{CommonName: name("jane")}), Life: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { admin.DeleteRequest(context.Background(), made.Metadata.Name, "") })
	seen, ended := make(chan bool, 100), make(chan error, 1)
	go func() {
		_, err := a.AwaitCertificate(t.Context(), made.Metadata.Name, made.Metadata.UID, 30*time.Second, func(cluster.SigningRequest) { seen <- true })
		ended <- err
	}()
	<-seen
	if _, err := admin.Approve(t.Context(), made.Facts(), "contract"); err != nil {
		t.Fatal(err)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func approverWithoutSigner(t *testing.T, s Server) {
	admin, who := API(t, s.Admin()), name("approver")
	may(t, admin, who, "get", "list", "watch", "create", "update")
	a := API(t, s.User(t, who))
	rights := []model.Right{
		{Verb: "update", Group: "certificates.k8s.io", Resource: "certificatesigningrequests", Sub: "approval"},
		{Verb: "approve", Group: "certificates.k8s.io", Resource: "signers", Name: model.ClientSigner},
	}
	waitFor(t, a, rights[0])
	verdicts, err := a.MayAll(t.Context(), rights)
	if err != nil {
		t.Fatal(err)
	}
	if !verdicts[0].Allowed || verdicts[1].Allowed {
		t.Fatalf("verdicts %+v", verdicts)
	}
	made, err := ask(t, a, pkix.Name{CommonName: name("jane")}, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	_, err = a.Approve(t.Context(), made.Facts(), "contract")
	if !errors.Is(err, model.ErrForbidden) || !strings.Contains(err.Error(), `user not permitted to approve requests with signerName "kubernetes.io/kube-apiserver-client"`) {
		t.Errorf("it says %v", err)
	}
}

func changedIsNotApproved(t *testing.T, s Server) {
	a := API(t, s.Admin())
	made, err := ask(t, a, pkix.Name{CommonName: name("jane")}, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	seen := made.Facts()
	label := map[string]any{"metadata": map[string]any{"labels": map[string]string{"touched": "yes"}}}
	if _, err := a.Patch(t.Context(), cluster.Requests.Named(made.Metadata.Name), label, nil); err != nil {
		t.Fatal(err)
	}
	now, err := a.Approve(t.Context(), seen, "contract")
	if !errors.Is(err, model.ErrConflict) || now.Metadata.Labels["touched"] != "yes" || now.Facts().State() != "Pending" {
		t.Errorf("%+v, %v", now.Metadata, err)
	}
	other := now.Facts()
	other.UID = "00000000-0000-0000-0000-000000000000"
	if _, err := a.Approve(t.Context(), other, "contract"); !errors.Is(err, model.ErrConflict) {
		t.Errorf("another object was approved: %v", err)
	}
	if approved, err := a.Approve(t.Context(), now.Facts(), "contract"); err != nil || approved.Facts().Pending() {
		t.Errorf("%s, %v", approved.Facts().State(), err)
	}
}

func deniedStays(t *testing.T, s Server) {
	a := API(t, s.Admin())
	made, err := ask(t, a, pkix.Name{CommonName: name("jane")}, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	denied, err := a.Deny(t.Context(), made.Facts(), "we do not know jane")
	if err != nil || denied.Facts().State() != "Denied" {
		t.Fatalf("%s, %v", denied.Facts().State(), err)
	}
	if _, err := a.Approve(t.Context(), denied.Facts(), "contract"); !errors.Is(err, model.ErrInvalid) {
		t.Errorf("a denied one was approved: %v", err)
	}
	_, err = a.AwaitCertificate(t.Context(), made.Metadata.Name, made.Metadata.UID, 30*time.Second, func(cluster.SigningRequest) {})
	if !errors.Is(err, model.ErrNotIssued) || !strings.Contains(err.Error(), "we do not know jane") {
		t.Errorf("waiting says %v", err)
	}
}

func deletedIsNoticed(t *testing.T, s Server) {
	a := API(t, s.Admin())
	made, err := ask(t, a, pkix.Name{CommonName: name("jane")}, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.DeleteRequest(t.Context(), made.Metadata.Name, "00000000-0000-0000-0000-000000000000"); !errors.Is(err, model.ErrConflict) {
		t.Errorf("another one was deleted: %v", err)
	}
	seen := make(chan bool, 10)
	ended := make(chan error, 1)
	go func() {
		_, err := a.AwaitCertificate(t.Context(), made.Metadata.Name, made.Metadata.UID, 30*time.Second, func(cluster.SigningRequest) { seen <- true })
		ended <- err
	}()
	<-seen
	if err := a.DeleteRequest(t.Context(), made.Metadata.Name, made.Metadata.UID); err != nil {
		t.Fatal(err)
	}
	if err := <-ended; !errors.Is(err, model.ErrNoObject) {
		t.Errorf("waiting says %v", err)
	}
}
