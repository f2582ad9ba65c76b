package ui

import (
	"bytes"
	"context"
	"io"
	"strings"
	"testing"
	"time"

	"kubeid/crypto"
	"kubeid/model"
)

// talked has a talk on plain lines, and returns everything that was said.
func talked(t *testing.T, b Backend, lines ...string) string {
	t.Helper()
	var said bytes.Buffer
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	in := strings.NewReader(strings.Join(append(lines, ""), "\n"))
	if _, err := Run(ctx, b, Options{Accessible: true, Zone: time.UTC, Input: in, Output: &said, Environ: []string{"TERM=dumb"}}); err != nil {
		t.Fatal(err)
	}
	if ctx.Err() != nil {
		t.Fatalf("it did not come to an end:\n%s", said.String())
	}
	return said.String()
}

func hears(t *testing.T, said string, wants ...string) {
	t.Helper()
	for _, want := range wants {
		if !strings.Contains(said, want) {
			t.Errorf("nobody says %q in\n%s", want, said)
		}
	}
}

// TestATalkEndsWhenNobodyAnswers closes what is open, agrees to nothing, and leaves.
func TestATalkEndsWhenNobodyAnswers(t *testing.T) {
	f := newFake(sample())
	hears(t, talked(t, f, "2"), "Name. What the cluster calls them", "0. leave")
	hears(t, talked(t, f, "2", "jane", "", ""), "Page 2 of 3")
	hears(t, talked(t, f), "You are on prod-eu, namespace payments")
	if len(f.added) > 0 || len(f.applied) > 0 {
		t.Errorf("it did %v and %v", f.added, f.applied)
	}
}

func TestATalkSaysWhatIsWrongAndAsksAgain(t *testing.T) {
	f := newFake(sample())
	said := talked(t, f, "x", "2", " ", "jane", "", "9,x", "", "view", "maybe", "1", "Not A Namespace", "payments", "1")
	hears(t, said, "A number from 0 to", "A name is needed.", "A number from 1 to", "jane can log in.", "proof: Logged in, with exactly this credential")
	if len(f.added) != 1 || f.added[0].Role.Name != "view" {
		t.Errorf("added %+v", f.added)
	}
	for _, sign := range []string{"\x1b", "▸", "│", "…", "‹"} {
		if strings.Contains(said, sign) {
			t.Errorf("it says %q in\n%s", sign, said)
		}
	}
}

func TestATalkChangesAnAnswerBeforeItIsDone(t *testing.T) {
	f := newFake(sample())
	said := talked(t, f, "2", "jane", "", "", "", "", "", "change life", "30 days", "change key", "rsa 2048", "Add jane")
	hears(t, said, "change life: 30 days", "change key: RSA 2048", "jane can log in.")
	if u := f.added[0]; u.Life != 30*day || u.KeyType != crypto.RSA2048 {
		t.Errorf("added %+v", u)
	}
}

func TestFormsBeginWithWhatTheSettingsSay(t *testing.T) {
	f := newFake(sample())
	f.settings = model.Settings{Defaults: model.Defaults{KeyType: crypto.RSA4096, Life: 45 * day, TokenLife: 12 * time.Hour}}
	said := talked(t, f, "2", "jane", "", "", "", "", "", "1")
	hears(t, said, "change life: other", "change how long: 45d", "change key: RSA 4096")
	if u := f.added[0]; u.Life != 45*day || u.KeyType != crypto.RSA4096 {
		t.Errorf("added %+v", u)
	}
	hears(t, talked(t, f, "3", "ci/robot", "", ""), "Life [other]:", "How long [12h]:")
}

// TestAnEarHearsOneLine leaves the rest to whoever asks next: the question about the
// demo's folder comes after the talk.
func TestAnEarHearsOneLine(t *testing.T) {
	in := strings.NewReader("one\r\ntwo\nthree")
	for _, want := range []string{"one", "two", "three"} {
		if got, err := (ears{in}).line(); got != want || err != nil {
			t.Errorf("heard %q, %v; want %q", got, err, want)
		}
	}
	if _, err := (ears{in}).line(); err != io.EOF {
		t.Errorf("at the end: %v", err)
	}
	if _, err := (ears{strings.NewReader(strings.Repeat("x", longestLine+2))}).line(); err == nil {
		t.Error("a line without an end is heard")
	}
}

// TestATalkGoesBackToThePathOfWhatCannotBeRead: what cannot be read is nothing to look at.
func TestATalkGoesBackToThePathOfWhatCannotBeRead(t *testing.T) {
	said := talked(t, importing(), "import a kubeconfig", "~/x", "Back to its path", "~/new.yaml", "0")
	hears(t, said, "There is no file \"~/x\". Check the path", "The path of a kubeconfig [~/x]", "Import it")
	if strings.Contains(said, "not now: There is no file") {
		t.Errorf("it cannot go back:\n%s", said)
	}
}
