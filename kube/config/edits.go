package config

import (
	"bytes"
	"errors"

	"kubeid/model"
)

// Edits are what operations write into one file: patches whose places rise and do
// not overlap, proven together, and the values that change, for a plan.
type Edits struct {
	Patches []Patch
	Values  []Value

	of    *File
	round *round // when there was no more than one
}

// A Value is one value that changes: where it stands, and what it was and will be.
type Value struct {
	Line          int    // where it stands, or will stand
	Path          string // which one: contexts[prod].context.namespace
	Before, After model.Value
	Patch         int // the patch that writes it and nothing else; -1 when there is none
}

// Next returns the file after the edits: every byte outside the patches is as before.
func (e Edits) Next() []byte { return Join(Pieces(e.of.data, e.Patches...)) }

// As returns the edits with patch i written in these bytes; false when they would
// mean something else at that place.
func (e Edits) As(i int, written []byte) (Edits, bool) {
	if e.round == nil || i < 0 || i >= len(e.Patches) {
		return e, false
	}
	patches := append([]Patch(nil), e.Patches...)
	patches[i].New = written
	if e.round.verify(patches) != nil {
		return e, false
	}
	e.Patches = patches
	return e, true
}

// Edit returns what operations, carried out in their order, write. Operations that
// change nothing give no patches. What cannot be written without touching more than
// the values is refused with ErrNotEditable; ErrNoEntry and ErrEntryExists are the
// other refusals.
func (f *File) Edit(ops ...Operation) (Edits, error) {
	if bytes.HasPrefix(f.data, []byte("\xff\xfe")) || bytes.HasPrefix(f.data, []byte("\xfe\xff")) {
		return Edits{}, refuse("it is written in UTF-16, which has to be saved as UTF-8 first")
	}
	e, err := f.edit(ops)
	if err != nil {
		return Edits{}, err
	}
	if len(e.Patches) == 0 {
		return e, nil
	}
	return e, Check(f.data, e.Patches...)
}

// edit carries as many operations out in one round as touch different places, and
// the rest on what that makes of the file. A round that cannot be written or proven
// as a whole is tried in halves: what is the natural way for each may not be for all.
func (f *File) edit(ops []Operation) (Edits, error) {
	r := &round{f: f}
	n := 0 // operations that this round ends
	for n < len(ops) {
		if err := r.take(ops[n]); errors.Is(err, errNextRound) && n > 0 {
			break
		} else if err != nil {
			return Edits{}, err
		}
		if r.partly {
			break
		}
		n++
	}
	r.more = n < len(ops)
	first, err := r.edits()
	stuck := err == nil && n == 0 && len(first.Patches) == 0 // a merged key (<<) cannot be taken away
	switch o, replaces := ops[0].(Replace); {
	case err != nil && (n > 1 || n == 1 && r.partly):
		n = max(1, n/2)
		first, err = f.edit(ops[:n])
	case (err != nil || stuck) && replaces:
		return f.edit(append([]Operation{rewrite{o}}, ops[1:]...))
	}
	if err != nil || n == len(ops) {
		return first, err
	}
	g, err := Read(first.Next())
	if err != nil {
		return Edits{}, err
	}
	second, err := g.edit(ops[n:])
	if err != nil {
		return Edits{}, err
	}
	return first.then(second)
}

var errComposed = refuse("several changes at the same place do not fit together")

// then returns the edits of two rounds as one.
func (e Edits) then(next Edits) (Edits, error) {
	if len(e.Patches) == 0 {
		return Edits{Patches: next.Patches, Values: next.Values, of: e.of, round: next.round}, nil
	}
	if len(next.Patches) == 0 {
		return e, nil
	}
	out := Edits{of: e.of}
	var first, second []int
	out.Patches, first, second = compose(e.of.data, e.Patches, next.Patches)
	if Check(e.of.data, out.Patches...) != nil || !bytes.Equal(out.Next(), next.Next()) {
		return Edits{}, errComposed
	}
	for _, v := range e.Values {
		v.Patch = pick(first, v.Patch)
		out.Values = append(out.Values, v)
	}
	for _, v := range next.Values {
		v.Patch = pick(second, v.Patch)
		out.Values = append(out.Values, v)
	}
	return out, nil
}

func pick(list []int, i int) int {
	if i < 0 || i >= len(list) {
		return -1
	}
	return list[i]
}
