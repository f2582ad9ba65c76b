package model

import (
	"os/exec"
	"strings"
	"testing"
)

// shellWords are what a name may be, so that quoting is tried on more than letters.
var shellWords = []string{
	"plain", "", "a b", "it's", "''", "a'b'c", "'", "*", "~", "~root", "=ls", "$HOME", "`id`", "$(id)", `a\b`, `\`, "#x", "!!", "é", "a=b", "{a,b}",
	"(x)", ";", "&", "|", "<", ">", "?", "-rf", "--", "a\nb", "\x1b[2J", "\xff\xfe", "‘id’", "arn:aws:eks:eu-west-1:1:cluster/prod", "%1", "[a-z]", "@x",
}

func TestQuotedWordsArriveAsTheyWere(t *testing.T) {
	for _, s := range shellWords {
		checkPosix(t, s)
	}
}

func TestPlainWordsAreNotQuoted(t *testing.T) {
	for _, s := range []string{"prod-eu", "/etc/kubernetes/pki/ca.crt", "jane@prod", "10.2.0.1:6443", "a_b", "--server=https://a:1"} {
		if got := posixQuote(s); got != s {
			t.Errorf("posixQuote(%q) = %q", s, got)
		}
	}
}

func TestPowerShellWordsCannotEndTheirQuotes(t *testing.T) {
	for in, want := range map[string]string{
		"prod-eu":        "prod-eu",
		`C:\Users\jane`:  `C:\Users\jane`,
		"":               "''",
		"it's":           "'it''s'",
		"‘a’":            "'‘‘a’’'",
		"$(rm x)":        "'$(rm x)'",
		"@splat":         "'@splat'",
		"a`b":            "'a`b'",
		"a b; Remove-It": "'a b; Remove-It'",
	} {
		if got := powerShellQuote(in); got != want {
			t.Errorf("powerShellQuote(%q) = %q, want %q", in, got, want)
		}
	}
}

// FuzzShellQuote asks a real shell what it makes of a quoted name.
func FuzzShellQuote(f *testing.F) {
	for _, s := range shellWords {
		f.Add(s)
	}
	f.Fuzz(checkPosix)
}

func checkPosix(t *testing.T, s string) {
	t.Helper()
	if strings.Contains(s, "\x00") {
		return // no shell can carry it
	}
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("there is no shell")
	}
	out, err := exec.Command("sh", "-c", "printf %s "+posixQuote(s)).Output()
	if err != nil || string(out) != s {
		t.Errorf("%q became %q through %s: %v", s, out, posixQuote(s), err)
	}
}
