package kube

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kubeid/model"
)

// home is a person's kubeconfigs in a folder of their own.
type home struct {
	t    *testing.T
	dir  string
	opts Options
}

// newHome writes the files in the order of their names, and lists them in it.
func newHome(t *testing.T, files ...string) *home {
	t.Helper()
	return newHomeIn(t, t.TempDir(), files...)
}

// newHomeIn is newHome in a folder that is there.
func newHomeIn(t *testing.T, dir string, files ...string) *home {
	t.Helper()
	h := &home{t: t, dir: dir}
	var list []string
	for i, text := range files {
		path := filepath.Join(h.dir, string(rune('a'+i))+".yaml")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		list = append(list, path)
	}
	h.opts = Options{List: strings.Join(list, string(os.PathListSeparator)), Home: h.dir, StateDir: filepath.Join(h.dir, "state")}
	return h
}

func (h *home) service() *Service { return New(h.opts) }

func (h *home) load() model.Loaded {
	h.t.Helper()
	loaded, err := h.service().Load(h.t.Context())
	if err != nil {
		h.t.Fatal(err)
	}
	return loaded
}

func (h *home) text(name string) string {
	h.t.Helper()
	data, err := os.ReadFile(filepath.Join(h.dir, name))
	if err != nil {
		h.t.Fatal(err)
	}
	return string(data)
}

// do plans and applies a change in a process of its own, as a command does.
func (h *home) do(c model.Change) (model.Plan, error) {
	h.t.Helper()
	s := h.service()
	plan, err := s.Plan(h.t.Context(), c)
	if err != nil {
		return plan, err
	}
	_, err = s.Apply(h.t.Context(), plan)
	return plan, err
}

func (h *home) use(name string) (model.Plan, error) {
	h.t.Helper()
	k := h.load().Config
	i := k.Effective(model.ContextKind, model.NewText(name))
	if i < 0 {
		h.t.Fatalf("no context %q", name)
	}
	return h.do(model.UseContext{Context: k.Ref(model.ContextKind, i)})
}

const two = `apiVersion: v1
kind: Config
clusters: [{name: c, cluster: {server: "https://c"}}]
users: [{name: u, user: {token: canary}}]
contexts:
- name: one # the first
  context: {cluster: c, user: u}
- name: two
  context: {cluster: c, user: u}
`

func TestSwitchGoesToTheFileThatSetsTheContext(t *testing.T) {
	h := newHome(t, two, "current-context: one # mine\n")
	if _, err := h.use("two"); err != nil {
		t.Fatal(err)
	}
	if got := h.text("b.yaml"); got != "current-context: two # mine\n" {
		t.Errorf("b.yaml is %q", got)
	}
	if h.text("a.yaml") != two {
		t.Error("a.yaml was changed")
	}
}

func TestSwitchGoesToTheFirstExistingFileWhenNoneSetsIt(t *testing.T) {
	h := newHome(t, "# empty\n", two)
	h.opts.List = filepath.Join(h.dir, "missing") + string(os.PathListSeparator) + h.opts.List
	if _, err := h.use("two"); err != nil {
		t.Fatal(err)
	}
	if got := h.text("a.yaml"); got != "# empty\napiVersion: v1\nkind: Config\ncurrent-context: two\n" {
		t.Errorf("a.yaml is %q", got)
	}
}

func TestAShadowedContextIsNotSwitchedTo(t *testing.T) {
	h := newHome(t, two, two)
	k := h.load().Config
	_, err := h.do(model.UseContext{Context: k.Ref(model.ContextKind, 3)})
	if model.ExitCode(err) != model.ExitRefused || !strings.Contains(err.Error(), "is shadowed: kubectl would use the one of ~/a.yaml:8") {
		t.Errorf("the switch says %v", err)
	}
}

func TestUnsetTellsWhatAppearsBehindIt(t *testing.T) {
	h := newHome(t, two+"current-context: one\n", "current-context: two\n")
	plan, err := h.do(model.UnsetContext{})
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(plan.Notes, ""); got != `~/b.yaml sets one as well, so kubectl will be on "two" then` {
		t.Errorf("notes are %q", got)
	}
	if now, _ := h.load().Config.Current(); now.Raw() != "two" {
		t.Errorf("current is %s", now)
	}
}

func TestNamespaceAndBack(t *testing.T) {
	h := newHome(t, two)
	ref := h.load().Config.Ref(model.ContextKind, 0)
	if _, err := h.do(model.SetNamespace{Context: ref, Namespace: model.NewText("web")}); err != nil {
		t.Fatal(err)
	}
	if got := h.text("a.yaml"); !strings.Contains(got, "- name: one # the first\n  context: {cluster: c, user: u, namespace: web}\n") {
		t.Errorf("a.yaml is\n%s", got)
	}
	was, ok := h.service().PreviousNamespace(ref)
	if !ok || was != "" {
		t.Errorf("the previous namespace is %q, %v", was, ok)
	}
	if _, err := h.do(model.SetNamespace{Context: ref, Namespace: model.NewText(was)}); err != nil {
		t.Fatal(err)
	}
	if h.text("a.yaml") != two {
		t.Errorf("there and back changed the file:\n%s", h.text("a.yaml"))
	}
	if _, err := h.do(model.SetNamespace{Context: ref, Namespace: model.NewText("Not A Label")}); model.ExitCode(err) != model.ExitUsage {
		t.Errorf("a bad namespace says %v", err)
	}
}

func TestAPlanIsCarriedOutOnWhatTheFileSaysNow(t *testing.T) {
	h := newHome(t, two+"current-context: one\n")
	s := h.service()
	ref := h.load().Config.Ref(model.ContextKind, 1)
	plan, err := s.Plan(t.Context(), model.UseContext{Context: ref})
	if err != nil {
		t.Fatal(err)
	}
	moved := "# somebody was here\n" + two + "current-context: other\n"
	if err := os.WriteFile(filepath.Join(h.dir, "a.yaml"), []byte(moved), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Apply(t.Context(), plan); err != nil {
		t.Fatal(err)
	}
	if got, want := h.text("a.yaml"), "# somebody was here\n"+two+"current-context: two\n"; got != want {
		t.Errorf("a.yaml is %q, want %q", got, want)
	}
}

func TestAPlanForAContextThatIsGoneIsAConflict(t *testing.T) {
	h := newHome(t, two+"current-context: one\n")
	s := h.service()
	plan, err := s.Plan(t.Context(), model.UseContext{Context: h.load().Config.Ref(model.ContextKind, 1)})
	if err != nil {
		t.Fatal(err)
	}
	moved := strings.ReplaceAll(h.text("a.yaml"), "name: two", "name: renamed")
	if err := os.WriteFile(filepath.Join(h.dir, "a.yaml"), []byte(moved), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = s.Apply(t.Context(), plan)
	if model.ExitCode(err) != model.ExitConflict {
		t.Errorf("Apply says %v", err)
	}
	if h.text("a.yaml") != moved {
		t.Error("the file was changed all the same")
	}
}

func TestTheJournalIsForTheOwnerAlone(t *testing.T) {
	h := newHome(t, two)
	if _, err := h.use("two"); err != nil {
		t.Fatal(err)
	}
	err := filepath.Walk(h.opts.StateDir, func(path string, info os.FileInfo, err error) error {
		if err == nil && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %v", path, info.Mode())
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
	if !bytes.Contains([]byte(h.text("a.yaml")), []byte("current-context: two")) {
		t.Error("nothing was written")
	}
}
