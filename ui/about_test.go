package ui

import "testing"

func TestTheHelpSaysWhatTheScreenIsFor(t *testing.T) {
	robot(t, func(t *testing.T) {
		for _, s := range screens {
			if abouts[s.name] == "" {
				t.Errorf("nothing says what the screen %s is for", s.name)
			}
			d := driveIn(t, newFake(sample()), 120, 160, Options{}).press(lineOf(s.act).keys[0], "?")
			d.sees(s.name, abouts[s.name][:40], "A name and groups, signed by")
		}
	})
}
