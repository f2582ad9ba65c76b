package kube

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kubeid/crypto"
	"kubeid/model"
)

func importing(text string) model.Import {
	return model.Import{Data: crypto.NewSecret([]byte(text)), Source: model.NewText("new.yaml"), Folder: "/there"}
}

const foreign = `apiVersion: v1
kind: Config
clusters:
- name: great
  cluster: {server: "https://BIG:443/"}
- name: lab
  cluster: {server: "http://lab", proxy-url: "http://me:pw@proxy", insecure-skip-tls-verify: true}
users:
- name: jane
  user: {token: another}
- name: robot
  user:
    exec: {apiVersion: client.authentication.k8s.io/v1, command: bin/login, args: [--as, robot], env: [{name: A, value: b}], interactiveMode: Never}
contexts:
- name: prod
  context: {cluster: great, user: jane, namespace: web}
- name: lab
  context: {cluster: lab, user: robot}
`

func fates(p model.Plan) string {
	var out []string
	for _, i := range p.Incoming {
		out = append(out, i.String())
	}
	return strings.Join(out, "\n")
}

func TestAnImportAddsWhatIsNewAndOverwritesNothing(t *testing.T) {
	h := newHome(t, shared)
	plan := h.must(importing(foreign))
	want := `cluster "great" is already there as "big"
cluster "lab" is added
user "jane" is added as "jane-2"
user "robot" is added
context "prod" is added as "prod-2"
context "lab" is added`
	if got := fates(plan); got != want {
		t.Errorf("the fates are\n%s\nwant\n%s", got, want)
	}
	question := strings.Join(plan.Question(), "\n")
	for _, want := range []string{`cluster "lab" does not check who the server is`, `goes through a proxy: http://`, `user "robot" runs a program to log in: A=b /there/bin/login --as robot`} {
		if !strings.Contains(question, want) {
			t.Errorf("the question has no %q:\n%s", want, question)
		}
	}
	if strings.Contains(question, "pw@") || strings.Contains(question, "another") {
		t.Errorf("the question tells a secret:\n%s", question)
	}
	for _, e := range plan.Edits {
		if d := strings.Join(e.Diff(), "\n"); strings.Contains(d, "another") || strings.Contains(d, "pw@") || strings.Contains(d, "--as") {
			t.Errorf("the diff tells a secret:\n%s", d)
		}
	}
	k := h.load().Config
	i := k.Effective(model.ContextKind, model.NewText("prod-2"))
	if c := k.Contexts[i]; c.Cluster.Raw() != "big" || c.User.Raw() != "jane-2" || c.Namespace.Raw() != "web" {
		t.Errorf("the new context is %v", c)
	}
	if !strings.HasPrefix(h.text("a.yaml"), strings.SplitAfter(shared, "https://big\"}\n")[0]) {
		t.Errorf("what was there is changed: %s", h.text("a.yaml"))
	}
	again := h.must(importing(foreign))
	if !again.Nothing() || strings.Contains(fates(again), "added") {
		t.Errorf("the same import again does\n%s", fates(again))
	}
	undo := h.must(model.Undo{})
	if q := undo.Question(); len(q) == 0 || !strings.Contains(q[0], `a token of user "jane-2"`) {
		t.Errorf("the undo asks %q", q)
	}
	h.says("a.yaml", shared)
	h.must(model.Redo{})
	h.must(model.Undo{})
	h.says("a.yaml", shared)
}

