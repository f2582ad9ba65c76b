package ui

import (
	"slices"
	"strings"

	"kubeid/model"
)

// pages are the three pages of the form; somebody who is renewed may do what they may.
func (s addUser) pages(env Env, a answers) []page {
	if s.isRenewal() {
		return []page{s.whosePage(env), s.reviewing(env, a)}
	}
	return []page{s.whoPage(env, a), s.mayPage(env, a), s.reviewing(env, a)}
}

// whoPage asks who and where.
func (s addUser) whoPage(env Env, a answers) page {
	p := page{title: "Who and where", fields: []field{
		{
			kind: textField, name: askName, label: "name", help: "What the cluster calls them (CN): jane, jane@example.org",
			judge: func(a answer) judgement { return judgeUser(a.text) },
		},
		{
			kind: textField, name: askGroups, label: "groups", help: "May stay empty; several with commas between them (O)",
			suggest: s.likeGroups, judge: func(a answer) judgement { return judgeVisible(a.text) },
		},
	}}
	if options := contextOptions(env); len(options) > 1 {
		p.fields = append(p.fields, field{
			kind: severalField, name: askContexts, label: "contexts", start: answer{list: []string{s.of.Name.Raw()}}, options: options,
			help: "One certificate each, and one kubeconfig with all of them",
			judge: func(a answer) judgement {
				if len(a.list) == 0 {
					return judgement{bad, "A context is needed"}
				}
				return judgement{}
			},
		})
	}
	worries := model.LintSubject(subjectOf(a), s.offers.Facts(), env.Now)
	p.fields = append(p.fields, worried(worries)...)
	return p
}

// worried are the notes, and what has to be typed, for what is odd.
func worried(worries []model.Worry) []field {
	var out []field
	for _, w := range worries {
		how := careful
		if w.Type != "" {
			how = danger
		}
		out = append(out, field{kind: noteField, text: capital(w.Text), tone: how})
		if w.Type != "" {
			out = append(out, mustType(askSure+w.Type, "if it is meant", w.Type))
		}
	}
	return out
}

func judgeUser(name string) judgement {
	if strings.TrimSpace(name) == "" {
		return judgement{bad, "A name is needed"}
	}
	return judgeVisible(name)
}

// judgeVisible refuses what cannot be seen: bindings and logs would show another name
// than the one that counts.
func judgeVisible(text string) judgement {
	if strings.ContainsFunc(text, model.Unsafe) {
		return judgement{bad, "It has a character that cannot be seen"}
	}
	return judgement{}
}

// likeGroups completes the last of the groups by those that are bound to something.
func (s addUser) likeGroups(typed string) []string {
	ahead, last := "", typed
	if i := strings.LastIndex(typed, ","); i >= 0 {
		ahead, last = typed[:i+1]+" ", strings.TrimLeft(typed[i+1:], " ")
	}
	var out []string
	for _, g := range s.offers.Groups {
		if strings.HasPrefix(g.Raw(), last) && !strings.HasPrefix(g.Raw(), "system:") {
			out = append(out, ahead+g.Raw())
		}
	}
	return out
}

// contextOptions are the contexts that can be chosen.
func contextOptions(env Env) []option {
	k := env.Book.Config
	var out []option
	for i := range k.Contexts {
		if k.Shadow(model.ContextKind, i) >= 0 {
			continue
		}
		o := option{value: k.Contexts[i].Name.Raw()}
		r := env.Book.resolve(i)
		if r.Cluster < 0 {
			o.why = "its cluster is not there"
		} else {
			o.note = model.Address(k.Clusters[r.Cluster].Server).String()
		}
		out = append(out, o)
	}
	return out
}

// mayPage asks what they may do.
func (s addUser) mayPage(env Env, a answers) page {
	p := page{title: "May do"}
	if s.offers.Trouble != nil {
		p.fields = append(p.fields, field{kind: noteField, tone: careful, text: "No role can be given, since nobody can log in there: " + s.offers.Trouble.Error()})
		p.fields = append(p.fields, field{kind: choiceField, name: askRole, label: "role", start: answer{text: noRole}, options: []option{{value: noRole}}})
		return p
	}
	p.fields = append(p.fields, field{
		kind: choiceField, name: askRole, label: "role", start: answer{text: s.lastRole()}, options: s.roleOptions(),
		help: "What they may do in the cluster; it can be taken away again, the certificate cannot",
	})
	if a.text(askRole) == noRole {
		p.fields = append(p.fields, field{kind: noteField, text: "They can log in, and may do what every user may, and what their groups may."})
		return p
	}
	where := field{
		kind: choiceField, name: askWhere, label: "where", start: answer{text: inSome},
		options: []option{{value: inSome, label: "in some namespaces"}, {value: everywhere, label: "in the whole cluster", note: "In every namespace, those to come too"}},
	}
	if last := s.offers.Last; s.offers.Answered && !last.Role.None() && len(last.Role.Namespaces) == 0 {
		where.start.text = everywhere
	}
	p.fields = append(p.fields, where)
	if a.text(askWhere) != everywhere {
		p.fields = append(p.fields, s.namespacesField(env))
	}
	p.fields = append(p.fields, worried(model.LintRole(wishedRole(a)))...)
	return p
}

func (s addUser) lastRole() string {
	switch last := s.offers.Last; {
	case !s.offers.Answered:
		return "view"
	case last.Role.None():
		return noRole
	default:
		return last.Role.Name
	}
}

// roleNotes say what the roles of every cluster mean.
var roleNotes = map[string]string{
	"view": "Look at most things, not at Secrets", "edit": "Change most things, and read Secrets", "admin": "Everything in a namespace, roles too",
	"cluster-admin": "Everything", noRole: "Nothing but to log in",
}

func (s addUser) roleOptions() []option {
	names := []string{"view", "edit", "admin", "cluster-admin"}
	for _, r := range s.offers.Roles {
		if !slices.Contains(names, r.Raw()) {
			names = append(names, r.Raw())
		}
	}
	if last := s.lastRole(); !slices.Contains(names, last) && last != noRole {
		names = append(names, last)
	}
	var out []option
	for _, n := range append(names, noRole) {
		out = append(out, option{value: n, note: roleNotes[n]})
	}
	return out
}

func (s addUser) namespacesField(env Env) field {
	start := s.offers.Last.Role.Namespaces
	if len(start) == 0 {
		start = []string{"default"}
		if i := env.Book.Config.Find(s.of); i >= 0 && !env.Book.Config.Contexts[i].Namespace.Empty() {
			start = []string{env.Book.Config.Contexts[i].Namespace.Raw()}
		}
	}
	var options []option
	for _, ns := range s.offers.Namespaces {
		options = append(options, option{value: ns.Raw()})
	}
	for _, ns := range start {
		if !slices.ContainsFunc(options, func(o option) bool { return o.value == ns }) {
			options = append(options, option{value: ns})
		}
	}
	return field{
		kind: severalField, name: askNamespaces, label: "namespaces", start: answer{list: start}, options: options, free: true,
		judge: func(a answer) judgement {
			if len(a.list) == 0 {
				return judgement{bad, "A namespace is needed"}
			}
			for _, ns := range a.list {
				if j := model.CheckNamespace(ns); j != nil {
					return judgement{bad, capital(safe(j.Error()))}
				}
			}
			return judgement{}
		},
	}
}
