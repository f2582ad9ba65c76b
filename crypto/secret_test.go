package crypto

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"
)

const canary = "canary-5f1d"

func TestSecretIsNotTold(t *testing.T) {
	s := NewSecret([]byte(canary))
	holder := struct{ Token, hidden Secret }{s, s}
	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "s", s, "h", holder)
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "s", s, "h", holder)
	j, err := json.Marshal(map[string]any{"s": s, "h": holder, "p": &s})
	if err != nil {
		t.Fatal(err)
	}
	said := log.String() + string(j) + fmt.Errorf("wrap %v %w", s, fmt.Errorf("%v", holder)).Error()
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%T", "%p", "%t", "%e"} {
		said += fmt.Sprintf(verb, s) + fmt.Sprintf(verb, &s) + fmt.Sprintf(verb, holder) + fmt.Sprintf(verb, []Secret{s})
	}
	for _, leak := range []string{canary, fmt.Sprintf("%x", canary), fmt.Sprintf("%X", canary), fmt.Sprint([]byte(canary))[1:20]} {
		if strings.Contains(said, leak) {
			t.Errorf("a secret was told as %q in %q", leak, said)
		}
	}
	if string(s.Reveal()) != canary {
		t.Errorf("Reveal() = %q, want %q", s.Reveal(), canary)
	}
}

func TestSecretEqual(t *testing.T) {
	a, b, c := NewSecret([]byte("a")), NewSecret([]byte("a")), NewSecret([]byte("c"))
	if !a.Equal(b) || a.Equal(c) || a.Equal(Secret{}) {
		t.Error("Equal compares wrongly")
	}
	if !(Secret{}).Empty() || a.Empty() {
		t.Error("Empty tells wrongly")
	}
}
