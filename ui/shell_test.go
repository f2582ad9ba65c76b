package ui

import "testing"

func TestAShellIsOpenedOnTheSelectedContext(t *testing.T) {
	robot(t, func(t *testing.T) {
		d := drive(t, newFake(sample())).press("down", "S")
		a := d.app.(App)
		if got := a.wantsShell.Name.String(); !d.quit || got != "prod-us" {
			t.Errorf("quit %v for a shell on %q, want prod-us", d.quit, got)
		}
		d = drive(t, newFake(sample())).press("/", "g", "h", "o", "s", "t", "enter", "S").sees("kubectl refuses this context")
		d.press("2", "S").sees("A shell is opened on a context; 1 shows them")
		if d.quit {
			t.Error("it leaves for a shell that cannot be")
		}
		driveIn(t, newFake(sample()), 80, 24, Options{Said: "Back from the shell on prod-us"}).sees("Back from the shell on prod-us")
	})
}
