//go:build unix

package store

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"kubeid/crypto"
	"kubeid/model"
)

// TestWhatSomebodyPutIntoTheFolderIsNotBelieved puts strange things into the place
// of the store's files: nothing hangs, nothing is followed, and undo says so.
func TestWhatSomebodyPutIntoTheFolderIsNotBelieved(t *testing.T) {
	link := func(t *testing.T, path string) {
		victim := filepath.Join(t.TempDir(), "victim")
		if err := os.WriteFile(victim, []byte("mine\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { says(t, victim, "mine\n") })
		if err := os.Symlink(victim, path); err != nil {
			t.Fatal(err)
		}
	}
	pipe := func(t *testing.T, path string) {
		if err := syscall.Mkfifo(path, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, put := range map[string]func(*testing.T, string){"a pipe": pipe, "a link": link} {
		for _, own := range []string{journalName, historyName, "journal.lock", "history.lock"} {
			t.Run(name+" as "+own, func(t *testing.T) {
				file, s := kubeconfig(t, oldText)
				if err := os.MkdirAll(s.dir, 0o700); err != nil {
					t.Fatal(err)
				}
				put(t, filepath.Join(s.dir, own))
				_ = s.Recent()
				_, _, undoErr := s.Undoable(t.Context())
				_, err := s.Write(t.Context(), Write{Path: file, Edit: replaceAll("dev", "prod")})
				if strings.HasPrefix(own, "journal") && (err == nil || model.Hint(err) == "") {
					t.Errorf("the write says %v", err)
				}
				if own == journalName && undoErr == nil {
					t.Error("undo reads it")
				}
				if strings.HasPrefix(own, "journal") {
					says(t, file, oldText)
				}
				s.Remember("prod")
			})
		}
	}
}

func TestAFolderThatOthersCanWriteIsNotRead(t *testing.T) {
	file, s := kubeconfig(t, oldText)
	if _, err := s.Write(t.Context(), Write{Path: file, Edit: replaceAll("dev", "prod")}); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(s.dir, 0o777); err != nil {
		t.Fatal(err)
	}
	if _, ok, err := s.Undoable(t.Context()); ok || model.ExitCode(err) != model.ExitRefused || !strings.Contains(model.Hint(err), "chmod 700") {
		t.Errorf("Undoable() = %v, %v", ok, err)
	}
	if _, err := s.Write(t.Context(), Write{Path: file, Edit: replaceAll("prod", "dev")}); err == nil {
		t.Error("it is written to")
	}
}

func TestAJournalThatOthersCanReadIsTakenFromThem(t *testing.T) {
	file, s := kubeconfig(t, oldText)
	write(t, s, file, Record{}, replaceAll("dev", "prod"))
	path := filepath.Join(s.dir, journalName)
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	write(t, s, file, Record{}, replaceAll("prod", "dev"))
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("its mode is %v, %v", info.Mode(), err)
	}
}

func TestARecordWithAStrangePlaceIsAConflict(t *testing.T) {
	current := []byte("at: b\n")
	for _, at := range []int{-5, 7, 1 << 40} {
		r := Record{After: digest(current), Patches: []Hunk{{Offset: at, Old: crypto.NewSecret([]byte("a")), New: crypto.NewSecret([]byte("b"))}}}
		if _, err := Revert(current, r); model.ExitCode(err) != model.ExitConflict {
			t.Errorf("offset %d: %v", at, err)
		}
	}
}

func TestARecordOfAPipeDoesNotHang(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	if got := digestOf(path); got != "" {
		t.Errorf("the digest of a pipe is %q", got)
	}
}
