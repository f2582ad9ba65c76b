package model

import "fmt"

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
