package config

import (
	"bytes"
	"encoding/json"
	"fmt"

	"kubeid/model"
)

// A Document is a kubeconfig that is written anew: for somebody else, or to be looked
// at. Its entries stand in it in their order.
type Document struct {
	Current string
	Entries []Entry
	Extras  Extras
}

// value returns the document with its keys in the order of kubectl.
func (d Document) value() value {
	lists := map[model.Kind]value{}
	for _, e := range d.Entries {
		l := lists[e.Kind]
		l.kind = sequenceNode
		entry := mappingOf(bodyKey(e.Kind), e.Body.fields()).with("name", textValue(e.Name))
		if e.Kind == model.UserKind { // kubectl sorts keys
			entry = mappingOf("name", textValue(e.Name)).with("user", e.Body.fields())
		}
		l.items = append(l.items, entry)
		lists[e.Kind] = l
	}
	v := mappingOf("apiVersion", textValue("v1"))
	add := func(kind model.Kind) {
		l := lists[kind]
		l.kind = sequenceNode
		v = v.with(listKey(kind), l)
	}
	add(model.ClusterKind)
	add(model.ContextKind)
	v = v.with("current-context", textValue(d.Current))
	if len(d.Extras.extensions) > 0 {
		v = v.with("extensions", listed(d.Extras.extensions))
	}
	v = v.with("kind", textValue("Config"))
	if preferences := d.Extras.shown(); preferences.kind != nullNode {
		v = v.with("preferences", preferences)
	}
	add(model.UserKind)
	return v
}

// YAML returns the document in the layout of kubectl. An error says that it would not
// be read back as it is: a name or value that YAML cannot hold.
func (d Document) YAML() ([]byte, error) {
	v := d.value()
	out := []byte(layout{eol: "\n", step: 2}.mapping(v, 0) + "\n")
	f, err := Read(out)
	if err != nil {
		return nil, fmt.Errorf("the new kubeconfig %w", err)
	}
	if !f.effective(nil).equal(v) {
		return nil, fmt.Errorf("the new kubeconfig would not be read back as it is")
	}
	return out, nil
}

// JSON returns the document as JSON, two blanks a step.
func (d Document) JSON() ([]byte, error) {
	var out bytes.Buffer
	if err := json.Indent(&out, []byte(d.value().json()), "", "  "); err != nil {
		return nil, fmt.Errorf("the new kubeconfig is no JSON: %w", err)
	}
	out.WriteByte('\n')
	return out.Bytes(), nil
}
