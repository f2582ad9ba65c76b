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
