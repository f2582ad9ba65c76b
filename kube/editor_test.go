package kube

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"kubeid/model"
)

func TestPathsAreCompletedAsAShellDoes(t *testing.T) {
	home := t.TempDir()
	for _, name := range []string{".kube/config", ".secret", "new.yaml", "news/a.yaml", "other"} {
		path := filepath.Join(home, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s := &Service{opts: Options{Home: home}}
	for typed, want := range map[string][]string{
		"":           {"~/.kube/", "~/new.yaml", "~/news/", "~/other"},
		"~/ne":       {"~/new.yaml", "~/news/"},
		"~/news/":    {"~/news/a.yaml"},
		"~/.s":       {"~/.secret"},
		home + "/ot": {home + "/other"},
		"~/x":        nil,
	} {
		got, err := s.Complete(t.Context(), typed)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%q becomes %q, %v, want %q", typed, got, err, want)
		}
	}
	if _, err := s.Complete(t.Context(), "~/none/x"); err == nil {
		t.Error("a folder that is not there was listed")
	}
}

func TestAnImportIsReadAndNotObeyed(t *testing.T) {
	home := t.TempDir()
	if err := os.WriteFile(filepath.Join(home, "new.yaml"), []byte("apiVersion: v1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := &Service{opts: Options{Home: home}}
	got, err := s.ReadImport(t.Context(), " ~/new.yaml ")
	if err != nil || string(got.Data.Reveal()) != "apiVersion: v1\n" || got.Source.Raw() != "~/new.yaml" || got.Folder != home {
		t.Errorf("read %+v, %v", got, err)
	}
	var p *model.Problem
	if _, err := s.ReadImport(t.Context(), "~/none"); !errors.As(err, &p) || p.Exit != model.ExitNotFound {
		t.Errorf("a missing file: %v", err)
	}
	if _, err := s.ReadImport(t.Context(), "~/"); err == nil {
		t.Error("a folder was read")
	}
}

func TestHistoryTellsHowEachStepStands(t *testing.T) {
	h := newHome(t, two)
	told := func() (out []string) {
		steps, err := h.service().History(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range steps {
			word := w.Fact
			if w.Undo != "" {
				word = "taken back: " + word
			}
			out = append(out, word+" "+w.Files[0].String())
		}
		return out
	}
	must := func(c model.Change) {
		t.Helper()
		if _, err := h.do(c); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := h.use("one"); err != nil {
		t.Fatal(err)
	}
	if _, err := h.use("two"); err != nil {
		t.Fatal(err)
	}
	must(model.Undo{})
	if got, want := told(), []string{"taken back: now on two ~/a.yaml", "now on one ~/a.yaml"}; !slices.Equal(got, want) {
		t.Errorf("told %q, want %q", got, want)
	}
	steps, _ := h.service().History(t.Context())
	plan, err := h.do(model.Redo{ID: steps[0].Undo})
	if err != nil || plan.Change.Fact() != "done again: now on two" {
		t.Errorf("%q, %v", plan.Change.Fact(), err)
	}
	if got, want := told(), []string{"now on two ~/a.yaml", "now on one ~/a.yaml"}; !slices.Equal(got, want) {
		t.Errorf("told %q, want %q", got, want)
	}
}
