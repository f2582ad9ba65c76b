package model

import (
	"os/exec"
	"strings"
	"testing"
	"time"

	"kubeid/crypto"
)

func TestTheClusterCleansUpOnlyWhatItMadeItself(t *testing.T) {
	day0 := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name    string
		secret  TokenSecret
		tracked time.Time
		want    string
	}{
		{"made by hand", TokenSecret{}, day0, "never"},
		{"used", TokenSecret{Automatic: true, LastUsed: day0}, day0, "refused 2026-01-01"},
		{"never used since it is tracked", TokenSecret{Automatic: true, Made: day0.AddDate(-1, 0, 0)}, day0, "refused 2026-01-01"},
		{"never used, and younger than that", TokenSecret{Automatic: true, Made: day0.AddDate(0, 0, 10)}, day0, "refused 2026-01-11"},
		{"nobody knows since when", TokenSecret{Automatic: true}, time.Time{}, "never"},
		{"no longer taken", TokenSecret{Automatic: true, InvalidSince: day0, LastUsed: day0.AddDate(-1, 0, 0)}, day0, "deleted 2026-01-01"},
		{"made by hand, and no longer taken", TokenSecret{InvalidSince: day0}, day0, "never"},
	} {
		at, deleted, ok := c.secret.CleanUp(c.tracked)
		got := "never"
		if ok {
			got = map[bool]string{true: "deleted ", false: "refused "}[deleted] + at.Format(time.DateOnly)
		}
		if got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}

func TestTokenProof(t *testing.T) {
	of := Account{NewText("ci"), NewText("robot")}
	token := Token{Account: of, ID: NewText("u-1")}
	who := func(user, credential string) Whoami {
		w := Whoami{User: NewText(user)}
		if credential != "" {
			w.Extra = []Extra{{NewText(credentialKey), []Text{NewText(credential)}}}
		}
		return w
	}
	if p := TokenProof(who(of.Username(), "JTI=u-1"), token); !p.Good() || p.Weak {
		t.Errorf("a proof is %+v", p)
	}
	if p := TokenProof(who(of.Username(), ""), token); !p.Good() || !p.Weak {
		t.Errorf("a server that does not tell is %+v", p)
	}
	for _, w := range []Whoami{who("system:serviceaccount:ci:other", "JTI=u-1"), who(of.Username(), "JTI=u-2"), who("system:anonymous", "")} {
		if TokenProof(w, token).Good() {
			t.Errorf("%+v is taken for a proof", w)
		}
	}
}

func TestATokenOfAPodIsExplained(t *testing.T) {
	began := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	long := Token{Kind: crypto.BoundAccountToken, IssuedAt: began, WarnAfter: began.Add(3607 * time.Second), Expires: began.AddDate(1, 0, 0)}
	if !long.Extended() || !strings.Contains(long.ExtendedWords(), "2026-01-01 01:00") {
		t.Errorf("extended: %v, %s", long.Extended(), long.ExtendedWords())
	}
	short := Token{Kind: crypto.BoundAccountToken, IssuedAt: began, Expires: began.Add(time.Hour)}
	if short.Extended() {
		t.Error("an hour is taken for a year")
	}
}

func TestATokenIsAliveWhenAllThatItNeedsIs(t *testing.T) {
	check := func(list ...TokenFinding) Holds { return TokenCheck{Findings: list}.Alive() }
	end, account := TokenFinding{TokenEnd, Yes, ""}, TokenFinding{TokenAccount, Yes, ""}
	for want, got := range map[Holds][]Holds{
		Yes:     {check(end, account), check(TokenFinding{TokenAccount, Unclear, ""}, TokenFinding{TokenServer, Yes, ""})},
		No:      {check(end, TokenFinding{TokenAccount, No, ""}, TokenFinding{TokenServer, Yes, ""}), check(TokenFinding{TokenServer, No, ""})},
		Unclear: {check(), check(end, TokenFinding{TokenAccount, Unclear, ""}), check(end, TokenFinding{TokenAccount, Unclear, ""}, TokenFinding{TokenServer, Unclear, ""})},
	} {
		for n, g := range got {
			if g != want {
				t.Errorf("%s %d: got %s", want, n, g)
			}
		}
	}
}

// TestCurlReadsTheTokenFromAPipe lets a real shell run the line, with a curl that tells
// its arguments and what it reads.
func TestCurlReadsTheTokenFromAPipe(t *testing.T) {
	file := t.TempDir() + "/it's a $(token)"
	line := CurlWithToken("printf %s secret-token", ShellQuote(file), ForThem{Server: "https://10.0.0.1:6443/", TLSServerName: "api.example", ProxyURL: "http://p:1/$x"})
	out, err := exec.Command("sh", "-c", `curl() { cat; for a in "$@"; do printf '\n%s' "$a"; done; }; `+line).CombinedOutput()
	want := "Authorization: Bearer secret-token\n-H\n@-\n--cacert\n" + file + "\n--proxy\nhttp://p:1/$x\n--connect-to\napi.example:6443:10.0.0.1:6443\nhttps://api.example:6443/api"
	if err != nil || string(out) != want {
		t.Errorf("%s\ngot  %s\nwant %s, %v", line, out, want, err)
	}
}
