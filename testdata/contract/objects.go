package contract

import (
	"context"
	"errors"
	"strings"
	"testing"

	"kubeid/kube/cluster"
	"kubeid/model"
)

func objectRows() []Row {
	return []Row{
		{Name: "objects are made, changed, watched and deleted", Run: objectsLive},
		{Name: "lists come in pages", Run: listsHavePages},
		{Name: "a name is refused twice", Run: namesAreUnique},
		{Name: "trying makes nothing", Run: tryingMakesNothing},
		{Name: "nobody gives a role with more rights than their own", Run: noEscalation},
	}
}

// A Thing is a ConfigMap.
type thing struct {
	cluster.Type
	Metadata cluster.Meta      `json:"metadata"`
	Data     map[string]string `json:"data,omitempty"`
}

func newThing(n string) thing {
	return thing{cluster.Type{APIVersion: "v1", Kind: "ConfigMap"}, cluster.Meta{Name: n, Labels: map[string]string{"contract": n}}, map[string]string{"a": "b"}}
}

func objectsLive(t *testing.T, s Server) {
	a, ctx, n := API(t, s.Admin()), t.Context(), name("thing")
	all := cluster.ConfigMaps.In("default")
	one := all.Named(n)
	before, err := cluster.List[thing](ctx, a, all, cluster.ListOptions{})
	if err != nil {
		t.Fatal(err)
	}
	var made, patched thing
	if _, err := a.Create(ctx, all, newThing(n), &made); err != nil {
		t.Fatal(err)
	}
	if made.Metadata.UID == "" || made.Metadata.ResourceVersion == "" || made.Metadata.CreationTimestamp.IsZero() {
		t.Errorf("made %+v", made)
	}
	if _, err := a.Patch(ctx, one, map[string]any{"data": map[string]string{"a": "c"}}, &patched); err != nil || patched.Data["a"] != "c" {
		t.Errorf("patched %+v, %v", patched, err)
	}
	if _, err := a.Update(ctx, one, made, nil); !errors.Is(err, model.ErrConflict) {
		t.Errorf("an old one was written: %v", err)
	}
	for _, p := range []cluster.Precondition{{UID: "another"}, {ResourceVersion: "1"}} {
		if err := a.Delete(ctx, one, p); !errors.Is(err, model.ErrConflict) {
			t.Errorf("another one was deleted: %v", err)
		}
	}
	if err := a.Delete(ctx, one, cluster.Precondition{UID: made.Metadata.UID, ResourceVersion: patched.Metadata.ResourceVersion}); err != nil {
		t.Fatal(err)
	}
	if err := a.Get(ctx, one, nil); !errors.Is(err, model.ErrNoObject) {
		t.Errorf("it is still there: %v", err)
	}
	var told []string
	enough := errors.New("enough")
	_, err = cluster.Watch(ctx, a, all, before.Version, cluster.ListOptions{Labels: "contract=" + n}, func(h cluster.Happening[thing]) error {
		if h.Kind == "BOOKMARK" {
			return nil
		}
		if told = append(told, h.Kind); h.Kind == "DELETED" {
			return enough
		}
		return nil
	})
	if got := strings.Join(told, " "); !errors.Is(err, enough) || got != "ADDED MODIFIED DELETED" {
		t.Errorf("the watch told %s, %v", got, err)
	}
}

func listsHavePages(t *testing.T, s Server) {
	pages := 0
	o := cluster.ListOptions{Page: 10, Metadata: true, Progress: func(int, *int64) { pages++ }}
	l, err := cluster.List[struct{ Metadata cluster.Meta }](t.Context(), API(t, s.Admin()), cluster.ClusterRoles, o)
	if err != nil || len(l.Items) < 40 || pages < 5 || l.Items[0].Metadata.Name == "" || l.Version == "" || l.More {
		t.Errorf("%d items in %d pages, %v", len(l.Items), pages, err)
	}
}

func namesAreUnique(t *testing.T, s Server) {
	a, n := API(t, s.Admin()), name("thing")
	all := cluster.ConfigMaps.In("default")
	if _, err := a.Create(t.Context(), all, newThing(n), nil); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Create(t.Context(), all, newThing(n), nil); !errors.Is(err, model.ErrExists) {
		t.Errorf("made twice: %v", err)
	}
	if err := a.Delete(t.Context(), all.Named(n), cluster.Precondition{}); err != nil {
		t.Error(err)
	}
}

func tryingMakesNothing(t *testing.T, s Server) {
	a, n := API(t, s.Admin()), name("thing")
	all := cluster.ConfigMaps.In("default")
	if _, err := a.TryCreate(t.Context(), all, newThing(n), nil); err != nil {
		t.Fatal(err)
	}
	if err := a.Get(t.Context(), all.Named(n), nil); !errors.Is(err, model.ErrNoObject) {
		t.Errorf("it was made: %v", err)
	}
}

// noEscalation: who may make bindings may still not give what they do not have.
func noEscalation(t *testing.T, s Server) {
	admin, who, role := API(t, s.Admin()), name("binder"), name("kubeid-contract")
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
		"rules": []rule{{"apiGroups": {"rbac.authorization.k8s.io"}, "resources": {"rolebindings"}, "verbs": {"create"}}},
	})
	binding := func(n, r, user string) map[string]any {
		return map[string]any{
			"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding", "metadata": cluster.Meta{Name: n},
			"roleRef":  map[string]string{"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": r},
			"subjects": []map[string]string{{"apiGroup": "rbac.authorization.k8s.io", "kind": "User", "name": user}},
		}
	}
	in := cluster.RoleBindings.In("default")
	create(in, binding(role, role, who))
	a := API(t, s.User(t, who))
	waitFor(t, a, model.Right{Verb: "create", Group: "rbac.authorization.k8s.io", Resource: "rolebindings", Namespace: "default"})
	if _, err := a.TryCreate(t.Context(), in, binding(name("own"), role, "joe"), nil); err != nil {
		t.Errorf("their own role: %v", err)
	}
	_, err := a.TryCreate(t.Context(), in, binding(name("more"), "cluster-admin", "joe"), nil)
	if !errors.Is(err, model.ErrForbidden) || !strings.Contains(err.Error(), "attempting to grant RBAC permissions not currently held") {
		t.Errorf("a greater role: %v", err)
	}
}
