package cli

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"kubeid/kube/store"
	"kubeid/model"
)

func TestUndoTakesTheLastChangeBack(t *testing.T) {
	for line, want := range map[string]model.Undo{"kubeid undo": {}, "kubeid undo r1": {ID: "r1"}, "kubeid undo --yes": {}} {
		s := twoContexts()
		run(t, s, line).ends(0).prints("").says("undone: ")
		if len(s.applied) != 1 || s.applied[0] != want {
			t.Errorf("%s: applied %v, want %v", line, s.applied, want)
		}
	}
	s := twoContexts()
	run(t, s, "kubeid undo --dry-run").ends(0).contains("+ current-context: prod")
	if len(s.applied) > 0 {
		t.Error("wrote all the same")
	}
}

func TestUndoAsksWhereACredentialWouldVanish(t *testing.T) {
	s := twoContexts()
	s.plan = func(c model.Change) model.Plan {
		return model.Plan{Change: c, Edits: []model.Edit{{
			Label: text("~/.kube/config"), Line: 7, Path: text("users[jane].token"),
			Before: model.Value{Text: text("CANARY"), Secret: true}, After: model.Value{Absent: true},
		}}}
	}
	r := run(t, s, "kubeid undo").ends(4).says("this removes a credential: users[jane].token in ~/.kube/config:7").says("hint: add --yes")
	if len(s.applied) > 0 {
		t.Fatal("wrote without a yes")
	}
	run(t, s, "kubeid undo --dry-run").ends(0).prints("~/.kube/config:7\n- users[jane].token: [secret]\n")
	run(t, s, "kubeid undo --dry-run -o json").ends(0).contains(`"before": "[secret]"`).contains(`"after": null`)
	run(t, s, "kubeid undo --yes").ends(0)
	run(t, s, "kubeid undo", terminal, answers("yes")).ends(0)
	if len(s.applied) != 2 {
		t.Errorf("applied %v; said %s", s.applied, r.errors)
	}
}

func TestUndoLists(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := twoContexts()
		run(t, s, "kubeid undo --list").ends(0).prints("").says("nothing was changed yet")
		run(t, s, "kubeid undo --list -o json").ends(0).contains(`"items": []`)
		now := time.Now()
		one := []store.Record{{File: "/home/jane/.kube/config", Label: "~/.kube/config"}}
		s.steps = []store.Step{
			{ID: "r2", Time: now.Add(-90 * time.Second), Words: "now on prod", Records: one},
			{ID: "r1", Time: now.Add(-50 * time.Hour), Words: "now on dev", Records: append(one, store.Record{File: "/b"}), TakenBack: true},
		}
		run(t, s, "kubeid undo --list").ends(0).prints(`ID   AGE   WHAT          FILE                STATE
r2   90s   now on prod   ~/.kube/config      -
r1   2d    now on dev    ~/.kube/config +1   taken back
`)
		run(t, s, "kubeid undo --list -o yaml").ends(0).contains("- id: r2\n").contains("takenBack: true\n")
		run(t, s, "kubeid __complete undo ").ends(0).prints("r2\tnow on prod\nr1\tnow on dev\n:4\n")
	})
}

func TestUndoForgetsAfterAYes(t *testing.T) {
	s := twoContexts()
	s.steps = []store.Step{{ID: "r2"}, {ID: "r1"}}
	run(t, s, "kubeid undo --forget").ends(4)
	run(t, s, "kubeid undo --forget r3 --yes").ends(3).says(`no record "r3"`)
	run(t, s, "kubeid undo --forget --dry-run --yes").ends(0)
	if len(s.forgot) > 0 {
		t.Fatalf("forgot %v", s.forgot)
	}
	run(t, s, "kubeid undo --forget r1 r2 --yes").ends(0).says("forgotten")
	run(t, s, "kubeid undo --forget", terminal, answers("y")).ends(0)
	if !slices.EqualFunc(s.forgot, [][]string{{"r1", "r2"}, nil}, slices.Equal) {
		t.Errorf("forgot %v", s.forgot)
	}
}

func TestWrongUsesOfUndo(t *testing.T) {
	for _, line := range []string{"kubeid undo a b", "kubeid undo --list --forget", "kubeid undo --list a"} {
		run(t, twoContexts(), line).ends(2).prints("").says("hint: ")
	}
}
