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

// Other readers of YAML than kubectl's take more for something else than a text.
func TestDatesAndTimesStandInQuotes(t *testing.T) {
	for text, fits := range map[string]bool{
		"2001-01-01": false, "2001-1-1T00:00:00Z": false, "12:30:45": false, "190:20:30": false, "1:30.5": false,
		"10.0.0.1": true, "172-28-128-4:8443": true, "10.0.0.1:6443": true, "2001-01-01-lab": true, "v1.2": true, "12:99": true,
	} {
		if got := plainFits(text, false); got != fits {
			t.Errorf("%s without quotes: %v, want %v", text, got, fits)
		}
	}
}
