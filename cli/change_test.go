package cli

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kubeid/kube"
	"kubeid/model"
)

// losing has every change take a user with its token away.
func losing(c model.Change) model.Plan {
	return model.Plan{
		Change: c,
		Edits: []model.Edit{{
			File: "/home/jane/.kube/config", Label: text("~/.kube/config"), Line: 30, Path: text("users[jane].user.token"),
			Before: model.Value{Secret: true}, After: model.Value{Absent: true},
		}},
		Lost:    []model.Loss{{What: `user "jane" of ~/.kube/config:30, with a token`, Credential: true}},
		Notes:   []string{`context "dev" will have no user`},
		Orphans: []model.Ref{{File: "/home/jane/.kube/config", Kind: model.ClusterKind, Name: text("the lab")}},
	}
}

func TestADeleteSaysInItsFirstLineWhatWillBeGone(t *testing.T) {
	s := twoContexts()
	s.plan = losing
	r := run(t, s, "kubeid delete user jane").ends(4).prints("").says(`this will be gone: user "jane" of ~/.kube/config:30, with a token`).says("hint: add --yes")
	if strings.Contains(r.errors, "deleted") || len(s.applied) > 0 {
		t.Errorf("it went on: %s", r.errors)
	}
	r = run(t, s, "kubeid delete user jane", terminal, answers("n")).ends(4)
	if first, _, _ := strings.Cut(r.errors, "\n"); !strings.HasPrefix(first, "this will be gone: ") {
		t.Errorf("the question begins with %q", first)
	}
	run(t, s, "kubeid delete user jane", terminal, answers("y")).ends(0).says("user jane is deleted").says(`hint: no context uses cluster "the lab" any more: kubeid delete cluster 'the lab'`)
	run(t, s, "kubeid delete user jane --yes -o json").ends(0).contains(`"change": "delete"`).contains(`"lost": [`).contains(`"orphans": [`)
	run(t, s, "kubeid delete user jane --dry-run").ends(0).prints("~/.kube/config:30\n- users[jane].user.token: [secret]\n").says("this will be gone: ")
	if len(s.applied) != 2 {
		t.Errorf("applied %v", s.applied)
	}
}

func TestAHintDoesNotLetANameActAsAFlag(t *testing.T) {
	s := twoContexts()
	s.plan = func(c model.Change) model.Plan {
		p := losing(c)
		for _, name := range []string{"--yes", "lab"} {
			p.Orphans = append(p.Orphans, model.Ref{File: "/home/jane/.kube/config", Kind: model.UserKind, Name: text(name)})
		}
		return p
	}
	run(t, s, "kubeid delete context dev --yes").ends(0).says("kubeid delete user -- --yes lab\n")
}

func TestWithOrphansIsOneChange(t *testing.T) {
	s := twoContexts()
	s.plan = losing
	run(t, s, "kubeid delete context dev --with-orphans --yes").ends(0)
	if c, ok := s.applied[0].(model.Delete); !ok || len(c.Entries) != 2 || c.Entries[1].Kind != model.ClusterKind {
		t.Errorf("applied %v", s.applied)
	}
}

func TestCommandsBecomeChanges(t *testing.T) {
	config := func(kind model.Kind, name string) model.Ref {
		return model.Ref{File: "/home/jane/.kube/config", Kind: kind, Name: text(name)}
	}
	empty := model.Text{}
	for line, want := range map[string]model.Change{
		"kubeid rename user jane janet":                            model.Rename{Entry: config(model.UserKind, "jane"), To: text("janet")},
		"kubeid rename cluster lab l --own-file":                   model.Rename{Entry: config(model.ClusterKind, "lab"), To: text("l"), OwnFile: true},
		"kubeid rename context . d":                                model.Rename{Entry: config(model.ContextKind, "dev"), To: text("d")},
		"kubeid rename ctx dev d --in ~/.kube/config":              model.Rename{Entry: config(model.ContextKind, "dev"), To: text("d")},
		"kubeid ctx d=dev":                                         model.Rename{Entry: config(model.ContextKind, "dev"), To: text("d")},
		"kubeid new context web --cluster lab --user robot -n web": model.NewContext{Name: text("web"), Cluster: config(model.ClusterKind, "lab"), User: config(model.UserKind, "robot"), Namespace: text("web")},
		"kubeid new context web --like prod":                       model.CopyContext{Context: config(model.ContextKind, "prod"), To: text("web")},
		"kubeid export dev --out /tmp/x --redacted":                model.Export{Contexts: []model.Ref{config(model.ContextKind, "dev")}, Out: "/tmp/x", Redacted: true},
		"kubeid redo":    model.Redo{},
		"kubeid undo r1": model.Undo{ID: "r1"},
		"kubeid set cluster lab --proxy-url= --tls-server-name lab.it": model.SetCluster{Cluster: config(model.ClusterKind, "lab"), ProxyURL: &empty, TLSServerName: ptr(text("lab.it"))},
	} {
		s := twoContexts()
		run(t, s, line).ends(0)
		if len(s.applied) != 1 || !sameChange(s.applied[0], want) {
			t.Errorf("%s: applied %+v, want %+v", line, s.applied, want)
		}
	}
}

