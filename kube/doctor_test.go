package kube

import (
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/util/duration"

	"kubeid/model"
)

// survey asks the disk about everything, in a folder that everybody may pass.
func (h *home) survey(look model.Look) model.Facts {
	h.t.Helper()
	for dir := h.dir; dir != filepath.Clean(os.TempDir()) && dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if err := os.Chmod(dir, 0o755); err != nil {
			h.t.Fatal(err)
		}
	}
	facts, err := h.service().Survey(h.t.Context(), look)
	if err != nil {
		h.t.Fatal(err)
	}
	return facts
}

func (h *home) chmod(name string, mode os.FileMode) {
	h.t.Helper()
	if err := os.Chmod(filepath.Join(h.dir, name), mode); err != nil {
		h.t.Fatal(err)
	}
}

func TestReadersAreThoseThatModesLetIn(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no modes")
	}
	h := newHome(t, two)
	a := filepath.Join(h.dir, "a.yaml")
	for _, test := range []struct {
		mode, folder os.FileMode
		want         model.Readers
	}{
		{0o600, 0o755, model.ReadersOwner},
		{0o640, 0o755, model.ReadersGroup},
		{0o644, 0o755, model.ReadersEveryone},
		{0o604, 0o755, model.ReadersEveryone},
		{0o644, 0o700, model.ReadersOwner},
		{0o644, 0o750, model.ReadersGroup},
		{0o622, 0o755, model.ReadersOwner},
	} {
		h.survey(model.Look{}) // opens the folders above
		h.chmod("a.yaml", test.mode)
		h.chmod("", test.folder)
		if got := readers(a); got != test.want {
			t.Errorf("file %o in folder %o: %q, want %q", test.mode, test.folder, got, test.want)
		}
	}
	if err := os.Symlink(a, filepath.Join(h.dir, "link")); err != nil {
		t.Fatal(err)
	}
	h.survey(model.Look{})
	h.chmod("a.yaml", 0o644)
	if got := readers(filepath.Join(h.dir, "link")); got != model.ReadersEveryone {
		t.Errorf("through a link: %q", got)
	}
}

const pointing = `apiVersion: v1
kind: Config
clusters:
- name: c
  cluster: {server: "https://c", certificate-authority: ca.crt}
users:
- name: u
  user: {client-certificate: nowhere.crt, client-key: folder}
- name: v
  user: {tokenFile: /dev/zero}
- name: w
  user: {exec: {command: ./run-me, apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never}}
- name: x
  user: {exec: {command: surely-not-installed, apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never}}
- name: y
  user: {exec: {command: ./run-me-not, apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never}}
contexts:
- {name: one, context: {cluster: c, user: u}}
`

func TestTheDiskIsAskedAndNothingIsRun(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the plugin is a shell script")
	}
	h := newHome(t, pointing)
	at := func(name string) string { return filepath.Join(h.dir, name) }
	h.write("ca.crt", "x")
	h.write("folder/inside", "x")
	h.write("run-me", "#!/bin/sh\ntouch "+at("was-run")+"\n")
	h.chmod("run-me", 0o700)
	h.write("run-me-not", "x")
	h.chmod("run-me-not", 0o600)
	facts := h.survey(model.Look{Files: true})
	for name, want := range map[string]string{
		"ca.crt": "", "nowhere.crt": "does not exist", "folder": "is a folder", "/dev/zero": "is a file of the system",
	} {
		path := name
		if !filepath.IsAbs(path) {
			path = at(name)
		}
		fact, ok := facts.Files[path]
		if got := fact.Trouble.String(); !ok || (got == "") != (want == "") || !strings.Contains(got, want) || fact.Missing != (name == "nowhere.crt") {
			t.Errorf("%s: %+v, want %q", name, fact, want)
		}
	}
	for command, want := range map[string]string{at("run-me"): "", "surely-not-installed": "none of that name", at("run-me-not"): "may not be run"} {
		why, ok := facts.Programs[command]
		if got := why.String(); !ok || (got == "") != (want == "") || !strings.Contains(got, want) {
			t.Errorf("%s: %q, want %q", command, got, want)
		}
	}
	if _, err := os.Stat(at("was-run")); err == nil {
		t.Error("the plugin was run")
	}
	facts = h.survey(model.Look{})
	if len(facts.Files) != 1 {
		t.Errorf("nobody asked for the files, yet %v were looked at", facts.Files)
	}
}

func TestAProgramInTheWorkingFolderIsNotFound(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no modes")
	}
	h := newHome(t, two)
	h.write("tool", "#!/bin/sh\n")
	h.chmod("tool", 0o700)
	t.Chdir(h.dir)
	t.Setenv("PATH", ".")
	if got := notFound("tool"); !strings.Contains(got, "working folder") {
		t.Errorf("notFound says %q", got)
	}
}

