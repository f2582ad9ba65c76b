package kube

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kubeid/model"
)

func TestOneBadFileHidesNoGoodOne(t *testing.T) {
	h := newHome(t, "{", two, "kind: Pod\n", "\x7fELF", "")
	k := h.load().Config
	if len(k.Contexts) != 2 {
		t.Errorf("%d contexts, want 2", len(k.Contexts))
	}
	for i, want := range []string{"is not YAML", "", "is a Pod, not a kubeconfig", "is a program, not a kubeconfig", ""} {
		if got := k.Files[i].Problem.String(); !strings.HasPrefix(got, want) || (got == "") != (want == "") {
			t.Errorf("file %d: problem %q, want %q", i, got, want)
		}
	}
}

func TestWhatIsNoFileIsSaidSo(t *testing.T) {
	dir := t.TempDir()
	large := filepath.Join(dir, "large")
	f, err := os.Create(large)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(f.Truncate(100_000_000), f.Close()); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{dir: "is a folder, not a file", large: "is 100 MB large; kubeconfigs of up to 80 MB are read"} {
		loaded, err := New(Options{List: path, StateDir: dir}).Load(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if got := loaded.Config.Files[0].Problem.String(); got != want {
			t.Errorf("%s: problem %q, want %q", path, got, want)
		}
	}
}

func TestTokensAreDecodedOnlyWhenAsked(t *testing.T) {
	token := "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJzeXN0ZW06c2VydmljZWFjY291bnQ6Y2k6ZGVwbG95ZXIifQ.c2ln"
	for form, text := range map[string]string{
		"scanned": "users:\n- name: bot\n  user:\n    token: " + token + "\n",
		"parsed":  `{"users": [{"name": "bot", "user": {"token": "` + token + `"}}]}`,
	} {
		h := newHome(t, "users: [{name: other, user: {token: x}}]\n", text)
		s := h.service()
		loaded, err := s.Load(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		ref := loaded.Config.Ref(model.UserKind, 1)
		state := model.State{}.Apply(loaded)
		if err := s.Decode(t.Context(), []model.Ref{ref, loaded.Config.Ref(model.UserKind, 0)}, model.Look{}, func(e model.Event) { state = state.Apply(e) }); err != nil {
			t.Fatal(err)
		}
		if got := state.Config.Users[1].Account.String(); got != "ci/deployer" {
			t.Errorf("%s: account %q", form, got)
		}
	}
}

func TestTheSameFileUnderTwoNamesCountsOnce(t *testing.T) {
	h := newHome(t, two)
	link := filepath.Join(h.dir, "link")
	if err := os.Symlink(filepath.Join(h.dir, "a.yaml"), link); err != nil {
		t.Fatal(err)
	}
	h.opts.List = strings.Join([]string{"", h.opts.List, h.dir + "/x/../a.yaml", link, "", h.opts.List}, string(os.PathListSeparator))
	if k := h.load().Config; len(k.Files) != 1 || len(k.Contexts) != 2 {
		t.Errorf("%d files with %d contexts", len(k.Files), len(k.Contexts))
	}
}

func TestNothingIsWrittenByReading(t *testing.T) {
	h := newHome(t, two)
	h.load()
	if _, err := h.service().Plan(t.Context(), model.UseContext{Context: h.load().Config.Ref(model.ContextKind, 1)}); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(h.dir)
	if err != nil || len(entries) != 1 {
		t.Errorf("the folder holds %v, %v", entries, err)
	}
}

func TestAFileThatMayNotBeWrittenIsSaidSo(t *testing.T) {
	h := newHome(t, two, two)
	if err := os.Chmod(filepath.Join(h.dir, "b.yaml"), 0o400); err != nil {
		t.Fatal(err)
	}
	for i, want := range []bool{false, true} {
		if got := h.load().Config.Files[i].ReadOnly; got != want {
			t.Errorf("file %d: read-only is %v, want %v", i, got, want)
		}
	}
}
