package demo

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"kubeid/kube"
	"kubeid/model"
)

func TestTheDemoShowsEveryKindOfTrouble(t *testing.T) {
	d, err := Start(filepath.Join(t.TempDir(), "home"))
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	s := kube.New(d.Options())
	loaded, err := s.Load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	k := loaded.Config
	marks := map[string]model.Mark{}
	for i, c := range k.Contexts {
		marks[c.Name.Raw()] = k.Resolve(i).Mark()
	}
	for name, want := range map[string]model.Mark{"lab": model.Clean, "ghost": model.Broken, "lab-jane": model.MixedUp, "audit-2025": model.Clean} {
		if got, ok := marks[name]; !ok || got != want {
			t.Errorf("%s is %v, want %v", name, got, want)
		}
	}
	for _, name := range []string{"lab", "prod", "prod-web", "ci", "sso"} {
		ref := k.Ref(model.ContextKind, k.Effective(model.ContextKind, model.NewText(name)))
		needs, err := s.WhoamiNeeds(t.Context(), ref)
		if err != nil {
			t.Fatal(err)
		}
		if asks := len(needs.Needs) > 0; asks != (name == "sso") {
			t.Errorf("%s runs %v", name, needs.Needs)
		}
		for i := range needs.Needs {
			needs.Needs[i].Agreed = "by the test"
		}
		who, err := s.Whoami(t.Context(), ref, needs)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		t.Log(name, who.User)
	}
}

func TestOnlyItsOwnerSeesTheDemo(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("modes mean nothing there")
	}
	d, err := Start(filepath.Join(t.TempDir(), "home"))
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	filepath.WalkDir(d.Home, func(path string, _ fs.DirEntry, _ error) error {
		info, err := os.Stat(path)
		if err != nil || info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %v: %v", path, info.Mode(), err)
		}
		return nil
	})
}

func TestAFolderThatIsNotOursStays(t *testing.T) {
	dir := t.TempDir()
	mine := filepath.Join(dir, "mine")
	if err := os.WriteFile(mine, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Start(dir); model.ExitCode(err) != model.ExitRefused {
		t.Errorf("a folder with files is taken: %v", err)
	}
	if err := (&Demo{Home: dir}).Remove(); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(mine); err != nil {
		t.Error(err)
	}
}

func TestOnceGoneItIsGone(t *testing.T) {
	d, err := Start(filepath.Join(t.TempDir(), "home"))
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Error(err)
	}
	if err := d.Remove(); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(d.Home); err == nil {
		t.Error("the folder is still there")
	}
}

// TestKubectl runs where there is a kubectl: the demo has to work with the real one.
func TestKubectl(t *testing.T) {
	kubectl, err := exec.LookPath("kubectl")
	if err != nil {
		t.Skip("there is no kubectl here")
	}
	d, err := Start(filepath.Join(t.TempDir(), "home"))
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	for line, want := range map[string]string{
		"auth whoami":                                        "kubeadm:cluster-admins",
		"--context sso auth whoami":                          "sam@example.com",
		"--context ci auth whoami":                           "system:serviceaccount:ci:deployer",
		"get --raw /version":                                 "v1.36",
		"--context prod get csr":                             "contractor",
		"--context prod -n ci create token deployer":         "ey",
		"--context prod get pods -A":                         "Running",
		"--context prod-web -n payments auth can-i get pods": "no",
	} {
		cmd := exec.CommandContext(t.Context(), kubectl, strings.Fields(line)...)
		cmd.Env = []string{"HOME=" + d.Home, "KUBECONFIG=" + d.Kubeconfigs(), "PATH=" + os.Getenv("PATH")}
		out, _ := cmd.CombinedOutput()
		if !bytes.Contains(out, []byte(want)) {
			t.Errorf("kubectl %s says %s, want %q", line, out, want)
		}
	}
}

func TestTheDemoInAnOddFolder(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("modes and shells differ there")
	}
	home := filepath.Join(t.TempDir(), "it's; touch oops #")
	if err := os.Mkdir(home, 0o755); err != nil {
		t.Fatal(err)
	}
	d, err := Start(home)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if info, err := os.Stat(home); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the folder: %v, %v", info.Mode(), err)
	}
	shell := exec.Command("sh", "-c", d.Exports()+`; printf %s "$KUBECONFIG"`)
	shell.Dir = t.TempDir()
	if got, err := shell.Output(); err != nil || string(got) != d.Kubeconfigs() {
		t.Errorf("a shell makes of %s: %q, %v", d.Exports(), got, err)
	}
}
