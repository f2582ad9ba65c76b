package model

import (
	"fmt"
	"time"
)

// A Change is something that a person wants written. It names entries, not bytes:
// how it is done is planned on what the files say at that moment.
type Change interface {
	Wish() string // "switch to prod", for a plan
	Fact() string // "now on prod", once it is done
}

// UseContext makes a context the current one.
type UseContext struct{ Context Ref }

// Wish implements Change.
func (c UseContext) Wish() string { return fmt.Sprintf("switch to %s", c.Context.Name) }

// Fact implements Change.
func (c UseContext) Fact() string { return fmt.Sprintf("now on %s", c.Context.Name) }

// UnsetContext clears the current context: in the first file that sets one, as
// kubectl config unset current-context does.
type UnsetContext struct{}

// Wish implements Change.
func (UnsetContext) Wish() string { return "unset the current context" }

// Fact implements Change.
func (UnsetContext) Fact() string { return "the current context is unset" }

// SetNamespace sets the namespace of a context; an empty one takes the setting away.
type SetNamespace struct {
	Context   Ref
	Namespace Text
}

// Wish implements Change.
func (c SetNamespace) Wish() string {
	if c.Namespace.Empty() {
		return fmt.Sprintf("take the namespace of %s away", c.Context.Name)
	}
	return fmt.Sprintf("set the namespace of %s to %s", c.Context.Name, c.Namespace)
}

// Fact implements Change.
func (c SetNamespace) Fact() string {
	if c.Namespace.Empty() {
		return fmt.Sprintf("%s has no namespace of its own now", c.Context.Name)
	}
	return fmt.Sprintf("%s is in namespace %s now", c.Context.Name, c.Namespace)
}

// Undo takes back what the journal says was written last. ID names one record;
// an empty one means the newest that was not taken back yet.
type Undo struct {
	ID   string
	Done string // what the record did: "now on prod"
	When time.Time
}

// Wish implements Change.
func (u Undo) Wish() string { return "undo: " + u.Done }

// Fact implements Change.
func (u Undo) Fact() string { return "undone: " + u.Done }

// A Plan is what a Change would write: shown before it is done, and the same
// thing that is done then. A Plan without edits means that nothing is to do.
type Plan struct {
	Change Change
	Edits  []Edit
	Notes  []string // what a person should know: "b.yaml sets it too"
}

// Nothing tells whether the files already say what was wished.
func (p Plan) Nothing() bool { return len(p.Edits) == 0 }

// An Edit is one value that changes in one file.
type Edit struct {
	File   string // path of the file
	Label  Text   // the path as a person writes it
	Line   int    // where the value stands, or where it will stand
	Path   Text   // which value: "current-context"
	Before Value
	After  Value
}

// A Value is what stands at a place, or nothing at all. A secret one is never told.
type Value struct {
	Text   Text
	Absent bool
	Secret bool
}

// Diff returns the edit as lines that begin with "-" or "+", without secrets.
func (e Edit) Diff() []string {
	var out []string
	for _, side := range []struct {
		sign  string
		value Value
	}{{"-", e.Before}, {"+", e.After}} {
		switch {
		case side.value.Absent:
		case side.value.Secret:
			out = append(out, fmt.Sprintf("%s %s: [secret]", side.sign, e.Path))
		case side.value.Text.Empty():
			out = append(out, fmt.Sprintf("%s %s: \"\"", side.sign, e.Path))
		default:
			out = append(out, fmt.Sprintf("%s %s: %s", side.sign, e.Path, side.value.Text))
		}
	}
	return out
}

// Place says where the edit is: file:line.
func (e Edit) Place() string { return fmt.Sprintf("%s:%d", e.Label, e.Line) }
