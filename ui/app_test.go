package ui

import (
	"testing"
	"testing/synctest"

	tea "charm.land/bubbletea/v2"

	"kubeid/model"
)

// robot runs a robot user in a bubble of its own time.
func robot(t *testing.T, f func(t *testing.T)) {
	t.Helper()
	synctest.Test(t, f)
}

func TestEnterSwitchesAtOnceAndUndoTakesItBack(t *testing.T) {
	robot(t, func(t *testing.T) {
		drive(t, newFake(sample())).
			sees("* prod-eu", "kubeid  prod-eu / payments").on("prod-eu").
			press("down", "enter").sees("now on prod-us · u undo", "* prod-us", "kubeid  prod-us / default").
			press("u").sees("undone: now on prod-us", "* prod-eu").
			press("u").sees("There is nothing to undo")
	})
}

func TestMinusGoesBackLikeCdMinus(t *testing.T) {
	robot(t, func(t *testing.T) {
		drive(t, newFake(sample())).
			press("-").sees("There is no previous context yet").
			press("down", "enter").sees("* prod-us").
			press("-").sees("* prod-eu").
			press("-").sees("* prod-us").
			press("2", "-").sees("now on prod-eu")
	})
}

func TestSwitchingToWhatIsCurrentChangesNothing(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := newFake(sample())
		drive(t, b).press("enter").sees("nothing changed: now on prod-eu")
		if len(b.applied) != 0 {
			t.Errorf("applied %v", b.applied)
		}
	})
}

func TestFilterNarrowsAndEnterActsOnTheBestMatch(t *testing.T) {
	robot(t, func(t *testing.T) {
		drive(t, newFake(sample())).
			press("/").typing("stg").sees("/ stg▏", "4 of 11").on("halfway").
			press("backspace", "backspace", "backspace").typing("us").on("prod-us").
			press("enter").sees("now on prod-us", "* prod-us", "/ us").
			press("q")
	})
}

func TestLettersAreLettersWhileFiltering(t *testing.T) {
	robot(t, func(t *testing.T) {
		d := drive(t, newFake(sample())).press("/").typing("qunjk-y?:1s[]gG")
		d.sees("/ qunjk-y?:1s[]gG▏", "Nothing matches").press("enter").sees("Nothing matches")
		if d.quit {
			t.Error("q left the program while it was a letter")
		}
		d.press("esc").sees("break-glass").on("prod-eu").lacks("/ q")
	})
}

func TestCtrlNAndCtrlPMoveWhileFiltering(t *testing.T) {
	robot(t, func(t *testing.T) {
		d := drive(t, newFake(sample())).press("/").typing("prod")
		first := d.line("▸")
		d.press("ctrl+n")
		if second := d.line("▸"); second == first {
			t.Errorf("ctrl+n stayed on %q", first)
		}
		d.press("ctrl+p")
		if again := d.line("▸"); again != first {
			t.Errorf("ctrl+p went to %q, not back to %q", again, first)
		}
		d.press("down", "up", "pgdown", "home")
		if again := d.line("▸"); again != first {
			t.Errorf("arrows went to %q, not back to %q", again, first)
		}
	})
}

func TestSeveralWordsMustAllBeFoundInAnyColumn(t *testing.T) {
	robot(t, func(t *testing.T) {
		drive(t, newFake(sample())).press("/").
			typing("lab jane").sees("1 of 11").on("lab").
			press("ctrl+w").sees("/ lab").press("ctrl+u").typing("exec").on("exec").
			press("ctrl+u").typing("PROD").sees("Nothing matches"). // a capital letter minds the case
			press("ctrl+u").send(tea.PasteMsg{Content: "break"}).on("break-glass")
	})
}

func TestFilterAndSelectionOutliveAReload(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := newFake(sample())
		d := drive(t, b).press("/").typing("prod").press("tab", "tab")
		d.press("down").on("prod-us")
		k := sample()
		more := append([]model.Context{{Entry: entry("aaa-prod", 0, 5), Cluster: text("stg"), User: text("jane")}}, k.Contexts...)
		b.loaded.Config = model.NewKubeconfig(k.Files, more, k.Clusters, k.Users)
		d.press("R").sees("/ prod", "of 12").on("prod-us")
		d.press("esc").on("prod-us").sees("aaa-prod")
	})
}

func TestAChangeOutsideIsShownAtOnce(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := newFake(sample())
		d := drive(t, b).press("down").on("prod-us")
		k := sample()
		k.Files[0].Current = text("staging")
		b.outside <- model.Loaded{Config: k}
		d.settle()
		d.sees("* staging", "kubeid  staging").on("prod-us")
	})
}

