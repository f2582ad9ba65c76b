package config

import (
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kubeid/model"
)

// update writes the edit kit anew: go test ./kube/config -run Kit -update
var update = flag.Bool("update", false, "write testdata/edits anew")

const kitFolder = "../../testdata/edits"

// A kitFile is one kubeconfig in one style, with everything that is done to it.
// testdata/edits/README.md explains the format.
type kitFile struct {
	Name   string    `json:"name"`
	Before string    `json:"before"`
	Cases  []kitCase `json:"cases"`
}

type kitCase struct {
	Operations []map[string]any `json:"operations"`
	Edits      []kitEdit        `json:"edits,omitempty"`
	Refused    string           `json:"refused,omitempty"`
}

type kitEdit struct {
	At     int    `json:"at"`
	Remove string `json:"remove"`
	Insert string `json:"insert"`
}

func TestTheKitIsWhatTheProgramDoes(t *testing.T) {
	heavy(t)
	sources, err := filepath.Glob(kitFolder + "/contents/*.yaml")
	if err != nil || len(sources) == 0 {
		t.Fatal("no contents found", err)
	}
	files, cases, refused := 0, 0, 0
	for _, s := range styles {
		var kit []kitFile
		for _, source := range sources {
			data, err := os.ReadFile(source)
			if err != nil {
				t.Fatal(err)
			}
			name := strings.TrimSuffix(filepath.Base(source), ".yaml") + "." + s.name
			f := kitFile{Name: name, Before: s.write(contents(t, data))}
			f.Cases = kitCases(t, f)
			kit = append(kit, f)
			for _, c := range f.Cases {
				if cases++; c.Refused == notWithout {
					refused++
				}
			}
			files++
		}
		sameFile(t, filepath.Join(kitFolder, s.name+".json"), writeKit(s, kit))
	}
	t.Logf("%d files, %d cases, %d refused", files, cases, refused)
	if files < 200 || refused*100 > cases {
		t.Errorf("%d files with %d cases, of which %d are refused", files, cases, refused)
	}
}

const notWithout = "not without touching more than the value"

// kitCases carries out everything on one file and proves it against client-go.
func kitCases(t *testing.T, file kitFile) []kitCase {
	t.Helper()
	f, err := Read([]byte(file.Before))
	if err != nil || f.Refused != "" {
		t.Fatalf("%s cannot be read: %v %s\n%s", file.Name, err, f.Refused, file.Before)
	}
	var out []kitCase
	for _, ops := range kitOperations(f) {
		c := kitCase{}
		for _, op := range ops {
			c.Operations = append(c.Operations, kitOperation(op))
		}
		e, err := f.Edit(ops...)
		if *update { // what stands in the kit is proven; whether that is still done needs no proof
			e, err = proven(t, []byte(file.Before), ops...)
		}
		switch {
		case errors.Is(err, ErrNoEntry):
			c.Refused = "no such entry"
		case errors.Is(err, ErrEntryExists):
			c.Refused = "the name is taken"
		case err != nil:
			c.Refused = notWithout
			t.Logf("%s: %s: %v", file.Name, ops, err)
		}
		for _, p := range e.Patches {
			c.Edits = append(c.Edits, kitEdit{p.Offset, string(p.Old), string(p.New)})
		}
		out = append(out, c)
	}
	return out
}

// kitOperations returns what is done to every file of the kit.
func kitOperations(f *File) [][]Operation {
	context, other := f.Contexts[0].Name.Raw(), f.Contexts[len(f.Contexts)-1].Name.Raw()
	cluster, user := f.Clusters[0].Name.Raw(), f.Users[0].Name.Raw()
	last := f.Users[len(f.Users)-1].Name.Raw()
	all := func(kind model.Kind) (ops []Operation) {
		for i := range f.count(kind) {
			ops = append(ops, Delete{Kind: kind, Name: f.entry(kind, i).Name.Raw()})
		}
		return ops
	}
	rename := func(kind model.Kind, from, to string) []Operation {
		ops := []Operation{Rename{Kind: kind, Old: from, New: to}}
		for _, c := range f.Contexts {
			if kind == model.ClusterKind && c.Cluster.Raw() == from || kind == model.UserKind && c.User.Raw() == from {
				ops = append(ops, Refer{c.Name.Raw(), kind, to})
			}
		}
		if kind == model.ContextKind && f.Current.Raw() == from {
			ops = append(ops, SetCurrent{to})
		}
		return ops
	}
	return [][]Operation{
		{SetCurrent{"another"}},
		{SetCurrent{context}},
		{SetCurrent{other}},
		{SetCurrent{""}},
		{SetNamespace{context, "shop"}},
		{SetNamespace{other, "on"}},
		{SetNamespace{other, ""}},
		rename(model.ContextKind, context, "renamed"), rename(model.ContextKind, other, "a: b # c"), rename(model.ClusterKind, cluster, "0123"),
		rename(model.UserKind, user, "jane@example.com"),
		{Rename{Kind: model.ContextKind, Old: context, New: other}},
		{Delete{Kind: model.UserKind, Name: "nobody"}},
		{Delete{Kind: model.ContextKind, Name: context}},
		{Delete{Kind: model.ContextKind, Name: other}, Delete{Kind: model.UserKind, Name: last}},
		{Delete{Kind: model.ClusterKind, Name: cluster}},
		all(model.ContextKind), append(all(model.UserKind), all(model.ClusterKind)...),
		{Add{model.ContextKind, "made", ContextBody(someContext)}},
		{Add{model.ClusterKind, "made", ClusterBody(someCluster)}, Add{model.UserKind, "yes", UserBody(someUser)}, Add{model.ContextKind, "made", ContextBody(someContext)}, SetCurrent{"made"}},
		{SetField{model.ClusterKind, cluster, "server", "https://[2001:db8::1]:6443", false}},
		{SetField{model.ClusterKind, cluster, "tls-server-name", "api.internal", false}},
		{SetField{model.UserKind, user, "token", "1e3", false}},
		{Replace{model.UserKind, last, UserBody(someUser)}},
		{Replace{model.UserKind, user, UserBody(renewed)}},
		{Replace{model.ContextKind, context, ContextBody(someContext)}},
	}
}

// kitOperation writes an operation for other tools.
func kitOperation(op Operation) map[string]any {
	switch o := op.(type) {
	case SetCurrent:
		return map[string]any{"do": "use-context", "context": o.Name}
	case SetNamespace:
		return map[string]any{"do": "set-namespace", "context": o.Context, "namespace": o.Namespace}
	case Rename:
		return map[string]any{"do": "rename", "kind": o.Kind.String(), "name": o.Old, "to": o.New}
	case Refer:
		return map[string]any{"do": "refer", "context": o.Context, "kind": o.Kind.String(), "to": o.Name}
	case Delete:
		return map[string]any{"do": "delete", "kind": o.Kind.String(), "name": o.Name}
	case SetField:
		return map[string]any{"do": "set", "kind": o.Kind.String(), "name": o.Name, "field": o.Field, "value": o.Value}
	case Add:
		return map[string]any{"do": "add", "kind": o.Kind.String(), "name": o.Name, "body": json.RawMessage(o.Body.JSON())}
	case Replace:
		return map[string]any{"do": "replace", "kind": o.Kind.String(), "name": o.Name, "body": json.RawMessage(o.Body.JSON())}
	}
	return nil
}
