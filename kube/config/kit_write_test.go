package config

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"testing"
)

// writeKit writes the files of one style, a case a line, so that a diff can be read.
func writeKit(s style, files []kitFile) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "{\"style\": %s, \"about\": %s, \"files\": [", asJSON(s.name), asJSON(s.about))
	for i, f := range files {
		fmt.Fprintf(&b, "%s\n{\"name\": %s, \"before\": %s, \"cases\": [", comma(i), asJSON(f.Name), asJSON(f.Before))
		for j, c := range f.Cases {
			fmt.Fprintf(&b, "%s\n  %s", comma(j), asJSON(c))
		}
		b.WriteString("\n]}")
	}
	b.WriteString("\n]}\n")
	return b.Bytes()
}

func comma(i int) string {
	if i > 0 {
		return ","
	}
	return ""
}

func asJSON(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(err)
	}
	return bytes.TrimSpace(b.Bytes())
}

// sameFile compares a file with what it should be, or writes it.
func sameFile(t *testing.T, path string, want []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, want, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	a, b := bytes.Split(got, []byte("\n")), bytes.Split(want, []byte("\n"))
	for i := range min(len(a), len(b)) {
		if !bytes.Equal(a[i], b[i]) {
			t.Fatalf("%s:%d is not what the program does (-update writes it anew):\n%s\nwant\n%s", path, i+1, a[i], b[i])
		}
	}
	if len(a) != len(b) {
		t.Fatalf("%s has %d lines, want %d (-update writes it anew)", path, len(a), len(b))
	}
}
