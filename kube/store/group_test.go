package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kubeid/kube/config"
	"kubeid/model"
)

// pair are two kubeconfigs that say the same name.
func pair(t *testing.T, text string) (a, b string, s *Store) {
	t.Helper()
	dir := t.TempDir()
	a, b = filepath.Join(dir, "a.yaml"), filepath.Join(dir, "b.yaml")
	for _, path := range []string{a, b} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s = Open(filepath.Join(dir, "state"))
	s.patience = time.Second
	return a, b, s
}

// both are writes that put a word in the place of another in two files.
func both(a, b, from, to string) []Write {
	r := Record{Words: from + " is " + to}
	return []Write{{Path: a, Edit: replaceAll(from, to), Record: r}, {Path: b, Edit: replaceAll(from, to), Record: r}}
}

// roleGroup puts a word in the place of another in two files: A B STATE FROM TO.
func roleGroup(args []string) error {
	s := Open(args[2])
	s.patience = time.Second
	if _, err := s.Recover(context.Background()); err != nil {
		return err
	}
	_, err := s.WriteAll(context.Background(), both(args[0], args[1], args[3], args[4]))
	return err
}

func TestAGroupIsOneStepAndOneUndo(t *testing.T) {
	a, b, s := pair(t, "user: jane\n")
	records, err := s.WriteAll(t.Context(), both(a, b, "jane", "janet"))
	if err != nil || len(records) != 2 {
		t.Fatalf("WriteAll() = %v, %v", records, err)
	}
	says(t, a, "user: janet\n")
	says(t, b, "user: janet\n")
	if list, err := s.Steps(t.Context()); err != nil || len(list) != 1 || len(list[0].Records) != 2 {
		t.Fatalf("Steps() = %v, %v", list, err)
	}
	takeBack(t, s, func() (Step, bool, error) { return s.Undoable(t.Context()) })
	says(t, a, "user: jane\n")
	says(t, b, "user: jane\n")
	if _, ok, _ := s.Undoable(t.Context()); ok {
		t.Error("half of the group can still be undone")
	}
	takeBack(t, s, func() (Step, bool, error) { return s.Redoable(t.Context()) })
	says(t, a, "user: janet\n")
	says(t, b, "user: janet\n")
	list, err := s.Steps(t.Context())
	if err != nil || len(list) != 3 || list[2].TakenBack || !list[1].TakenBack {
		t.Errorf("Steps() = %v, %v", list, err)
	}
	if err := s.Forget(t.Context(), list[2].ID); err != nil {
		t.Fatal(err)
	}
	if data := journal(t, s); strings.Contains(string(data), "janet") {
		t.Errorf("the journal still says %s", data)
	}
}

func TestAFileThatAnUndoMadeAgainGoesAgain(t *testing.T) {
	a, _, s := pair(t, "x")
	if err := os.Remove(a); err != nil {
		t.Fatal(err)
	}
	write(t, s, a, Record{Words: "made"}, appendLine("kind: Config\n"))
	for range 2 {
		takeBack(t, s, func() (Step, bool, error) { return s.Undoable(t.Context()) })
		if _, err := os.Lstat(a); !errors.Is(err, os.ErrNotExist) {
			t.Fatalf("after the undo the file is there: %v", err)
		}
		takeBack(t, s, func() (Step, bool, error) { return s.Redoable(t.Context()) })
		says(t, a, "kind: Config\n")
		mode(t, a, 0o600)
	}
}

