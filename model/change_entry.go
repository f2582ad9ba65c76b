package model

import (
	"fmt"
	"strings"
)

// Rename gives an entry another name, and with it every reference that resolves to
// it, in every file. It never overwrites.
type Rename struct {
	Entry Ref
	To    Text

	// OwnFile is for a cluster or user that another file's entry of that name stands in
	// for, so that nothing resolves to it: the contexts of its own file follow, which
	// mends that mix-up.
	OwnFile bool
}

// Wish implements Change.
func (c Rename) Wish() string {
	return fmt.Sprintf("rename %s %s to %s", c.Entry.Kind, c.Entry.Name, c.To)
}

// Fact implements Change.
func (c Rename) Fact() string {
	return fmt.Sprintf("%s %s is named %s now", c.Entry.Kind, c.Entry.Name, c.To)
}

// Delete takes entries away. When the current context is among them,
// current-context is unset. What refers to a deleted cluster or user stays and is
// told; what nobody would use any more is in the plan's Orphans.
type Delete struct{ Entries []Ref }

// Wish implements Change.
func (c Delete) Wish() string { return "delete " + list(c.Entries) }

// Fact implements Change.
func (c Delete) Fact() string {
	if len(c.Entries) == 1 {
		return list(c.Entries) + " is deleted"
	}
	return list(c.Entries) + " are deleted"
}

// list names a few entries, and counts many.
func list(entries []Ref) string {
	if len(entries) > 3 {
		var count [3]int
		for _, e := range entries {
			count[e.Kind]++
		}
		var words []string
		for kind, n := range count {
			if n > 0 {
				words = append(words, plural(n, Kind(kind).String()))
			}
		}
		return strings.Join(words, " and ")
	}
	words := make([]string, len(entries))
	for i, e := range entries {
		words[i] = fmt.Sprintf("%s %s", e.Kind, e.Name)
	}
	return strings.Join(words, " and ")
}

// NewContext pairs a cluster with a user that exist already.
type NewContext struct {
	File          string // where it goes; "" for the file that has both, else the first that exists
	Name          Text
	Cluster, User Ref
	Namespace     Text // may be empty
}

// Wish implements Change.
func (c NewContext) Wish() string {
	return fmt.Sprintf("make context %s of cluster %s and user %s", c.Name, c.Cluster.Name, c.User.Name)
}

// Fact implements Change.
func (c NewContext) Fact() string { return fmt.Sprintf("there is a context %s now", c.Name) }

// CopyContext makes another context like an existing one, in the same file, with
// everything that stands in it.
type CopyContext struct {
	Context Ref
	To      Text
}

// Wish implements Change.
func (c CopyContext) Wish() string { return fmt.Sprintf("copy context %s to %s", c.Context.Name, c.To) }

// Fact implements Change.
func (c CopyContext) Fact() string {
	return fmt.Sprintf("context %s is copied to %s", c.Context.Name, c.To)
}

// Several are changes that are planned, written and undone as one, as for marked
// rows. Each is planned on what the ones before it leave.
type Several struct{ Changes []Change }

// Wish implements Change.
func (c Several) Wish() string {
	if len(c.Changes) == 1 {
		return c.Changes[0].Wish()
	}
	return c.first(Change.Wish)
}

// Fact implements Change.
func (c Several) Fact() string { return c.first(Change.Fact) }

func (c Several) first(words func(Change) string) string {
	switch n := len(c.Changes); n {
	case 0:
		return "nothing"
	case 1:
		return words(c.Changes[0])
	default:
		return fmt.Sprintf("%s, and %d more", words(c.Changes[0]), n-1)
	}
}
