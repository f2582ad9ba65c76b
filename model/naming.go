package model

import (
	"fmt"
	"strconv"
	"strings"
)

// CheckName says why an entry of a kind cannot have this name, or nil. was is the entry
// that would get it, or the zero Ref for a new one. A name that is taken in another file
// is taken, too: kubectl would see only one of both.
func (k Kubeconfig) CheckName(kind Kind, was Ref, name string) error {
	to := NewText(name)
	switch i := k.Effective(kind, to); {
	case to.Empty():
		return &Problem{Exit: ExitUsage, What: "a name is needed", Todo: "type one"}
	case to == was.Name:
		return &Problem{Exit: ExitUsage, What: "this is its name already", Todo: "type another one"}
	case i >= 0:
		return &Problem{Exit: ExitRefused, What: fmt.Sprintf("the %s of %s has this name", kind, k.Place(kind, i)), Todo: "choose another name, or rename that one first"}
	}
	return nil
}

// Following counts the contexts that a rename of an entry has to follow.
func (k Kubeconfig) Following(of Ref) (n int) {
	if k.Effective(of.Kind, of.Name) != k.Find(of) {
		return 0
	}
	for _, c := range k.Contexts {
		if of.Kind == ClusterKind && c.Cluster == of.Name || of.Kind == UserKind && c.User == of.Name {
			n++
		}
	}
	return n
}

// NameFields are what a template of names may hold, in the order in which it is told.
var NameFields = []string{"{name}", "{last}", "{cluster}", "{user}", "{namespace}", "{n}"}

// NameByTemplate returns the name that a template gives to an entry. In the template
// stand fields like {name}; {last} is what follows the last slash, colon or underscore of
// the name, {n} is the number n. "eu- => " replaces a part of the name instead.
func (k Kubeconfig) NameByTemplate(template string, of Ref, n int) string {
	name := of.Name.Raw()
	if from, to, ok := strings.Cut(template, "=>"); ok {
		return strings.ReplaceAll(name, strings.TrimSpace(from), strings.TrimSpace(to))
	}
	var cluster, user, namespace Text
	if i := k.Find(of); of.Kind == ContextKind && i >= 0 {
		cluster, user, namespace = k.Contexts[i].Cluster, k.Contexts[i].User, k.Contexts[i].Namespace
	}
	last := name[strings.LastIndexAny(name, "/:_")+1:]
	return strings.NewReplacer(
		"{name}", name, "{last}", last, "{cluster}", cluster.Raw(), "{user}", user.Raw(), "{namespace}", namespace.Raw(), "{n}", strconv.Itoa(n),
	).Replace(template)
}

// A Renaming is one line of a rename by template, and why it cannot be done, or nil.
type Renaming struct {
	Entry Ref
	To    Text
	Err   error
}

// Renamings returns what a template makes of the names of entries of one kind. Those that keep their
// name have no error, and nothing is done with them.
func (k Kubeconfig) Renamings(template string, entries []Ref) []Renaming {
	out := make([]Renaming, len(entries))
	seen, taken := map[Text]bool{}, map[Text]bool{}
	for _, ref := range entries {
		taken[ref.Name] = true
	}
	for i, ref := range entries {
		to := NewText(k.NameByTemplate(template, ref, i+1))
		out[i] = Renaming{Entry: ref, To: to}
		switch {
		case seen[to]:
			out[i].Err = &Problem{Exit: ExitUsage, What: "another one gets this name", Todo: "put {n} into the template"}
		case to != ref.Name && !taken[to]:
			out[i].Err = k.CheckName(ref.Kind, ref, to.Raw())
		case to != ref.Name:
			out[i].Err = &Problem{Exit: ExitUsage, What: "another one of the marked has this name", Todo: "rename that one first"}
		}
		seen[to] = true
	}
	return out
}
