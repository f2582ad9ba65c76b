package cli

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"kubeid/kube/store"
	"kubeid/model"
)

// hostile is a name with everything that a terminal could act on.
const hostile = "a\x1b[2J\x1b]0;t\x07\r\n\tb\x7f\u009bc\u202ed\u200be\u2028\U000e0041\x1bPq\x1b\\/../"

// hostileService has hostile words wherever a file can have some.
func hostileService() *fake {
	h := text(hostile)
	files := []model.File{
		{Path: "/" + hostile, Label: text("/" + hostile), Current: h, Refused: h},
		{Path: "/b" + hostile, Label: text("/b" + hostile), Problem: h},
	}
	entry := model.Entry{Name: h, Line: 1, Wrong: []model.Text{h}}
	contexts := []model.Context{{Entry: entry, Cluster: h, User: h, Namespace: h}}
	clusters := []model.Cluster{{Entry: entry, Server: h, CA: model.Source{File: h}, TLSServerName: h, ProxyURL: h}}
	users := []model.User{
		{Entry: entry, Exec: &model.Exec{Command: h, APIVersion: h, InteractiveMode: h}, As: model.Impersonation{User: h, Groups: []model.Text{h}}},
		{Entry: model.Entry{Name: text(hostile + "2")}, Provider: &model.Provider{Name: h}},
	}
	return &fake{loaded: model.Loaded{Config: model.NewKubeconfig(files, contexts, clusters, users), Recent: []model.Text{h}}}
}

// hostileLines are commands that print what stands in files.
var hostileLines = []string{
	"kubeid ctx", "kubeid ctx -c", "kubeid ctx -o table", "kubeid ctx -o wide", "kubeid ctx -o name", "kubeid ctx -o json", "kubeid ctx -o yaml",
	"kubeid ctx -- " + "x", "kubeid ctx -- " + strings.ReplaceAll(hostile, " ", ""), "kubeid ctx --dry-run -- " + hostile, "kubeid ctx -o json -- " + hostile,
	"kubeid get contexts", "kubeid get contexts -o wide", "kubeid get contexts -o name", "kubeid get contexts -o json", "kubeid get contexts -o yaml",
	"kubeid get clusters", "kubeid get clusters -o wide", "kubeid get clusters -o name", "kubeid get clusters -o json", "kubeid get clusters -o yaml",
	"kubeid get users", "kubeid get users -o wide", "kubeid get users -o name", "kubeid get users -o json", "kubeid get users -o yaml",
	"kubeid ns", "kubeid ns -c", "kubeid ns -o table", "kubeid ns -o json", "kubeid ns -o yaml", "kubeid ns web", "kubeid ns -u --dry-run", "kubeid ns " + hostile,
	"kubeid " + hostile, "kubeid get " + hostile, "kubeid -" + hostile, "kubeid ctx -o " + hostile, "kubeid ctx a " + hostile, "kubeid completion " + hostile,
	"kubeid unlock " + hostile, "kubeid unlock --yes " + hostile,
	"kubeid undo", "kubeid undo --list", "kubeid undo --list -o json", "kubeid undo --list -o yaml", "kubeid undo --dry-run", "kubeid undo --forget --dry-run " + hostile, "kubeid undo --forget " + hostile, "kubeid undo " + hostile,
}

func TestNothingHostileReachesATerminal(t *testing.T) {
	for _, line := range hostileLines {
		s := hostileService()
		s.locked = hostile
		s.steps = []store.Step{{ID: hostile, Words: hostile, Records: []store.Record{{File: hostile, Label: hostile}}}}
		r := run(t, s, line, terminal)
		for name, out := range map[string]string{"stdout": r.out, "stderr": r.errors} {
			if !utf8.ValidString(out) {
				t.Errorf("%q: invalid UTF-8 on %s: %q", line, name, out)
			}
			for _, c := range out {
				if c != '\n' && model.Unsafe(c) {
					t.Errorf("%q: %U on %s: %q", line, c, name, out)
					break
				}
			}
		}
		for _, l := range strings.Split(r.errors, "\n") {
			if strings.HasPrefix(l, "b") {
				t.Errorf("%q: a name broke a line: %q", line, r.errors)
			}
		}
	}
}

func TestNamesGoThroughAPipeAsTheyAre(t *testing.T) {
	run(t, hostileService(), "kubeid get contexts -o name").ends(0).prints(hostile + "\n")
	var out struct{ Items []struct{ Name string } }
	if err := json.Unmarshal([]byte(run(t, hostileService(), "kubeid get contexts -o json").ends(0).out), &out); err != nil {
		t.Fatal(err)
	}
	if out.Items[0].Name != hostile {
		t.Errorf("name %q, want %q", out.Items[0].Name, hostile)
	}
}

func TestOnlyHarmlessNamesAreCompleted(t *testing.T) {
	names := []string{"prod", "arn:aws:eks:eu-1:1:cluster/a", "a b", "$(reboot)", "`x`", "-rf", "a\nb", "a\tb", "\u202eprod", "größe", "a;b", "a'b", "~root", "gke_a_b", "user@host", ""}
	got := strings.Join(offered(names, ""), " ")
	if want := "prod arn:aws:eks:eu-1:1:cluster/a größe gke_a_b user@host"; got != want {
		t.Errorf("offered %q, want %q", got, want)
	}
}

func TestLiveNamesAreCompleted(t *testing.T) {
	for line, want := range map[string]string{
		"kubeid __complete ctx p":             "prod\n:4\n",
		"kubeid __complete ctx dev p":         ":4\n",
		"kubeid __complete ns ":               "payments\n:4\n",
		"kubeid __complete ns --context d":    "dev\n:4\n",
		"kubeid __complete get users jane r":  "robot\n:4\n",
		"kubeid __complete get clusters ":     "big\nlab\n:4\n",
		"kubeid __complete ctx --output j":    "table\nwide\njson\nyaml\nname\n:4\n",
		"kubectl-identity __complete ctx pro": "prod\n:4\n",
	} {
		run(t, twoContexts(), line).ends(0).prints(want)
	}
}
