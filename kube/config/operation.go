package config

import (
	"fmt"

	"kubeid/model"
)

// An Operation is one change of one kubeconfig. It names entries, not bytes.
type Operation interface {
	operation()
	String() string // for messages; without secrets
}

// SetCurrent makes Name the current-context; "" leaves the key with an empty text,
// as kubectl config unset current-context does.
type SetCurrent struct{ Name string }

// SetNamespace sets the namespace of a context, or takes it away when it is empty.
type SetNamespace struct{ Context, Namespace string }

// Rename gives an entry another name. What refers to it stays as it is: see Refer.
// Line tells which entry when the file has several of that name; 0 when there is one.
type Rename struct {
	Kind     model.Kind
	Old, New string
	Line     int
}

// Refer makes a context use the cluster or user (the Kind) of this name.
type Refer struct {
	Context string
	Kind    model.Kind
	Name    string
}

// Delete takes an entry away with the comment directly above it. Line is as in Rename.
type Delete struct {
	Kind model.Kind
	Name string
	Line int
}

// SetField sets one field in the body of an entry, as "server" of a cluster or
// "token" of a user, or takes it away. What belongs to the same credential or
// trust (data and file) is to be set and taken away by operations of its own.
type SetField struct {
	Kind        model.Kind
	Name, Field string
	Value       string // for a field that is true or false one of these words
	Remove      bool
}

// Add appends an entry to its list.
type Add struct {
	Kind model.Kind
	Name string
	Body Body
}

// Replace writes an entry's whole body anew; the name stays.
type Replace struct {
	Kind model.Kind
	Name string
	Body Body
}

func (SetCurrent) operation()   {}
func (SetNamespace) operation() {}
func (Rename) operation()       {}
func (Refer) operation()        {}
func (Delete) operation()       {}
func (SetField) operation()     {}
func (Add) operation()          {}
func (Replace) operation()      {}

func quoted(name string) string { return fmt.Sprintf("%q", model.NewText(name)) }

// String implements Operation.
func (o SetCurrent) String() string { return "set current-context to " + quoted(o.Name) }

// String implements Operation.
func (o SetNamespace) String() string {
	return fmt.Sprintf("set the namespace of context %s to %s", quoted(o.Context), quoted(o.Namespace))
}

// String implements Operation.
func (o Rename) String() string {
	return fmt.Sprintf("rename %s %s to %s", o.Kind, quoted(o.Old), quoted(o.New))
}

// String implements Operation.
func (o Refer) String() string {
	return fmt.Sprintf("let context %s use %s %s", quoted(o.Context), o.Kind, quoted(o.Name))
}

// String implements Operation.
func (o Delete) String() string { return fmt.Sprintf("delete %s %s", o.Kind, quoted(o.Name)) }

// String implements Operation; it never shows the value.
func (o SetField) String() string {
	return fmt.Sprintf("set %s of %s %s", model.NewText(o.Field), o.Kind, quoted(o.Name))
}

// String implements Operation; it never shows the body.
func (o Add) String() string { return fmt.Sprintf("add %s %s", o.Kind, quoted(o.Name)) }

// String implements Operation; it never shows the body.
func (o Replace) String() string { return fmt.Sprintf("replace %s %s", o.Kind, quoted(o.Name)) }
