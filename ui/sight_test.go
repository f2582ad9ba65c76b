package ui

import (
	"fmt"
	"strings"
	"testing"
)

// What a person looks at stays in sight: these tests are about lists, pages and boxes
// that went away under their hands.

func TestAFilterThatFindsNothingGivesTheSelectionBack(t *testing.T) {
	robot(t, func(t *testing.T) {
		d := drive(t, newFake(sample())).press("G", "up")
		was := d.line("▸")
		d.press("/").typing("zzzz").sees("Nothing matches").press("enter").press("esc")
		if got := d.line("▸"); got != was {
			t.Errorf("selected is %q, and was %q", got, was)
		}
		d = drive(t, answering()).press("6", "enter", "down", "down")
		was = d.line("▸")
		d.press("/").typing("zzzz").press("enter").sees("Nothing matches").press("esc")
		if got := d.line("▸"); got != was {
			t.Errorf("selected is %q, and was %q", got, was)
		}
	})
}

func TestADecidedRequestStaysInSightWhereItIsRead(t *testing.T) {
	robot(t, func(t *testing.T) {
		drive(t, answering()).press("6", "enter", "space").sees("─ kubeid-jane-x7k2m").press("A", "y").sees("Approved kubeid-jane-x7k2m", "─ kubeid-jane-x7k2m", "state      ")
	})
}

func TestThePageOfAnAccountHasItsKeys(t *testing.T) {
	robot(t, func(t *testing.T) {
		d := driveIn(t, answering(), 100, 40, Options{}).press("5", "enter", "/").typing("robot").press("enter", "enter").sees("What next")
		d.press("t").sees("Token of ci/robot").press("esc")
		d.press("enter").sees("What next").press("b").sees("ci/robot").lacks("What next", "Close this first")
	})
}

func TestAQuestionKeepsItsAnswersInSight(t *testing.T) {
	var lost, diff []string
	for n := range 30 {
		lost = append(lost, fmt.Sprintf("User number %d, with a client certificate and its key, of a file with a long name", n))
		diff = append(diff, fmt.Sprintf("- users[%d]", n))
	}
	env := Env{Styles: newStyles(theme{NoColor: true}), Width: 80, Height: 20}
	for _, q := range []question{{title: "Delete", lost: lost, asks: "Delete them?", diff: diff}, {title: "Delete", lost: lost, asks: "Delete them?", diff: diff, shown: true}, {lost: lost, asks: "Sure?"}} {
		view := q.View(env)
		if n := strings.Count(view, "\n") + 1; n > env.Height || !strings.Contains(view, "User number 0") || !strings.Contains(view, " more") || !strings.Contains(view, "no (enter)") {
			t.Errorf("in %d of %d lines:\n%s", n, env.Height, view)
		}
		if q.shown && strings.Count(view, "- users[") < leastDiff {
			t.Errorf("too little of the diff:\n%s", view)
		}
	}
}

func TestAPageDoesNotScrollPastItsEnds(t *testing.T) {
	robot(t, func(t *testing.T) {
		lines := strings.Split(strings.Repeat("line\n", 60), "\n")
		d := drive(t, newFake(sample()))
		d.send(pushMsg{newForm(d.app.(App).env(d.app.(App).top()), form{title: "Long", pages: func(Env, answers) []page {
			return []page{{review: true, next: "Do it", fields: []field{{kind: noteField, leisure: true, label: "At leisure", lines: lines}}}}
		}})})
		first := d.sees("[ Do it ]", "more below").screen()
		d.press("pgdown", "pgdown", "pgdown", "pgdown", "pgdown", "pgdown").sees("more above").lacks("more below")
		d.press("pgup").sees("more below").press("pgup", "pgup", "pgup", "pgup", "pgdown", "pgup")
		if got := d.screen(); got != first {
			t.Errorf("it does not come back to its beginning:\n%s", got)
		}
		d.press("down", "down").sees("more above")
	})
}
