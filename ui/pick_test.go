package ui

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"kubeid/model"
)

// drivePick starts the picker on a config in which staging was current before.
func drivePick(t *testing.T, b *fakeBackend, filter string) *driver {
	t.Helper()
	return driveModel(t, newPicker(t.Context(), b, b.loaded, filter, Options{}), 80, 24)
}

func recent() *fakeBackend {
	b := newFake(sample())
	b.loaded.Recent = []model.Text{text("prod-eu"), text("staging"), text("ci"), text("gone")}
	return b
}

func TestThePickerGoesBackOnEnterAlone(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := recent()
		d := drivePick(t, b, "").on("staging").press("enter")
		if got := strings.TrimSpace(d.screen()); got != "now on staging" || !d.quit {
			t.Errorf("left %q, quit %v", got, d.quit)
		}
		p := d.app.(picker)
		if p.err != nil || p.picked.Context.Name.Raw() != "staging" || p.picked.Fact != "now on staging" {
			t.Errorf("picked %+v, %v", p.picked, p.err)
		}
	})
}

func TestThePickerShowsRecentOnesFirstThenByName(t *testing.T) {
	robot(t, func(t *testing.T) {
		d := drivePick(t, recent(), "")
		at := -1
		for _, name := range []string{"* prod-eu", "staging", " ci ", "checkout-prod", "checkout-test", "break-glass", "ghost", "halfway"} {
			i := strings.Index(d.screen(), name)
			if i < at || i < 0 {
				t.Errorf("%q stands at %d, after what stands at %d\n%s", name, i, at, d.screen())
			}
			at = i
		}
		if n := strings.Count(d.screen(), "\n") + 1; n > pickHeight {
			t.Errorf("the picker is %d lines high", n)
		}
		d.lacks("shadowed") // kubectl cannot go there
	})
}

func TestThePickerFilters(t *testing.T) {
	robot(t, func(t *testing.T) {
		drivePick(t, recent(), "").typing("break").on("break-glass").press("enter").sees("now on break-glass")
		drivePick(t, recent(), "ghost").on("ghost").sees("/ ghost▏").press("enter").sees("now on ghost · kubectl refuses it")
		drivePick(t, recent(), "").typing("xyz").press("enter").sees("Nothing matches").
			press("ctrl+u").send(tea.PasteMsg{Content: "half"}).on("halfway").
			press("backspace", "ctrl+w", "down", "ctrl+n", "up", "ctrl+p", "pgdown", "end", "home", "tab").on("prod-eu")
	})
}

func TestThePickerIsLeftWithoutAWrite(t *testing.T) {
	robot(t, func(t *testing.T) {
		for _, k := range []string{"esc", "ctrl+c"} {
			b := recent()
			d := drivePick(t, b, "").typing("lab").press(k)
			if !d.quit || d.app.(picker).fact != "" || len(b.applied) > 0 || strings.TrimSpace(d.screen()) != "" {
				t.Errorf("%s: quit %v, wrote %v, left %q", k, d.quit, b.applied, d.screen())
			}
		}
	})
}

func TestThePickerWaitsForASafePoint(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := recent()
		b.hold = make(chan struct{})
		d := drivePick(t, b, "").press("enter", "down").wait(time.Second).sees("waiting for somebody").press("esc")
		d.wait(time.Second)
		if !d.quit || !errors.Is(d.app.(picker).err, context.Canceled) {
			t.Errorf("quit %v with %v", d.quit, d.app.(picker).err)
		}
	})
}

func TestThePickerTellsAFailure(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := recent()
		b.err = errors.New("disk full")
		d := drivePick(t, b, "").press("enter")
		if err := d.app.(picker).err; !d.quit || err == nil || err.Error() != "disk full" {
			t.Errorf("quit %v with %v", d.quit, err)
		}
	})
}

func TestThePickerNeedsAContext(t *testing.T) {
	_, err := Pick(t.Context(), newFake(nowhere()), "", Options{})
	if model.ExitCode(err) != model.ExitNotFound {
		t.Errorf("got %v", err)
	}
	b := newFake(sample())
	b.loadErr = errors.New("no such file")
	if _, err := Pick(t.Context(), b, "", Options{}); err == nil || err.Error() != "no such file" {
		t.Errorf("got %v", err)
	}
}

func TestThePickerIsSafeWithHostileNamesAndTinyWindows(t *testing.T) {
	robot(t, func(t *testing.T) {
		for _, size := range []struct{ w, h int }{{80, 24}, {200, 60}, {20, 5}, {1, 1}, {3, 2}} {
			b := newFake(hostileConfig())
			d := drivePick(t, b, "").send(tea.WindowSizeMsg{Width: size.w, Height: size.h})
			for range 12 {
				d.clean(size.w, min(size.h, pickHeight), "picker").press("down")
			}
			d.press("enter")
			if bad := foreign(withoutStyles(strings.ReplaceAll(d.drawn(), "\n", ""))); bad != "" {
				t.Errorf("the fact has %s", bad)
			}
		}
	})
}
