package model

import (
	"cmp"
	"slices"
	"sync"
)

// A File is one kubeconfig of the list.
type File struct {
	Path        string // absolute; the place on the disk
	Label       Text   // the path as a person writes it, with ~ for the home folder
	Missing     bool   // listed, but not there; kubectl skips it
	ReadOnly    bool   // this user may not write it
	Problem     Text   // why nothing in it could be read
	Refused     Text   // why kubectl cannot load it, though entries could be read
	Current     Text   // its current-context
	CurrentLine int
}

// Kubeconfig is what all files of the list say: every entry of every file, in the
// order of the files and, in a file, of its lines. kubectl's view (the first file
// wins, whole entries) is computed on top of it.
type Kubeconfig struct {
	Files     []File
	Contexts  []Context
	Clusters  []Cluster
	Users     []User
	effective [3]map[Text]int
	own       [3]map[place]int // for several files: by file and name
}

// place is a name in one file.
type place struct {
	file int
	name Text
}

// manyEntries is from how many entries on the lists are put together side by side.
const manyEntries = 1000

// NewKubeconfig puts the entries together. Every entry's File is an index into files.
func NewKubeconfig(files []File, contexts []Context, clusters []Cluster, users []User) Kubeconfig {
	k := Kubeconfig{Files: files, Contexts: contexts, Clusters: clusters, Users: users}
	var wait sync.WaitGroup
	run := wait.Go
	if len(contexts)+len(clusters)+len(users) < manyEntries {
		run = func(f func()) { f() } // to wake another core takes longer
	}
	run(func() { k.effective[ContextKind] = firsts(len(contexts), func(i int) Text { return contexts[i].Name }) })
	run(func() { k.effective[ClusterKind] = firsts(len(clusters), func(i int) Text { return clusters[i].Name }) })
	run(func() { k.effective[UserKind] = firsts(len(users), func(i int) Text { return users[i].Name }) })
	wait.Wait()
	if len(files) > 1 {
		for kind := range k.own {
			k.own[kind] = firstPlaces(k, Kind(kind))
		}
	}
	return k
}

func firstPlaces(k Kubeconfig, kind Kind) map[place]int {
	m := make(map[place]int, k.Len(kind))
	for i := range k.Len(kind) {
		e := k.Entry(kind, i)
		at := place{e.File, e.Name}
		if _, taken := m[at]; !taken {
			m[at] = i
		}
	}
	return m
}

func firsts(n int, name func(int) Text) map[Text]int {
	m := make(map[Text]int, n)
	for i := range n {
		if _, taken := m[name(i)]; !taken {
			m[name(i)] = i
		}
	}
	return m
}

// Effective returns the index of the entry that kubectl takes for this name, or -1.
func (k Kubeconfig) Effective(kind Kind, name Text) int {
	if i, ok := k.effective[kind][name]; ok {
		return i
	}
	return -1
}

// Len returns how many entries of this kind there are in all files.
func (k Kubeconfig) Len(kind Kind) int {
	return [...]int{len(k.Contexts), len(k.Clusters), len(k.Users)}[kind]
}

// Entry returns what entry i of this kind has in common with the others.
func (k Kubeconfig) Entry(kind Kind, i int) Entry {
	switch kind {
	case ClusterKind:
		return k.Clusters[i].Entry
	case UserKind:
		return k.Users[i].Entry
	}
	return k.Contexts[i].Entry
}

// Ref returns the reference of entry i of this kind.
func (k Kubeconfig) Ref(kind Kind, i int) Ref {
	e := k.Entry(kind, i)
	return Ref{k.Files[e.File].Path, kind, e.Name}
}

// Find returns the index of the entry that r names, or -1.
func (k Kubeconfig) Find(r Ref) int {
	for i, f := range k.Files {
		if f.Path == r.File {
			return k.In(i, r.Kind, r.Name)
		}
	}
	return -1
}

// In returns the index of the entry of this name that stands in file, or -1.
func (k Kubeconfig) In(file int, kind Kind, name Text) int {
	if len(k.Files) < 2 {
		return k.Effective(kind, name)
	}
	if i, ok := k.own[kind][place{file, name}]; ok {
		return i
	}
	return -1
}

// Names returns the names that kubectl knows for this kind, sorted, each once.
func (k Kubeconfig) Names(kind Kind) []string {
	names := make([]string, 0, len(k.effective[kind]))
	for name := range k.effective[kind] {
		names = append(names, name.Raw())
	}
	slices.Sort(names)
	return names
}

// Current returns the name that kubectl takes for the current context, and the
// index of the file that sets it; -1 when none does.
func (k Kubeconfig) Current() (Text, int) {
	for i, f := range k.Files {
		if !f.Current.Empty() {
			return f.Current, i
		}
	}
	return Text{}, -1
}

// CurrentContext returns the index of the context that kubectl is on, or -1.
func (k Kubeconfig) CurrentContext() int {
	name, file := k.Current()
	if file < 0 {
		return -1
	}
	return k.Effective(ContextKind, name)
}

// Shadow returns the index of the entry that kubectl takes in place of entry i,
// or -1 when entry i is the one it takes.
func (k Kubeconfig) Shadow(kind Kind, i int) int {
	if e := k.Effective(kind, k.Entry(kind, i).Name); e != i {
		return e
	}
	return -1
}

// ContextsOf returns the indexes of the contexts that use the entry which r names,
// as kubectl resolves them.
func (k Kubeconfig) ContextsOf(kind Kind, i int) []int {
	if k.Shadow(kind, i) >= 0 {
		return nil
	}
	name := k.Entry(kind, i).Name
	var out []int
	for n, c := range k.Contexts {
		if kind == ClusterKind && c.Cluster == name || kind == UserKind && c.User == name {
			out = append(out, n)
		}
	}
	return out
}

// ContextsByName returns the contexts that name each cluster or user, for who asks about
// many. What is shadowed is in it as well: see ContextsOf.
func (k Kubeconfig) ContextsByName(kind Kind) map[Text][]int {
	out := map[Text][]int{}
	for n, c := range k.Contexts {
		name := c.Cluster
		if kind == UserKind {
			name = c.User
		}
		out[name] = append(out[name], n)
	}
	return out
}

// Namespaces returns the namespaces that contexts already use: those on the same
// cluster as context i first, each group sorted.
func (k Kubeconfig) Namespaces(i int) []Text {
	near := map[Text]bool{}
	for _, c := range k.Contexts {
		if !c.Namespace.Empty() {
			near[c.Namespace] = near[c.Namespace] || i >= 0 && c.Cluster == k.Contexts[i].Cluster
		}
	}
	out := make([]Text, 0, len(near))
	for ns := range near {
		out = append(out, ns)
	}
	slices.SortFunc(out, func(a, b Text) int {
		if near[a] != near[b] {
			if near[a] {
				return -1
			}
			return 1
		}
		return cmp.Compare(a.Raw(), b.Raw())
	})
	return out
}

// Loadable tells whether kubectl can load all files; when one cannot be loaded,
// kubectl refuses them all.
func (k Kubeconfig) Loadable() bool {
	return !slices.ContainsFunc(k.Files, func(f File) bool { return !f.Problem.Empty() || !f.Refused.Empty() })
}
