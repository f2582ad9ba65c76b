package cli

import (
	"context"
	"testing"

	"kubeid/model"
)

// picks gives the world a person who has chosen, and notes what the choice was
// filtered by at first.
func picks(seen *string, err error) func(*World) {
	return func(w *World) {
		w.Pick = func(_ context.Context, _ Service, filter string) error {
			*seen = filter
			return err
		}
	}
}

func TestCtxListsNamesWhenPiped(t *testing.T) {
	run(t, twoContexts(), "kubeid ctx").ends(0).prints("dev\nprod\n").silent()
}

func TestCtxNeverDecodes(t *testing.T) {
	for _, line := range []string{"kubeid ctx", "kubeid ctx -o table", "kubeid ctx -c", "kubeid ctx prod", "kubeid ctx -o json", "kubeid get users -o name"} {
		s := twoContexts()
		run(t, s, line).ends(0)
		if len(s.decoded) > 0 {
			t.Errorf("%s looked into credentials", line)
		}
	}
}

func TestCtxMarksTheCurrentOneOnATerminal(t *testing.T) {
	run(t, twoContexts(), "kubeid ctx", terminal).ends(0).prints("* dev\n  prod\n")
}

func TestCtxOpensTheChoiceOnATerminal(t *testing.T) {
	filter := "never asked"
	run(t, twoContexts(), "kubeid ctx", terminal, picks(&filter, nil)).ends(0).prints("").silent()
	if filter != "" {
		t.Errorf("filter %q, want none", filter)
	}
}

func TestAPartOfANameOpensTheChoiceFiltered(t *testing.T) {
	filter := "never asked"
	run(t, twoContexts(), "kubeid ctx PD", terminal, picks(&filter, nil)).ends(0).silent()
	if filter != "PD" {
		t.Errorf("filter %q, want PD", filter)
	}
	run(t, twoContexts(), "kubeid ctx zzz", terminal, picks(&filter, nil)).ends(3).says(`no context named "zzz"`)
	if filter != "PD" {
		t.Error("opened the choice for a part that no name has")
	}
}

func TestNobodyIsAskedWhoWantsDataOrAPlan(t *testing.T) {
	filter := "never asked"
	run(t, twoContexts(), "kubeid ctx -o name", terminal, picks(&filter, nil)).ends(0).prints("dev\nprod\n")
	run(t, twoContexts(), "kubeid ctx --dry-run", terminal, picks(&filter, nil)).ends(0).prints("* dev\n  prod\n")
	run(t, twoContexts(), "kubeid ctx pro -o json", terminal, picks(&filter, nil)).ends(3)
	run(t, twoContexts(), "kubeid ctx pro --dry-run", terminal, picks(&filter, nil)).ends(3)
	run(t, twoContexts(), "kubeid ctx", picks(&filter, nil)).ends(0).prints("dev\nprod\n")
	if filter != "never asked" {
		t.Error("opened the choice")
	}
}

func TestAPartOfANameIsNotEnoughWithoutATerminal(t *testing.T) {
	s := twoContexts()
	run(t, s, "kubeid ctx pro").ends(3).prints("").says("kubeid: no context named \"pro\"\nhint: did you mean \"prod\"?\n")
	if len(s.applied) > 0 {
		t.Error("switched all the same")
	}
}

func TestChoosingNothingIsAnInterruption(t *testing.T) {
	filter := ""
	run(t, twoContexts(), "kubeid ctx", terminal, picks(&filter, context.Canceled)).ends(130).prints("").says("kubeid: nothing was chosen\n")
}

func TestCtxSwitches(t *testing.T) {
	s := twoContexts()
	run(t, s, "kubeid ctx prod").ends(0).prints("").says("now on prod\n")
	want := model.UseContext{Context: model.Ref{File: "/home/jane/.kube/config", Kind: model.ContextKind, Name: text("prod")}}
	if len(s.applied) != 1 || s.applied[0] != want {
		t.Errorf("applied %v, want %v", s.applied, want)
	}
}

func TestADryRunShowsThePlanAndWritesNothing(t *testing.T) {
	s := twoContexts()
	run(t, s, "kubeid ctx prod --dry-run").ends(0).says("would switch to prod").
		prints("~/.kube/config:3\n- current-context: dev\n+ current-context: prod\n")
	if len(s.applied) > 0 {
		t.Error("wrote all the same")
	}
}

