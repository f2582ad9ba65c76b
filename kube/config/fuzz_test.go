package config

import (
	"math/rand/v2"
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

func TestSequencesOfOperations(t *testing.T) {
	heavy(t)
	r := rand.New(rand.NewPCG(4, 2))
	made, refused := 0, 0
	for file, data := range corpus(t) {
		f, err := Read(data)
		if err != nil {
			t.Fatal(file, err)
		}
		for range 12 {
			script := make([]byte, 3*(2+r.IntN(7)))
			for i := range script {
				script[i] = byte(r.UintN(256))
			}
			if _, err := proven(t, data, someOperations(f, script, someNames)...); err != nil {
				refused++
				continue
			}
			made++
		}
	}
	t.Logf("%d made, %d refused", made, refused)
	if made < 50 {
		t.Errorf("only %d sequences were made, %d refused", made, refused)
	}
}

// FuzzEdit carries sequences of operations out on any file: only their values
// differ, client-go agrees, the way back leads to the same bytes.
func FuzzEdit(f *testing.F) {
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

// FuzzBody brings any body into a file, and reads it back as it was.
func FuzzBody(f *testing.F) {
	for _, text := range []string{secretive, "a: |+\n x\n\n\nb: {c: [1, 2.5, true, null]}", "\"\\u0085\": [[], {}, [[-x]]]", "? [a]\n: b", "x: \" a\\n b\\n\""} {
		f.Add([]byte(text))
	}
	files := [][]byte{nil, []byte("users: []\n"), []byte("{\n\t\"users\": []\n}"), []byte("users:\n  - name: a\n    user:\n      x: 1\n"), []byte("users: [{name: a}]\r\n")}
	f.Fuzz(func(t *testing.T, text []byte) {
		b, err := ParseBody(text)
		if err != nil || len(text) > 1<<14 {
			return
		}
		for _, data := range files {
			k, err := Read(data)
			if err != nil {
				t.Fatal(err)
			}
			e, err := k.Edit(Add{model.UserKind, "new", b})
			if err != nil {
				continue // client-go does not take it, or YAML cannot hold it
			}
			k, err = Read(e.Next())
			if err != nil {
				t.Fatal(err)
			}
			got, err := k.Raw(model.UserKind, "new")
			if err != nil || !got.Equal(b) {
				t.Fatalf("%s became %s in\n%s", b.JSON(), got.JSON(), e.Next())
			}
		}
	})
}
