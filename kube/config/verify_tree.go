package config

import "kubeid/model"

// sameTree compares two files that the scanner took, but for the changes.
func (r *round) sameTree(next []byte, root *node) bool {
	created := r.cs.created(r.f)
	return r.sameTop(r.f.root.keys(), r.f.root.children(), next, root, created) == len(created)
}

// sameTop compares keys at the top with those of a file or a section of one, in
// order. It returns how many keys are new there, all of which must be created by the
// round, or -1.
func (r *round) sameTop(keys, children []node, next []byte, root *node, created []string) int {
	i, fresh := 0, 0
	for j := range root.keys() {
		key := root.keys()[j].value(next)
		if i < len(keys) && keys[i].is(r.f.data, key) {
			if !r.sameValue(key, &children[i], next, &root.children()[j]) {
				return -1
			}
			i++
			continue
		}
		if !contains(created, key) || !r.sameValue(key, &node{kind: nullNode}, next, &root.children()[j]) {
			return -1
		}
		fresh++
	}
	if i < len(keys) {
		return -1
	}
	return fresh
}

func contains(list []string, s string) bool {
	for _, t := range list {
		if s == t {
			return true
		}
	}
	return false
}

// sameValue compares the values of one key at the top.
func (r *round) sameValue(key string, m *node, next []byte, n *node) bool {
	if c, ok := exactly(r.cs.top, key); ok {
		return c.value.is(next, n)
	}
	for kind := range r.cs.lists {
		if l := &r.cs.lists[kind]; key == listKey(model.Kind(kind)) && !l.none() {
			return r.sameList(l, m, next, n)
		}
	}
	return same(r.f.data, m, next, n, nil)
}

// sameList compares the entries of a list, but for those that change, come or go.
func (r *round) sameList(l *listChanges, m *node, next []byte, n *node) bool {
	items, j := n.children(), 0
	if n.kind != sequenceNode || len(items) != len(m.children())-len(l.gone)+len(l.added) {
		return false
	}
	for i := range m.children() {
		if l.gone[i] {
			continue
		}
		if !same(r.f.data, &m.children()[i], next, &items[j], l.at[i]) {
			return false
		}
		j++
	}
	for _, v := range l.added {
		if !v.is(next, &items[j]) {
			return false
		}
		j++
	}
	return true
}

// same compares two trees but for the values that change.
func same(a []byte, m *node, b []byte, n *node, cs []change) bool {
	if m.kind != n.kind {
		return false
	}
	switch m.kind {
	case mappingNode:
		return sameKeys(a, m, b, n, cs)
	case sequenceNode:
		if len(m.children()) != len(n.children()) {
			return false
		}
		for i := range m.children() {
			if !same(a, &m.children()[i], b, &n.children()[i], nil) {
				return false
			}
		}
		return true
	case otherNode:
		return string(a[m.start:m.end]) == string(b[n.start:n.end])
	}
	return view(m.bytes(a)) == view(n.bytes(b))
}

// sameKeys compares two mappings key by key, in order, but for the keys whose values
// change, come or go.
func sameKeys(a []byte, m *node, b []byte, n *node, cs []change) bool {
	i, j := 0, 0
	for i < len(m.keys()) || j < len(n.keys()) {
		if i < len(m.keys()) {
			if c, ok := exactly(cs, view(m.keys()[i].bytes(a))); ok && c.remove {
				i++
				continue
			}
		}
		if j < len(n.keys()) {
			key := view(n.keys()[j].bytes(b))
			if c, ok := exactly(cs, key); ok && !c.remove {
				if !c.value.is(b, &n.children()[j]) {
					return false
				}
				if j++; i < len(m.keys()) && m.keys()[i].is(a, key) {
					i++
				} else if m.at(a, key) >= 0 {
					return false
				}
				continue
			}
		}
		if i >= len(m.keys()) {
			return false
		}
		key := view(m.keys()[i].bytes(a))
		if j >= len(n.keys()) || key != view(n.keys()[j].bytes(b)) || !same(a, &m.children()[i], b, &n.children()[j], below(cs, key)) {
			return false
		}
		i, j = i+1, j+1
	}
	for _, c := range cs {
		if len(c.path) == 1 && (n.at(b, c.path[0]) >= 0) == c.remove {
			return false
		}
	}
	return true
}