func ptr(t model.Text) *model.Text { return &t }

func sameChange(a, b model.Change) bool { return a.Wish() == b.Wish() && a.Fact() == b.Fact() }

func TestWrongUsesOfTheCommandsThatChange(t *testing.T) {
	for _, line := range []string{
		"kubeid rename", "kubeid rename context", "kubeid rename context a", "kubeid rename context a b c", "kubeid rename pod a b",
		"kubeid delete", "kubeid delete user", "kubeid delete pod a", "kubeid new context", "kubeid new context a", "kubeid new context a --cluster lab",
		"kubeid new context a --like dev --user jane", "kubeid set cluster", "kubeid set cluster lab", "kubeid set pod a",
		"kubeid import", "kubeid import a b", "kubeid import - --taken perhaps", "kubeid import - --skip jane", "kubeid import - --rename user/jane",
		"kubeid export", "kubeid view a", "kubeid undo -n 0", "kubeid undo -n 2 --dry-run", "kubeid redo a", "kubeid journal a", "kubeid journal show a b",
	} {
		run(t, twoContexts(), line).ends(2).prints("").says("hint: ")
	}
	for _, line := range []string{
		"kubeid rename context nobody x", "kubeid rename context dev x --in /nowhere", "kubeid delete user nobody", "kubeid set cluster nobody --server https://x",
		"kubeid new context a --cluster nobody --user jane", "kubeid import /nowhere/at/all", "kubeid export nobody", "kubeid view --context nobody", "kubeid journal show r9",
	} {
		run(t, twoContexts(), line).ends(3).prints("").says("hint: ")
	}
}

func TestCredentialsAreNotShownOnATerminalUnasked(t *testing.T) {
	s := twoContexts()
	run(t, s, "kubeid export dev", terminal).ends(4).prints("").says("hint: write them to a file with --out")
	run(t, s, "kubeid export dev --redacted", terminal).ends(0)
	run(t, s, "kubeid export dev").ends(0).prints("kind: Config\n")
	run(t, s, "kubeid view", terminal).ends(0)
	run(t, s, "kubeid view --raw --minify").ends(0)
	var shows []kube.Show
	for _, v := range s.viewed {
		shows = append(shows, v.Show)
	}
	if want := []kube.Show{kube.ShowNoSecrets, kube.ShowAll, kube.ShowShort, kube.ShowAll}; !slices.Equal(shows, want) {
		t.Errorf("shown %v, want %v", shows, want)
	}
}

func TestNoArgumentOfAProgramGetsIntoAnErrorOrALog(t *testing.T) {
	dir := t.TempDir()
	path := func(name, text string) string {
		p := filepath.Join(dir, name)
		if err := os.WriteFile(p, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return p
	}
	s := kube.New(kube.Options{Kubeconfig: path("config", "apiVersion: v1\nkind: Config\n"), Home: dir, StateDir: filepath.Join(dir, "state")})
	from := path("new.yaml", `users:
- name: eve
  user:
    exec: {apiVersion: client.authentication.k8s.io/v1, command: /bin/evil, args: [--password, hunter2], env: [{name: TOKEN, value: hunter3}], interactiveMode: Never}
`)
	for _, flags := range []string{"", " --dry-run", " --dry-run -o json", " --yes -o json"} {
		r := run(t, s, "kubeid import "+from+flags)
		if strings.Contains(r.out+r.errors, "hunter") || !strings.Contains(r.out+r.errors, "runs a program to log in: /bin/evil") {
			t.Errorf("%s: %s%s", r.args, r.out, r.errors)
		}
	}
}

func TestAPersonSeesTheArgumentsBeforeAYes(t *testing.T) {
	dir := t.TempDir()
	own, from := filepath.Join(dir, "config"), filepath.Join(dir, "new.yaml")
	if err := errors.Join(
		os.WriteFile(own, []byte("apiVersion: v1\nkind: Config\n"), 0o600),
		os.WriteFile(from, []byte("users:\n- {name: eve, user: {exec: {apiVersion: client.authentication.k8s.io/v1, command: /bin/evil, args: [--as, root], interactiveMode: Never}}}\n"), 0o600),
	); err != nil {
		t.Fatal(err)
	}
	s := kube.New(kube.Options{Kubeconfig: own, Home: dir, StateDir: filepath.Join(dir, "state")})
	r := run(t, s, "kubeid import "+from, terminal, answers("n")).ends(model.ExitRefused).says("/bin/evil --as root").says("you did not say yes")
	if got := strings.Count(r.errors, "--as root"); got != 1 {
		t.Errorf("the arguments, which may be secret, are told %d times, not in the question alone:\n%s", got, r.errors)
	}
}
