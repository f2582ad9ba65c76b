package model

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// Exit codes of the commands. check alone speaks Nagios instead.
const (
	ExitFine        = 0
	ExitError       = 1
	ExitUsage       = 2
	ExitNotFound    = 3
	ExitRefused     = 4 // refused, or a yes is needed
	ExitConflict    = 5 // changed meanwhile, or locked by somebody else
	ExitInterrupted = 130
)

// A Problem is an error that knows what a person can do about it, and with which
// code a command ends because of it.
type Problem struct {
	Exit  int
	What  string // what happened, in lower case and without a period
	Todo  string // what to do, a sentence without a period
	Cause error
}

// Error implements error.
func (p *Problem) Error() string {
	if p.Cause == nil {
		return p.What
	}
	return p.What + ": " + p.Cause.Error()
}

// Unwrap returns the cause.
func (p *Problem) Unwrap() error { return p.Cause }

// Hint says what to do about err, or nothing when nobody knows.
func Hint(err error) string {
	var p *Problem
	if errors.As(err, &p) {
		return p.Todo
	}
	return ""
}

// ExitCode returns the code with which a command ends because of err.
func ExitCode(err error) int {
	var p *Problem
	switch {
	case err == nil:
		return ExitFine
	case errors.Is(err, context.Canceled):
		return ExitInterrupted
	case errors.As(err, &p) && p.Exit != 0:
		return p.Exit
	}
	return ExitError
}

// NotFound says that no entry has this name, and which ones come near.
func NotFound(kind Kind, name string, have []string) *Problem {
	p := &Problem{Exit: ExitNotFound, What: fmt.Sprintf("no %s named %q", kind, NewText(name))}
	near := Nearest(name, have)
	switch {
	case len(near) > 0:
		p.Todo = "did you mean " + orList(near) + "?"
	case len(have) == 0:
		p.Todo = fmt.Sprintf("there are no %ss at all; see which files were read with: kubeid get contexts", kind)
	default:
		p.Todo = fmt.Sprintf("see all of them with: kubeid get %ss", kind)
	}
	return p
}

func orList(names []string) string {
	quoted := make([]string, len(names))
	for i, n := range names {
		quoted[i] = fmt.Sprintf("%q", NewText(n))
	}
	if len(quoted) == 1 {
		return quoted[0]
	}
	last := len(quoted) - 1
	return strings.Join(quoted[:last], ", ") + " or " + quoted[last]
}
