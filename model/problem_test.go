package model

import (
	"context"
	"errors"
	"fmt"
	"testing"
)

func TestExitCodes(t *testing.T) {
	for name, c := range map[string]struct {
		err  error
		want int
	}{
		"nothing wrong":        {nil, ExitFine},
		"any error":            {errors.New("x"), ExitError},
		"a problem":            {&Problem{Exit: ExitConflict, What: "x"}, ExitConflict},
		"a wrapped problem":    {fmt.Errorf("y: %w", &Problem{Exit: ExitRefused, What: "x"}), ExitRefused},
		"a problem by default": {&Problem{What: "x"}, ExitError},
		"interrupted":          {fmt.Errorf("read: %w", context.Canceled), ExitInterrupted},
		"not found":            {NotFound(ContextKind, "x", nil), ExitNotFound},
	} {
		t.Run(name, func(t *testing.T) {
			if got := ExitCode(c.err); got != c.want {
				t.Errorf("ExitCode() = %d, want %d", got, c.want)
			}
		})
	}
}

func TestNotFoundSaysWhatComesNear(t *testing.T) {
	err := NotFound(ContextKind, "prd\x1b[31m", []string{"prod", "dev"})
	if got, want := err.Error(), `no context named "prd\\x1b[31m"`; got != want {
		t.Errorf("Error() = %s, want %s", got, want)
	}
	if got, want := Hint(NotFound(ContextKind, "prd", []string{"prod", "dev"})), `did you mean "prod"?`; got != want {
		t.Errorf("Hint() = %s, want %s", got, want)
	}
}

func TestDiffsTellNoSecret(t *testing.T) {
	e := Edit{Path: NewText("users[jane].user.token"), Before: Value{Text: NewText("canary"), Secret: true}, After: Value{Absent: true}}
	if got := fmt.Sprint(e.Diff()); got != "[- users[jane].user.token: [secret]]" {
		t.Errorf("Diff() = %s", got)
	}
}

func TestCheckNamespace(t *testing.T) {
	for name, c := range map[string]bool{"default": true, "a": true, "kube-system": true, "0a": true, "": false, "-a": false, "a-": false, "A": false, "a_b": false, "a.b": false, "ä": false} {
		if err := CheckNamespace(name); (err == nil) != c {
			t.Errorf("CheckNamespace(%q) = %v", name, err)
		}
	}
}
