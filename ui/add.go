package ui

import (
	"slices"
	"strconv"
	"strings"

	"kubeid/model"
)

// newAddMenu offers what can be added, a user first.
func newAddMenu(env Env, kind model.Kind, i int) Screen {
	k := env.Book.Config
	items := []item{newUserItem(env, kind, i)}
	if kind == model.ContextKind && i >= 0 {
		ref := k.Ref(kind, i)
		items = append(items, item{name: "copy of " + ref.Name.String(), note: "the same under another name", do: push(newCopyPrompt(env, ref))})
	}
	fresh := item{name: "new context", note: "from a cluster and a user that are here", do: push(newContextForm(env, kind, i))}
	if len(k.Clusters) == 0 || len(k.Users) == 0 {
		fresh.why = "there must be a cluster and a user first"
	}
	items = append(items, fresh, item{name: "import", note: "a kubeconfig that somebody gave you", do: push(newImportPrompt(env))})
	return newChooser(chooser{title: "Add", items: items})
}

// newUserItem offers to add a user where the selected context leads, or the current one.
func newUserItem(env Env, kind model.Kind, i int) item {
	it := item{name: "user", note: "somebody new in a cluster: certificate, role, kubeconfig"}
	if kind != model.ContextKind || i < 0 {
		i = env.Book.current(model.ContextKind)
	}
	switch {
	case i < 0:
		it.why = "there must be a context that leads to the cluster"
	case env.Book.resolve(i).Cluster < 0:
		it.why = "the cluster of the context is not there"
	default:
		it.note = "somebody new on " + env.Book.Config.Contexts[i].Name.String() + ": certificate, role, kubeconfig"
		it.do = push(newAddUser(env, i))
	}
	return it
}

// newCopyPrompt asks for the name of a copy.
func newCopyPrompt(env Env, of model.Ref) Screen {
	from := model.Ref{Kind: model.ContextKind}
	return newPrompt(env, prompt{
		title: "Copy of context " + of.Name.String(), draft: "copy " + of.File + " " + of.Name.Raw(),
		about: "A context of the same cluster, user and namespace.",
		edit:  newEdit(of.Name.Raw() + "-copy"), yes: "copy it",
		judge: func(env Env, name string) judgement { return judgeName(env, from, name) },
		wish: func(_ Env, name string) model.Change {
			return model.CopyContext{Context: of, To: model.NewText(name)}
		},
	})
}

// newContextForm asks what a new context is made of.
func newContextForm(env Env, kind model.Kind, i int) Screen {
	k := env.Book.Config
	var cluster, user string // as options call them
	switch {
	case i < 0:
	case kind == model.ContextKind:
		r := env.Book.resolve(i)
		if r.Cluster >= 0 {
			cluster = entryKey(k.Ref(model.ClusterKind, r.Cluster))
		}
		if r.User >= 0 {
			user = entryKey(k.Ref(model.UserKind, r.User))
		}
	case kind == model.ClusterKind:
		cluster = entryKey(k.Ref(kind, i))
	case kind == model.UserKind:
		user = entryKey(k.Ref(kind, i))
	}
	clusters, users := entryOptions(env, model.ClusterKind), entryOptions(env, model.UserKind) // once: there may be thousands
	return newForm(env, form{
		title: "New context", draft: "new context",
		pages: func(env Env, a answers) []page {
			return []page{{next: "Make it", fields: []field{
				{kind: choiceField, name: "cluster", label: "cluster", start: answer{text: startOf(clusters, cluster)}, options: clusters, help: "Where it goes"},
				{kind: choiceField, name: "user", label: "user", start: answer{text: startOf(users, user)}, options: users, help: "Who you are there"},
				{
					kind: textField, name: "namespace", label: "namespace", help: "May stay empty: kubectl takes default then",
					suggest: func(typed string) []string { return namespacesLike(env, typed) }, judge: judgeNamespace,
				},
				{
					kind: textField, name: "name", label: "name", start: answer{text: contextName(env, a)},
					judge: func(a answer) judgement { return judgeName(env, model.Ref{Kind: model.ContextKind}, a.text) },
				},
			}}}
		},
		wish: func(env Env, a answers) model.Change {
			return model.NewContext{
				Name:      model.NewText(a.text("name")),
				Cluster:   refOf(env, model.ClusterKind, a.text("cluster")),
				User:      refOf(env, model.UserKind, a.text("user")),
				Namespace: model.NewText(a.text("namespace")),
			}
		},
	})
}

// entryKey names an entry among options; entryOptions are all that kubectl sees of a kind,
// as a context refers to them by name alone.
func entryKey(r model.Ref) string { return r.Name.Raw() }

func entryOptions(env Env, kind model.Kind) []option {
	var out []option
	for _, i := range env.Book.order(kind, byName) {
		if env.Book.Config.Shadow(kind, i) < 0 {
			ref := env.Book.Config.Ref(kind, i)
			out = append(out, option{value: entryKey(ref), note: entryNote(env, kind, i)})
		}
	}
	return out
}

// entryNote says what an entry is, in a few words.
func entryNote(env Env, kind model.Kind, i int) string {
	if kind == model.ClusterKind {
		return model.Address(env.Book.Config.Clusters[i].Server).String()
	}
	return env.Book.Config.Users[i].Identity().Short
}

func startOf(options []option, wanted string) string {
	if len(options) == 0 || slices.ContainsFunc(options, func(o option) bool { return o.value == wanted }) {
		return wanted
	}
	return options[0].value
}

// refOf finds the entry that an option stands for.
func refOf(env Env, kind model.Kind, key string) model.Ref {
	if i := env.Book.Config.Effective(kind, model.NewText(key)); i >= 0 {
		return env.Book.Config.Ref(kind, i)
	}
	return model.Ref{Kind: kind, Name: model.NewText(key)}
}

// contextName proposes a name that is free: the cluster's, or with the user before it.
func contextName(env Env, a answers) string {
	cluster, user := a.text("cluster"), a.text("user")
	for _, name := range []string{cluster, user + "@" + cluster, user + "@" + cluster + "-2"} {
		if env.Book.Config.CheckName(model.ContextKind, model.Ref{}, name) == nil {
			return name
		}
	}
	return ""
}

// namespacesLike returns the namespaces of all kubeconfigs that begin with what was typed.
func namespacesLike(env Env, typed string) []string {
	var out []string
	for _, c := range env.Book.Config.Contexts {
		ns := c.Namespace.Raw()
		if ns != "" && strings.HasPrefix(ns, typed) && !slices.Contains(out, ns) {
			out = append(out, ns)
		}
	}
	slices.Sort(out)
	return out
}

func judgeNamespace(a answer) judgement {
	if a.text == "" {
		return judgement{}
	}
	if err := model.CheckNamespace(a.text); err != nil {
		return judgement{bad, "A namespace has at most 63 of a-z, 0-9 and -"}
	}
	return judgement{}
}

// amountOf counts in words: "1 context", "3 contexts".
func amountOf(n int, what string) string {
	return strconv.Itoa(n) + " " + plural(n, what)
}
