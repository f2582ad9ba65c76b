package ui

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

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

// TestEveryKindOfScreenSaysWhatItIsFor looks for the kinds in the source, so that none is
// forgotten.
func TestEveryKindOfScreenSaysWhatItIsFor(t *testing.T) {
	about, err := os.ReadFile("about.go")
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	kind := regexp.MustCompile(`(?m)^func \((?:\w+ )?(\w+)\) Title\(\) string`)
	found := 0
	for _, f := range files {
		source, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range kind.FindAllSubmatch(source, -1) {
			name := string(m[1])
			if strings.HasSuffix(name, "Screen") && abouts[strings.ToUpper(name[:1])+strings.TrimSuffix(name[1:], "Screen")] != "" || name == "accountsScreen" || name == "form" || strings.HasSuffix(f, "_test.go") {
				continue // a tab, or what formed stands for
			}
			found++
			if !regexp.MustCompile(`case (\w+, )*` + name + `\b`).Match(about) {
				t.Errorf("%s of %s does not say what it is for: add it to aboutOf", name, f)
			}
		}
	}
	if found < 8 {
		t.Errorf("only %d kinds were found", found)
	}
}

// TestHelpIsThereWhileSomethingIsTyped has a key that is no letter.
func TestHelpIsThereWhileSomethingIsTyped(t *testing.T) {
	robot(t, func(t *testing.T) {
		d := adding(t, newFake(sample()), 100, 60).typing("jane")
		d.press("f1").sees("Add a user", "Questions, page by page", "Here", "next line").press("esc").sees("jane", "page 1 of 3")
	})
}
