package config

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"kubeid/model"
)

// A leaf is a value inside of a value.
type leaf struct {
	kind   model.Kind
	path   []string
	text   string
	secret bool
}

// tell lists what is different between two values, for a plan. place is what the
// path of the value begins with, kind is -1 at the top of the file.
func tell(kind model.Kind, place string, path []string, was, is value) []Value {
	before, after := leaves(kind, path, was), leaves(kind, path, is)
	now := make(map[string]leaf, len(after))
	for _, l := range after {
		now[words(place, l.path)] = l
	}
	var out []Value
	for _, l := range before {
		at := words(place, l.path)
		v := Value{Path: at, Before: l.shown(), After: model.Value{Absent: true}}
		if n, ok := now[at]; ok {
			v.After = n.shown()
			delete(now, at)
			if n.text == l.text {
				continue
			}
		}
		out = append(out, v)
	}
	for _, l := range after {
		at := words(place, l.path)
		if _, there := now[at]; there {
			out = append(out, Value{Path: at, Before: model.Value{Absent: true}, After: l.shown()})
		}
	}
	return out
}

// words writes a path for a person: contexts[prod].context.namespace.
func words(place string, path []string) string {
	return strings.Join(append([]string{place}, path...), ".")
}

// leaves returns the values inside of v that have nothing inside of them.
func leaves(kind model.Kind, path []string, v value) []leaf {
	switch {
	case v.kind == nullNode:
		return nil
	case v.kind == mappingNode && v.empty():
		return []leaf{{kind, path, "{}", false}}
	case v.kind == sequenceNode && v.empty():
		return []leaf{{kind, path, "[]", false}}
	case v.kind == scalarNode || v.kind == otherNode:
		return []leaf{{kind, path, v.text, secretAt(kind, path)}}
	}
	var out []leaf
	for i, item := range v.items {
		step := strconv.Itoa(i)
		if v.kind == mappingNode {
			step = v.keys[i]
		}
		out = append(out, leaves(kind, append(slices.Clip(path), step), item)...)
	}
	return out
}

func (l leaf) shown() model.Value {
	switch {
	case l.secret:
		return model.Value{Secret: true}
	case len(l.path) > 0 && strings.HasSuffix(l.path[len(l.path)-1], "-data"):
		return model.Value{Text: model.NewText(fmt.Sprintf("%d bytes of base64", len(l.text)))}
	case l.kind == model.ClusterKind:
		return model.Value{Text: model.NewText(redactURL(l.text))} // an address may hold a password
	}
	return model.Value{Text: model.NewText(redactURL(l.text))}
}
