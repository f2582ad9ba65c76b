package ui

import (
	"strings"
	"testing"
	"time"
)

// turned tells which of the turning signs is on the screen.
func (d *driver) turned() string {
	for _, sign := range unicodeGlyphs.Turning {
		if strings.Contains(d.screen(), sign) {
			return sign
		}
	}
	return ""
}

func TestASignTurnsOnlyWhileSomebodyWaits(t *testing.T) {
	for name, way := range map[string][]string{"a look at one server": {"p"}, "a look at all": {"P"}} {
		robot(t, func(t *testing.T) {
			b := answering()
			b.slow = make(chan struct{})
			d := drive(t, b).press(way...)
			if sign := d.wait(firstTurn / 2).turned(); sign != "" {
				t.Errorf("%s turns at once", name)
			}
			first := d.wait(firstTurn).sees("esc cancels").turned()
			if next := d.wait(turnEvery).turned(); first == "" || next == "" || next == first {
				t.Errorf("%s shows %q and then %q", name, first, next)
			}
			close(b.slow)
			if sign := d.wait(time.Second).turned(); sign != "" {
				t.Errorf("%s turns on when it is over", name)
			}
			still := d.wait(time.Minute).screen()
			if d.wait(10*time.Second).screen() != still || d.app.(App).turns {
				t.Errorf("something moves on the idle screen after %s", name)
			}
		})
	}
}

func TestAScreenSaysWhenItsClusterIsNotTheCurrentOne(t *testing.T) {
	robot(t, func(t *testing.T) {
		d := drive(t, answering()).press("6").sees("connects to prod-eu").press("1", "down", "enter").sees("now on prod-us")
		d.press("6").sees("connects to prod-us").lacks(notCurrent)                                                // nobody was asked: it goes along
		d.press("c").typing("prod-eu").press("enter").sees("connects to prod-eu", notCurrent)                     // it was chosen
		d.press("enter").sees("prod-eu", "as jane", notCurrent, "3 waiting").press("1", "up", "enter").press("6") // and agreed to
		d.sees("3 waiting").lacks(notCurrent)
	})
}
