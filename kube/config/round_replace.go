package config

import (
	"bytes"
	"slices"
)

// An entry that is replaced is brought to its new body field by field, so that the
// comments beside the fields, and the fields that stay, are left as they are. In a round
// one key may come or go in a mapping; where more do, the rest follows in the next rounds,
// each of which is proven like any other change. Only what cannot be written so is
// written as a whole, and only where no comment would be lost by that.

// A rewrite is a Replace whose body is written as a whole.
type rewrite struct{ Replace }

// replace gives an entry another body, or brings it a step nearer to it. It returns what
// was done.
func (r *round) replace(o Replace) (Operation, error) {
	i, err := r.find(o.Kind, o.Name, 0)
	if err != nil {
		return o, err
	}
	if len(r.cs.lists[o.Kind].at[i]) > 0 {
		return o, errNextRound
	}
	body := bodyKey(o.Kind)
	was := r.f.effectiveAt(o.Kind, i, []string{body})
	if was.kind != mappingNode || was.empty() {
		return o, r.rewrite(o)
	}
	s := step{}
	is := s.towards(was, o.Body.fields(), []string{body})
	claims, parts, values := len(r.claims), len(r.parts), len(r.told)
	for _, c := range s.changes {
		if r.setAt(o.Kind, i, o.Name, c) == nil {
			continue
		}
		for _, m := range r.claims[claims:] {
			delete(r.keys, m)
		}
		delete(r.cs.lists[o.Kind].at, i)
		r.claims, r.parts, r.told = r.claims[:claims], r.parts[:parts], r.told[:values]
		return o, r.rewrite(o)
	}
	r.partly = !is.equal(o.Body.fields())
	o.Body = Body{is}
	return o, nil
}

// rewrite writes the whole body of an entry anew.
func (r *round) rewrite(o Replace) error {
	i, err := r.find(o.Kind, o.Name, 0)
	if err != nil {
		return err
	}
	was := r.f.effectiveAt(o.Kind, i, []string{bodyKey(o.Kind)})
	if list := r.f.list(o.Kind); list != nil && was.kind == mappingNode && !was.empty() {
		around := r.f.data
		if start, end, ok := r.f.lines(list, i); ok {
			around = around[start:end]
		}
		if hasComment(around) {
			return refuse("the comments in %s %q could not be kept", o.Kind, r.f.entry(o.Kind, i).Name)
		}
	}
	return r.setAt(o.Kind, i, o.Name, change{path: []string{bodyKey(o.Kind)}, value: o.Body.fields()})
}

// hasComment tells whether there may be a comment in a part of a file.
func hasComment(data []byte) bool {
	for i, b := range data {
		if b == '#' && (i == 0 || bytes.IndexByte([]byte(" \t\r\n,[{"), data[i-1]) >= 0) {
			return true
		}
	}
	return false
}

// A step is what is changed in one round: values, and at most one key that comes or goes.
type step struct {
	changes []change
	moved   bool
}

// towards returns what was becomes by the step on its way to is. What comes comes first,
// so that nothing is empty in between that is not so at last.
func (s *step) towards(was, is value, path []string) value {
	out := was
	for n, key := range is.keys {
		at := append(slices.Clone(path), key)
		old, there := was.get(key), slices.Contains(was.keys, key)
		switch {
		case there && old.equal(is.items[n]):
		case there && old.kind == mappingNode && is.items[n].kind == mappingNode && !old.empty() && !is.items[n].empty():
			out = out.with(key, s.towards(old, is.items[n], at))
		case there:
			s.changes = append(s.changes, change{path: at, value: is.items[n]})
			out = out.with(key, is.items[n])
		case !s.moved:
			s.moved = true
			s.changes = append(s.changes, change{path: at, value: is.items[n]})
			out = out.with(key, is.items[n])
		}
	}
	for _, key := range was.keys {
		if !s.moved && !slices.Contains(is.keys, key) {
			s.moved = true
			s.changes = append(s.changes, change{path: append(slices.Clone(path), key), remove: true})
			out = out.without(key)
		}
	}
	return out
}
