package store

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"kubeid/kube/config"
	"kubeid/model"
)

// write makes a change that must succeed.
func write(t *testing.T, s *Store, file string, r Record, edit func([]byte) ([]config.Patch, error)) Record {
	t.Helper()
	out, err := s.Write(t.Context(), Write{Path: file, Edit: edit, Record: r})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// takeBack undoes, or redoes, the record that pick gives.
func takeBack(t *testing.T, s *Store, pick func() (Step, bool, error)) []Record {
	t.Helper()
	step, ok, err := pick()
	if !ok || err != nil {
		t.Fatalf("there is nothing to take back (%v)", err)
	}
	var writes []Write
	for _, r := range step.Records {
		writes = append(writes, Write{
			Path: r.File, Record: Record{Words: "undone: " + step.Words, Undoes: step.ID, Gone: !r.Existed},
			Edit: func(current []byte) ([]config.Patch, error) { return Revert(current, r) },
		})
	}
	records, err := s.WriteAll(t.Context(), writes)
	if err != nil {
		t.Fatal(err)
	}
	return records
}

func TestUndoAndRedoWalkThroughTheWrites(t *testing.T) {
	file, s := kubeconfig(t, "at: a\n")
	undo := func() (Step, bool, error) { return s.Undoable(t.Context()) }
	redo := func() (Step, bool, error) { return s.Redoable(t.Context()) }
	none := func(what string, pick func() (Step, bool, error)) {
		t.Helper()
		if r, ok, err := pick(); ok || err != nil {
			t.Errorf("there is something to %s: %q, %v", what, r.Words, err)
		}
	}
	at := func(want string) {
		t.Helper()
		says(t, file, "at: "+want+"\n")
	}
	none("undo", undo)
	write(t, s, file, Record{Words: "b"}, replaceAll("at: a", "at: b"))
	write(t, s, file, Record{Words: "c"}, replaceAll("at: b", "at: c"))
	none("redo", redo)
	takeBack(t, s, undo)
	at("b")
	takeBack(t, s, undo)
	at("a")
	none("undo", undo)
	takeBack(t, s, redo)
	at("b")
	takeBack(t, s, redo)
	at("c")
	none("redo", redo)
	takeBack(t, s, undo)
	at("b")
	takeBack(t, s, redo)
	at("c")
	takeBack(t, s, undo)
	write(t, s, file, Record{Words: "d"}, replaceAll("at: b", "at: d"))
	none("redo", redo)
	takeBack(t, s, undo)
	at("b")
	takeBack(t, s, undo)
	at("a")
	none("undo", undo)
}

func TestRevertFindsThePlaceInAFileThatMovedOn(t *testing.T) {
	contexts := "contexts:\n- context:\n    cluster: c\n    namespace: web\n    user: u\n  name: one\n- context:\n    cluster: d\n    namespace: db\n    user: v\n  name: two\n"
	top := "apiVersion: v1\ncurrent-context: dev\nkind: Config\n"
	add := "- context:\n    cluster: zz\n  name: zz\n"
	for _, c := range []struct {
		name             string
		text, from, to   string
		later, laterInto string // what somebody else replaces after that
		want             string // "" when it is a conflict
	}{
		{"nothing happened", contexts, "web", "api", "", "", contexts},
		{"something was added before", contexts, "web", "api", "contexts:\n", "# hello\ncontexts:\n", "# hello\n" + contexts},
		{"something was added behind", contexts + top, "web", "api", "kind", "more: 1\nkind", contexts + strings.Replace(top, "kind", "more: 1\nkind", 1)},
		{"the value was changed", contexts, "web", "api", "api", "other", ""},
		{"the value was taken away", contexts, "    namespace: web\n", "    namespace: api\n", "    namespace: api\n", "", ""},
		{"another context came to have the same surroundings", contexts, "web", "api", "  name: two\n", "  name: two\n" + strings.Replace(contexts, "web", "api", 1), ""},
		{"a key at the top whose neighbours changed", contexts + top, "dev", "prod", "apiVersion: v1\n", add, contexts + strings.Replace(top, "apiVersion: v1\n", add, 1)},
		{"a key at the top that came to be first", contexts + top, "dev", "prod", contexts + "apiVersion: v1\n", "", "current-context: dev\nkind: Config\n"},
		{"a key further in whose neighbours changed", contexts, "web", "api", "cluster: c", "cluster: other", ""},
		{"a key at the top in CRLF", strings.ReplaceAll(contexts+top, "\n", "\r\n"), "dev", "prod", "apiVersion: v1\r\n", "", strings.ReplaceAll(contexts+strings.TrimPrefix(top, "apiVersion: v1\n"), "\n", "\r\n")},
		{"a key at the top that was unset", top, "dev", `""`, "apiVersion: v1\n", "", strings.TrimPrefix(top, "apiVersion: v1\n")},
		{"a file that was emptied", top, "dev", "prod", strings.Replace(top, "dev", "prod", 1), "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			file, s := kubeconfig(t, c.text)
			r := write(t, s, file, Record{Words: "now on " + c.to}, replaceAll(c.from, c.to))
			after, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			current := bytes.Replace(after, []byte(c.later), []byte(c.laterInto), 1)
			next, err := reverted(current, r)
			if c.want == "" {
				if model.ExitCode(err) != model.ExitConflict || !strings.Contains(err.Error(), fmt.Sprintf("%q", model.NewText("now on "+c.to))) || model.Hint(err) == "" {
					t.Errorf("got %q, %v", next, err)
				}
				return
			}
			if err != nil || string(next) != c.want {
				t.Fatalf("got %q, %v\nwant %q", next, err, c.want)
			}
		})
	}
}