func TestAnImportDoesWhatWasChosen(t *testing.T) {
	text := model.NewText
	c := importing(foreign)
	c.Choices = []model.Choice{
		{Kind: model.UserKind, Name: text("jane"), Act: model.Overwrite},
		{Kind: model.ContextKind, Name: text("prod"), Act: model.SetName, To: text("here")},
		{Kind: model.ContextKind, Name: text("lab"), Act: model.Skip},
		{Kind: model.ClusterKind, Name: text("lab"), Act: model.Skip},
		{Kind: model.UserKind, Name: text("robot"), Act: model.Skip},
	}
	h := newHome(t, "# mine\n", shared)
	plan := h.must(c)
	if got := plan.Files(); len(got) != 2 {
		t.Errorf("the plan changes %v", got)
	}
	if q := plan.Question(); len(q) != 1 || q[0] != `this will be gone: user "jane" of ~/b.yaml:7, with a token` {
		t.Errorf("the question is %q", q)
	}
	if want := `the new user "jane" is then that of context "stage"`; !slices.Contains(plan.Notes, want) {
		t.Errorf("notes are %q", plan.Notes)
	}
	h.says("b.yaml", strings.Replace(shared, "token: canary", "token: another", 1))
	if got := h.text("a.yaml"); !strings.HasPrefix(got, "# mine\n") || !strings.Contains(got, "name: here") || strings.Contains(got, "lab") {
		t.Errorf("a.yaml says %s", got)
	}
	h.must(model.Undo{})
	h.says("a.yaml", "# mine\n")
	h.says("b.yaml", shared)

	c = importing(foreign)
	c.Taken = model.Deny
	if _, err := h.do(c); model.ExitCode(err) != model.ExitRefused || !strings.Contains(err.Error(), `another user named "jane" already`) {
		t.Errorf("the import says %v", err)
	}
	c.Taken = model.Skip
	if got := fates(h.must(c)); !strings.Contains(got, `user "jane" is left out`) {
		t.Errorf("the fates are %s", got)
	}
}

func TestAnImportDoesNotTakeWhatItReplacesForAnother(t *testing.T) {
	const old = "clusters:\n- {name: a, cluster: {server: \"https://old\"}}\nusers:\n- {name: u, user: {token: canary}}\ncontexts:\n- {name: a, context: {cluster: a, user: u}}\n"
	c := importing("clusters:\n- {name: b, cluster: {server: \"https://old\"}}\n- {name: a, cluster: {server: \"https://new\"}}\nusers:\n- {name: u, user: {token: canary}}\n" +
		"contexts:\n- {name: c, context: {cluster: b, user: u}}\n")
	for name, choose := range map[string]func(){
		"by its name": func() {
			c.Choices = []model.Choice{{Kind: model.ClusterKind, Name: model.NewText("a"), Act: model.Overwrite}}
		},
		"as all that are taken": func() { c.Choices, c.Taken = nil, model.Overwrite },
	} {
		choose()
		h := newHome(t, old)
		h.must(c)
		k := h.load().Config
		i := k.Effective(model.ContextKind, model.NewText("c"))
		if i < 0 || k.Clusters[k.Resolve(i).Cluster].Server.Raw() != "https://old" {
			t.Errorf("replaced %s: the new context leads to another server:\n%s", name, h.text("a.yaml"))
		}
	}
}

func TestAnImportSaysWhichFilesHereAreNotWhatTheyShouldBe(t *testing.T) {
	const twins = "users:\n- {name: jane, user: {token: a}}\n- {name: jane, user: {token: a}}\n"
	h := newHome(t, shared, twins, "{{{")
	plan := h.must(importing("clusters:\n- {name: new, cluster: {server: \"https://new\"}}\n"))
	for _, want := range []string{`kubectl cannot load ~/b.yaml: it has two users named "jane"`, "~/c.yaml could not be read, so nobody knows which names are taken there"} {
		if !slices.Contains(plan.Notes, want) {
			t.Errorf("notes are %q, want %q", plan.Notes, want)
		}
	}
}

const withPaths = `clusters:
- {name: c, cluster: {server: "https://c", certificate-authority: pki/ca.crt}}
users:
- {name: u, user: {client-certificate: pki/u.crt, client-key: /etc/u.key}}
contexts:
- {name: x, context: {cluster: c, user: u}}
`

