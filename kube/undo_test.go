package kube

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kubeid/crypto"
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

func TestUndoTellsThatACredentialComesAndGoes(t *testing.T) {
	const user = "apiVersion: v1\nkind: Config\nusers:\n- name: jane\n  user: "
	h := newHome(t, user+"{}\n")
	if _, err := h.do(model.Import{Source: model.NewText("b.yaml"), Data: crypto.NewSecret([]byte(user + "{token: canary}\n")), Taken: model.Overwrite}); err != nil {
		t.Fatal(err)
	}
	for _, one := range []struct {
		change model.Change
		want   string
	}{{model.Undo{}, "- users[jane].user.token: [secret]"}, {model.Redo{}, "+ users[jane].user.token: [secret]"}} {
		plan, err := h.do(one.change)
		if err != nil || len(plan.Edits) != 1 || strings.Join(plan.Edits[0].Diff(), "; ") != one.want {
			t.Errorf("%T is told as %v, %v", one.change, plan.Edits, err)
		}
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

func TestUndoGoesTheWayOfTheLinkThatIsListed(t *testing.T) {
	h := newHome(t, two)
	link := filepath.Join(h.dir, "link")
	if err := os.Symlink(filepath.Join(h.dir, "a.yaml"), link); err != nil {
		t.Skip(err)
	}
	h.opts.List = link
	if _, err := h.use("two"); err != nil {
		t.Fatal(err)
	}
	plan, err := h.do(model.Undo{})
	if err != nil || len(plan.Files()) != 1 || plan.Files()[0] != link {
		t.Errorf("the undo writes %v, %v", plan.Files(), err)
	}
	if h.text("a.yaml") != two {
		t.Errorf("a.yaml is %q", h.text("a.yaml"))
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link is %v, %v", info, err)
	}
}

func TestAnEditThatMendsAFileIsTakenBackToTheSameBytes(t *testing.T) {
	twice := two + "- name: two\n  context: {cluster: other, user: jane}\n"
	h := newHome(t, twice)
	entries := h.load().Config.Contexts
	last := h.load().Config.Ref(model.ContextKind, len(entries)-1)
	if _, err := h.do(model.Delete{Entries: []model.Ref{last}}); err != nil {
		t.Fatal(err)
	}
	if h.text("a.yaml") == twice {
		t.Fatal("nothing was deleted")
	}
	if _, err := h.do(model.Undo{}); err != nil {
		t.Fatal(err)
	}
	if got := h.text("a.yaml"); got != twice {
		t.Errorf("a.yaml is %q, want %q", got, twice)
	}
	if _, err := h.do(model.Redo{}); err != nil {
		t.Error(err)
	}
}
