package config

import "kubeid/model"

// An Edit is the edit of one value.
type Edit struct {
	Patch         Patch
	Line          int
	Path          string
	Before, After model.Value

	edits Edits
}

// Next returns the file after the edit.
func (e Edit) Next() []byte { return e.edits.Next() }

// As is Edits.As for the only patch.
func (e Edit) As(written []byte) (Edit, bool) {
	as, ok := e.edits.As(0, written)
	if !ok {
		return e, false
	}
	return single(as)
}

func single(e Edits) (Edit, bool) {
	if len(e.Patches) != 1 || len(e.Values) == 0 {
		return Edit{}, false
	}
	v := e.Values[0]
	return Edit{e.Patches[0], v.Line, v.Path, v.Before, v.After, e}, true
}

func (f *File) only(op Operation) (Edit, error) {
	e, err := f.Edit(op)
	if err != nil {
		return Edit{}, err
	}
	one, ok := single(e)
	if !ok {
		return Edit{}, refuse("%s changes nothing", op)
	}
	return one, nil
}

// UseContext returns the edit that sets current-context to name.
func (f *File) UseContext(name string) (Edit, error) { return f.only(SetCurrent{name}) }

// Unset returns the edit that sets current-context to "", as kubectl does.
func (f *File) Unset() (Edit, error) { return f.only(SetCurrent{}) }

// SetNamespace returns the edit that sets the namespace of the context, or takes
// it away when namespace is empty.
func (f *File) SetNamespace(context, namespace string) (Edit, error) {
	return f.only(SetNamespace{context, namespace})
}