func TestAnImportFindsItsFilesFromHere(t *testing.T) {
	h := newHome(t, shared)
	there := t.TempDir()
	c := importing(withPaths)
	c.Folder = there
	h.must(c)
	if got := h.text("a.yaml"); !strings.Contains(got, filepath.Join(there, "pki", "ca.crt")) || !strings.Contains(got, "/etc/u.key") {
		t.Errorf("a.yaml says %s", got)
	}
	h.must(model.Undo{})
	c.Folder = h.dir
	h.must(c)
	if got := h.text("a.yaml"); !strings.Contains(got, "certificate-authority: pki/ca.crt") {
		t.Errorf("a.yaml says %s", got)
	}
	h.must(model.Undo{})
	c.Folder = ""
	if _, err := h.do(c); model.ExitCode(err) != model.ExitRefused || !strings.Contains(err.Error(), "nobody knows in which folder") {
		t.Errorf("the import says %v", err)
	}
	c.Folder, c.Embed = there, true
	if _, err := h.do(c); err == nil || !strings.Contains(err.Error(), `cluster "c" points to a file that cannot be read`) {
		t.Errorf("the import says %v", err)
	}
	h.says("a.yaml", shared)
	for _, name := range []string{"ca.crt", "u.crt", "u.key"} {
		os.MkdirAll(filepath.Join(there, "pki"), 0o700)
		os.WriteFile(filepath.Join(there, "pki", name), []byte(name), 0o600)
	}
	c.Data = crypto.NewSecret([]byte(strings.Replace(withPaths, "/etc/", "pki/", 1)))
	h.must(c)
	if got := h.text("a.yaml"); !strings.Contains(got, "certificate-authority-data: Y2EuY3J0") || strings.Contains(got, "pki") {
		t.Errorf("a.yaml says %s", got)
	}
}

func TestAnImportSaysWhichFilesElsewhereItTakesIn(t *testing.T) {
	h := newHome(t, shared)
	there, elsewhere := t.TempDir(), filepath.Join(t.TempDir(), "shadow")
	for _, path := range []string{elsewhere, filepath.Join(there, "token")} {
		if err := os.WriteFile(path, []byte("hunter2 of "+path), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(elsewhere, filepath.Join(there, "link")); err != nil {
		t.Fatal(err)
	}
	for path, asked := range map[string]bool{elsewhere: true, "link": true, "token": false} {
		c := importing("users:\n- {name: mallory, user: {tokenFile: " + path + "}}\n")
		c.Folder, c.Embed = there, true
		plan := h.must(c)
		question := strings.Join(plan.Question(), "\n")
		if got := strings.Contains(question, "takes in a file from elsewhere as its tokenFile: "+elsewhere); got != asked {
			t.Errorf("tokenFile %s: the question is %q", path, question)
		}
		if strings.Contains(question, "hunter2") {
			t.Errorf("the question tells a secret: %s", question)
		}
		h.must(model.Undo{})
	}
}

func TestAnExportIsANewFileThatStandsByItself(t *testing.T) {
	h := newHome(t, shared)
	out := filepath.Join(h.dir, "out.yaml")
	c := model.Export{Contexts: []model.Ref{h.ref("a.yaml", model.ContextKind, "prod")}, Out: out}
	plan := h.must(c)
	if d := strings.Join(plan.Edits[0].Diff(), "\n"); strings.Contains(d, "Yg==") || !strings.Contains(d, "https://big") {
		t.Errorf("the diff is\n%s", d)
	}
	if info, err := os.Stat(out); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file: %v, %v", info, err)
	}
	s := New(Options{Kubeconfig: out, Home: h.dir})
	loaded, err := s.Load(t.Context())
	if err != nil || len(loaded.Config.Contexts) != 1 || len(loaded.Config.Users) != 1 || !loaded.Config.Users[0].Key.Inline {
		t.Errorf("the export loads as %v, %v", loaded.Config, err)
	}
	if now, _ := loaded.Config.Current(); now.Raw() != "prod" {
		t.Errorf("current is %q", now)
	}
	if _, err := h.do(c); model.ExitCode(err) != model.ExitRefused {
		t.Errorf("a second export says %v", err)
	}
	c.Out, c.Redacted = filepath.Join(h.dir, "shown.yaml"), true
	h.must(c)
	if got := h.text("shown.yaml"); strings.Contains(got, "Yg==") || !strings.Contains(got, "YQ==") {
		t.Errorf("the redacted export says %s", got)
	}
	if names := h.service(); names == nil || slices.Contains([]string{h.load().Undo}, c.Fact()) {
		t.Error("an export is in the journal")
	}
}