func TestWhatGoesOnMeanwhileIsSaid(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := newFake(sample())
		d := drive(t, b).press("down").on("prod-us")
		b.outside <- model.Said{Words: `"user jane is named janet now" was interrupted between two files and is finished now`}
		d.settle()
		d.sees(`"user jane is named janet now" was interrupted between two files`).on("prod-us")
		b.outside <- model.Said{Words: "waiting for ~/.kube/config.lock, held by another program"}
		d.settle()
		d.sees("Waiting for ~/.kube/config.lock, held by another program")
	})
}

func TestTheSelectionGoesOnWhenItsEntryIsGone(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := newFake(sample())
		d := drive(t, b).press("G").on("staging")
		k := sample()
		b.outside <- model.Loaded{Config: model.NewKubeconfig(k.Files, k.Contexts[:2], k.Clusters, k.Users)}
		d.settle()
		d.on("prod-us")
		b.outside <- model.Loaded{Config: model.NewKubeconfig(k.Files, nil, nil, nil)}
		d.settle()
		d.sees("There is no context to go to yet").press("down", "enter", "n", "y", "space", "/", "a", "esc")
	})
}

func TestEnterOnAShadowedContextSaysWhichOneKubectlWouldUse(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := newFake(sample())
		d := drive(t, b).press("G", "enter").
			sees("kubectl would use the staging of ~/.kube/config:26", "rename one of the two").
			press("x").sees("Question").
			press("n").lacks("Question").sees("* prod-eu")
		d.press("enter", "y").sees("now on staging")
		if got := b.applied[0].(model.UseContext).Context.File; got != "/home/jane/.kube/config" {
			t.Errorf("switched to the one in %q", got)
		}
	})
}

func TestSwitchingToATroubledContextSaysSo(t *testing.T) {
	robot(t, func(t *testing.T) {
		drive(t, newFake(sample())).
			press("/").typing("ghost").press("enter").
			sees("now on ghost · u undo · kubectl refuses it: there is no cluster").
			press("esc", "/").typing("lab jane").press("enter").
			sees("now on lab · u undo · mix-up: it logs in as the jane of")
	})
}

func TestFilesThatCannotBeReadAreSaidAndTriedAgain(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := newFake(sample())
		b.loadErr = &model.Problem{Exit: 3, What: `there is no file "x.yaml"`, Todo: "look at the name"}
		d := drive(t, b).sees("The files could not be read", `There is no file "x.yaml". Look at the name`).press("enter", "n", "down", "y")
		b.loadErr = nil
		d.press("R").sees("* prod-eu")
	})
}

func TestAMistakeInTheWatchDoesNotEndTheProgram(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := newFake(sample())
		b.watchErr = func() error { panic("inotify") }
		drive(t, b).sees("A mistake in this program: inotify").press("down").on("prod-us")
	})
}

func TestCredentialsInSightAreDecodedFirst(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := newFake(sample())
		k := b.loaded.Config
		deployer := k.Ref(model.UserKind, 3)
		b.accounts = map[model.Ref]model.Account{deployer: {Namespace: text("ci"), Name: text("deployer")}}
		d := driveIn(t, b, 200, 24, Options{}).sees("account ci")
		if got, want := len(b.decoded[0]), len(k.Users)+len(k.Clusters); got != want {
			t.Errorf("%d entries were decoded, want all %d", got, want)
		}
		if got, want := b.decoded[0][0].Name.Raw(), k.Contexts[3].User.Raw(); got != want {
			t.Errorf("the first decoded is %q, want that of the first row, %q", got, want)
		}
		d.press("/").typing("account").on("ci")
	})
}

func TestAnUnknownKeySaysWhereToLook(t *testing.T) {
	robot(t, func(t *testing.T) {
		drive(t, newFake(sample())).press("Z").sees("Z does nothing here; / filters, ? lists the keys")
	})
}

func TestAnOldLoadDoesNotWin(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := newFake(sample())
		d := drive(t, b).press("R")
		d.send(loadedMsg{load: 0, loaded: model.Loaded{}}).sees("* prod-eu")
	})
}

func TestWarningsAreNotLostWhenCredentialsAreDecodedFirst(t *testing.T) {
	robot(t, func(t *testing.T) {
		d := drive(t, newFake(sample()))
		app := d.app.(App)
		m, _ := app.told(model.Loaded{Config: sample()})
		m, _ = m.Update(model.Decoded{})
		m, _ = m.Update(warnedMsg{files: m.(App).book.files, list: []string{"one"}})
		d.app = m
		d.sees("! 1 warning")
	})
}
