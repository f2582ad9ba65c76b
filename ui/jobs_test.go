package ui

import (
	"errors"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"kubeid/model"
)

func TestAFailureIsToldOnceWithWhatToDo(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := newFake(sample())
		b.err = &model.Problem{Exit: 5, What: "~/.kube/config is locked", Todo: "show the lock with: kubeid unlock"}
		d := drive(t, b).press("down", "enter").
			sees("~/.kube/config is locked. Show the lock with: kubeid unlock", "* prod-eu")
		d.press("up").lacks("is locked")
		b.err = errors.New("write \x1b[2J: full")
		d.press("down", "enter").sees(`Write \x1b[2J: full`)
	})
}

func TestToastsGoAway(t *testing.T) {
	robot(t, func(t *testing.T) {
		drive(t, newFake(sample())).press("down", "enter").sees("now on prod-us").
			wait(2 * time.Second).press("s").sees("Sorted by cluster").
			wait(4 * time.Second).sees("Sorted by cluster"). // the first toast's timer takes only the first away
			wait(2 * time.Second).lacks("Sorted by").sees("enter switch")
	})
}

func TestWritesAreDoneInTheOrderInWhichTheyWerePressed(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := newFake(sample())
		b.hold = make(chan struct{})
		d := drive(t, b).press("down", "enter", "down", "enter", "up", "up", "enter")
		d.wait(time.Second).sees("waiting for somebody", "* prod-eu")
		close(b.hold)
		d.settle()
		d.sees("* prod-eu", "now on prod-eu")
		var got []string
		for _, c := range b.applied {
			got = append(got, c.Fact())
		}
		if want := "now on prod-us, now on staging, now on prod-eu"; strings.Join(got, ", ") != want {
			t.Errorf("wrote %q, want %q", got, want)
		}
	})
}

func TestEscCancelsAWriteThatWaits(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := newFake(sample())
		b.hold = make(chan struct{})
		drive(t, b).press("down", "enter").wait(time.Second).press("esc").wait(time.Second).
			sees("Cancelled; nothing was written", "* prod-eu")
	})
}

func TestQuittingWaitsForASafePointAndASecondCtrlCDoesNot(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := newFake(sample())
		b.hold = make(chan struct{})
		d := drive(t, b).press("down", "enter", "q")
		d.wait(time.Second)
		if !d.quit {
			t.Error("still running after the safe point")
		}
	})
	robot(t, func(t *testing.T) {
		b := newFake(sample())
		b.hold = make(chan struct{})
		d := drive(t, b)
		d.inbox <- keyPress("down")
		d.settle()
		d.app, _ = d.app.Update(wishMsg{change: model.UseContext{}}) // its write never reports
		d.press("ctrl+c").sees("Waiting until the file is safe")
		if d.quit {
			t.Error("left before the safe point")
		}
		if d.press("ctrl+c"); !d.quit {
			t.Error("the second ctrl+c did not leave")
		}
	})
}

func TestQLeaves(t *testing.T) {
	robot(t, func(t *testing.T) {
		for _, k := range []string{"q", "ctrl+c"} {
			if d := drive(t, newFake(sample())).press(k); !d.quit {
				t.Errorf("%s does not leave", k)
			}
		}
		if d := drive(t, newFake(sample())).send(stopMsg{}); !d.quit {
			t.Error("a signal does not end the program")
		}
		if d := drive(t, newFake(sample())).press("/", "ctrl+c"); !d.quit {
			t.Error("ctrl+c is no letter")
		}
	})
}

func TestAQuickEscBeforeAKeyIsStillAnEsc(t *testing.T) {
	robot(t, func(t *testing.T) {
		d := drive(t, newFake(sample())).press("?").sees("─ Help ─")
		d.send(tea.KeyPressMsg{Code: 'q', Mod: tea.ModAlt}).lacks("─ Help ─")
		if !d.quit {
			t.Error("q after esc was lost")
		}
		drive(t, newFake(sample())).press("/").typing("stag").press("tab", "tab", "space").sees("─ staging ─").
			send(tea.KeyPressMsg{Code: tea.KeyEscape, Mod: tea.ModAlt}).lacks("─ staging ─", "/ stag").on("staging")
		drive(t, newFake(sample())).press("/").typing("stag us").
			send(tea.KeyPressMsg{Code: tea.KeyBackspace, Mod: tea.ModAlt}).sees("/ stag ▏")
	})
}

func TestCtrlZPauses(t *testing.T) {
	robot(t, func(t *testing.T) {
		for _, way := range [][]string{nil, {"/"}, {":"}, {"?"}} {
			if d := drive(t, newFake(sample())).press(way...).press("ctrl+z"); !d.paused {
				t.Errorf("ctrl+z did not pause after %q", way)
			}
		}
	})
}

func TestWhatIsWrongWithAContextIsSaidOnce(t *testing.T) {
	state := model.State{Config: sample()}
	ghost := state.Config.Ref(model.ContextKind, state.Config.Effective(model.ContextKind, model.NewText("ghost")))
	plan := model.Plan{Change: model.UseContext{Context: ghost}, Edits: []model.Edit{{}}, Notes: []string{"kubectl refuses this context: there is no cluster"}}
	tone, said := outcome(newStyles(theme{}), newBook(1, state), appliedMsg{plan: plan}, "")
	if tone != careful || strings.Count(said, "kubectl refuses") != 1 {
		t.Errorf("said %q", said)
	}
}
