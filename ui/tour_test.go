package ui

import (
	"strings"
	"testing"

	"kubeid/model"
)

// TestTheTourGoesOnWhenAStepIsDone walks the first steps; whatever comes between does
// not disturb it.
func TestTheTourGoesOnWhenAStepIsDone(t *testing.T) {
	robot(t, func(t *testing.T) {
		k := sample()
		d := driveIn(t, newFake(k), 80, 24, Options{Demo: "/tmp/demo", Tour: true})
		d.sees(" demo ", "Tour 1 of 5", "Switch")
		d.press("down", "?", "esc").sees("Tour 1 of 5")
		d.press("T").sees("Tour 2 of 5", "Until when")
		d.press("4").sees("Tour 3 of 5")
		worked := func(err error) *driver {
			d.app = d.app.(App).toured(endedMsg{err: err})
			return d
		}
		worked(model.ErrNoObject).sees("Tour 3 of 5")
		worked(nil).sees("Tour 4 of 5")
		worked(nil).sees("Tour 5 of 5", "u takes")
		d.press("1", "enter").press("u").sees("That was the tour")
		d.press("T")
		if strings.Contains(d.screen(), "That was the tour") {
			t.Error("the line stays")
		}
	})
}

func TestWithoutADemoThereIsNoTour(t *testing.T) {
	robot(t, func(t *testing.T) {
		drive(t, newFake(sample())).press("T").sees("The tour is of the demo")
		driveIn(t, newFake(sample()), 80, 24, Options{Demo: "/tmp/demo"}).press("d").sees("This is the demo")
	})
}

func TestTheStepsOfTheTourFitASmallWindow(t *testing.T) {
	for _, l := range legs {
		if cells(l.words) > 80-len("Tour 5 of 5")-4 {
			t.Errorf("%q is cut at 80 columns", l.words)
		}
	}
}
