package config

import (
	"fmt"

	"kubeid/model"
)

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
