package ui

import (
	"kubeid/model"
)

// newNamespacePicker asks for the namespace of context i: one that the kubeconfigs
// already use, or one that is typed.
func newNamespacePicker(env Env, i int) Screen {
	k := env.Book.Config
	c, ref := k.Contexts[i], k.Ref(model.ContextKind, i)
	set := func(ns model.Text) item {
		return item{name: ns.String(), do: env.Do.wish(model.SetNamespace{Context: ref, Namespace: ns})}
	}
	var items []item
	for _, ns := range k.Namespaces(i) {
		it := set(ns)
		if ns == c.Namespace {
			it.note = "now"
		}
		items = append(items, it)
	}
	if !c.Namespace.Empty() {
		it := set(model.Text{})
		it.name, it.note, it.faint = "none", "kubectl takes default then", true
		items = append(items, it)
	}
	about := "Names that your kubeconfigs use. Type another one if it is missing."
	if s := k.Shadow(model.ContextKind, i); s >= 0 {
		about = "kubectl uses the " + c.Name.String() + " of " + k.Place(model.ContextKind, s) + ", so this changes nothing for it."
	}
	return newChooser(chooser{
		title: "Namespace of " + c.Name.String(), about: about, items: items,
		free: func(typed string) item {
			ns := model.NewText(typed)
			for _, it := range items {
				if it.name == typed {
					return item{}
				}
			}
			it := set(ns)
			it.note = "as typed"
			if err := model.CheckNamespace(typed); err != nil {
				it.why = "at most 63 of a-z, 0-9 and -"
			}
			return it
		},
	})
}
