package ui

import (
	"strings"
	"testing"
	"time"

	"kubeid/model"
)

func TestProbeLooksAtTheSelectedServer(t *testing.T) {
	robot(t, func(t *testing.T) {
		d := drive(t, answering()).press("p").sees("prod-eu: ✓ v1.36.3 · 23 ms")
		d.sees("SERVER").press("2", "G", "k").on("prod-us-1")
		d.press("p").sees("prod-us-1: The server's certificate is for other names")
		if row := d.line("▸"); !strings.Contains(row, "✗ TLS: wrong name") {
			t.Errorf("the row says %q", row)
		}
		if row := d.line("* prod-eu-1"); !strings.Contains(row, "✓ v1.36.3 · 23 ms") { // asked by its context
			t.Errorf("the row of the current cluster says %q", row)
		}
		d.press("space").sees("✗ TLS: wrong name", "it is for", "Use one of its names")
	})
}

func TestProbeLooksAtWhatIsMarked(t *testing.T) {
	robot(t, func(t *testing.T) {
		d := driveIn(t, answering(), 120, 36, Options{}).press("2", "g", "m", "down", "down", "m").sees("2 marked")
		d.press("p").sees("Looked at 2: 1 as it should be, 1 not")
		for name, want := range map[string]string{"eckout-prod": "no such name", "* prod-eu-1": "v1.36.3", "stg": "–"} {
			if row := d.line(name); !strings.Contains(row, want) {
				t.Errorf("the row of %s is %q, want %q in it", name, row, want)
			}
		}
		d.press("esc").lacks("marked").press("esc").sees("There is nothing to go back from")
		d.press("m", "k", "m").lacks("marked") // the second m takes the mark away
	})
}

func TestProbeAllLooksAtTheWholeList(t *testing.T) {
	robot(t, func(t *testing.T) {
		drive(t, answering()).press("2", "P").sees("Looked at 6: 2 as they should be, 4 not", "✓ answers · 23 ms").
			press("/").typing("us-1").press("tab", "tab").wait(20 * time.Second).press("P").sees("Looked at 3: none as it should be") // only what the filter shows
	})
}

func TestProgressIsShownAndEscCancels(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := answering()
		b.slow = make(chan struct{})
		d := drive(t, b).press("2", "P").sees("Looking at servers: 0 of 6 · esc cancels", "looking…")
		b.slow <- struct{}{}
		d.settle()
		b.slow <- struct{}{}
		d.settle()
		d.sees("Looking at servers: 2 of 6 · esc cancels").press("down", "1", "2", "p").sees("being looked at already")
		d.press("esc").sees("Cancelled; 2 of 6 servers have answered").lacks("looking…")
		d.press("g", "p").sees("Looking at servers: 0 of 1")
		b.slow <- struct{}{}
		d.settle()
		d.sees("No such host")
	})
}

func TestManyAnswersDoNotDisturbTheSelection(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := newFake(many(500))
		b.slow = make(chan struct{})
		d := drive(t, b).press("P").press("/").typing("0042").on("context-0042").press("tab", "tab")
		for range 100 {
			b.slow <- struct{}{}
			d.settle()
		}
		d.sees("100 of 500").on("context-0042").press("esc").on("context-0042")
	})
}

func TestServersOfUsersCannotBeLookedAt(t *testing.T) {
	robot(t, func(t *testing.T) {
		for _, k := range []string{"p", "P", "m"} {
			if d := drive(t, answering()).press("3", k); k != "m" {
				d.sees("A user has no server; 1 and 2 show what has one")
			}
			drive(t, answering()).press("4", k).sees("This is for contexts and clusters")
			drive(t, answering()).press("7", k).sees("This is for contexts and clusters")
		}
	})
}

func TestTheServersCertificateEndsUpOnTheExpiryScreen(t *testing.T) {
	robot(t, func(t *testing.T) {
		driveIn(t, answering(), 120, 60, Options{}).press("4").lacks("server cert").press("1", "p", "4", "/").typing("server cert").
			sees("https://10.2.0.1:6443", "201d").press("enter").sees("DNS:kubernetes.default.svc", "signed by the kubeconfig's CA")
	})
}

func TestADangerousAnswerIsNotShownAsAGoodOne(t *testing.T) {
	robot(t, func(t *testing.T) {
		driveIn(t, answering(), 120, 60, Options{}).press("2", "G", "p", "i").
			sees("TLS is not verified: whoever stands in between", "not checked (insecure-skip-tls-verify)", "the server is at least 42s ahead", "403 to /version, which it does not tell strangers")
	})
}

func TestReasonsAreShort(t *testing.T) {
	s := newStyles(theme{})
	for r := model.ReasonBadEntry; r <= model.ReasonPluginFailed; r++ {
		word, _ := s.probeWord(model.Probe{At: time.Now(), Failures: []model.Failure{{Reason: r, Stage: model.StageTLS}}})
		if n := cells(word); n > 25 {
			t.Errorf("%q takes %d cells", word, n)
		}
	}
}
