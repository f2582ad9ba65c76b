package config

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strings"

	v1 "k8s.io/client-go/tools/clientcmd/api/v1"

	"kubeid/model"
)

// maxUnknown bounds what one file can be complained about: beyond that it is not a
// slip of the finger but another kind of file.
const maxUnknown = 100

// Unknown finds the keys of a kubeconfig that kubectl passes over without a word:
// those that the types of clientcmd do not have, and those that stand twice. It finds
// none where the places of the values are not known.
func (f *File) Unknown() []model.UnknownField {
	if f.root == nil {
		return nil
	}
	w := fieldWalk{data: f.data, types: map[reflect.Type]map[string]reflect.Type{}}
	w.value(f.root, reflect.TypeFor[v1.Config](), nil)
	return w.found
}

// A fieldWalk goes through a document beside the type that it is read into.
type fieldWalk struct {
	data  []byte
	types map[reflect.Type]map[string]reflect.Type // the fields of each, once looked up
	found []model.UnknownField
}

// A trail leads to a value. It is written out only for what is told.
type trail struct {
	up    *trail
	key   string
	index int // in a list, or one of the two below
	depth int
}

const (
	byKey   = -1
	byMerge = -2 // what a merge brings stands at the place of the merge
)

func (t *trail) below(key string, index int) *trail {
	next := &trail{up: t, key: key, index: index}
	if t != nil {
		next.depth = t.depth + 1
	}
	return next
}

func (t *trail) text() model.Text { return model.NewText(strings.TrimPrefix(t.words(), ".")) }

func (t *trail) words() string {
	switch {
	case t == nil:
		return ""
	case t.index == byMerge:
		return t.up.words()
	case t.index == byKey:
		return t.up.words() + "." + shown(t.key)
	}
	return fmt.Sprintf("%s[%d]", t.up.words(), t.index)
}

func (w *fieldWalk) value(n *node, t reflect.Type, at *trail) {
	if at != nil && at.depth > 20 || len(w.found) >= maxUnknown {
		return
	}
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch {
	case n.kind == sequenceNode && t.Kind() == reflect.Slice:
		for i := range n.children() {
			w.value(&n.children()[i], t.Elem(), at.below("", i))
		}
	case n.kind == mappingNode && t.Kind() == reflect.Struct && !isExtension(t):
		w.mapping(n, t, at)
	}
}

// isExtension tells of the type that holds anything at all.
func isExtension(t reflect.Type) bool { return t.Name() == "RawExtension" }

func (w *fieldWalk) mapping(n *node, t reflect.Type, at *trail) {
	fields := w.fieldsOf(t)
	seen := make(map[string]bool, len(n.keys()))
	for i := range n.keys() {
		key, value := &n.keys()[i], &n.children()[i]
		name := key.value(w.data)
		if name == "<<" && key.style == plainStyle {
			w.value(value, t, at.below("", byMerge))
			continue
		}
		field, known := fields[name]
		switch {
		case !known:
			w.tell(model.UnknownField{Line: key.line, Path: at.below(name, byKey).text(), Near: near(name, fields)})
		case seen[name]:
			w.tell(model.UnknownField{Line: key.line, Path: at.below(name, byKey).text(), Twice: true})
		}
		seen[name] = true
		if known && (value.kind == mappingNode || value.kind == sequenceNode) {
			w.value(value, field, at.below(name, byKey))
		}
	}
}

// shown is a key as it is told: what is longer than any field may well be a value that
// came to stand in the wrong place.
func shown(key string) string {
	const most = 40
	if len(key) > most {
		return key[:8] + "…"
	}
	return cmp.Or(key, `""`)
}

func (w *fieldWalk) tell(f model.UnknownField) {
	if len(w.found) < maxUnknown {
		w.found = append(w.found, f)
	}
}

// fieldsOf returns the fields of a type, by their names in JSON.
func (w *fieldWalk) fieldsOf(t reflect.Type) map[string]reflect.Type {
	if known := w.types[t]; known != nil {
		return known
	}
	out := map[string]reflect.Type{}
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name != "" && name != "-" {
			out[name] = f.Type
		}
	}
	w.types[t] = out
	return out
}

// near is the field that a key is nearest to, or "".
func near(key string, fields map[string]reflect.Type) string {
	if len(key) < 3 {
		return ""
	}
	names := make([]string, 0, len(fields))
	for name := range fields {
		names = append(names, name)
	}
	slices.Sort(names)
	if close := model.Nearest(key, names); len(close) > 0 {
		return close[0]
	}
	return ""
}
