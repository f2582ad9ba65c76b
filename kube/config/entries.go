package config

import (
	"errors"

	"kubeid/model"
)

// ErrNoEntry is behind an operation on an entry that the file does not have.
var ErrNoEntry = errors.New("there is no such entry")

// ErrEntryExists is behind an operation that would give a name twice.
var ErrEntryExists = errors.New("there is one already")

// listKey is the key of the list that entries of a kind stand in.
func listKey(kind model.Kind) string { return [...]string{"contexts", "clusters", "users"}[kind] }

// bodyKey is the key of what an entry holds beside its name.
func bodyKey(kind model.Kind) string { return [...]string{"context", "cluster", "user"}[kind] }

// count returns how many entries of a kind there are.
func (f *File) count(kind model.Kind) int {
	return [...]int{len(f.Contexts), len(f.Clusters), len(f.Users)}[kind]
}

// entry returns what every kind of entry has.
func (f *File) entry(kind model.Kind, i int) model.Entry {
	switch kind {
	case model.ClusterKind:
		return f.Clusters[i].Entry
	case model.UserKind:
		return f.Users[i].Entry
	}
	return f.Contexts[i].Entry
}

// list returns the node of a list if its items are the entries that are known.
func (f *File) list(kind model.Kind) *node {
	list := f.root.get(f.data, listKey(kind))
	if list == nil || list.kind != sequenceNode || len(list.children()) != f.count(kind) {
		return nil
	}
	return list
}
