package kube

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kubeid/model"
)

// halfDone renames a user in two files as a process does that dies before it has put the
// second one in place.
func halfDone(t *testing.T) *home {
	t.Helper()
	h := newHome(t, janeA, janeB)
	h.must(model.Rename{Entry: h.ref("a.yaml", model.UserKind, "jane"), To: model.NewText("janet")})
	if h.text("b.yaml") == janeB {
		t.Fatal("b.yaml has no part in it")
	}
	h.write("b.yaml", janeB)
	journal := filepath.Join(h.opts.StateDir, "journal.jsonl")
	data, err := os.ReadFile(journal)
	if err != nil {
		t.Fatal(err)
	}
	var kept strings.Builder
	for line := range strings.Lines(string(data)) {
		if !strings.HasPrefix(line, `{"done"`) {
			kept.WriteString(line)
		}
	}
	if err := os.WriteFile(journal, []byte(kept.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return h
}

const isFinished = `"user jane is named janet now" was interrupted between two files and is finished now`

func TestWhatWasLeftHalfDoneIsEndedAndSaid(t *testing.T) {
	h := halfDone(t)
	var said []string
	h.opts.Say = func(words string) { said = append(said, words) }
	h.load()
	if len(said) != 1 || said[0] != isFinished {
		t.Errorf("said is %q", said)
	}
	if !strings.Contains(h.text("b.yaml"), `user: "janet"`) {
		t.Errorf("b.yaml says %s", h.text("b.yaml"))
	}
}

func TestWhoWatchesHearsWhatWasEndedBefore(t *testing.T) {
	h := halfDone(t)
	s := h.service()
	if _, err := s.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	heard := make(chan string, 1)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	go s.Watch(ctx, func(e model.Event) {
		if said, ok := e.(model.Said); ok {
			heard <- said.Words
		}
	})
	for _, want := range []string{isFinished, "something else"} {
		select {
		case got := <-heard:
			if got != want {
				t.Errorf("heard %q, want %q", got, want)
			}
		case <-ctx.Done():
			t.Fatalf("nobody heard %q", want)
		}
		if want == isFinished {
			s.say("something else")
		}
	}
}
