package store

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"kubeid/kube/config"
)

// What a kubeconfig says before a write and after it.
const (
	oldText = "current-context: dev\nkind: Config\n"
	newText = "current-context: prod\nkind: Config\n"
)

// replaceAll returns an Edit that puts one word in the place of another.
func replaceAll(from, to string) func([]byte) ([]config.Patch, error) {
	return func(current []byte) ([]config.Patch, error) {
		at := bytes.Index(current, []byte(from))
		if at < 0 {
			return nil, nil
		}
		p := config.Patch{Offset: at, Old: []byte(from), New: []byte(to)}
		return []config.Patch{p}, nil
	}
}

func TestAWriteReplacesTheFileAndCanBeUndone(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "config")
	old := []byte("current-context: dev\nkind: Config\n")
	if err := os.WriteFile(path, old, 0o600); err != nil {
		t.Fatal(err)
	}
	s := Open(filepath.Join(dir, "state"))
	r, err := s.Write(t.Context(), Write{Path: path, Edit: replaceAll("dev", "prod"), Record: Record{Words: "now on prod"}})
	if err != nil {
		t.Fatal(err)
	}
	got, _ := os.ReadFile(path)
	if want := "current-context: prod\nkind: Config\n"; string(got) != want {
		t.Errorf("got %q, want %q", got, want)
	}
	u, ok, err := s.Undoable(t.Context())
	if err != nil || !ok || u.ID != r.ID {
		t.Fatalf("Undoable() = %v, %v, %v; want record %s", u, ok, err, r.ID)
	}
	undo := func(current []byte) ([]config.Patch, error) { return Revert(current, u.Records[0]) }
	if _, err := s.Write(t.Context(), Write{Path: path, Edit: undo, Record: Record{Undoes: u.ID}}); err != nil {
		t.Fatal(err)
	}
	if got, _ := os.ReadFile(path); !bytes.Equal(got, old) {
		t.Errorf("got %q, want %q", got, old)
	}
}

// appendLine returns an Edit that adds text at the end.
func appendLine(text string) func([]byte) ([]config.Patch, error) {
	return func(current []byte) ([]config.Patch, error) {
		p := config.Patch{Offset: len(current), New: []byte(text)}
		return []config.Patch{p}, nil
	}
}
