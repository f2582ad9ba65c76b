package config

import (
	"bytes"
	"cmp"
	"errors"
	"slices"

	"kubeid/model"
)

// edits writes the round and proves it, in the first way that passes.
func (r *round) edits() (Edits, error) {
	if err := r.lists(); err != nil {
		return Edits{}, err
	}
	e, ways := Edits{of: r.f, round: r}, 1
	for i, p := range r.parts {
		if len(p) == 0 {
			return e, refuse("no place was found for %s", r.words(i))
		}
		ways = max(ways, len(p))
	}
	if len(r.parts) == 0 {
		return e, nil
	}
	var why error
	for n := range ways {
		patches, values, err := r.written(n)
		if err == nil {
			err = r.verify(patches)
		}
		if err == nil {
			e.Patches, e.Values = patches, values
			return e, nil
		}
		if why == nil {
			why = err
		}
	}
	switch {
	case !errors.Is(why, errVerify):
	case r.shared != "":
		why = refuse("%s stands for several places at once (a YAML anchor)", r.shared)
	case bytes.ContainsAny(r.f.data, "&"):
		why = refuse("it holds or uses a YAML anchor that stands for several places at once")
	}
	return Edits{}, why
}

// words names what a part changes, for a refusal.
func (r *round) words(part int) model.Text {
	for _, t := range r.told {
		if t.part == part {
			return model.NewText(t.Path)
		}
	}
	return model.NewText("the entries")
}

// lists adds the parts in which entries come and go.
func (r *round) lists() error {
	for kind := range r.cs.lists {
		l, k := &r.cs.lists[kind], model.Kind(kind)
		if len(l.gone) > 0 {
			ways := r.f.removeItems(k, l.gone)
			if len(ways) == 0 {
				return refuse("where the entries of %s begin and end is not certain", listKey(k))
			}
			r.parts = append(r.parts, ways)
		}
	}
	r.inherit()
	for kind := range r.cs.lists {
		l, k := &r.cs.lists[kind], model.Kind(kind)
		if len(l.added) > 0 {
			ways, err := r.f.addItems(k, l.added)
			if err != nil {
				return err
			}
			for i := range r.told {
				if r.told[i].part == -2-kind {
					r.told[i].part = len(r.parts)
				}
			}
			r.parts = append(r.parts, ways)
		}
	}
	return nil
}

// inherit moves anchors that go with their entries to the first aliases that stay.
func (r *round) inherit() {
	if r.gone() == 0 {
		return
	}
	var gone []Patch
	for _, p := range r.parts {
		for _, c := range p[:min(1, len(p))] {
			gone = append(gone, c.patches...)
		}
	}
	for _, m := range r.f.heirs(gone) {
		r.told = append(r.told, told{m.value(), -1})
		r.parts = append(r.parts, part{{m.patches, m.line}})
	}
}

// gone counts the entries that go.
func (r *round) gone() (n int) {
	for kind := range r.cs.lists {
		n += len(r.cs.lists[kind].gone)
	}
	return n
}

// written returns the patches of the nth way to write the round.
func (r *round) written(n int) ([]Patch, []Value, error) {
	type owned struct {
		Patch
		part int
	}
	var all []owned
	for i, p := range r.parts {
		for _, q := range p[min(n, len(p)-1)].patches {
			all = append(all, owned{q, i})
		}
	}
	slices.SortStableFunc(all, func(a, b owned) int { return cmp.Compare(a.Offset, b.Offset) })
	patches, owner := make([]Patch, 0, len(all)), make([]int, 0, len(all)) // owner: the part of a patch, -1 of several
	of := make([]int, len(r.parts))                                        // the only patch of a part, -1 for several
	for i := range of {
		of[i] = -2
	}
	for _, o := range all {
		k := len(patches) - 1
		switch {
		case k >= 0 && patches[k].Offset+len(patches[k].Old) > o.Offset:
			return nil, nil, errComposed
		case k >= 0 && patches[k].Offset+len(patches[k].Old) == o.Offset:
			patches = append(patches[:k], joinTouching([]Patch{patches[k], o.Patch})...)
			if owner[k] >= 0 {
				of[owner[k]] = -1
			}
			of[o.part], owner[k] = -1, -1
		default:
			patches, owner = append(patches, o.Patch), append(owner, o.part)
			if of[o.part] == -2 {
				of[o.part] = k + 1
			} else {
				of[o.part] = -1
			}
		}
	}
	return patches, r.values(n, of), nil
}

// values returns what is told, with the lines and patches of the nth way.
func (r *round) values(n int, of []int) []Value {
	count := make([]int, len(r.parts))
	for _, t := range r.told {
		if t.part >= 0 {
			count[t.part]++
		}
	}
	var out []Value
	for _, t := range r.told {
		v := t.Value
		v.Patch = -1
		if t.part >= 0 {
			p := r.parts[t.part]
			if count[t.part] == 1 && of[t.part] >= 0 {
				v.Patch = of[t.part]
			}
			if v.Line == 0 {
				v.Line = p[min(n, len(p)-1)].line
			}
		}
		out = append(out, v)
	}
	return out
}
