package main

import (
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"kubeid/model"
	"kubeid/testdata/contract"
)

var updateDocs = flag.Bool("update", false, "rewrite the documents that are made of the program")

// madeOf compares a document with what the program makes of itself, or rewrites it.
func madeOf(t *testing.T, path, want string) {
	t.Helper()
	if *updateDocs {
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if strings.ReplaceAll(string(got), "\r\n", "\n") != want {
		t.Errorf("%s is not what the program says: run go test . -run %s -update, and read the diff", path, t.Name())
	}
}

// TestTheGlossaryIsCurrent keeps docs/glossary.md the same as kubeid explain.
func TestTheGlossaryIsCurrent(t *testing.T) {
	var b strings.Builder
	b.WriteString("# Words\n\nWhat the words of this trade mean, as `kubeid explain` tells them too. This page is made of the program: change model/topics_*.go.\n\n")
	for _, topic := range model.Topics() {
		fmt.Fprintf(&b, "- [%s](#%s): %s\n", topic.Title, topic.Name, topic.Short)
	}
	for _, topic := range model.Topics() {
		fmt.Fprintf(&b, "\n<a id=\"%s\"></a>\n## %s\n\n%s\n", topic.Name, topic.Title, topic.Short)
		for _, paragraph := range topic.Text {
			if line, ok := strings.CutPrefix(paragraph, "  "); ok {
				fmt.Fprintf(&b, "\n```\n%s\n```\n", line)
				continue
			}
			fmt.Fprintf(&b, "\n%s\n", paragraph)
		}
		var see []string
		for _, s := range topic.See {
			see = append(see, fmt.Sprintf("[%s](#%s)", s, s))
		}
		fmt.Fprintf(&b, "\nSee also: %s\n", strings.Join(see, ", "))
	}
	madeOf(t, "docs/glossary.md", b.String())
}

// TestTheTestsThatTheDocumentsNameExist holds the security page to what it says; a name may
// be the beginning of several.
func TestTheTestsThatTheDocumentsNameExist(t *testing.T) {
	page, err := os.ReadFile("docs/security.md")
	if err != nil {
		t.Fatal(err)
	}
	named := regexp.MustCompile("`(Test\\w+)`").FindAllStringSubmatch(string(page), -1)
	if len(named) < 15 {
		t.Errorf("it names %d tests", len(named))
	}
	source := allTests(t)
	for _, n := range named {
		if !strings.Contains(source, "func "+n[1]) {
			t.Errorf("docs/security.md names %s, and there is no such test", n[1])
		}
	}
}

// TestTheTestsOfARealClusterExist holds the contract to what it says only a real control
// plane can show.
func TestTheTestsOfARealClusterExist(t *testing.T) {
	source := allTests(t)
	for _, c := range contract.RealCases() {
		if !strings.Contains(source, "func "+c.Test+"(") || c.Why == "" {
			t.Errorf("the contract names %s, and there is no such test, or no reason: %q", c.Test, c.Why)
		}
	}
}

// allTests returns the source of all tests.
func allTests(t *testing.T) string {
	t.Helper()
	var source strings.Builder
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		data, err := os.ReadFile(path)
		source.Write(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return source.String()
}
