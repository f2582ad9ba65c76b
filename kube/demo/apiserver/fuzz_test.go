package apiserver

import (
	"encoding/json"
	"testing"
)

// FuzzDecodeProtobuf wants an object or an error out of anything, and never a panic.
func FuzzDecodeProtobuf(f *testing.F) {
	f.Add([]byte("k8s\x00\n\x1b\n\x17authentication.k8s.io/v1\x12\x00"))
	f.Add([]byte("k8s\x00\x0a\x0f\x0a\x02v1\x12\x09Namespace\x12\x0b\x0a\x03\x0a\x01x\x12\x00\x1a\x02\x0a\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		o, err := decodeProtobuf(data)
		if err != nil {
			return
		}
		if _, err := json.Marshal(o); err != nil {
			t.Errorf("%v is no JSON: %v", o, err)
		}
	})
}

func TestProtobufIsReadAsKubectlSendsIt(t *testing.T) {
	// Namespace{metadata: {name: x, labels: {a: b}}}, as client-go encodes it.
	message := "\x0a\x0f\x0a\x01x\x5a\x0a\x0a\x03a/c\x12\x03b-d"
	data := "k8s\x00\x0a\x0f\x0a\x02v1\x12\x09Namespace\x12" + string(rune(len(message))) + message
	o, err := decodeProtobuf([]byte(data))
	if err != nil {
		t.Fatal(err)
	}
	if o.name() != "x" || o.text("apiVersion") != "v1" || o.labels("metadata", "labels")["a/c"] != "b-d" {
		t.Errorf("got %v", o)
	}
	for name, bad := range map[string]string{
		"no prefix":        "x",
		"the end is cut":   data[:len(data)-3],
		"a kind unknown":   "k8s\x00\x0a\x0c\x0a\x02v1\x12\x06Gadget",
		"a field unknown":  "k8s\x00\x0a\x0f\x0a\x02v1\x12\x09Namespace\x12\x02\x78\x01",
		"a wire type of 5": "k8s\x00\x0d\x00\x00\x00\x00",
	} {
		if o, err := decodeProtobuf([]byte(bad)); err == nil {
			t.Errorf("%s: got %v", name, o)
		}
	}
}

// FuzzPatch wants every patch to end in an object or an error.
func FuzzPatch(f *testing.F) {
	f.Add([]byte(`[{"op":"add","path":"/a/0","value":1},{"op":"remove","path":"/b"}]`))
	f.Add([]byte(`{"a":null,"containers":[{"name":"x","$patch":"delete"}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var change any
		if unmarshalNumbers(data, &change) != nil {
			return
		}
		base := func() map[string]any {
			return map[string]any{"a": []any{"x", map[string]any{"name": "y"}}, "b": map[string]any{"c": "d"}, "containers": []any{map[string]any{"name": "x"}}}
		}
		patchJSON(base(), change)
		merge(base(), change, true)
		merge(base(), change, false)
	})
}
