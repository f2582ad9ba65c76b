package ui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"kubeid/model"
)

func TestEveryThemeTellsSeveritiesApart(t *testing.T) {
	for _, choice := range model.Themes {
		for _, light := range []bool{false, true} {
			s := newStyles(theme{Light: light, Choice: choice})
			seen := map[string]string{}
			for name, look := range map[string]ink{"good": s.Good, "soon": s.Soon, "bad": s.Bad, "text": s.Text} {
				if other, ok := seen[look.Render("x")]; ok {
					t.Errorf("%s (light %v) draws %s as %s", choice, light, name, other)
				}
				seen[look.Render("x")] = name
			}
		}
	}
	if plain := newStyles(theme{NoColor: true, Choice: "high-contrast"}).Soon.Render("x"); strings.Contains(plain, "38;") {
		t.Errorf("without colours there is one: %q", plain)
	}
}

func TestTheSettingsPaintContexts(t *testing.T) {
	robot(t, func(t *testing.T) {
		f := newFake(sample())
		f.settings = model.Settings{Contexts: []model.ContextColour{{Pattern: "*us*", Colour: "red"}}, Theme: "light"}
		d := driveIn(t, f, 120, 36, Options{Environ: []string{"TERM=xterm-256color", "COLORTERM=truecolor"}})
		red := strings.TrimSuffix(newStyles(theme{Light: true}).Named["red"].Render("x"), "x\x1b[m")
		if raw := d.app.(App).View().Content; !strings.Contains(raw, red+"prod-us") {
			t.Errorf("prod-us is not red: %q", raw)
		}
	})
}

func TestTheWheelMovesAndAClickOpensAScreen(t *testing.T) {
	robot(t, func(t *testing.T) {
		f := newFake(sample())
		d := driveIn(t, f, 120, 36, Options{})
		if d.app.(App).View().MouseMode != tea.MouseModeNone {
			t.Error("the mouse is taken without being asked for")
		}
		f.settings = model.Settings{Mouse: true}
		d.press("R")
		if d.app.(App).View().MouseMode == tea.MouseModeNone {
			t.Error("the mouse is not taken")
		}
		first := d.line("▸")
		d.send(tea.MouseWheelMsg{Button: tea.MouseWheelDown})
		if d.line("▸") == first {
			t.Error("the wheel moves nothing")
		}
		x := strings.Index(strings.Split(d.screen(), "\n")[1], "4 Expiry") + 2
		d.send(tea.MouseWheelMsg{Button: tea.MouseWheelUp})
		d.send(tea.MouseClickMsg{Button: tea.MouseLeft, X: x, Y: 1}).sees("There is no certificate and no token")
	})
}

// click clicks on the first place where a text is to be seen.
func (d *driver) click(text string) *driver {
	d.t.Helper()
	for y, l := range strings.Split(d.screen(), "\n") {
		if before, _, ok := strings.Cut(l, text); ok {
			return d.send(tea.MouseClickMsg{Button: tea.MouseLeft, X: cells(before), Y: y})
		}
	}
	d.t.Fatalf("%q is not to be seen in\n%s", text, d.screen())
	return d
}

func TestAClickSelectsARowAndASecondOneOpensIt(t *testing.T) {
	for _, width := range []int{80, 120} {
		for _, ascii := range []bool{false, true} {
			robot(t, func(t *testing.T) {
				f := newFake(sample())
				f.settings = model.Settings{Mouse: true}
				d := driveIn(t, f, width, 36, Options{ASCII: ascii})
				v := d.app.(App).styles.Glyph.Vertical
				d.click("prod-us")
				if len(f.applied) > 0 || !strings.Contains(d.line(d.app.(App).styles.Glyph.Cursor+"   "), "prod-us") {
					t.Fatalf("%d, ascii %v: a click does not select:\n%s", width, ascii, d.screen())
				}
				d.click(d.app.(App).styles.Glyph.Cursor + "   ").sees("now on prod-us")
				d.click("NAME") // no row
				if !strings.Contains(d.line("prod-us"), "prod-us") || len(f.applied) != 1 {
					t.Errorf("a click on the head does something: %v", f.applied)
				}
				d.press("n").click(v + "   web").click(d.app.(App).styles.Glyph.Cursor + " web").sees("prod-us") // a box: choose a row, and take it
				if len(f.applied) != 2 {
					t.Errorf("the box was not answered: %v\n%s", f.applied, d.screen())
				}
			})
		}
	}
}

func TestAClickLeadsThroughAForm(t *testing.T) {
	robot(t, func(t *testing.T) {
		f := newFake(sample())
		f.settings = model.Settings{Mouse: true}
		d := adding(t, f, 80, 24).typing("jane").click("[ Next ]").click("[ Next ]").sees("May do")
		d.click("namespaces  payments").press("space").sees("Namespaces")
	})
}
