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

// kubeconfig makes a file in a folder of its own, and a store that waits briefly.
func kubeconfig(t *testing.T, text string) (file string, s *Store) {
	t.Helper()
	dir := t.TempDir()
	file = filepath.Join(dir, "config")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	s = Open(filepath.Join(dir, "state"))
	s.patience = 200 * time.Millisecond
	return file, s
}

// says fails unless file holds want.
func says(t *testing.T, file, want string) {
	t.Helper()
	if got, err := os.ReadFile(file); err != nil || string(got) != want {
		t.Errorf("%s says %q, %v; want %q", filepath.Base(file), got, err, want)
	}
}

// names returns what lies in a folder, but for the state.
func names(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		if e.Name() != "state" {
			out = append(out, e.Name())
		}
	}
	return strings.Join(out, " ")
}

// foreignLock leaves a lock as kubectl makes it.
func foreignLock(t *testing.T, file string) {
	t.Helper()
	f, err := os.OpenFile(file+".lock", os.O_CREATE|os.O_EXCL, 0)
	if err != nil {
		t.Fatal(err)
	}
	f.Close()
}

func TestALockOfAnotherProgramIsNeverBroken(t *testing.T) {
	file, s := kubeconfig(t, oldText)
	foreignLock(t, file)
	var told []Holder
	s.patience = telling + 200*time.Millisecond
	_, err := s.Write(t.Context(), Write{Path: file, Edit: replaceAll("dev", "prod"), Waiting: func(h Holder) { told = append(told, h) }})
	if model.ExitCode(err) != model.ExitConflict {
		t.Fatalf("got %v with code %d, want code %d", err, model.ExitCode(err), model.ExitConflict)
	}
	for _, want := range []string{file + " is unchanged", file + ".lock", "another program", " for "} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q does not say %q", err, want)
		}
	}
	if want := "kubeid unlock " + file; !strings.Contains(model.Hint(err), want) {
		t.Errorf("the hint %q does not say %q", model.Hint(err), want)
	}
	if len(told) != 1 || told[0].Ours {
		t.Errorf("told of %v while waiting, want one holder, not ours", told)
	}
	says(t, file, oldText)
	if got := names(t, filepath.Dir(file)); got != "config config.lock" {
		t.Errorf("the folder has %s", got)
	}
	if _, ok, err := s.Undoable(t.Context()); ok || err != nil {
		t.Errorf("there is something to undo (%v)", err)
	}
}

