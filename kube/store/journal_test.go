package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kubeid/kube/config"
	"kubeid/model"
)

// journal returns what is in the journal.
func journal(t *testing.T, s *Store) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(s.dir, journalName))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestNothingIsMadeUntilSomethingIsWritten(t *testing.T) {
	s := Open(filepath.Join(t.TempDir(), "state"))
	if records, err := s.Records(t.Context()); len(records) > 0 || err != nil {
		t.Errorf("Records() = %v, %v", records, err)
	}
	if _, ok, err := s.Undoable(t.Context()); ok || err != nil {
		t.Errorf("Undoable() = %v, %v", ok, err)
	}
	if err := s.Forget(t.Context()); err != nil {
		t.Error(err)
	}
	if got := s.Recent(); len(got) > 0 {
		t.Errorf("Recent() = %v", got)
	}
	if _, err := os.Stat(s.dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the folder was made: %v", err)
	}
}

func TestATornLineOfTheJournalHarmsNoOther(t *testing.T) {
	for name, tear := range map[string]func([]byte) []byte{
		"cut in the last line":   func(b []byte) []byte { return b[:len(b)-5] },
		"cut in a record":        func(b []byte) []byte { return append(b, []byte(`{"record":{"id":"1234`)...) },
		"zeroes after a crash":   func(b []byte) []byte { return append(b, make([]byte, 100)...) },
		"garbage in between":     func(b []byte) []byte { return append([]byte("\xff\xfe{}\nnull\n[1]\n{}\n"), b...) },
		"a record with no words": func(b []byte) []byte { return append(b, []byte("{\"record\":{}}\n")...) },
	} {
		t.Run(name, func(t *testing.T) {
			file, s := kubeconfig(t, oldText)
			first := write(t, s, file, Record{Words: "first"}, replaceAll("dev", "prod"))
			if err := os.WriteFile(filepath.Join(s.dir, journalName), tear(journal(t, s)), 0o600); err != nil {
				t.Fatal(err)
			}
			second := write(t, s, file, Record{Words: "second"}, appendLine("# more\n"))
			records, err := s.Records(t.Context())
			if err != nil || len(records) != 2 || records[0].ID != second.ID || records[1].ID != first.ID {
				t.Errorf("got %d records, %v; want second and first", len(records), err)
			}
		})
	}
}

func TestARecordCountsOnlyIfItsFileWasReplaced(t *testing.T) {
	file, s := kubeconfig(t, "at: a\n")
	// died is a write whose process died before it could say what became of it.
	died := func(from, to string) {
		t.Helper()
		current := []byte(from)
		patches, _ := replaceAll(from, to)(current)
		r := Record{ID: newID(), Time: now(), File: file, Words: to, Before: digest(current), After: digest(config.Join(config.Pieces(current, patches...))), Patches: hunks(current, patches)}
		if err := s.append(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	newest := func(want string) {
		t.Helper()
		if r, ok, err := s.Undoable(t.Context()); err != nil || ok != (want != "") || r.Words != want {
			t.Errorf("Undoable() = %q, %v, %v; want %q", r.Words, ok, err, want)
		}
	}
	died("at: a\n", "at: b\n")
	newest("")
	if err := os.WriteFile(file, []byte("at: b\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	newest("at: b\n")
	write(t, s, file, Record{Words: "c"}, replaceAll("b", "c"))
	newest("c")
	takeBack(t, s, func() (Step, bool, error) { return s.Undoable(t.Context()) })
	newest("at: b\n")
	died("at: b\n", "at: x\n")
	newest("at: b\n")
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	newest("at: b\n")
}

func TestTheJournalForgetsWhatIsOldOrTooMuch(t *testing.T) {
	file, s := kubeconfig(t, "")
	old := Record{ID: "old", Time: now().Add(-maxAge - time.Hour), File: file, Words: "old canary"}
	if err := s.appendLines(context.Background(), []line{{Record: toLine(old)}}, false); err != nil {
		t.Fatal(err)
	}
	s.mark(mark{Done: "old"})
	if records, err := s.Records(t.Context()); len(records) > 0 || err != nil {
		t.Errorf("old records are shown: %v, %v", records, err)
	}
	const many = 2*maxRecords + slack
	for i := range many {
		write(t, s, file, Record{Words: fmt.Sprint("write ", i)}, appendLine("x"))
	}
	records, err := s.Records(t.Context())
	if err != nil || len(records) != maxRecords || records[0].Words != fmt.Sprint("write ", many-1) {
		t.Errorf("got %d records, %v; the newest is %q", len(records), err, records[0].Words)
	}
	data := journal(t, s)
	if bytes.Contains(data, []byte("canary")) {
		t.Error("an old record is still on the disk")
	}
	if n := bytes.Count(data, []byte(`"record"`)); n > maxRecords+slack {
		t.Errorf("%d records are on the disk", n)
	}
	if got := names(t, s.dir); got != "journal.jsonl journal.lock" {
		t.Errorf("the state has %s", got)
	}
	mode(t, filepath.Join(s.dir, journalName), 0o600)
}

func TestForgetTakesTheUndoAlong(t *testing.T) {
	file, s := kubeconfig(t, "token: canary-1\nother: canary-2\n")
	first := write(t, s, file, Record{Words: "first"}, replaceAll("canary-1", "x"))
	takeBack(t, s, func() (Step, bool, error) { return s.Undoable(t.Context()) })
	second := write(t, s, file, Record{Words: "second"}, replaceAll("other: canary-2", "y"))
	if err := s.Forget(t.Context(), "nobody"); model.ExitCode(err) != model.ExitNotFound {
		t.Errorf("forgetting what is not there: %v", err)
	}
	if err := s.Forget(t.Context(), first.ID); err != nil {
		t.Fatal(err)
	}
	records, err := s.Records(t.Context())
	if err != nil || len(records) != 1 || records[0].ID != second.ID {
		t.Errorf("got %d records, %v", len(records), err)
	}
	if err := s.Forget(t.Context()); err != nil {
		t.Fatal(err)
	}
	if data := journal(t, s); len(data) > 0 {
		t.Errorf("the journal still says %s", data)
	}
	if got := names(t, s.dir); got != "journal.jsonl journal.lock" {
		t.Errorf("the state has %s", got)
	}
}

func TestWithoutAJournalNothingIsWritten(t *testing.T) {
	file, s := kubeconfig(t, oldText)
	if err := os.WriteFile(s.dir, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := s.Write(t.Context(), Write{Path: file, Edit: replaceAll("dev", "prod")})
	if err == nil || !strings.Contains(err.Error(), file+" is unchanged") || !strings.Contains(err.Error(), "journal") {
		t.Errorf("got %v", err)
	}
	says(t, file, oldText)
}
