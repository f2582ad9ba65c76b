package main

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"kubeid/model"
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
