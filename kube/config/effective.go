package config

import "kubeid/model"

// effective returns what client-go reads at a path from the top, null for nothing.
func (f *File) effective(path []string) value {
	if f.fast {
		return f.walk(f.root, path)
	}
	return descend(f.document(), path)
}

// effectiveAt returns what client-go reads at a path below an entry.
func (f *File) effectiveAt(kind model.Kind, i int, path []string) value {
	if f.fast {
		return f.walk(&f.root.get(f.data, listKey(kind)).children()[i], path)
	}
	items := f.document().get(listKey(kind)).items
	if i >= len(items) {
		return value{}
	}
	v := descend(items[i], path)
	if list := f.list(kind); list != nil {
		v = v.ordered(f.data, f.reach(&list.children()[i], path))
	}
	return v
}

func descend(v value, path []string) value {
	for _, key := range path {
		v = v.get(key)
	}
	return v
}

// reach returns the node at a path, or nil.
func (f *File) reach(n *node, path []string) *node {
	for _, key := range path {
		if n = n.get(f.data, key); n == nil {
			return nil
		}
	}
	return n
}

func (f *File) walk(n *node, path []string) value {
	if n = f.reach(n, path); n == nil {
		return value{}
	}
	return valueOf(f.data, n)
}

// rawAt returns the body of an entry.
func (f *File) rawAt(kind model.Kind, i int) (Body, error) {
	v := f.effectiveAt(kind, i, []string{bodyKey(kind)})
	if v.kind != mappingNode && v.kind != nullNode {
		return Body{}, refuse("%s %q is not a mapping", kind, f.entry(kind, i).Name)
	}
	return Body{v}, nil
}
