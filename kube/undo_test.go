package kube

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kubeid/model"
)

func TestUndoGivesBackTheBytes(t *testing.T) {
	h := newHome(t, two)
	if _, err := h.use("two"); err != nil {
		t.Fatal(err)
	}
	if got := h.load().Undo; got != "now on two" {
		t.Errorf("undo is offered for %q", got)
	}
	plan, err := h.do(model.Undo{})
	if err != nil {
		t.Fatal(err)
	}
	if h.text("a.yaml") != two {
		t.Errorf("a.yaml is %q", h.text("a.yaml"))
	}
	if got := strings.Join(plan.Edits[0].Diff(), "\n"); got != "- current-context: two" {
		t.Errorf("the undo is told as %q", got)
	}
	if _, err := h.do(model.Undo{}); model.ExitCode(err) != model.ExitNotFound {
		t.Errorf("a second undo says %v", err)
	}
}

func TestUndoFindsItsPlaceInAFileThatMovedOn(t *testing.T) {
	h := newHome(t, two+"current-context: one\n")
	if _, err := h.use("two"); err != nil {
		t.Fatal(err)
	}
	moved := "# a new line\n" + h.text("a.yaml")
	if err := os.WriteFile(filepath.Join(h.dir, "a.yaml"), []byte(moved), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := h.do(model.Undo{}); err != nil {
		t.Fatal(err)
	}
	if got, want := h.text("a.yaml"), "# a new line\n"+two+"current-context: one\n"; got != want {
		t.Errorf("a.yaml is %q, want %q", got, want)
	}
}

func TestUndoOfWhatIsGoneIsAConflict(t *testing.T) {
	h := newHome(t, two+"current-context: one\n")
	if _, err := h.use("two"); err != nil {
		t.Fatal(err)
	}
	other := two + "current-context: three\n"
	if err := os.WriteFile(filepath.Join(h.dir, "a.yaml"), []byte(other), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := h.do(model.Undo{}); model.ExitCode(err) != model.ExitConflict {
		t.Errorf("the undo says %v", err)
	}
	if h.text("a.yaml") != other {
		t.Error("the file was changed all the same")
	}
}
