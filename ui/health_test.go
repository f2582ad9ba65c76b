package ui

import (
	"testing"

	"kubeid/model"
)

func TestHealthShowsTheWorstFirstWithWhyAndWhatToDo(t *testing.T) {
	robot(t, func(t *testing.T) {
		d := drive(t, answering()).sees("7 Health ✗6").press("7").sees("✗ 6 errors", "△ 9 warnings", "· 5 notes").on("ghost")
		d.press("down").on("would use user").press("enter").sees("─ mixed-up ─", "why        A credential is sent to a cluster", "to do      Rename one of the two", "where      ~/.kube/lab.yaml:8", "context lab")
		d.press("esc").on("would use user").press("space").sees("─ mixed-up ─").press("esc").press("G").on("ends in")
	})
}

func TestFindingsAreNarrowedByGravityAndWords(t *testing.T) {
	robot(t, func(t *testing.T) {
		d := drive(t, answering()).press("7", "v").sees("shown: warnings and errors").lacks("passwords").press("v").sees("shown: errors only").lacks("kubectl uses the one")
		d.press("esc").lacks("shown:").press("/").typing("secret").on("proxy:3128").press("esc").sees("ghost")
		d.press("/").typing("zzz").sees("Nothing matches").press("enter", "I").press("esc")
	})
}

func TestARuleIsIgnoredUntilTheProgramEnds(t *testing.T) {
	robot(t, func(t *testing.T) {
		d := drive(t, answering()).press("7").on("ghost").press("I").
			sees("Ignoring dangling-reference until the program ends; R brings it back", "ignored: dangling-reference", "✗ 5 errors", "7 Health ✗5").on("would use user")
		d.press("1", "7").sees("ignored: dangling-reference").press("R").sees("✗ 6 errors").lacks("ignored:")
		for _, screen := range []string{"1", "2", "3"} {
			d.press(screen, "I").sees("Only a rule can be ignored; 7 shows them")
		}
		d.press("4", "I").sees("Rules are ignored on the Health screen")
	})
}

func TestSettingsCountFromTheStart(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := answering()
		b.settings = model.Settings{Thresholds: model.Thresholds{Urgent: 5 * day, Soon: 6 * day}, Ignore: []string{"mixed-up"}}
		drive(t, b).sees("✓ 12 days", "7 Health ✗5").press("7").lacks("would use user")
	})
}

func TestWhatTheDiskSaysIsFound(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := answering()
		b.facts = model.Facts{Files: map[string]model.FileFact{"/home/jane/.kube/config": {Readers: model.ReadersEveryone}}}
		drive(t, b).press("7", "/").typing("secrets-readable").sees("can be read by").press("enter").sees("every user of this computer")
	})
}

func TestAllIsWellIsSaid(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := newFake(many(1))
		drive(t, b).press("7", "enter", "I", "space", "/", "esc").sees("Nothing was found to be wrong")
	})
}

func TestServersThatFailAreFound(t *testing.T) {
	robot(t, func(t *testing.T) {
		drive(t, answering()).press("7", "/").typing("wrong-name").sees("Nothing matches").press("esc", "2", "P", "7", "/").typing("wrong-name").on("prod-us-1")
	})
}
