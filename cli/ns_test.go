package cli

import (
	"testing"

	"kubeid/model"
)

func TestNsShowsTheNamespaceOfTheCurrentContext(t *testing.T) {
	run(t, twoContexts(), "kubeid ns").ends(0).prints("default\n").silent()
	run(t, twoContexts(), "kubeid ns --context prod").ends(0).prints("payments\n")
	run(t, twoContexts(), "kubeid ns", terminal).ends(0).prints("* default\n  payments\n")
	run(t, twoContexts(), "kubeid ns -c", terminal).ends(0).prints("default\n")
	run(t, twoContexts(), "kubeid ns --context prod", terminal).ends(0).prints("* payments\n")
	run(t, twoContexts(), "kubeid ns -o table").ends(0).prints("CONTEXT   NAMESPACE\ndev       default\n")
}

func TestNsAsData(t *testing.T) {
	run(t, twoContexts(), "kubeid ns -o json").ends(0).prints(`{
  "apiVersion": "kubeid/v1",
  "kind": "Namespace",
  "name": "default",
  "set": false,
  "context": "dev",
  "known": [
    "payments"
  ]
}
`)
}

func TestNsSets(t *testing.T) {
	dev := model.Ref{File: "/home/jane/.kube/config", Kind: model.ContextKind, Name: text("dev")}
	prod := dev
	prod.Name = text("prod")
	for _, c := range []struct {
		line, said string
		want       model.Change
	}{
		{"kubeid ns web", "dev is in namespace web now", model.SetNamespace{Context: dev, Namespace: text("web")}},
		{"kubeid ns web --context prod", "prod is in namespace web now", model.SetNamespace{Context: prod, Namespace: text("web")}},
		{"kubeid ns -", "dev is in namespace before now", model.SetNamespace{Context: dev, Namespace: text("before")}},
		{"kubeid ns -u", "dev has no namespace of its own now", model.SetNamespace{Context: dev}},
	} {
		s := twoContexts()
		s.before = "before"
		run(t, s, c.line).ends(0).prints("").says(c.said)
		if len(s.applied) != 1 || s.applied[0] != c.want {
			t.Errorf("%s: applied %v, want %v", c.line, s.applied, c.want)
		}
	}
}

func TestNsRefusesWhatIsNoNamespace(t *testing.T) {
	for _, name := range []string{"Prod", "a/b", "..", "a_b", "-- -a", "\x1b[2J", "\u202e"} {
		s := twoContexts()
		run(t, s, "kubeid ns "+name).ends(2).prints("").says("cannot be a namespace")
		if len(s.applied) > 0 {
			t.Errorf("set %q all the same", name)
		}
	}
}

func TestNsNeedsAContext(t *testing.T) {
	s := twoContexts()
	run(t, s, "kubeid ns --context pro").ends(3).says(`did you mean "prod"?`)
	run(t, s, "kubeid ns -").ends(3).says("no namespace before this one")
	s.loaded.Config.Files[0].Current = text("gone")
	run(t, s, "kubeid ns").ends(3).says(`no context named "gone"`)
	s.loaded.Config.Files[0].Current = text("")
	run(t, s, "kubeid ns").ends(3).says("no current context is set")
}
