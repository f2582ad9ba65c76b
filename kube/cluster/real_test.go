package cluster

import (
	"errors"
	"os"
	"strings"
	"testing"

	"kubeid/crypto"
	"kubeid/model"
	realcluster "kubeid/testdata/cluster"
)

// realAPI is the API of a real cluster as the user of a kubeconfig.
func realAPI(t *testing.T, kubeconfig string) *API {
	t.Helper()
	text, err := os.ReadFile(kubeconfig)
	if err != nil {
		t.Fatal(err)
	}
	c, err := ReadCaller(crypto.NewSecret(text), kubeconfig)
	if err != nil {
		t.Fatal(err)
	}
	a, err := c.Connect(t.Context(), model.Consent{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(a.Close)
	return a
}

type configMap struct {
	Type
	Metadata Meta              `json:"metadata"`
	Data     map[string]string `json:"data"`
}

func TestRealObjectsAreMadeChangedWatchedAndDeleted(t *testing.T) {
	c := realcluster.Shared(t)
	a, ctx, name := realAPI(t, c.Admin()), t.Context(), realcluster.Name("thing")
	all := ConfigMaps.In("default")
	one := all.Named(name)
	before, err := List[configMap](ctx, a, all, ListOptions{})
	if err != nil {
		t.Fatal(err)
	}
	object := configMap{Type: Type{"v1", "ConfigMap"}, Metadata: Meta{Name: name, Labels: map[string]string{"kubeid-test": name}}, Data: map[string]string{"a": "b"}}
	if _, err := a.TryCreate(ctx, all, object, nil); err != nil {
		t.Fatal(err)
	}
	var made, patched configMap
	if _, err := a.Create(ctx, all, object, &made); err != nil {
		t.Fatal(err)
	}
	if made.Metadata.UID == "" || made.Metadata.ResourceVersion == "" || made.Metadata.CreationTimestamp.IsZero() {
		t.Errorf("made %+v", made)
	}
	if _, err := a.Create(ctx, all, object, nil); !errors.Is(err, model.ErrExists) {
		t.Errorf("made twice: %v", err)
	}
	if _, err := a.Patch(ctx, one, map[string]any{"data": map[string]string{"a": "c"}}, &patched); err != nil || patched.Data["a"] != "c" {
		t.Errorf("patched %+v, %v", patched, err)
	}
	if _, err := a.Update(ctx, one, made, nil); !errors.Is(err, model.ErrConflict) {
		t.Errorf("an old one was written: %v", err)
	}
	if err := a.Delete(ctx, one, Precondition{UID: "another"}); !errors.Is(err, model.ErrConflict) {
		t.Errorf("another one was deleted: %v", err)
	}
	if err := a.Delete(ctx, one, Precondition{UID: made.Metadata.UID, ResourceVersion: patched.Metadata.ResourceVersion}); err != nil {
		t.Fatal(err)
	}
	if err := a.Get(ctx, one, nil); !errors.Is(err, model.ErrNoObject) {
		t.Errorf("it is still there: %v", err)
	}
	var told []string
	enough := errors.New("enough")
	_, err = Watch(ctx, a, all, before.Version, ListOptions{Labels: "kubeid-test=" + name}, func(h Happening[configMap]) error {
		if told = append(told, h.Kind); h.Kind == "DELETED" {
			return enough
		}
		return nil
	})
	if got := strings.Join(told, " "); !errors.Is(err, enough) || got != "ADDED MODIFIED DELETED" {
		t.Errorf("the watch told %s, %v", got, err)
	}
}

func TestRealListsComeInPages(t *testing.T) {
	a := realAPI(t, realcluster.Shared(t).Admin())
	pages := 0
	l, err := List[struct{ Metadata Meta }](t.Context(), a, ClusterRoles, ListOptions{Page: 10, Metadata: true, Progress: func(int, *int64) { pages++ }})
	if err != nil || len(l.Items) < 40 || pages < 5 || l.Items[0].Metadata.Name == "" || l.Version == "" || l.More {
		t.Errorf("%d items in %d pages, %v", len(l.Items), pages, err)
	}
}

func TestRealRightsAreAskedOfTheServer(t *testing.T) {
	c := realcluster.Shared(t)
	approve := model.Right{Verb: "approve", Group: "certificates.k8s.io", Resource: "signers", Name: "kubernetes.io/kube-apiserver-client"}
	for kubeconfig, want := range map[string]bool{c.Admin(): true, c.User(t, realcluster.Name("jane")): false} {
		verdicts, err := realAPI(t, kubeconfig).MayAll(t.Context(), []model.Right{approve, {Verb: "create", Group: "authentication.k8s.io", Resource: "selfsubjectreviews"}})
		if err != nil || verdicts[0].Allowed != want || !verdicts[1].Allowed {
			t.Errorf("%+v, %v", verdicts, err)
		}
	}
}

func TestRealLoginsAreToldApart(t *testing.T) {
	c := realcluster.Shared(t)
	name := realcluster.Name("jane")
	w, err := realAPI(t, c.User(t, name, "zeta", "alpha")).Whoami(t.Context())
	if err != nil || w.User.Raw() != name || len(w.Groups) != 3 || !strings.HasPrefix(w.CredentialID().Raw(), "X509SHA256=") {
		t.Errorf("%+v, %v", w, err)
	}
	_, err = realAPI(t, c.User(t, "")).Whoami(t.Context())
	if err == nil || !strings.Contains(err.Error(), "took you for nobody") {
		t.Errorf("nobody is %v", err)
	}
}

func TestRealServerThatGoesAwayAndComesBack(t *testing.T) {
	c := realcluster.Own(t, realcluster.Options{NoSigner: true, OneCA: true, NoAnonymous: true})
	a := realAPI(t, c.Admin())
	if err := a.Get(t.Context(), Namespaces.Named("default"), nil); err != nil {
		t.Fatal(err)
	}
	c.StopAPI()
	if err := a.Get(t.Context(), Namespaces.Named("default"), nil); err == nil || !strings.Contains(err.Error(), "nobody listens there") {
		t.Errorf("a server that is away: %v", err)
	}
	if err := c.StartAPI(); err != nil {
		t.Fatal(err)
	}
	if err := a.Get(t.Context(), Namespaces.Named("default"), nil); err != nil {
		t.Errorf("a server that is back: %v", err)
	}
}