func TestALockIsWaitedFor(t *testing.T) {
	file, s := kubeconfig(t, oldText)
	s.patience = time.Minute
	foreignLock(t, file)
	waits := make(chan Holder, 1)
	done := make(chan error, 1)
	go func() {
		_, err := s.Write(t.Context(), Write{Path: file, Edit: replaceAll("dev", "prod"), Waiting: func(h Holder) { waits <- h }})
		done <- err
	}()
	select {
	case <-waits:
	case err := <-done:
		t.Fatalf("the write did not wait: %v", err)
	}
	says(t, file, oldText)
	if err := os.Remove(file + ".lock"); err != nil {
		t.Fatal(err)
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	says(t, file, newText)
}

func TestAnInterruptedWaitLeavesNothing(t *testing.T) {
	file, s := kubeconfig(t, oldText)
	s.patience = time.Minute
	foreignLock(t, file)
	ctx, cancel := context.WithCancel(t.Context())
	_, err := s.Write(ctx, Write{Path: file, Edit: replaceAll("dev", "prod"), Waiting: func(Holder) { cancel() }})
	if !errors.Is(err, context.Canceled) || model.ExitCode(err) != model.ExitInterrupted {
		t.Errorf("got %v with code %d", err, model.ExitCode(err))
	}
	says(t, file, oldText)
	if got := names(t, filepath.Dir(file)); got != "config config.lock" {
		t.Errorf("the folder has %s", got)
	}
}

func TestAnInterruptedWriteLeavesNothing(t *testing.T) {
	file, s := kubeconfig(t, oldText)
	ctx, cancel := context.WithCancel(t.Context())
	edit := func(current []byte) ([]config.Patch, error) {
		cancel()
		return replaceAll("dev", "prod")(current)
	}
	if _, err := s.Write(ctx, Write{Path: file, Edit: edit}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	says(t, file, oldText)
	if got := names(t, filepath.Dir(file)); got != "config" {
		t.Errorf("the folder has %s", got)
	}
}

func TestAFileThatChangesDuringTheWaitIsEditedAnew(t *testing.T) {
	file, s := kubeconfig(t, oldText)
	s.patience = time.Minute
	foreignLock(t, file)
	edits := 0
	edit := func(current []byte) ([]config.Patch, error) {
		edits++
		return replaceAll("dev", "prod")(current)
	}
	meanwhile := func(Holder) {
		if err := os.WriteFile(file, []byte(oldText+"# by another\n"), 0o600); err != nil {
			t.Error(err)
		}
		if err := os.Remove(file + ".lock"); err != nil {
			t.Error(err)
		}
	}
	r, err := s.Write(t.Context(), Write{Path: file, Current: []byte(oldText), Edit: edit, Waiting: meanwhile})
	if err != nil {
		t.Fatal(err)
	}
	says(t, file, newText+"# by another\n")
	if edits != 2 || r.Before != digest([]byte(oldText+"# by another\n")) {
		t.Errorf("%d edits, record %v", edits, r.Words)
	}
	if records, err := s.Records(t.Context()); err != nil || len(records) != 1 || records[0].ID != r.ID {
		t.Errorf("the journal has %d records, %v; want the one that happened", len(records), err)
	}
}

func TestAFileThatNeverRestsIsLeftAlone(t *testing.T) {
	file, s := kubeconfig(t, oldText)
	n := 0
	edit := func(current []byte) ([]config.Patch, error) {
		n++
		text := oldText + strings.Repeat("# again\n", n)
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Error(err)
		}
		return replaceAll("dev", "prod")(current)
	}
	_, err := s.Write(t.Context(), Write{Path: file, Edit: edit})
	if model.ExitCode(err) != model.ExitConflict || !strings.Contains(err.Error(), "is unchanged") {
		t.Errorf("got %v with code %d", err, model.ExitCode(err))
	}
	says(t, file, oldText+strings.Repeat("# again\n", n))
}

func TestHalfAFileIsNotTakenForTheWholeOne(t *testing.T) {
	for name, half := range map[string]string{"empty": "", "cut": "current-con"} {
		t.Run(name, func(t *testing.T) {
			file, s := kubeconfig(t, half)
			foreignLock(t, file)
			first := true
			edit := func(current []byte) ([]config.Patch, error) {
				if first {
					first = false
					go func() { // what kubectl does after it has emptied the file
						os.WriteFile(file, []byte(oldText), 0o600)
						os.Remove(file + ".lock")
					}()
				}
				return replaceAll("dev", "prod")(current)
			}
			if _, err := s.Write(t.Context(), Write{Path: file, Edit: edit}); err != nil {
				t.Fatal(err)
			}
			says(t, file, newText)
		})
	}
}

func TestNothingToChangeWritesNothingEvenBesideAForgottenLock(t *testing.T) {
	file, s := kubeconfig(t, newText)
	foreignLock(t, file)
	before, _ := os.Stat(file)
	r, err := s.Write(t.Context(), Write{Path: file, Edit: replaceAll("dev", "prod")})
	if err != nil || r.ID != "" {
		t.Errorf("got record %q, %v", r.ID, err)
	}
	if after, _ := os.Stat(file); !os.SameFile(before, after) {
		t.Error("the file was replaced")
	}
	if _, err := os.Stat(filepath.Join(filepath.Dir(file), "state")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the state was written: %v", err)
	}
}

func TestAFileThatChangesSeveralTimesIsWrittenOnceItRests(t *testing.T) {
	for _, changes := range []int{1, 3, 4, 6} { // before the lock, and at last under it
		file, s := kubeconfig(t, oldText)
		n := 0
		edit := func(current []byte) ([]config.Patch, error) {
			if n++; n <= changes {
				if err := os.WriteFile(file, []byte(oldText+strings.Repeat("# again\n", n)), 0o600); err != nil {
					t.Error(err)
				}
			}
			return replaceAll("dev", "prod")(current)
		}
		if _, err := s.Write(t.Context(), Write{Path: file, Edit: edit}); err != nil {
			t.Fatalf("%d changes: %v", changes, err)
		}
		says(t, file, newText+strings.Repeat("# again\n", changes))
		if got := names(t, filepath.Dir(file)); got != "config" {
			t.Errorf("%d changes: the folder has %s", changes, got)
		}
		if records, err := s.Records(t.Context()); err != nil || len(records) != 1 {
			t.Errorf("%d changes: the journal has %d records, %v", changes, len(records), err)
		}
	}
}

func TestTheDigestsAreThoseOfWhatWasReplaced(t *testing.T) {
	file, s := kubeconfig(t, oldText+"# newer\n")
	r := write(t, s, file, Record{}, replaceAll("dev", "dev"+"2"))
	if r.Before != digest([]byte(oldText+"# newer\n")) {
		t.Errorf("the digest before is %s", r.Before)
	}
	stale := []byte(oldText) // read before somebody else wrote
	r, err := s.Write(t.Context(), Write{Path: file, Current: stale, Edit: replaceAll("dev", "prod")})
	if err != nil {
		t.Fatal(err)
	}
	if want := digest([]byte(strings.Replace(oldText, "dev", "dev2", 1) + "# newer\n")); r.Before != want {
		t.Errorf("the digest before is %s, want %s", r.Before, want)
	}
}
