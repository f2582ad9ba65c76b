package config

import (
	"strings"
	"testing"
)

func TestLineBreaksOfOldMacsStay(t *testing.T) {
	const before = "contexts:\r- name: prod\r  context:\r    cluster: c\r    user: u\r"
	f, err := Read([]byte(before))
	if err != nil {
		t.Fatal(err)
	}
	there, err := f.Edit(SetNamespace{"prod", "shop"})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := string(there.Next()), "contexts:\r- name: prod\r  context:\r    cluster: c\r    namespace: shop\r    user: u\r"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestTheLastLineIsTakenAwayWithTheLineBreakBeforeIt(t *testing.T) {
	for _, eol := range []string{"\n", "\r\n", "\r"} {
		lines := func(l ...string) string { return strings.Join(l, eol) }
		f, err := Read([]byte(lines("contexts:", "- name: prod", "  context:", "    cluster: c", "    namespace: web")))
		if err != nil {
			t.Fatal(err)
		}
		e, err := f.Edit(SetNamespace{"prod", ""})
		if err != nil {
			t.Fatal(err)
		}
		if got, want := string(e.Next()), lines("contexts:", "- name: prod", "  context:", "    cluster: c"); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestANamespaceThatIsAloneInBracesComesAndGoes(t *testing.T) {
	for _, before := range []string{
		"contexts:\n- name: prod\n  context: {}\n",
		"contexts: [{name: prod, context: {}}]\n",
		`{"contexts":[{"name":"prod","context":{}}]}`,
	} {
		f, err := Read([]byte(before))
		if err != nil {
			t.Fatal(err)
		}
		there, err := f.Edit(SetNamespace{"prod", "shop"})
		if err != nil {
			t.Fatal(err)
		}
		if f, err = Read(there.Next()); err != nil {
			t.Fatal(err)
		}
		back, err := f.Edit(SetNamespace{"prod", ""})
		if err != nil {
			t.Fatalf("from %s: %v", there.Next(), err)
		}
		if got := string(back.Next()); got != before {
			t.Errorf("got %q, want %q", got, before)
		}
	}
}