func TestAGroupThatCannotBeWrittenWholeIsNotWrittenAtAll(t *testing.T) {
	a, b, s := pair(t, "user: jane\n")
	writes := both(a, b, "jane", "janet")
	writes[1].Edit = func([]byte) ([]config.Patch, error) { return nil, errors.New("no") }
	if _, err := s.WriteAll(t.Context(), writes); err == nil || !strings.Contains(err.Error(), "is unchanged") || !strings.Contains(err.Error(), "b.yaml: no") {
		t.Errorf("WriteAll() = %v", err)
	}
	foreignLock(t, b)
	if _, err := s.WriteAll(t.Context(), both(a, b, "jane", "janet")); model.ExitCode(err) != model.ExitConflict {
		t.Errorf("beside a foreign lock: %v", err)
	}
	says(t, a, "user: jane\n")
	says(t, b, "user: jane\n")
	if _, ok, err := s.Undoable(t.Context()); ok || err != nil {
		t.Errorf("there is something to undo: %v", err)
	}
	if _, err := os.Lstat(a + ".lock"); err == nil {
		t.Error("a lock is left behind")
	}
}

// halfWritten leaves a group of which only the first file was replaced.
func halfWritten(t *testing.T, s *Store, a, b, from, to string) {
	t.Helper()
	g := &group{store: s, id: newID()}
	for _, w := range both(a, b, from, to) {
		w.Record.Label = filepath.Base(w.Path)
		d, err := s.begin(w)
		if err != nil {
			t.Fatal(err)
		}
		g.drafts = append(g.drafts, d)
	}
	if err := g.ready(t.Context(), true); err != nil {
		t.Fatal(err)
	}
	if err := g.drafts[0].swap(); err != nil {
		t.Fatal(err)
	}
	os.Remove(g.drafts[1].temp)
}

func TestWhatDiedBetweenTwoFilesIsFinished(t *testing.T) {
	a, b, s := pair(t, "user: jane\n")
	halfWritten(t, s, a, b, "jane", "janet")
	words, err := s.Recover(t.Context())
	if err != nil || len(words) != 1 || !strings.Contains(words[0], "is finished now") {
		t.Errorf("Recover() = %q, %v", words, err)
	}
	says(t, a, "user: janet\n")
	says(t, b, "user: janet\n")
	takeBack(t, s, func() (Step, bool, error) { return s.Undoable(t.Context()) })
	says(t, a, "user: jane\n")
	says(t, b, "user: jane\n")
	if words, err := s.Recover(t.Context()); err != nil || len(words) > 0 {
		t.Errorf("Recover() once more = %q, %v", words, err)
	}
}

func TestWhatDiedIsTakenBackWhereSomebodyElseWroteSince(t *testing.T) {
	a, b, s := pair(t, "user: jane\n")
	halfWritten(t, s, a, b, "jane", "janet")
	if err := os.WriteFile(b, []byte("user: jane # mine\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	words, err := s.Recover(t.Context())
	if err != nil || len(words) != 1 || !strings.Contains(words[0], "is taken back, because a file was changed since: b.yaml") {
		t.Errorf("Recover() = %q, %v", words, err)
	}
	says(t, a, "user: jane\n")
	says(t, b, "user: jane # mine\n")
	if _, ok, err := s.Undoable(t.Context()); ok || err != nil {
		t.Errorf("there is something to undo: %v", err)
	}
}

func TestWhatDiedAndWasChangedEverywhereIsOnlyTold(t *testing.T) {
	a, b, s := pair(t, "user: jane\n")
	halfWritten(t, s, a, b, "jane", "janet")
	for _, path := range []string{a, b} {
		if err := os.WriteFile(path, []byte("mine: now\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	words, err := s.Recover(t.Context())
	if err != nil || len(words) != 1 || !strings.Contains(words[0], "perhaps between two files") {
		t.Errorf("Recover() = %q, %v", words, err)
	}
	says(t, a, "mine: now\n")
	says(t, b, "mine: now\n")
}

func TestALivingGroupIsLeftAlone(t *testing.T) {
	a, b, s := pair(t, "user: jane\n")
	halfWritten(t, s, a, b, "jane", "janet")
	free, err := s.guard(t.Context(), groupLock)
	if err != nil {
		t.Fatal(err)
	}
	if words, err := s.Recover(t.Context()); err != nil || len(words) > 0 {
		t.Errorf("Recover() = %q, %v", words, err)
	}
	says(t, b, "user: jane\n")
	free()
}
