package ui

import (
	"slices"
	"strings"
	"testing"
	"time"

	"kubeid/model"
)

func TestKeysDoNotClash(t *testing.T) {
	seen := map[string]string{}
	for _, l := range keyTable {
		for _, k := range l.keys {
			if was, ok := seen[k]; ok {
				t.Errorf("%q means both %q and %q", k, was, l.does)
			}
			if k == " " {
				t.Errorf("write \"space\", not %q", k)
			}
			seen[k] = l.does
		}
		if !slices.Contains(groups, l.group) {
			t.Errorf("%q stands under %q, which the help does not have", l.does, l.group)
		}
	}
}

func TestEveryActHasOneLine(t *testing.T) {
	for a := actNone + 1; a <= actQuit; a++ {
		n := 0
		for _, l := range keyTable {
			if l.act == a {
				n++
			}
		}
		if n != 1 {
			t.Errorf("act %d has %d lines", a, n)
		}
	}
}

func TestEveryKeyIsInTheHelpAndInThePalette(t *testing.T) {
	robot(t, func(t *testing.T) {
		help := driveIn(t, newFake(sample()), 120, 80, Options{}).press("?").screen()
		for _, l := range keyTable {
			row := ""
			for line := range strings.Lines(help) {
				if strings.Contains(line, strings.Join(l.keys, " ")+" ") && strings.Contains(line, l.does) {
					row = line
				}
			}
			if row == "" {
				t.Errorf("the help does not tell %q for %q", l.does, l.keys)
			}
			if l.act == actPalette {
				continue
			}
			d := driveIn(t, newFake(sample()), 120, 36, Options{}).press(":").typing(strings.ToLower(l.does))
			if row := d.line("▸ " + capital(l.does)); !strings.Contains(row, strings.Join(l.keys, " ")) {
				t.Errorf("the palette shows %q for %q", row, l.keys)
			}
		}
	})
}

// TestThePaletteDoesWhatTheKeyDoes presses every key on every screen, and takes
// the same act from the palette: both must end at the same picture.
func TestThePaletteDoesWhatTheKeyDoes(t *testing.T) {
	robot(t, func(t *testing.T) {
		for _, screen := range []string{"1", "2", "3", "4", "5", "6", "7"} {
			for _, l := range keyTable {
				if l.act == actPalette {
					continue
				}
				start := func() *driver {
					return driveIn(t, answering(), 120, 36, Options{}).press(screen, "down", "down").wait(6 * time.Second)
				}
				byKey := start().press(l.keys[0])
				other := start().press(":").typing(strings.ToLower(l.does))
				if why := byKey.app.(App).toast.text; byKey.app.(App).toast.tone == calm && start().app.(App).refuses(l.act) != "" {
					other.sees(strings.Fields(why)[0])
					continue
				}
				other.press("enter")
				if byKey.screen() != other.screen() || byKey.quit != other.quit || byKey.paused != other.paused {
					t.Errorf("on screen %s %q ends at\n%s\nby key, but from the palette at\n%s", screen, l.keys[0], byKey.screen(), other.screen())
				}
			}
		}
	})
}

