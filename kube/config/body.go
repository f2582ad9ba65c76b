package config

import (
	"encoding/json"
	"fmt"
	"slices"

	v1 "k8s.io/client-go/tools/clientcmd/api/v1"

	"kubeid/model"
)

// A Body is what an entry holds beside its name: fields in their order, known to
// client-go or not. It may hold secrets, so it prints as nothing. The zero Body is
// an empty one.
type Body struct{ value value }

// String hides what stands in the body.
func (Body) String() string { return "[entry]" }

// GoString hides what stands in the body.
func (Body) GoString() string { return "[entry]" }

// ContextBody returns the fields of c that are set, and the cluster and the user
// also when they are empty, as client-go writes them.
func ContextBody(c v1.Context) Body { return bodyOf(c) }

// bodyOf goes the way of client-go: through JSON, which leaves out what is not set.
func bodyOf(entry any) Body {
	data, err := json.Marshal(entry)
	if err != nil {
		return Body{}
	}
	v, err := readJSON(data)
	if err != nil {
		return Body{}
	}
	return Body{withoutNulls(v)}
}

func withoutNulls(v value) value {
	out := value{kind: v.kind, text: v.text}
	for i, item := range v.items {
		if v.kind == mappingNode && item.kind == nullNode {
			continue
		}
		if v.kind == mappingNode {
			out.keys = append(out.keys, v.keys[i])
		}
		out.items = append(out.items, withoutNulls(item))
	}
	return out
}

// JSON returns the body as JSON, with its secrets.
func (b Body) JSON() []byte { return []byte(b.fields().json()) }

// fields returns the body as a mapping, also when nothing stands in it.
func (b Body) fields() value {
	if b.value.kind != mappingNode {
		return value{kind: mappingNode}
	}
	return b.value
}

func (v value) json() string {
	l := flowLayout{json: true, colon: ":", comma: ","}
	return l.write(v, "")
}

// Text returns the text of a field, "" when it is absent or no text.
func (b Body) Text(field string) string {
	if v := b.value.get(field); v.kind == scalarNode {
		return v.text
	}
	return ""
}

// With returns the body with a field that holds this text.
func (b Body) With(field, text string) Body {
	return Body{b.fields().with(field, scalarOf(field, text))}
}

// Without returns the body without some fields.
func (b Body) Without(fields ...string) Body {
	v := b.fields()
	for _, f := range fields {
		v = v.without(f)
	}
	return Body{v}
}

// Fields returns the names of the fields in their order.
func (b Body) Fields() []string { return slices.Clone(b.value.keys) }

// Equal tells whether two bodies say the same; the order of fields does not count.
func (b Body) Equal(c Body) bool { return b.fields().equal(c.fields()) }

// Raw returns the body of an entry with all its fields, known or not. Of several
// entries of that name it is the first one's.
func (f *File) Raw(kind model.Kind, name string) (Body, error) {
	for i := range f.count(kind) {
		if f.entry(kind, i).Name.Raw() == name {
			return f.rawAt(kind, i)
		}
	}
	return Body{}, fmt.Errorf("%s %q: %w", kind, model.NewText(name), ErrNoEntry)
}

// document returns the whole file as client-go reads it. It is made once.
func (f *File) document() value {
	f.whole.Do(func() {
		if f.fast && f.root != nil {
			f.doc = valueOf(f.data, f.root)
			return
		}
		f.doc, _ = readJSON(f.asJSON)
	})
	return f.doc
}
