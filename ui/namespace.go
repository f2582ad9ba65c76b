package ui

import (
	"errors"
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"kubeid/model"
)

// newNamespacePicker asks for the namespace of context i: one that the kubeconfigs
// already use, one that is typed, or one of those that the cluster tells.
func newNamespacePicker(env Env, i int) Screen {
	k := env.Book.Config
	c := k.Contexts[i]
	about := "Names that your kubeconfigs use. Type another one if it is missing."
	if s := k.Shadow(model.ContextKind, i); s >= 0 {
		about = "kubectl uses the " + c.Name.String() + " of " + k.Place(model.ContextKind, s) + ", so this changes nothing for it."
	}
	p := namespaces(env, i, about, k.Namespaces(i))
	p.last = []item{{name: "ask the cluster", note: "logs in as " + orDash(env.Styles, c.User), faint: true, do: push(newNamespaceLogin(env, i))}}
	return newChooser(p)
}

// namespaces offers these names for the namespace of context i.
func namespaces(env Env, i int, about string, names []model.Text) chooser {
	k := env.Book.Config
	c, ref := k.Contexts[i], k.Ref(model.ContextKind, i)
	set := func(ns model.Text) item {
		it := item{name: ns.String(), do: env.Do.wish(model.SetNamespace{Context: ref, Namespace: ns})}
		if ns == c.Namespace {
			it.note = "now"
		}
		return it
	}
	var items []item
	for _, ns := range names {
		items = append(items, set(ns))
	}
	if !c.Namespace.Empty() {
		it := set(model.Text{})
		it.name, it.note, it.faint = "none", "kubectl takes default then", true
		items = append(items, it)
	}
	return chooser{
		title: "Namespace of " + c.Name.String(), about: about, items: items,
		free: func(typed string) item {
			if slices.ContainsFunc(items, func(it item) bool { return it.name == typed }) {
				return item{}
			}
			it := set(model.NewText(typed))
			it.note = "as typed"
			if err := model.CheckNamespace(typed); err != nil {
				it.why = "at most 63 of a-z, 0-9 and -"
			}
			return it
		},
	}
}

// newNamespaceOfMany asks for a namespace that several contexts shall have.
func newNamespaceOfMany(env Env, contexts []model.Ref) Screen {
	set := func(ns model.Text) item {
		var all model.Several
		for _, ref := range contexts {
			all.Changes = append(all.Changes, model.SetNamespace{Context: ref, Namespace: ns})
		}
		return item{name: ns.String(), do: env.Do.wish(all)}
	}
	none := set(model.Text{})
	none.name, none.note, none.faint = "none", "kubectl takes default then", true
	c := chooser{
		title: "Namespace of " + amountOf(len(contexts), "context"), last: []item{none},
		about: "Names that your kubeconfigs use. Type another one if it is missing.",
	}
	known := namespacesLike(env, "")
	for _, ns := range known {
		c.items = append(c.items, set(model.NewText(ns)))
	}
	c.free = func(typed string) item {
		if slices.Contains(known, typed) {
			return item{}
		}
		it := set(model.NewText(typed))
		it.note = "as typed"
		if err := model.CheckNamespace(typed); err != nil {
			it.why = "at most 63 of a-z, 0-9 and -"
		}
		return it
	}
	return newChooser(c)
}

// newNamespaceLogin asks the cluster of context i for its namespaces. Where that is
// forbidden, the names that the kubeconfigs know are all there is.
func newNamespaceLogin(env Env, i int) Screen {
	ref := env.Book.Config.Ref(model.ContextKind, i)
	return login{
		title: "Namespaces of " + ref.Name.String(), of: ref, wish: "list the namespaces",
		run: func(c commands, granted model.Consent) tea.Cmd { return c.namespaces(ref, granted) },
		done: func(env Env, msg tea.Msg) (Screen, bool) {
			listed, ok := msg.(listedMsg)
			i := env.Book.Config.Find(ref)
			if !ok || listed.screen != env.Do.screen || i < 0 {
				return nil, false
			}
			return newChooser(listedNamespaces(env, i, listed)), true
		},
	}
}

func listedNamespaces(env Env, i int, listed listedMsg) chooser {
	known := env.Book.Config.Namespaces(i)
	name := env.Book.Config.Contexts[i].Name
	switch {
	case errors.Is(listed.err, model.ErrMayNotList):
		about := fmt.Sprintf("%s does not let you list its namespaces. These are the names that your kubeconfigs know; any other can be typed.", name)
		return namespaces(env, i, about, known)
	case listed.err != nil:
		return namespaces(env, i, "The cluster could not be asked: "+sentence(listed.err), known)
	}
	about := fmt.Sprintf("All %d namespaces of %s, as the server has just told.", len(listed.names), name)
	return namespaces(env, i, about, listed.names)
}