func TestFieldsThatKubectlDoesNotKnowAreFound(t *testing.T) {
	for text, want := range map[string]string{
		two: "",
		"clusters:\n- name: c\n  cluster:\n    sever: https://c\n":                                                                                                   "4 clusters[0].cluster.sever server",
		"{\"users\": [{\"name\": \"u\", \"user\": {\"Token\": \"canary\"}}]}":                                                                                        "1 users[0].user.Token token",
		"users:\n- name: u\n  user:\n    token: canary\n    token: canary2\n":                                                                                        "5 users[0].user.token twice",
		"users:\n- name: u\n  user:\n    exec: {command: x, environ: []}\n":                                                                                          "4 users[0].user.exec.environ ",
		"users:\n- name: u\n  user:\n    exec: {command: x, env: [{nam: A}]}\n":                                                                                      "4 users[0].user.exec.env[0].nam name",
		"contexts:\n- name: x\n  context: &x {cluster: c, usr: u}\n- name: y\n  context: {<<: *x, cluster: d}\n":                                                     "3 contexts[0].context.usr user; 3 contexts[1].context.usr user",
		"extensions: [{name: x, extension: {anything: {goes: 1}}}]\nusers: [{name: u, user: {auth-provider: {name: a, config: {k: v}}, as-user-extra: {k: [v]}}}]\n": "",
		"zzz: 1\n": "1 zzz ", "- a\n": "", "a: &a [*a]\n": "1 a ", "": "", "\x00": "",
	} {
		var got []string
		for _, f := range unknownFields("/a", []byte(text)) {
			words := []string{string(rune('0' + f.Line)), f.Path.String(), f.Near}
			if f.Twice {
				words[2] = "twice"
			}
			got = append(got, strings.Join(words, " "))
		}
		if all := strings.Join(got, "; "); all != want || strings.Contains(all, "canary") {
			t.Errorf("%q: %q, want %q", text, all, want)
		}
	}
	if found := unknownFields("/a", []byte(strings.Repeat("canary", 10)+": 1\n")); len(found) != 1 || found[0].Path.String() != "canaryca…" {
		t.Errorf("a long key is told as %+v", found)
	}
	if n := len(unknownFields("/a", []byte(strings.Repeat("x: 1\n", 1000)))); n != maxUnknown {
		t.Errorf("%d complaints about one file", n)
	}
}

// FuzzUnknownFields must neither panic nor hang, and must not quote a value.
func FuzzUnknownFields(f *testing.F) {
	for _, path := range corpus(f) {
		if data, err := os.ReadFile(path); err == nil && len(data) < 1<<16 {
			f.Add(data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, field := range unknownFields("/a", data) {
			if field.Line < 1 || field.Path.Empty() {
				t.Errorf("%+v", field)
			}
		}
	})
}

// TestFindingsOfTheCorpusTellNoSecrets looks at every kubeconfig of the repository.
func TestFindingsOfTheCorpusTellNoSecrets(t *testing.T) {
	told, secrets := 0, 0
	for _, path := range corpus(t) {
		s := New(Options{Kubeconfig: path, StateDir: t.TempDir()})
		loaded, err := s.Load(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		state := model.State{}.Apply(loaded)
		var refs []model.Ref
		for _, kind := range []model.Kind{model.ClusterKind, model.UserKind} {
			for i := range loaded.Config.Len(kind) {
				refs = append(refs, loaded.Config.Ref(kind, i))
			}
		}
		look := model.Look{Files: true, Keys: true}
		if err := s.Decode(t.Context(), refs, look, func(e model.Event) { state = state.Apply(e) }); err != nil {
			t.Fatal(err)
		}
		facts, err := s.Survey(t.Context(), look)
		if err != nil {
			t.Fatal(err)
		}
		findings := model.Findings(state, state.Lives(), facts, time.Now(), model.Settings{})
		told += len(findings)
		for _, secret := range secretsIn(path) {
			secrets++
			for _, f := range findings {
				if strings.Contains(f.Words+f.Remedy, secret) {
					t.Errorf("%s: %s tells a secret", path, f.Rule)
				}
			}
		}
	}
	t.Logf("%d findings, %d secrets", told, secrets)
	if told < 10 || secrets < 10 {
		t.Error("the corpus has too little in it")
	}
}

// secretsIn returns the secret values of a kubeconfig, as far as lines have them.
func secretsIn(path string) []string {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil
	}
	var out []string
	for _, found := range regexp.MustCompile(`(?:token|password|client-key-data|client-secret|refresh-token)["']?:[ \t]*["']?([^"',\s}]{6,})`).FindAllSubmatch(data, -1) {
		out = append(out, string(found[1]))
	}
	return out
}

// TestDurationsLookAsInKubectl goes through three years in odd steps.
func TestDurationsLookAsInKubectl(t *testing.T) {
	for d := time.Duration(0); d < 12*365*24*time.Hour; d += d/97 + 7*time.Second {
		if got, want := model.HumanDuration(d), duration.HumanDuration(d); got != want {
			t.Fatalf("%v is written %q, kubectl writes %q", d, got, want)
		}
	}
}