// TestEveryKeyAnswers presses every key of the table on every screen and state: each
// changes something in the window, or says why not.
func TestEveryKeyAnswers(t *testing.T) {
	states := map[string][]string{
		"contexts": {"1", "down"}, "clusters": {"2", "down"}, "users": {"3", "down"},
		"detail": {"1", "down", "space"}, "filtered": {"1", "/", "p", "r", "o", "d", "tab", "tab", "down"},
		"help": {"?"}, "warnings": {"!"}, "expiry": {"4", "down"}, "certificate": {"4", "/", "j", "a", "n", "e", "enter"}, "entry": {"1", "down", "i"},
		"health": {"7", "down"}, "requests": {"6"}, "live": {"6", "enter", "down"}, "accounts": {"5"}, "listed": {"5", "enter", "down"}, "secrets": {"5", "enter", "v", "v", "down"},
		"who can": {"5", "enter", "down", "b", "down"}, "account": {"5", "enter", "down", "enter", "down"}, "token": {"5", "enter", "down", "t", "enter", "enter", "enter", "enter", "enter", "enter", "enter", "enter"}, "finding": {"7", "down", "enter"}, "whoami": {"w"},
	}
	silent := map[string]string{ // keys that rightly change nothing there
		"help g": "at the top", "help up": "at the top", "help pgup": "at the top",
		"detail space": "open already",
		"contexts 1":   "there already", "clusters 2": "there already", "users 3": "there already", "filtered 1": "there already", "detail 1": "there already", "expiry 4": "there already", "health 7": "there already", "requests 6": "there already", "live 6": "there already", "accounts 5": "there already", "listed 5": "there already", "secrets 5": "there already", "account pgup": "at the top",
		"certificate g": "at the top", "certificate up": "at the top", "certificate pgup": "at the top",
		"entry g": "at the top", "entry up": "at the top", "entry pgup": "at the top",
	}
	robot(t, func(t *testing.T) {
		for name, way := range states {
			for _, l := range keyTable {
				for _, k := range l.keys {
					d := drive(t, answering()).press(way...)
					before := d.screen()
					d.press(k)
					answered := d.screen() != before || d.quit || d.paused
					if why := silent[name+" "+l.keys[0]]; answered == (why != "") {
						t.Errorf("%s on %s: answered %v, expected otherwise (%s)\n%s", k, name, answered, why, d.screen())
					}
				}
			}
		}
	})
}

func TestScreensAreReachedByNumberAndBracket(t *testing.T) {
	robot(t, func(t *testing.T) {
		d := driveIn(t, answering(), 120, 36, Options{})
		d.sees("─ Contexts ─").press("]").sees("─ Clusters ─").press("]").sees("─ Users ─").press("]").sees("─ Expiry ─").press("]").sees("lists its ServiceAccounts").press("]").sees("asked to sign").press("]").sees("─ Health ─").press("]").sees("─ Contexts ─")
		d.press("[").sees("─ Health ─").press("[").sees("asked to sign").press("[").sees("lists its ServiceAccounts").press("[").sees("─ Expiry ─").press("[").sees("─ Users ─").press("2").sees("─ Clusters ─").press("?").sees("─ Help ─").press("3").sees("─ Users ─")
	})
}

func TestListsMoveByEveryKey(t *testing.T) {
	robot(t, func(t *testing.T) {
		k := many(100)
		for _, s := range []string{"1", "2", "3"} {
			d := drive(t, newFake(k)).press(s, "g").on("0000")
			d.press("down", "j", "ctrl+n").on("0003").press("up", "k", "ctrl+p").on("0000").press("k").on("0000")
			d.press("G").on("0099").press("down").on("0099").press("home").on("0000").press("end").on("0099")
			d.press("g", "pgdown").on("0020").press("ctrl+f").on("0040").press("pgup", "ctrl+b").on("0000")
		}
	})
}

func TestSortGoesThroughEverySorting(t *testing.T) {
	robot(t, func(t *testing.T) {
		d := driveIn(t, newFake(sample()), 120, 36, Options{}).on("prod-eu").sees("by name")
		for _, want := range []string{"by cluster", "by user", "recent first", "as in the files", "by name"} {
			d.press("s").sees(want).on("prod-eu") // the selection stays on its entry
		}
		d.press("2", "s").sees("as in the files").press("s").sees("by name")
		d = driveIn(t, newFake(sample()), 120, 36, Options{}).press("/").typing("ghost").press("enter", "esc", "g", "s", "s", "s", "g").on("ghost")
		d.press("down").on("prod-eu") // current before ghost
	})
}

func TestDetailOpensScrollsAndCloses(t *testing.T) {
	robot(t, func(t *testing.T) {
		k := many(60)
		for i := range k.Contexts {
			k.Contexts[i].Cluster = k.Clusters[0].Name
		}
		k = model.NewKubeconfig(k.Files, k.Contexts, k.Clusters, k.Users)
		for _, w := range []int{80, 120} {
			d := driveIn(t, newFake(k), w, 24, Options{}).press("2", "g", "space").sees("more below", "context-0000")
			d.press("G").sees("above", "context-0059", "file").press("g").sees("context-0000")
			d.press("pgdown", "down", "up", "pgup").sees("more below").press("esc").on("cluster-0000")
			d.press("tab").sees("more below").press("down").press("tab").on("cluster-0000").press("right").press("left").on("cluster-0000")
		}
	})
}
