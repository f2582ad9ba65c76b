package config

import (
	"strings"
	"testing"

	"kubeid/model"
)

// What is shown on a terminal must not turn text around there, or hide it.
func TestADocumentEscapesWhatATerminalWouldObey(t *testing.T) {
	for _, name := range []string{"rtl\u202eabc", "zero\u200bwidth", "filler\u3164", "private\ue000", "c1\u009b31m", "esc\x1b[31m", "line\u2028break"} {
		f, err := Read([]byte("contexts: [{name: a, context: {cluster: c}}]"))
		if err != nil {
			t.Fatal(err)
		}
		entries, err := f.Entries(model.ContextKind)
		if err != nil {
			t.Fatal(err)
		}
		entries[0].Name = name
		text, err := Document{Current: name, Entries: entries}.YAML()
		if err != nil {
			t.Errorf("%q: %v", name, err)
		}
		if strings.ContainsFunc(string(text), func(r rune) bool { return r != '\n' && model.Unsafe(r) }) {
			t.Errorf("%q is written as %q", name, text)
		}
	}
}