func TestUndoIsTheIdentityForAnyPatches(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		current := make([]byte, r.IntN(300))
		for i := range current {
			current[i] = "ab: \n"[r.IntN(5)]
		}
		var patches []config.Patch
		for at := 0; at <= len(current) && r.IntN(4) > 0; {
			at += r.IntN(len(current) - at + 1)
			n := r.IntN(min(10, len(current)-at) + 1)
			patches = append(patches, config.Patch{Offset: at, Old: current[at : at+n], New: bytes.Repeat([]byte("x"), r.IntN(9))})
			at += n
		}
		next := config.Join(config.Pieces(current, patches...))
		record := Record{Before: digest(current), After: digest(next), Patches: hunks(current, patches)}
		back, err := reverted(next, record)
		if err != nil || !bytes.Equal(back, current) {
			t.Fatalf("%q became %q, and back %q, %v", current, next, back, err)
		}
		for _, h := range record.Patches {
			whole := bytes.Join([][]byte{h.Ahead.Reveal(), h.New.Reveal(), h.Behind.Reveal()}, nil)
			if !bytes.Contains(next, whole) || len(h.Ahead.Reveal()) > contextBytes || len(h.Behind.Reveal()) > contextBytes {
				t.Fatalf("%q does not stand in %q", whole, next)
			}
		}
	}
}

// reverted returns what Revert leads to.
func reverted(current []byte, r Record) ([]byte, error) {
	patches, err := Revert(current, r)
	if err != nil {
		return nil, err
	}
	return config.Join(config.Pieces(current, patches...)), config.Check(current, patches...)
}

func TestAPatchThatDoesNotFitIsNotWritten(t *testing.T) {
	for name, patches := range map[string][]config.Patch{
		"other bytes":     {{Offset: 4, Old: []byte("b"), New: []byte("c")}},
		"beyond the end":  {{Offset: 7, New: []byte("c")}},
		"before the file": {{Offset: -1, New: []byte("c")}},
		"out of order":    {{Offset: 4, Old: []byte("a"), New: []byte("c")}, {Offset: 0, Old: []byte("at"), New: []byte("on")}},
	} {
		t.Run(name, func(t *testing.T) {
			file, s := kubeconfig(t, "at: a\n")
			if _, err := s.Write(t.Context(), Write{Path: file, Edit: func([]byte) ([]config.Patch, error) { return patches, nil }}); err == nil {
				t.Error("it was written")
			}
			if got, err := os.ReadFile(file); err != nil || string(got) != "at: a\n" {
				t.Errorf("the file says %q, %v", got, err)
			}
		})
	}
}

func TestASecretIsNotToldByARecord(t *testing.T) {
	file, s := kubeconfig(t, "token: canary-5f1d\n")
	r := write(t, s, file, Record{Words: "removed"}, replaceAll("canary-5f1d", "x"))
	if said := fmt.Sprintf("%v %+v %#v %v", r, r, r, r.Patches); strings.Contains(said, "canary") || strings.Contains(said, "99 97 110") {
		t.Errorf("a record tells %s", said)
	}
	if string(r.Patches[0].Old.Reveal()) != "canary-5f1d" {
		t.Error("a record does not keep what undo needs")
	}
}
