package ui

import (
	"testing"
	"time"

	"kubeid/model"
)

func TestManyEntriesAreLookedAtBrieflyAndThenClosely(t *testing.T) {
	for _, c := range []struct {
		entries int
		want    []model.Look
	}{
		{manyEntries/2 - 1, []model.Look{{}}},
		{manyEntries / 2, []model.Look{{Brief: true}, {}}},
	} {
		robot(t, func(t *testing.T) {
			b := newFake(arns(c.entries)) // as many users as clusters
			drive(t, b)
			b.mu.Lock()
			defer b.mu.Unlock()
			if len(b.looks) != len(c.want) {
				t.Fatalf("%d entries: looked %v, want %v", c.entries, b.looks, c.want)
			}
			for i, look := range b.looks {
				if look != c.want[i] {
					t.Errorf("%d entries: looked %v, want %v", c.entries, b.looks, c.want)
				}
			}
		})
	}
}

func TestWhatWasSeenBrieflyIsNotCalledEmpty(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := newFake(sample())
		brief := model.Certificate{Brief: true, Served: model.Served{NotBefore: time.Now().Add(-day), NotAfter: time.Now().Add(100 * day), Fingerprint: "X509SHA256=00"}, Login: model.Login{User: text("jane")}}
		b.found = map[model.Ref]model.Credential{b.loaded.Config.Ref(model.UserKind, 0): {Certificates: []model.Certificate{brief}}}
		drive(t, b).press("4", "space").sees("names", "jane", "Reading the rest of it").lacks("empty", "it does not say")
	})
}
