package kube

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"kubeid/crypto"
	"kubeid/model"
)

// What other tools are known to do to kubeconfigs, by the numbers of our list of their
// defects, each shown not to happen here. D4 and D12 are not about files.

// tree returns the paths of everything below the home, without kubeid's own state.
func (h *home) tree() []string {
	h.t.Helper()
	var out []string
	err := filepath.WalkDir(h.dir, func(path string, e fs.DirEntry, err error) error {
		rel, _ := filepath.Rel(h.dir, path)
		if err == nil && e.IsDir() && rel == "state" {
			return fs.SkipDir
		}
		if rel != "." {
			out = append(out, rel)
		}
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return out
}

func everyChange(h *home, file string) []model.Change {
	text := model.NewText
	server := text("https://other")
	context, cluster, user := h.ref(file, model.ContextKind, "prod"), h.ref(file, model.ClusterKind, "big"), h.ref(file, model.UserKind, "john")
	return []model.Change{
		model.UseContext{Context: h.ref(file, model.ContextKind, "stage")},
		model.UnsetContext{},
		model.SetNamespace{Context: context, Namespace: text("web")},
		model.Rename{Entry: user, To: text("johnny")},
		model.Rename{Entry: cluster, To: text("huge")},
		model.Rename{Entry: context, To: text("eu")},
		model.NewContext{Name: text("new"), Cluster: cluster, User: user},
		model.CopyContext{Context: context, To: text("copy")},
		model.SetCluster{Cluster: cluster, Server: &server},
		model.Renew{User: h.ref(file, model.UserKind, "jane"), Token: crypto.NewSecret([]byte("fresh"))},
		model.Delete{Entries: []model.Ref{context, user}},
		importing(foreign),
	}
}

func TestD1AWriteGoesToAFileOfTheListAndNowhereElse(t *testing.T) {
	h := newHome(t, "kind: Config\n", shared)
	before := h.tree()
	for _, c := range everyChange(h, "b.yaml") {
		h.must(c)
		if got := h.tree(); !slices.Equal(got, before) {
			t.Errorf("%s: %v lie there, want %v", c.Wish(), got, before)
		}
		h.must(model.Undo{})
	}
	h.says("a.yaml", "kind: Config\n")
	h.says("b.yaml", shared)
}

func TestD2DeletingABrokenContextLeavesTheClusterThatOthersUse(t *testing.T) {
	h := newHome(t, shared+"- name: broken\n  context: {cluster: big, user: nobody}\n")
	h.write("a.yaml", strings.Replace(h.text("a.yaml"), "current-context: prod\n- name: broken\n  context: {cluster: big, user: nobody}\n", "- name: broken\n  context: {cluster: big, user: nobody}\ncurrent-context: prod\n", 1))
	plan := h.must(model.Delete{Entries: []model.Ref{h.ref("a.yaml", model.ContextKind, "broken")}})
	if len(plan.Orphans) > 0 {
		t.Errorf("orphans are %v", plan.Orphans)
	}
	h.says("a.yaml", shared)
}

func TestD5DeletingAContextKeepsWhatIsSharedAndTheFile(t *testing.T) {
	h := newHome(t, shared)
	h.must(model.Delete{Entries: []model.Ref{h.ref("a.yaml", model.ContextKind, "stage")}})
	if got := h.text("a.yaml"); !strings.Contains(got, "name: big") || !strings.Contains(got, "name: jane") {
		t.Errorf("a.yaml says %s", got)
	}
	all := model.Delete{Entries: []model.Ref{
		h.ref("a.yaml", model.ContextKind, "prod"), h.ref("a.yaml", model.ClusterKind, "big"),
		h.ref("a.yaml", model.UserKind, "jane"), h.ref("a.yaml", model.UserKind, "john"),
	}}
	h.must(all)
	if got := h.text("a.yaml"); !strings.Contains(got, "contexts: []") || !strings.Contains(got, "users: []") {
		t.Errorf("the empty file says %s", got)
	}
}

func TestD7RenamingTheCurrentContextKeepsItCurrent(t *testing.T) {
	h := newHome(t, shared)
	h.must(model.Rename{Entry: h.ref("a.yaml", model.ContextKind, "prod"), To: model.NewText("eu")})
	k := h.load().Config
	if i := k.CurrentContext(); i < 0 || k.Contexts[i].Name.Raw() != "eu" {
		t.Errorf("the current context is %d", i)
	}
}

func TestD8DeletingTheCurrentContextIsSaidAndLeavesNoDanglingName(t *testing.T) {
	h := newHome(t, shared)
	plan := h.must(model.Delete{Entries: []model.Ref{h.ref("a.yaml", model.ContextKind, "prod")}})
	if name, file := h.load().Config.Current(); file >= 0 {
		t.Errorf("current-context is %q still", name)
	}
	if !strings.Contains(strings.Join(plan.Notes, "\n"), "is the current context; there will be none") {
		t.Errorf("notes are %q", plan.Notes)
	}
}

func TestD9AnEmptyFileInTheListIsNoTrouble(t *testing.T) {
	h := newHome(t, "", shared, "# nothing\n")
	for _, c := range everyChange(h, "b.yaml") {
		h.must(c)
		h.must(model.Undo{})
	}
	h.says("a.yaml", "")
	h.says("b.yaml", shared)
	h.says("c.yaml", "# nothing\n")
}

func TestD10OnlyTheFileThatMustChangeIsTouched(t *testing.T) {
	odd := "contexts:\n    - context: {cluster: big, user: jane}\n      name:   third\nusers: []\n"
	h := newHome(t, shared, odd, odd)
	stat := func(name string) fs.FileInfo {
		info, err := os.Stat(filepath.Join(h.dir, name))
		if err != nil {
			t.Fatal(err)
		}
		return info
	}
	b, c := stat("b.yaml"), stat("c.yaml")
	for _, change := range everyChange(h, "a.yaml") {
		if r, ok := change.(model.Rename); ok && r.Entry.Kind == model.ClusterKind {
			continue // which has to change all of them
		}
		h.must(change)
		h.must(model.Undo{})
		if !os.SameFile(b, stat("b.yaml")) || !os.SameFile(c, stat("c.yaml")) || !stat("b.yaml").ModTime().Equal(b.ModTime()) {
			t.Errorf("%s touched another file", change.Wish())
			b, c = stat("b.yaml"), stat("c.yaml")
		}
	}
}

func TestD11ANameIsNeverAPath(t *testing.T) {
	const evil = "../../../../evil/\x00/x"
	h := newHome(t, `{"contexts":[{"name":"../../../evil/x","context":{"cluster":"c","user":"u"}}],"clusters":[{"name":"c","cluster":{"server":"https://c"}}]}`)
	before := h.tree()
	ref := h.ref("a.yaml", model.ContextKind, "../../../evil/x")
	for _, c := range []model.Change{
		model.UseContext{Context: ref},
		model.SetNamespace{Context: ref, Namespace: model.NewText("web")},
		model.SetNamespace{Context: ref, Namespace: model.NewText("two")},
		model.Rename{Entry: ref, To: model.NewText("../../evil/y")},
		model.Undo{},
	} {
		h.must(c)
	}
	if got := h.tree(); !slices.Equal(got, before) {
		t.Errorf("%v lie there, want %v", got, before)
	}
	for _, parent := range []string{filepath.Dir(h.dir), filepath.Dir(filepath.Dir(h.dir))} {
		if _, err := os.Lstat(filepath.Join(parent, "evil")); err == nil {
			t.Errorf("there is an evil in %s", parent)
		}
	}
	if _, err := h.do(model.Rename{Entry: ref, To: model.NewText(evil)}); err == nil {
		t.Log("a name with a NUL was written")
	}
	if loaded := h.load(); !loaded.Config.Loadable() {
		t.Error("kubectl cannot load the file any more")
	}
}

func TestD13AMixUpIsSaidAndMended(t *testing.T) {
	own := janeB + "users:\n- {name: jane, user: {token: canary-b}}\n"
	h := newHome(t, janeA, own)
	k := h.load().Config
	i := k.Effective(model.ContextKind, model.NewText("prod-too"))
	if r := k.Resolve(i); r.Mark() != model.MixedUp || !r.ForeignUser {
		t.Fatalf("the context resolves to %+v", r)
	}
	use, err := h.use("prod-too")
	if err != nil || !strings.Contains(strings.Join(use.Notes, ""), "the user is that of ~/a.yaml:7, not the one in the context's own file") {
		t.Errorf("switching says %q, %v", use.Notes, err)
	}
	h.must(model.Rename{Entry: h.ref("b.yaml", model.UserKind, "jane"), To: model.NewText("jane-b"), OwnFile: true})
	k = h.load().Config
	if r := k.Resolve(i); r.Mark() != model.Clean || k.Users[r.User].Name.Raw() != "jane-b" {
		t.Errorf("now the context resolves to %+v", r)
	}
}

func TestD16DuplicateNamesAreShownAndCanBeMended(t *testing.T) {
	twice := strings.Replace(shared, "- name: john\n", "- name: jane\n", 1)
	h := newHome(t, twice)
	loaded := h.load()
	if loaded.Config.Loadable() || len(loaded.Config.Users) != 2 || len(loaded.Config.Contexts) != 2 {
		t.Fatalf("the file loads as %+v", loaded.Config)
	}
	if strings.Contains(loaded.Config.Files[0].Refused.Raw(), "canary") {
		t.Errorf("the refusal tells a secret: %s", loaded.Config.Files[0].Refused)
	}
	if _, err := h.do(model.SetNamespace{Context: h.ref("a.yaml", model.ContextKind, "prod"), Namespace: model.NewText("x")}); model.ExitCode(err) != model.ExitRefused {
		t.Errorf("a file that kubectl cannot load was written: %v", err)
	}
	h.says("a.yaml", twice)
	h.must(model.Rename{Entry: h.ref("a.yaml", model.UserKind, "jane"), To: model.NewText("first")})
	if k := h.load().Config; !k.Loadable() || k.Users[0].Name.Raw() != "first" || k.Users[1].Name.Raw() != "jane" {
		t.Errorf("after the rename it says\n%s", h.text("a.yaml"))
	}
	both := newHome(t, shared, shared)
	if k := both.load().Config; !k.Loadable() || len(k.Contexts) != 4 {
		t.Errorf("two files with the same names load as %+v", k)
	}
	both.must(model.SetNamespace{Context: both.ref("b.yaml", model.ContextKind, "prod"), Namespace: model.NewText("x")})
}

func TestD17WhatDoesNotAnswerIsNeverDeleted(t *testing.T) {
	dead := strings.Replace(shared, "https://big", "https://127.0.0.1:1", 1)
	h := newHome(t, dead)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	s := h.service()
	failed := false
	err := s.Probe(ctx, []model.Ref{h.ref("a.yaml", model.ContextKind, "prod")}, func(e model.Event) {
		failed = true
	})
	if err != nil || !failed {
		t.Errorf("the probe says %v, told: %v", err, failed)
	}
	h.says("a.yaml", dead)
	if _, ok, err := s.store.Undoable(ctx); ok || err != nil {
		t.Errorf("something was written: %v", err)
	}
}
