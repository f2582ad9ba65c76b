package kube

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strings"

	yaml "go.yaml.in/yaml/v3"
	v1 "k8s.io/client-go/tools/clientcmd/api/v1"

	"kubeid/model"
)

// maxUnknown bounds what one file can be complained about: beyond that it is not a
// slip of the finger but another kind of file.
const maxUnknown = 100

// unknownFields finds the keys of a kubeconfig that kubectl passes over without a
// word: those that the types of clientcmd do not have, and those that stand twice.
func unknownFields(path string, data []byte) (found []model.UnknownField) {
	defer func() {
		if recover() != nil { // the parser knows no other way to say that it is lost
			found = nil
		}
	}()
	var doc yaml.Node
	if yaml.Unmarshal(data, &doc) != nil || doc.Kind != yaml.DocumentNode || len(doc.Content) != 1 {
		return nil
	}
	w := fieldWalk{file: path}
	w.value(doc.Content[0], reflect.TypeFor[v1.Config](), "", 0)
	return w.found
}

// A fieldWalk goes through a document beside the type that it is read into.
type fieldWalk struct {
	file  string
	found []model.UnknownField
}

func (w *fieldWalk) value(n *yaml.Node, t reflect.Type, path string, depth int) {
	for n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	if depth > 20 || len(w.found) >= maxUnknown {
		return
	}
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch {
	case n.Kind == yaml.SequenceNode && t.Kind() == reflect.Slice:
		for i, item := range n.Content {
			w.value(item, t.Elem(), fmt.Sprintf("%s[%d]", path, i), depth+1)
		}
	case n.Kind == yaml.MappingNode && t.Kind() == reflect.Struct && !isExtension(t):
		w.mapping(n, t, path, depth)
	}
}

// isExtension tells of the type that holds anything at all.
func isExtension(t reflect.Type) bool { return t.Name() == "RawExtension" }

func (w *fieldWalk) mapping(n *yaml.Node, t reflect.Type, path string, depth int) {
	fields := fieldsOf(t)
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if key.Tag == "!!merge" {
			w.value(value, t, path, depth+1)
			continue
		}
		at := strings.TrimPrefix(path+"."+shown(key.Value), ".")
		field, known := fields[key.Value]
		switch {
		case !known:
			w.tell(model.UnknownField{Line: key.Line, Path: model.NewText(at), Near: near(key.Value, fields)})
		case seen[key.Value]:
			w.tell(model.UnknownField{Line: key.Line, Path: model.NewText(at), Twice: true})
		}
		seen[key.Value] = true
		if known {
			w.value(value, field, at, depth+1)
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
		f.File = w.file
		w.found = append(w.found, f)
	}
}

// fieldsOf returns the fields of a type, by their names in JSON.
func fieldsOf(t reflect.Type) map[string]reflect.Type {
	out := map[string]reflect.Type{}
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name != "" && name != "-" {
			out[name] = f.Type
		}
	}
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
