package config

import "kubeid/model"

// Edits are what operations write into one file: patches whose places rise and do
// not overlap, proven together, and the values that change, for a plan.
type Edits struct {
	Patches []Patch
	Values  []Value

	of  *File
	one Edit
}

// A Value is one value that changes: where it stands, and what it was and will be.
type Value struct {
	Line          int    // where it stands, or will stand
	Path          string // which one: contexts[prod].context.namespace
	Before, After model.Value
	Patch         int // which patch writes it, and nothing else; -1 when there is none
}

// Next returns the file after the edits: every byte outside the patches is as before.
func (e Edits) Next() []byte { return Join(Pieces(e.of.data, e.Patches...)) }

// As returns the edits with patch i written in these bytes; false when they would
// mean something else at that place.
func (e Edits) As(i int, written []byte) (Edits, bool) {
	one, ok := e.one.As(written)
	if i != 0 || !ok {
		return e, false
	}
	return editsOf(one), true
}

// Edit returns what operations, carried out in their order, write. It refuses with
// ErrNotEditable what cannot be written without touching more than the values.
// Operations that change nothing give no patches.
func (f *File) Edit(ops ...Operation) (Edits, error) {
	if len(ops) != 1 {
		return Edits{}, refuse("%d changes at once are not known yet", len(ops))
	}
	var one Edit
	var err error
	switch o := ops[0].(type) {
	case SetCurrent:
		one, err = f.UseContext(o.Name)
	case SetNamespace:
		one, err = f.SetNamespace(o.Context, o.Namespace)
	default:
		err = refuse("%s is not known yet", o)
	}
	if err != nil {
		return Edits{}, err
	}
	return editsOf(one), nil
}

func editsOf(e Edit) Edits {
	return Edits{of: e.of, one: e, Patches: []Patch{e.Patch}, Values: []Value{{Line: e.Line, Path: e.Path, Before: e.Before, After: e.After}}}
}
