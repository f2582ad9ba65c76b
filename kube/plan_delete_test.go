package kube

import (
	"slices"
	"strings"
	"testing"

	"kubeid/model"
)

const shared = `apiVersion: v1
kind: Config
clusters:
- name: big
  cluster: {server: "https://big"}
users:
- name: jane
  user: {token: canary}
- name: john
  user: {client-certificate-data: YQ==, client-key-data: Yg==}
contexts:
# where the money is
- name: prod
  context: {cluster: big, user: john}
- name: stage
  context: {cluster: big, user: jane}
current-context: prod
`

func TestADeleteRepairsCurrentContextAndOffersOrphans(t *testing.T) {
	h := newHome(t, shared, "contexts:\n- {name: third, context: {cluster: big, user: jane}}\ncurrent-context: prod\n")
	prod := h.ref("a.yaml", model.ContextKind, "prod")
	plan := h.must(model.Delete{Entries: []model.Ref{prod}})
	if got := plan.Question(); len(got) != 1 || got[0] != `this will be gone: context "prod" of ~/a.yaml:13` {
		t.Errorf("the question is %q", got)
	}
	if !slices.Contains(plan.Notes, `"prod" is the current context; there will be none`) {
		t.Errorf("notes are %q", plan.Notes)
	}
	if want := []model.Ref{h.ref("a.yaml", model.UserKind, "john")}; !slices.Equal(plan.Orphans, want) {
		t.Errorf("orphans are %v, want %v", plan.Orphans, want)
	}
	h.says("a.yaml", strings.NewReplacer("# where the money is\n- name: prod\n  context: {cluster: big, user: john}\n", "", "current-context: prod", `current-context: ''`).Replace(shared))
	if name, file := h.load().Config.Current(); file >= 0 {
		t.Errorf("the current context is %q still", name)
	}
	plan = h.must(model.Delete{Entries: plan.Orphans})
	if got := plan.Question(); len(got) != 1 || got[0] != `this will be gone: user "john" of ~/a.yaml:9, with a client certificate and its key` || !plan.Lost[0].Credential {
		t.Errorf("the question is %q", got)
	}
	for _, e := range plan.Edits {
		if strings.Contains(strings.Join(e.Diff(), "\n"), "Yg==") {
			t.Errorf("the diff tells a key: %q", e.Diff())
		}
	}
	h.must(model.Undo{})
	h.must(model.Undo{})
	h.says("a.yaml", shared)
}

func TestADeleteSaysWhoIsLeftWithoutAUser(t *testing.T) {
	h := newHome(t, shared, "contexts:\n- {name: third, context: {cluster: big, user: jane}}\n")
	plan := h.must(model.Delete{Entries: []model.Ref{h.ref("a.yaml", model.UserKind, "jane")}})
	if want := `contexts "stage", "third" will have no user`; !slices.Contains(plan.Notes, want) {
		t.Errorf("notes are %q", plan.Notes)
	}
}

func TestADeleteSaysWhatComesToLight(t *testing.T) {
	h := newHome(t, shared, strings.ReplaceAll(shared, "canary", "other"))
	plan := h.must(model.Delete{Entries: []model.Ref{h.ref("a.yaml", model.UserKind, "jane"), h.ref("a.yaml", model.ContextKind, "prod")}})
	for _, want := range []string{
		`the user "jane" of ~/b.yaml:7 takes its place for contexts "stage", "stage"`,
		`the context "prod" of ~/b.yaml:13 comes to light`,
	} {
		if !slices.Contains(plan.Notes, want) {
			t.Errorf("notes are %q, want %q", plan.Notes, want)
		}
	}
	if len(plan.Orphans) > 0 {
		t.Errorf("orphans are %v, though b.yaml uses them", plan.Orphans)
	}
	if name, file := h.load().Config.Current(); name.Raw() != "prod" || file != 1 {
		t.Errorf("current is %q of file %d", name, file)
	}
}

func TestWhereAFileCannotBeReadNobodyIsAnOrphan(t *testing.T) {
	h := newHome(t, shared, "{{{")
	plan := h.must(model.Delete{Entries: []model.Ref{h.ref("a.yaml", model.ContextKind, "prod")}})
	if len(plan.Orphans) > 0 || !strings.Contains(strings.Join(plan.Notes, ""), "b.yaml could not be read, so nobody knows") {
		t.Errorf("orphans are %v, notes %q", plan.Orphans, plan.Notes)
	}
}

func TestSeveralAreOnePlanAndOneUndo(t *testing.T) {
	h := newHome(t, shared)
	text := model.NewText
	h.must(model.Several{Changes: []model.Change{
		model.Rename{Entry: h.ref("a.yaml", model.ContextKind, "prod"), To: text("eu-prod")},
		model.Rename{Entry: h.ref("a.yaml", model.ContextKind, "stage"), To: text("prod")},
		model.SetNamespace{Context: h.ref("a.yaml", model.ContextKind, "prod"), Namespace: text("web")},
		model.Delete{Entries: []model.Ref{h.ref("a.yaml", model.ContextKind, "eu-prod")}},
	}})
	k := h.load().Config
	if len(k.Contexts) != 1 || k.Contexts[0].Name != text("prod") || k.Contexts[0].Namespace != text("web") || k.Contexts[0].User != text("jane") {
		t.Errorf("the contexts are %v", k.Contexts)
	}
	h.must(model.Undo{})
	h.says("a.yaml", shared)
}

func TestDeletingWhatIsShadowedBringsNothingToLight(t *testing.T) {
	h := newHome(t, two, two)
	k := h.load().Config
	for i, c := range k.Contexts {
		if k.Shadow(model.ContextKind, i) < 0 {
			continue
		}
		plan, err := h.service().Plan(t.Context(), model.Delete{Entries: []model.Ref{k.Ref(model.ContextKind, i)}})
		if err != nil || len(plan.Edits) == 0 {
			t.Fatal(plan, err)
		}
		for _, n := range plan.Notes {
			if strings.Contains(n, "comes to light") {
				t.Errorf("of the shadowed %s it is said: %s", c.Name, n)
			}
		}
	}
}
