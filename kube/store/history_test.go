package store

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestRecentContextsAreTheNewestFirst(t *testing.T) {
	s := Open(filepath.Join(t.TempDir(), "state"))
	for _, step := range []struct {
		remember []string
		want     string
	}{
		{[]string{"a"}, "a"},
		{[]string{"a", "b"}, "b a"},
		{[]string{"c"}, "c b a"},
		{[]string{"a"}, "a c b"},
		{nil, "a c b"},
	} {
		if err := s.Remember(step.remember...); err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(s.Recent(), " "); got != step.want {
			t.Errorf("after %v Recent() is %s, want %s", step.remember, got, step.want)
		}
	}
	for i := range 100 {
		if err := s.Remember(fmt.Sprint("many-", i)); err != nil {
			t.Fatal(err)
		}
	}
	if got := s.Recent(); len(got) != 50 || got[0] != "many-99" {
		t.Errorf("%d are remembered, the newest is %s", len(got), got[0])
	}
	mode(t, s.dir, os.ModeDir|0o700)
	mode(t, filepath.Join(s.dir, historyName), 0o600)
}

func TestTheNamespaceBeforeIsRemembered(t *testing.T) {
	s := Open(t.TempDir())
	if _, ok := s.PreviousNamespace("f", "c"); ok {
		t.Error("something is remembered")
	}
	name := "../../x\x1b[2J/\u202e"
	for _, was := range []string{"web", ""} {
		if err := s.RememberNamespace("f", name, was); err != nil {
			t.Fatal(err)
		}
		if got, ok := s.PreviousNamespace("f", name); !ok || got != was {
			t.Errorf("PreviousNamespace() = %q, %v; want %q", got, ok, was)
		}
	}
	if _, ok := s.PreviousNamespace("g", name); ok {
		t.Error("the namespace of another file's context is given")
	}
}

func TestAHistoryThatCannotBeReadCountsAsEmpty(t *testing.T) {
	for _, text := range []string{"", "{", "null", "[]", `{"contexts": 1}`, `{"contexts": null, "namespaces": {"f": null}}`, "\x00\xff"} {
		s := Open(t.TempDir())
		if err := os.WriteFile(filepath.Join(s.dir, historyName), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if got := s.Recent(); len(got) > 0 {
			t.Errorf("of %q Recent() is %v", text, got)
		}
		if err := s.Remember("a"); err != nil {
			t.Error(err)
		}
		if err := s.RememberNamespace("f", "a", "web"); err != nil {
			t.Error(err)
		}
		if got := s.Recent(); !slices.Equal(got, []string{"a"}) {
			t.Errorf("after %q Recent() is %v", text, got)
		}
	}
}

func TestTwoWhoRememberAtOnceBothDo(t *testing.T) {
	dir := t.TempDir()
	crowd(t, 8, func(i int) *exec.Cmd { return role(t, "remember", []string{dir, fmt.Sprint(i)}) })
	got := Open(dir).Recent()
	slices.Sort(got)
	if want := "0 1 2 3 4 5 6 7"; strings.Join(got, " ") != want {
		t.Errorf("got %v, want %s", got, want)
	}
}
