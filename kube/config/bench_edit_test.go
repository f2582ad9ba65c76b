package config

import (
	"fmt"
	"testing"

	"kubeid/model"
)

// BenchmarkEdit edits a kubeconfig of 10,000 contexts, clusters and users, 56 MB.
// Beside it stands how long reading takes.
func BenchmarkEdit(b *testing.B) {
	const n = 10_000
	data := large(n)
	many := make([]Operation, n)
	gone := make([]Operation, n/2)
	for i := range many {
		many[i] = Refer{fmt.Sprintf("context-%05d", i), model.ClusterKind, "renamed"}
	}
	for i := range gone {
		gone[i] = Delete{Kind: model.ContextKind, Name: fmt.Sprintf("context-%05d", 2*i)}
	}
	for name, ops := range map[string][]Operation{
		"rename a context":                {Rename{Kind: model.ContextKind, Old: "context-00007", New: "renamed"}},
		"rename a user":                   {Rename{Kind: model.UserKind, Old: "user-00007", New: "renamed"}, Refer{"context-00007", model.UserKind, "renamed"}},
		"delete a context":                {Delete{Kind: model.ContextKind, Name: "context-05000"}},
		"delete a context and its user":   {Delete{Kind: model.ContextKind, Name: "context-05000"}, Delete{Kind: model.UserKind, Name: "user-05000"}},
		"add a context":                   {Add{model.ContextKind, "made", ContextBody(someContext)}},
		"add three entries":               {Add{model.ClusterKind, "made", ClusterBody(someCluster)}, Add{model.UserKind, "made", UserBody(someUser)}, Add{model.ContextKind, "made", ContextBody(someContext)}},
		"rename what 10,000 contexts use": append([]Operation{Rename{Kind: model.ClusterKind, Old: "cluster-00000", New: "renamed"}}, many...),
		"delete 5,000 contexts":           gone,
		"set a server":                    {SetField{model.ClusterKind, "cluster-00007", "server", "https://a", false}},
	} {
		b.Run(name, func(b *testing.B) {
			f, err := Read(data)
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				if _, err := f.Edit(ops...); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
