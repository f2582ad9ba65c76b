package config

import (
	"bytes"
	"strings"
	"testing"

	"k8s.io/client-go/tools/clientcmd"

	"kubeid/model"
)

// A lie is a patch that writes something else than it was made for.
var lies = map[string]func(string) string{
	"a word more":        func(s string) string { return s + "x" },
	"a word less":        func(s string) string { return s[:len(s)/2] },
	"nothing":            func(string) string { return "" },
	"a field more":       func(s string) string { return s + "\n    x-more: 1" },
	"an entry more":      func(s string) string { return strings.TrimSuffix(s, "\n") + "\n- name: more\n" },
	"a name twice":       func(s string) string { return strings.TrimSuffix(s, "\n") + "\n- name: context-00001\n  context: {}\n" },
	"a section more":     func(s string) string { return strings.TrimSuffix(s, "\n") + "\nx-more: 1\n" },
	"an open quote":      func(s string) string { return s + " \"" },
	"an open bracket":    func(s string) string { return s + " [" },
	"an end":             func(s string) string { return strings.TrimSuffix(s, "\n") + "\n...\n" },
	"another document":   func(s string) string { return strings.TrimSuffix(s, "\n") + "\n---\n" },
	"a comment":          func(s string) string { return s + " # x" },
	"an anchor":          func(s string) string { return "&a " + s },
	"an alias":           func(string) string { return "*a" },
	"a block to the end": func(string) string { return "|+\n" },
	"deeper":             func(s string) string { return strings.ReplaceAll(s, "\n", "\n    ") },
}

func TestTheVerifierIsNotFooled(t *testing.T) {
	files := map[string][]byte{"large": large(28), "small": large(2)}
	for _, name := range []string{"comments.yaml", "canonical.yaml", "pretty.json", "crlf.yaml", "flow.yaml"} {
		files[name] = corpus(t)[name]
	}
	caught, passed := 0, 0
	for file, data := range files {
		f, err := Read(data)
		if err != nil {
			t.Fatal(err)
		}
		context, cluster, user := f.Contexts[0].Name.Raw(), f.Clusters[0].Name.Raw(), f.Users[0].Name.Raw()
		for _, op := range []Operation{
			SetCurrent{"other"},
			SetNamespace{context, "shop"},
			Rename{Kind: model.UserKind, Old: user, New: "renamed"},
			Rename{Kind: model.ContextKind, Old: context, New: "ümlaut"},
			Add{model.UserKind, "made", UserBody(someUser)},
			Add{model.ContextKind, "made", ContextBody(someContext)},
			Delete{Kind: model.ClusterKind, Name: cluster},
		} {
			r := &round{f: f}
			if err := r.take(op); err != nil {
				t.Fatal(err)
			}
			e, err := r.edits()
			if err != nil {
				t.Fatalf("%s: %s: %v", file, op, err)
			}
			for lie, tell := range lies {
				patches := append([]Patch(nil), e.Patches...)
				patches[0].New = []byte(tell(string(patches[0].New)))
				if bytes.Equal(patches[0].New, e.Patches[0].New) {
					continue
				}
				if r.verify(patches) != nil {
					caught++
					continue
				}
				passed++
				was, _ := clientcmd.Load(data)
				is, err := clientcmd.Load(Join(Pieces(data, patches...)))
				if err != nil {
					t.Fatalf("%s: %s: %s passed, but client-go says %v", file, op, lie, err)
				}
				if expect(was, op); dump(was) != dump(is) {
					t.Errorf("%s: %s: %s passed:\n%s", file, op, lie, patches[0].New)
				}
			}
		}
	}
	if caught < 10*passed {
		t.Errorf("%d lies were caught, %d passed as harmless", caught, passed)
	}
	t.Logf("%d lies were caught, %d passed as harmless", caught, passed)
}

func TestEveryOperationOnALargeFile(t *testing.T) {
	heavy(t)
	data := large(28)
	f, err := Read(data)
	if err != nil || !f.fast || len(data) < judgeLimit {
		t.Fatal("it is not read as a large file", err)
	}
	ops := []Operation{
		Rename{Kind: model.UserKind, Old: "user-00027", New: "größer"},
		Add{model.UserKind, "yes", UserBody(someUser)},
		Rename{Kind: model.ContextKind, Old: "context-00003", New: "a\tb\nc"},
		Add{model.ClusterKind, "東京", ClusterBody(someCluster)},
	}
	for _, op := range everyOperation(f) {
		switch o := op.(type) {
		case Rename:
			if !strings.HasSuffix(o.Old, "00013") {
				continue
			}
		case Delete, Replace, SetField, SetNamespace, Refer:
			if !strings.Contains(op.String(), "00000") && !strings.Contains(op.String(), "00027") {
				continue
			}
		}
		ops = append(ops, op)
	}
	for _, op := range ops {
		if _, err := proven(t, data, op); err != nil {
			t.Errorf("%s: %v", op, err)
		}
	}
	if _, err := proven(t, data, ops[0], ops[1], ops[2], ops[3], Delete{Kind: model.UserKind, Name: "user-00000"}, SetNamespace{"context-00003x", "x"}); err == nil {
		t.Error("a context that is not there was changed")
	}
	if _, err := proven(t, data, ops[0], ops[1], ops[2], ops[3], Delete{Kind: model.UserKind, Name: "user-00000"}, SetNamespace{"context-00000", "x"}); err != nil {
		t.Error(err)
	}
}
