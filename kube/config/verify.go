package config

import (
	"fmt"
	"reflect"

	"k8s.io/client-go/tools/clientcmd/api"
	"sigs.k8s.io/yaml"
)

// judgeLimit is up to which size client-go itself judges an edit of a file that
// the scanner read; above it the scanner does, which a fuzz test holds to
// client-go's judgement, since client-go takes seconds for large files.
const judgeLimit = 128 << 10

var errVerify = fmt.Errorf("the value is shared with others, or cannot be told from them: %w", ErrNotEditable)

// verify proves that the file that p leads to means what the file means, but for
// the change: first the whole document with every field, known or not, then as
// client-go loads it. A file that client-go does not load is only written when the
// edit mends it.
func (f *File) verify(p Patch, c change) error {
	if f.fast && len(f.data) > judgeLimit {
		if known, err := f.verifySection(p, c); known {
			return err
		}
	}
	next := Join(Pieces(f.data, p))
	if f.fast {
		if root := scanAny(next); root != nil {
			g, ok := decode(next, root)
			if !ok || !same(f.data, f.root, next, root, c.path, c) {
				return errVerify
			}
			return f.judged(next, g, c)
		}
	}
	if err := sameDocument(f.data, next, c); err != nil {
		return err
	}
	g, err := Read(next)
	if err != nil {
		return err
	}
	return f.judged(next, g, c)
}

// verifySection looks only at the top-level section that the patch is in. In the
// form that the scanner takes nothing reaches from one section into another, so
// the others mean what they meant. It returns false when the section is not of
// that form any more.
func (f *File) verifySection(p Patch, c change) (known bool, err error) {
	i := len(f.root.keys()) - 1
	for i > 0 && f.root.keys()[i].start > p.Offset {
		i--
	}
	start, end := f.root.keys()[i].start, len(f.data)
	if i+1 < len(f.root.keys()) {
		end = f.root.keys()[i+1].start
	}
	if p.Offset < start || p.Offset+len(p.Old) > end {
		return false, nil
	}
	section := Join(Pieces(f.data[start:end], Patch{p.Offset - start, p.Old, p.New}))
	root := scanAny(section)
	if root == nil {
		return false, nil
	}
	was := node{kind: mappingNode, in: &inside{keys: f.root.keys()[i : i+1], children: f.root.children()[i : i+1]}}
	if _, ok := decode(section, root); !ok || !same(f.data, &was, section, root, c.path, c) {
		return true, errVerify
	}
	if len(root.keys()) > 1 && f.root.at(f.data, c.key()) >= 0 {
		return true, errVerify // a key that another section has already
	}
	return true, nil
}

// same compares two trees but for the value at path.
func same(a []byte, m *node, b []byte, n *node, path []step, c change) bool {
	if len(path) == 0 && path != nil {
		return (n.kind == scalarNode || n.kind == nullNode) && n.value(b) == c.text
	}
	if m.kind != n.kind {
		return false
	}
	switch m.kind {
	case mappingNode:
		return sameKeys(a, m, b, n, path, c)
	case sequenceNode:
		if len(m.children()) != len(n.children()) {
			return false
		}
		for i := range m.children() {
			if !same(a, &m.children()[i], b, &n.children()[i], follow(path, "", i), c) {
				return false
			}
		}
		return true
	case otherNode:
		return string(a[m.start:m.end]) == string(b[n.start:n.end])
	}
	return view(m.bytes(a)) == view(n.bytes(b))
}

// sameKeys compares two mappings key by key, in order, but for the key that the
// change adds or takes away.
func sameKeys(a []byte, m *node, b []byte, n *node, path []step, c change) bool {
	i, j := 0, 0
	for i < len(m.keys()) || j < len(n.keys()) {
		target := len(path) == 1
		switch {
		case target && c.remove && i < len(m.keys()) && m.keys()[i].is(a, path[0].key):
			i++
		case target && !c.remove && j < len(n.keys()) && n.keys()[j].is(b, path[0].key) && m.at(a, path[0].key) < 0:
			if n.children()[j].value(b) != c.text {
				return false
			}
			j++
		case i >= len(m.keys()) || j >= len(n.keys()):
			return false
		default:
			key := view(m.keys()[i].bytes(a))
			if key != view(n.keys()[j].bytes(b)) || !same(a, &m.children()[i], b, &n.children()[j], follow(path, key, 0), c) {
				return false
			}
			i, j = i+1, j+1
		}
	}
	return true
}

// follow returns the rest of path below this key or index: empty at its end, nil
// beside it.
func follow(path []step, key string, index int) []step {
	if len(path) > 0 && path[0].key == key && (key != "" || path[0].index == index) {
		return path[1:]
	}
	return nil
}

// sameDocument compares the documents as client-go's YAML reader sees them.
func sameDocument(before, after []byte, c change) error {
	var was, is any
	if err := unmarshal(before, &was); err != nil {
		return errVerify
	}
	if err := unmarshal(after, &is); err != nil {
		return errVerify
	}
	if was == nil && len(c.path) == 1 {
		was = map[string]any{"apiVersion": "v1", "kind": "Config"}
	}
	if !apply(was, c.path, c) || !reflect.DeepEqual(was, is) {
		return errVerify
	}
	return nil
}

func unmarshal(data []byte, v *any) (err error) {
	defer func() {
		if recover() != nil {
			err = errVerify
		}
	}()
	return yaml.Unmarshal(data, v)
}

// apply carries a change out on a document.
func apply(doc any, path []step, c change) bool {
	switch d := doc.(type) {
	case map[string]any:
		if len(path) > 1 {
			return apply(d[path[0].key], path[1:], c)
		}
		if c.remove {
			delete(d, path[0].key)
		} else {
			d[path[0].key] = c.text
		}
		return true
	case []any:
		return path[0].index < len(d) && apply(d[path[0].index], path[1:], c)
	}
	return false
}

// judged asks client-go: it must load the new file, and see the same entries as
// before but for the change.
func (f *File) judged(next []byte, g *File, c change) error {
	is, err := load(next)
	if err != nil {
		if f.Refused != "" {
			return fmt.Errorf("kubectl cannot load this file: %s", g.Refused)
		}
		return errVerify
	}
	if f.Refused != "" {
		return nil // the edit mends the file
	}
	was, err := load(f.data)
	if err != nil {
		return errVerify
	}
	normalise(was)
	normalise(is)
	f.applyTo(was, c)
	if !reflect.DeepEqual(was, is) {
		return errVerify
	}
	return nil
}

// applyTo carries the change out on client-go's view of the old file.
func (f *File) applyTo(was *api.Config, c change) {
	if c.key() == "current-context" {
		was.CurrentContext = c.text
		return
	}
	if context := was.Contexts[f.Contexts[c.path[1].index].Name.Raw()]; context != nil {
		context.Namespace = c.text
	}
}

// normalise makes nothing and an empty map alike: an empty file has the one, a
// file without entries the other.
func normalise(c *api.Config) {
	if len(c.Clusters) == 0 {
		c.Clusters = nil
	}
	if len(c.AuthInfos) == 0 {
		c.AuthInfos = nil
	}
	if len(c.Contexts) == 0 {
		c.Contexts = nil
	}
	if len(c.Extensions) == 0 {
		c.Extensions = nil
	}
	if len(c.Preferences.Extensions) == 0 {
		c.Preferences.Extensions = nil
	}
}
