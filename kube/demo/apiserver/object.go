package apiserver

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
)

// An object is one object of the API, as its JSON says. What is stored is never
// changed again: whoever wants another one clones it.
type object map[string]any

// decodeObject reads one JSON object, and keeps its numbers as they are written.
func decodeObject(data []byte) (object, error) {
	var o object
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	if err := d.Decode(&o); err != nil {
		return nil, err
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, fmt.Errorf("there is more after the object")
	}
	if o == nil {
		return nil, fmt.Errorf("it is null")
	}
	return o, nil
}

// at returns what stands at a path, or nil.
func (o object) at(path ...string) any {
	var v any = map[string]any(o)
	for _, p := range path {
		m, _ := v.(map[string]any)
		v = m[p]
	}
	return v
}

// text returns the string at a path, or "".
func (o object) text(path ...string) string {
	s, _ := o.at(path...).(string)
	return s
}

// number returns the whole number at a path and whether there is one.
func (o object) number(path ...string) (int64, bool) {
	switch n := o.at(path...).(type) {
	case json.Number:
		i, err := n.Int64()
		return i, err == nil
	case int64:
		return n, true
	case int:
		return int64(n), true
	}
	return 0, false
}

// list returns the objects of a list at a path.
func (o object) list(path ...string) []object {
	items, _ := o.at(path...).([]any)
	out := make([]object, 0, len(items))
	for _, i := range items {
		if m, ok := i.(map[string]any); ok {
			out = append(out, m)
		}
	}
	return out
}

// texts returns the strings of a list at a path.
func (o object) texts(path ...string) []string {
	items, _ := o.at(path...).([]any)
	out := make([]string, 0, len(items))
	for _, i := range items {
		if s, ok := i.(string); ok {
			out = append(out, s)
		}
	}
	return out
}

// labels returns the strings of a map at a path.
func (o object) labels(path ...string) map[string]string {
	m, _ := o.at(path...).(map[string]any)
	out := make(map[string]string, len(m))
	for k, v := range m {
		out[k], _ = v.(string)
	}
	return out
}

// set puts a value at a path, making the maps on the way. A nil value removes.
func (o object) set(value any, path ...string) {
	m := map[string]any(o)
	for _, p := range path[:len(path)-1] {
		next, ok := m[p].(map[string]any)
		if !ok {
			if value == nil {
				return
			}
			next = map[string]any{}
			m[p] = next
		}
		m = next
	}
	if value == nil {
		delete(m, path[len(path)-1])
		return
	}
	m[path[len(path)-1]] = value
}

func (o object) name() string      { return o.text("metadata", "name") }
func (o object) namespace() string { return o.text("metadata", "namespace") }
func (o object) uid() string       { return o.text("metadata", "uid") }

// version is the resourceVersion, 0 when there is none.
func (o object) version() uint64 {
	n, _ := strconv.ParseUint(o.text("metadata", "resourceVersion"), 10, 64)
	return n
}

// terminating tells whether somebody has asked to delete the object.
func (o object) terminating() bool { return o.text("metadata", "deletionTimestamp") != "" }

func (o object) clone() object { return object(clone(map[string]any(o)).(map[string]any)) }

func clone(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := make(map[string]any, len(v))
		for k, e := range v {
			out[k] = clone(e)
		}
		return out
	case object:
		return clone(map[string]any(v))
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = clone(e)
		}
		return out
	}
	return v
}

// anys makes a list of JSON out of strings.
func anys(items []string) []any {
	out := make([]any, len(items))
	for i, s := range items {
		out[i] = s
	}
	return out
}
