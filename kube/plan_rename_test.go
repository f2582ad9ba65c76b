package kube

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kubeid/model"
)

func (h *home) ref(file string, kind model.Kind, name string) model.Ref {
	return model.Ref{File: filepath.Join(h.dir, file), Kind: kind, Name: model.NewText(name)}
}

// must plans and applies a change that must succeed.
func (h *home) must(c model.Change) model.Plan {
	h.t.Helper()
	plan, err := h.do(c)
	if err != nil {
		h.t.Fatal(err)
	}
	return plan
}

// says holds a file against what it should say.
func (h *home) says(file, want string) {
	h.t.Helper()
	if got := h.text(file); got != want {
		h.t.Errorf("%s says:\n%s\nwant:\n%s", file, got, want)
	}
}

const janeA = `apiVersion: v1
kind: Config
clusters:
- name: prod
  cluster: {server: "https://prod"}
users:
- name: jane # of prod
  user: {token: canary-a}
contexts:
- name: prod # main
  context: {cluster: prod, user: jane}
current-context: prod
`

const janeB = `contexts:
# this one is served by the jane of a.yaml
- name: prod-too
  context:
    cluster: prod
    user: "jane"
`

func TestARenameFollowsWhatResolvesToTheEntryInEveryFileAndOneUndoTakesItBack(t *testing.T) {
	h := newHome(t, janeA, janeB)
	plan := h.must(model.Rename{Entry: h.ref("a.yaml", model.UserKind, "jane"), To: model.NewText("janet")})
	if got := plan.Files(); len(got) != 2 {
		t.Errorf("the plan changes %v", got)
	}
	h.says("a.yaml", strings.NewReplacer("name: jane", "name: janet", "user: jane", "user: janet").Replace(janeA))
	h.says("b.yaml", strings.Replace(janeB, `"jane"`, `"janet"`, 1))
	if got := h.load(); got.Undo != "user jane is named janet now" {
		t.Errorf("undo would take back %q", got.Undo)
	}
	undo := h.must(model.Undo{})
	if q := undo.Question(); q != nil {
		t.Errorf("nothing is lost, but the undo asks %q", q)
	}
	h.says("a.yaml", janeA)
	h.says("b.yaml", janeB)
	if got := h.load(); got.Undo != "" || got.Redo != "user jane is named janet now" {
		t.Errorf("undo %q, redo %q", got.Undo, got.Redo)
	}
	h.must(model.Redo{})
	h.says("b.yaml", strings.Replace(janeB, `"jane"`, `"janet"`, 1))
	h.must(model.Undo{})
	h.says("a.yaml", janeA)
	h.says("b.yaml", janeB)
}

func TestARenameOfTheCurrentContextTakesCurrentContextAlong(t *testing.T) {
	h := newHome(t, janeA, janeB+"current-context: prod\n", "contexts:\n- {name: prod, context: {}}\ncurrent-context: prod # my own\n")
	h.must(model.Rename{Entry: h.ref("a.yaml", model.ContextKind, "prod"), To: model.NewText("yes")})
	h.says("a.yaml", strings.NewReplacer("name: prod # main", `name: 'yes' # main`, "current-context: prod", `current-context: 'yes'`).Replace(janeA))
	h.says("b.yaml", janeB+"current-context: 'yes'\n")
	h.says("c.yaml", "contexts:\n- {name: prod, context: {}}\ncurrent-context: prod # my own\n")
	if k := h.load().Config; k.Contexts[k.CurrentContext()].Name.Raw() != "yes" {
		t.Error("the current context is another one now")
	}
}

func TestARenameNeverOverwrites(t *testing.T) {
	h := newHome(t, janeA, janeB, "users:\n- {name: janet, user: {token: canary-c}}\n")
	for _, c := range []struct {
		change model.Rename
		code   int
		says   string
	}{
		{model.Rename{Entry: h.ref("a.yaml", model.UserKind, "jane"), To: model.NewText("janet")}, model.ExitRefused, `there is a user named "janet" already, in ~/c.yaml:2`},
		{model.Rename{Entry: h.ref("a.yaml", model.ContextKind, "prod"), To: model.NewText("prod-too")}, model.ExitRefused, "already, in ~/b.yaml:3"},
		{model.Rename{Entry: h.ref("a.yaml", model.UserKind, "jane"), To: model.NewText("")}, model.ExitUsage, "a user needs a name"},
		{model.Rename{Entry: h.ref("a.yaml", model.UserKind, "john"), To: model.NewText("x")}, model.ExitNotFound, `no user named "john"`},
	} {
		if _, err := h.do(c.change); model.ExitCode(err) != c.code || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", c.change.Wish(), err)
		}
	}
	h.says("a.yaml", janeA)
	h.says("b.yaml", janeB)
}

func TestAShadowedEntryTakesNobodyAlongUnlessItsOwnFileIsMeant(t *testing.T) {
	own := janeB + "users:\n- {name: jane, user: {token: canary-b}}\n"
	h := newHome(t, janeA, own)
	rename := model.Rename{Entry: h.ref("b.yaml", model.UserKind, "jane"), To: model.NewText("jane-b")}
	plan := h.must(rename)
	if want := `nothing referred to it: kubectl takes the user "jane" of ~/a.yaml:7`; !slices.Contains(plan.Notes, want) {
		t.Errorf("notes are %q", plan.Notes)
	}
	h.says("a.yaml", janeA)
	h.says("b.yaml", strings.Replace(own, "name: jane,", "name: jane-b,", 1))
	h.must(model.Undo{})
	rename.OwnFile = true
	h.must(rename)
	h.says("a.yaml", janeA)
	h.says("b.yaml", strings.NewReplacer("name: jane,", "name: jane-b,", `"jane"`, `"jane-b"`).Replace(own))
}

func TestARenameFollowsWhatAppearedSinceItWasPlanned(t *testing.T) {
	h := newHome(t, janeA, janeB)
	s := h.service()
	plan, err := s.Plan(t.Context(), model.Rename{Entry: h.ref("a.yaml", model.UserKind, "jane"), To: model.NewText("janet")})
	if err != nil {
		t.Fatal(err)
	}
	more := "- name: third\n  context: {cluster: prod, user: jane}\n"
	h.write("b.yaml", janeB+more)
	if _, err := s.Apply(t.Context(), plan); err != nil {
		t.Fatal(err)
	}
	h.says("b.yaml", strings.NewReplacer(`"jane"`, `"janet"`, "user: jane}", "user: janet}").Replace(janeB+more))
}