func TestASwitchIsDataWhenAskedFor(t *testing.T) {
	want := `{
  "apiVersion": "kubeid/v1",
  "kind": "Change",
  "change": "use-context",
  "context": "prod",
  "dryRun": false,
  "edits": [
    {
      "file": "/home/jane/.kube/config",
      "line": 3,
      "path": "current-context",
      "before": "dev",
      "after": "prod"
    }
  ]
}
`
	run(t, twoContexts(), "kubeid ctx prod -o json").ends(0).prints(want).says("now on prod")
	run(t, twoContexts(), "kubeid ctx prod -o name").ends(0).prints("prod\n")
}

func TestCtxGoesBack(t *testing.T) {
	s := twoContexts()
	run(t, s, "kubeid ctx -").ends(3).says("no context before this one is known")
	s.loaded.Recent = []model.Text{text("dev"), text("gone"), text("prod")}
	run(t, s, "kubeid ctx -").ends(0).says("now on prod")
}

func TestNamesThatLookLikeFlagsWorkAfterTwoDashes(t *testing.T) {
	k := twoContexts().loaded.Config
	k.Contexts[1].Name = text("-")
	s := &fake{loaded: model.Loaded{Config: model.NewKubeconfig(k.Files, k.Contexts, k.Clusters, k.Users)}}
	run(t, s, "kubeid ctx -- -").ends(0).says("now on -\n")
}

func TestCtxTellsTheCurrentOne(t *testing.T) {
	s := twoContexts()
	run(t, s, "kubeid ctx -c").ends(0).prints("dev\n").silent()
	s.loaded.Config.Files[0].Current = text("gone")
	run(t, s, "kubeid ctx -c").ends(0).prints("gone\n").says("there is no such context")
	run(t, s, "kubeid ctx -c -o json").ends(3).prints("")
	s.loaded.Config.Files[0].Current = text("")
	run(t, s, "kubeid ctx -c").ends(3).prints("").says("no current context is set")
}

func TestCtxUnsets(t *testing.T) {
	s := twoContexts()
	run(t, s, "kubeid ctx -u").ends(0).says("the current context is unset")
	if len(s.applied) != 1 || s.applied[0] != (model.UnsetContext{}) {
		t.Errorf("applied %v", s.applied)
	}
}

func TestCtxRenamesAndDeletesAsKubectxDoes(t *testing.T) {
	s := twoContexts()
	run(t, s, "kubeid ctx new=.").ends(0).says("context dev is named new now")
	run(t, s, "kubeid ctx new=old").ends(3).says(`no context named "old"`)
	run(t, s, "kubeid ctx -d dev prod").ends(0).says("context dev and context prod are deleted")
	run(t, s, "kubeid __complete ctx -d dev p").ends(0).prints("prod\n:4\n")
	if len(s.applied) != 2 {
		t.Errorf("applied %v", s.applied)
	}
}

func TestWrongUsesOfCtx(t *testing.T) {
	for _, line := range []string{"kubeid ctx a b", "kubeid ctx -c dev", "kubeid ctx -u dev", "kubeid ctx -c -u", "kubeid ctx -x", "kubeid ctx -o xml", "kubeid ctx -d", "kubeid ctx -d -c dev"} {
		run(t, twoContexts(), line).ends(2).prints("").says("hint: ")
	}
}

func TestWhatAPlanNotesIsSaid(t *testing.T) {
	s := twoContexts()
	s.plan = func(c model.Change) model.Plan {
		return model.Plan{Change: c, Notes: []string{"kubectl refuses\nthis context"}}
	}
	run(t, s, "kubeid ctx prod").ends(0).says("nothing to do: now on prod\nnote: kubectl refuses\\x0athis context\n")
	run(t, s, "kubeid ctx prod --dry-run").ends(0).prints("").says("nothing to do: now on prod\n")
	run(t, s, "kubeid ctx prod -o json").ends(0).contains(`"edits": [],`).contains(`"notes": [`)
}

func TestASwitchWarnsOfFilesThatDidNotLoad(t *testing.T) {
	s := twoContexts()
	s.loaded.Config.Files[0].Refused = text("it has two users of one name")
	run(t, s, "kubeid ctx prod").ends(0).says("warning: ~/.kube/config: kubectl refuses this file").says("now on prod")
}
