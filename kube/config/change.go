package config

import (
	"slices"

	"kubeid/model"
)

// A change says which value becomes what: at the top of the file, or below an entry.
type change struct {
	path   []string
	value  value
	remove bool
}

func (c change) key() string { return c.path[len(c.path)-1] }

// changes is what the operations of one round make of a file: what must be
// different afterwards, and nothing else.
type changes struct {
	top   []change
	lists [3]listChanges // by model.Kind
}

// listChanges is what becomes of one of the three lists.
type listChanges struct {
	at    map[int][]change // by the index of the entry
	gone  map[int]bool
	added []value // whole entries
}

func (l *listChanges) none() bool { return len(l.at)+len(l.gone)+len(l.added) == 0 }

// below returns the changes that lie below a key.
func below(cs []change, key string) []change {
	var out []change
	for _, c := range cs {
		if len(c.path) > 1 && c.path[0] == key {
			out = append(out, change{c.path[1:], c.value, c.remove})
		}
	}
	return out
}

// exactly returns the change of this very key.
func exactly(cs []change, key string) (change, bool) {
	for _, c := range cs {
		if len(c.path) == 1 && c.path[0] == key {
			return c, true
		}
	}
	return change{}, false
}

// apply carries the changes out on a document as the JSON decoder returns it.
func (cs *changes) apply(doc map[string]any) bool {
	for kind := range cs.lists {
		l, key := &cs.lists[kind], listKey(model.Kind(kind))
		if l.none() {
			continue
		}
		items, _ := doc[key].([]any)
		if doc[key] != nil && items == nil {
			return false
		}
		out := make([]any, 0, len(items)+len(l.added))
		for i, item := range items {
			for _, c := range l.at[i] {
				if !set(item, c.path, c) {
					return false
				}
			}
			if !l.gone[i] {
				out = append(out, item)
			}
		}
		for _, v := range l.added {
			out = append(out, v.any())
		}
		doc[key] = out
	}
	for _, c := range cs.top {
		set(doc, c.path, c)
	}
	return true
}

// set carries one change out below a mapping.
func set(at any, path []string, c change) bool {
	m, ok := at.(map[string]any)
	switch {
	case !ok:
		return false
	case len(path) > 1:
		return set(m[path[0]], path[1:], c)
	case c.remove:
		delete(m, path[0])
	default:
		m[path[0]] = c.value.any()
	}
	return true
}

// sections returns the keys at the top below which something changes.
func (cs *changes) sections() []string {
	var out []string
	for _, c := range cs.top {
		out = append(out, c.key())
	}
	for kind := range cs.lists {
		if !cs.lists[kind].none() {
			out = append(out, listKey(model.Kind(kind)))
		}
	}
	return out
}

// created returns those of the sections that the file does not have.
func (cs *changes) created(f *File) []string {
	return slices.DeleteFunc(cs.sections(), func(key string) bool { return f.root.at(f.data, key) >= 0 })
}
