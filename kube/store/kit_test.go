package store

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"kubeid/kube/config"
)

// TestUndoAndRedoAreTheIdentityForEveryCaseOfTheKit takes the exact bytes of each case of
// testdata/edits to a record, through a line of the journal, back, and forth again. No
// file is written here; kube makes the same changes with files.
func TestUndoAndRedoAreTheIdentityForEveryCaseOfTheKit(t *testing.T) {
	paths, err := filepath.Glob(filepath.Join("..", "..", "testdata", "edits", "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	cases := 0
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var style struct {
			Files []struct {
				Name, Before string
				Cases        []struct {
					Edits []struct {
						At             int
						Remove, Insert string
					}
				}
			}
		}
		if err := json.Unmarshal(data, &style); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		for _, file := range style.Files {
			for i, c := range file.Cases {
				var patches []config.Patch
				for _, e := range c.Edits {
					patches = append(patches, config.Patch{Offset: e.At, Old: []byte(e.Remove), New: []byte(e.Insert)})
				}
				is := there(t, []byte(file.Before), patches)
				back, again := andBack(t, is)
				if string(back) != file.Before || string(again) != string(is.data) {
					t.Errorf("%s, case %d: undone it is\n%s\nand redone\n%s", file.Name, i, back, again)
				}
				cases++
			}
		}
	}
	if t.Logf("%d cases", cases); cases < 200*20 {
		t.Fatalf("only %d cases were found", cases)
	}
}

// A written is what a file says after a write, and the record of that.
type written struct {
	data   []byte
	record Record
}

// there makes a change of what a file says, and its record as the journal gives it back.
func there(t *testing.T, data []byte, patches []config.Patch) written {
	t.Helper()
	if err := config.Check(data, patches...); err != nil {
		t.Fatal(err)
	}
	d := draft{data: data, exists: true}
	text, err := json.Marshal(toLine(d.describe(patches)))
	if err != nil {
		t.Fatal(err)
	}
	var l recordLine
	if err := json.Unmarshal(text, &l); err != nil {
		t.Fatal(err)
	}
	return written{config.Join(config.Pieces(data, patches...)), fromLine(&l)}
}

// andBack takes a change back, and that back again.
func andBack(t *testing.T, is written) (back, again []byte) {
	t.Helper()
	patches, err := Revert(is.data, is.record)
	if err != nil {
		t.Fatal(err)
	}
	undone := there(t, is.data, patches)
	patches, err = Revert(undone.data, undone.record)
	if err != nil {
		t.Fatal(err)
	}
	return undone.data, config.Join(config.Pieces(undone.data, patches...))
}
