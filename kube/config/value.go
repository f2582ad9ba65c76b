package config

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
)

// A value is YAML or JSON as client-go understands it, with its keys in order.
type value struct {
	kind  nodeKind
	text  string   // of a scalarNode; of an otherNode the word as JSON has it: true, 5
	keys  []string // of a mapping
	items []value  // values of a mapping, items of a sequence
}

func textValue(s string) value { return value{kind: scalarNode, text: s} }

// mappingOf returns {key: v}.
func mappingOf(key string, v value) value {
	return value{kind: mappingNode, keys: []string{key}, items: []value{v}}
}

// get returns the value of a key, or null.
func (v value) get(key string) value {
	if i := slices.Index(v.keys, key); i >= 0 {
		return v.items[i]
	}
	return value{}
}

// with returns v with a key set, at its place or at the end.
func (v value) with(key string, w value) value {
	out := value{kind: mappingNode, keys: slices.Clone(v.keys), items: slices.Clone(v.items)}
	if i := slices.Index(v.keys, key); i >= 0 {
		out.items[i] = w
		return out
	}
	out.keys, out.items = append(out.keys, key), append(out.items, w)
	return out
}

// without returns v without a key.
func (v value) without(key string) value {
	i := slices.Index(v.keys, key)
	if i < 0 {
		return v
	}
	v.keys, v.items = slices.Delete(slices.Clone(v.keys), i, i+1), slices.Delete(slices.Clone(v.items), i, i+1)
	return v
}

// empty tells whether v is a mapping or a list with nothing in it.
func (v value) empty() bool {
	return (v.kind == mappingNode || v.kind == sequenceNode) && len(v.items) == 0
}

// equal compares two values; the order of keys does not count.
func (v value) equal(w value) bool {
	if v.kind != w.kind || v.text != w.text || len(v.items) != len(w.items) {
		return false
	}
	for i := range v.items {
		j := i
		if v.kind == mappingNode {
			if j = slices.Index(w.keys, v.keys[i]); j < 0 {
				return false
			}
		}
		if !v.items[i].equal(w.items[j]) {
			return false
		}
	}
	return true
}

// any returns v as the JSON decoder would.
func (v value) any() any {
	switch v.kind {
	case scalarNode:
		return v.text
	case otherNode:
		var out any
		if json.Unmarshal([]byte(v.text), &out) != nil {
			return v.text
		}
		return out
	case mappingNode:
		out := make(map[string]any, len(v.keys))
		for i, k := range v.keys {
			out[k] = v.items[i].any()
		}
		return out
	case sequenceNode:
		out := make([]any, len(v.items))
		for i := range v.items {
			out[i] = v.items[i].any()
		}
		return out
	}
	return nil
}

// is tells whether a node of a file that the scanner took says the same as v, with
// the keys in the same order.
func (v value) is(data []byte, n *node) bool {
	if v.kind != n.kind || len(v.items) != len(n.children()) {
		return false
	}
	switch v.kind {
	case scalarNode:
		return n.is(data, v.text)
	case otherNode:
		return string(data[n.start:n.end]) == v.text
	}
	for i := range v.items {
		if v.kind == mappingNode && !n.keys()[i].is(data, v.keys[i]) || !v.items[i].is(data, &n.children()[i]) {
			return false
		}
	}
	return true
}

// valueOf returns what a node of a file says that the scanner took.
func valueOf(data []byte, n *node) value {
	v := value{kind: n.kind}
	switch n.kind {
	case scalarNode:
		v.text = n.value(data)
	case otherNode:
		v.text = string(data[n.start:n.end])
	}
	for i := range n.children() {
		if n.kind == mappingNode {
			v.keys = append(v.keys, n.keys()[i].value(data))
		}
		v.items = append(v.items, valueOf(data, &n.children()[i]))
	}
	return v
}

// ordered gives the keys of v the order that they have in a file; keys that come
// from a YAML merge stand behind the others.
func (v value) ordered(data []byte, n *node) value {
	if n == nil || v.kind != n.kind {
		return v
	}
	out := value{kind: v.kind, text: v.text}
	switch v.kind {
	case mappingNode:
		for i := range n.keys() {
			key := n.keys()[i].value(data)
			if slices.Contains(v.keys, key) && !slices.Contains(out.keys, key) {
				out.keys = append(out.keys, key)
				out.items = append(out.items, v.get(key).ordered(data, n.get(data, key)))
			}
		}
		for i, key := range v.keys {
			if !slices.Contains(out.keys, key) {
				out.keys, out.items = append(out.keys, key), append(out.items, v.items[i])
			}
		}
	case sequenceNode:
		if len(v.items) != len(n.children()) {
			return v
		}
		for i := range v.items {
			out.items = append(out.items, v.items[i].ordered(data, &n.children()[i]))
		}
	}
	return out
}

// readJSON reads one JSON value and keeps the order of its keys.
func readJSON(data []byte) (value, error) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	v, err := nextValue(d)
	if err != nil {
		return value{}, err
	}
	if _, err := d.Token(); err != io.EOF {
		return value{}, fmt.Errorf("there is more than one value")
	}
	return v, nil
}

func nextValue(d *json.Decoder) (value, error) {
	t, err := d.Token()
	if err != nil {
		return value{}, err
	}
	switch t := t.(type) {
	case string:
		return textValue(t), nil
	case nil:
		return value{}, nil
	case json.Delim:
		return nextItems(d, t)
	}
	return value{kind: otherNode, text: fmt.Sprint(t)}, nil // a bool or a json.Number
}

func nextItems(d *json.Decoder, open json.Delim) (value, error) {
	v := value{kind: sequenceNode}
	if open == '{' {
		v.kind = mappingNode
	}
	for d.More() {
		if v.kind == mappingNode {
			key, err := d.Token()
			if err != nil {
				return v, err
			}
			v.keys = append(v.keys, fmt.Sprint(key))
		}
		item, err := nextValue(d)
		if err != nil {
			return v, err
		}
		v.items = append(v.items, item)
	}
	_, err := d.Token()
	return v, err
}
