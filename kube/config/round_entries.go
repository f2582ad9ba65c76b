package config

import (
	"fmt"
	"slices"

	"kubeid/model"
)

// replace gives an entry another body: field by field where that is enough, so that
// the comments beside them stay, else as a whole.
func (r *round) replace(o Replace) error {
	i, err := r.find(o.Kind, o.Name, 0)
	if err != nil {
		return err
	}
	if len(r.cs.lists[o.Kind].at[i]) > 0 {
		return errNextRound
	}
	claims, parts, values := len(r.claims), len(r.parts), len(r.told)
	if r.fieldByField(o, i) {
		return nil
	}
	for _, m := range r.claims[claims:] {
		delete(r.keys, m)
	}
	delete(r.cs.lists[o.Kind].at, i)
	r.claims, r.parts, r.told = r.claims[:claims], r.parts[:parts], r.told[:values]
	return r.setAt(o.Kind, i, o.Name, change{path: []string{bodyKey(o.Kind)}, value: o.Body.fields()})
}

// fieldByField replaces values in place, and lets at most one field come or go.
func (r *round) fieldByField(o Replace, i int) bool {
	body := bodyKey(o.Kind)
	was, is := r.f.effectiveAt(o.Kind, i, []string{body}), o.Body.fields()
	if was.kind != mappingNode {
		return false
	}
	var cs []change
	moved := 0
	for _, key := range was.keys {
		if !slices.Contains(is.keys, key) {
			cs = append(cs, change{path: []string{body, key}, remove: true})
			moved++
		}
	}
	for n, key := range is.keys {
		if !slices.Contains(was.keys, key) {
			moved++
		}
		cs = append(cs, change{path: []string{body, key}, value: is.items[n]})
	}
	if moved > 1 {
		return false
	}
	for _, c := range cs {
		if r.setAt(o.Kind, i, o.Name, c) != nil {
			return false
		}
	}
	return true
}

func (r *round) delete(o Delete) error {
	i, err := r.find(o.Kind, o.Name, o.Line)
	if err != nil {
		return err
	}
	l := &r.cs.lists[o.Kind]
	if len(l.at[i]) > 0 || len(l.added) > 0 && len(l.gone)+1 == r.f.count(o.Kind) {
		return errNextRound
	}
	item, err := r.node(o.Kind, i)
	if err != nil {
		return err
	}
	if l.gone == nil {
		l.gone = map[int]bool{}
	}
	l.gone[i] = true
	delete(r.names[o.Kind], o.Name)
	path := fmt.Sprintf("%s[%s]", listKey(o.Kind), o.Name)
	for _, v := range tell(o.Kind, path, nil, r.f.effectiveAt(o.Kind, i, nil), value{}) {
		v.Line = item.line
		r.told = append(r.told, told{v, -1})
	}
	return nil
}

func (r *round) add(o Add) error {
	names := r.index(o.Kind)
	if _, there := names[o.Name]; there {
		return fmt.Errorf("%s %q: %w", o.Kind, model.NewText(o.Name), ErrEntryExists)
	}
	l := &r.cs.lists[o.Kind]
	if len(l.added) == 0 {
		if len(l.gone) > 0 && len(l.gone) == r.f.count(o.Kind) {
			return errNextRound
		}
		if r.f.root == nil || r.f.root.kind == nullNode {
			if len(r.parts) > 0 || len(r.f.Contexts)+len(r.f.Clusters)+len(r.f.Users) > 0 {
				return errNextRound
			}
			for kind := range r.cs.lists {
				if len(r.cs.lists[kind].added) > 0 {
					return errNextRound
				}
			}
		} else if r.f.root.at(r.f.data, listKey(o.Kind)) < 0 && !r.claim(r.f.root) {
			return errNextRound
		}
	}
	v := r.f.entryOf(o.Kind, o.Name, o.Body)
	l.added = append(l.added, v)
	names[o.Name] = r.f.count(o.Kind) + len(l.added) - 1
	path := fmt.Sprintf("%s[%s]", listKey(o.Kind), o.Name)
	for _, w := range tell(o.Kind, path, nil, value{}, v) {
		r.told = append(r.told, told{w, -2 - int(o.Kind)})
	}
	return nil
}
