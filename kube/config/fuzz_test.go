package config

import (
	"testing"

	"kubeid/model"
)

// someOperations makes operations of a fuzzer's bytes: three bytes are one operation
// on one entry, with one of the names.
func someOperations(f *File, script []byte, names []string) []Operation {
	var ops []Operation
	for ; len(script) >= 3 && len(ops) < 8; script = script[3:] {
		kind := model.Kind(script[0] % 3)
		text := names[int(script[1])%len(names)]
		name := text
		if n := f.count(kind); n > 0 && script[2] < 250 {
			name = f.entry(kind, int(script[2])%n).Name.Raw()
		}
		ops = append(ops, someOperation(kind, name, text, script[0]/3))
	}
	return ops
}

func someOperation(kind model.Kind, name, text string, which byte) Operation {
	bodies := [...]Body{ContextBody(someContext), ClusterBody(someCluster), UserBody(someUser)}
	switch which % 8 {
	case 0:
		return SetCurrent{text}
	case 1:
		return Rename{Kind: kind, Old: name, New: text}
	case 2:
		return Delete{Kind: kind, Name: name}
	case 3:
		return Add{kind, text, bodies[kind]}
	case 4:
		return Replace{kind, name, bodies[kind]}
	case 5:
		switch kind {
		case model.ClusterKind:
			return SetField{kind, name, "server", text, text == ""}
		case model.UserKind:
			return SetField{kind, name, "token", text, text == ""}
		}
		return SetNamespace{name, text}
	case 6:
		switch kind {
		case model.ClusterKind:
			return SetField{kind, name, "certificate-authority-data", "LS0tLS1CRUdJTg==", false}
		case model.UserKind:
			return SetField{kind, name, "exec", "", true}
		}
		return Refer{name, model.ClusterKind, text}
	}
	switch kind {
	case model.ClusterKind:
		return SetField{kind, name, "insecure-skip-tls-verify", "true", false}
	case model.UserKind:
		return SetField{kind, name, "client-certificate-data", "LS0tLS1CRUdJTg==", false}
	}
	return Refer{name, model.UserKind, text}
}

// FuzzOperations carries sequences of operations out on any file: only their values
// differ, client-go agrees, the way back leads to the same bytes.
func FuzzOperations(f *testing.F) {
	for _, data := range corpus(f) {
		f.Add(data, "staging", []byte{0, 0, 0, 3, 0, 1})
		f.Add(data, "yes", []byte{4, 1, 0, 9, 0, 255, 6, 0, 0})
		f.Add(data, "a: #", []byte{12, 1, 1, 15, 0, 0, 18, 0, 0, 21, 1, 0})
	}
	f.Fuzz(func(t *testing.T, data []byte, name string, script []byte) {
		k, err := Read(data)
		if err != nil || len(data) > 1<<16 {
			return
		}
		ops := someOperations(k, script, []string{name, "made", "0123", "a: b # c", ""})
		for i := range ops {
			_, _ = proven(t, data, ops[:i+1]...)
		}
	})
}
