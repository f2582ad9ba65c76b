package ui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"kubeid/model"
)

// A certificate is renewed by the form that adds users, with what the old certificate
// says filled in: the same name, groups and UID, a new key, in the place of the old ones.

// refusesRenewal says why user i cannot be renewed, or nothing.
func refusesRenewal(env Env, i int) string {
	switch {
	case i < 0:
		return "There is no user whose certificate could be renewed"
	case !env.Book.Config.Users[i].Certificate.Present():
		return "Only a client certificate is renewed; user " + env.Book.Config.Users[i].Name.String() + " logs in by something else"
	case !leadsAnywhere(env):
		return "There must be a context that leads to the cluster"
	}
	return ""
}

// leadsAnywhere tells whether there is any context through which somebody could be asked,
// without looking at all of them: the footer wants to know it for every frame.
func leadsAnywhere(env Env) bool {
	k := env.Book.Config
	for c := range k.Contexts {
		if k.Shadow(model.ContextKind, c) < 0 && env.Book.resolve(c).Cluster >= 0 {
			return true
		}
	}
	return false
}

// throughs are the contexts through which the cluster of user i can be asked: those that
// use the user, unless its certificate is over, then all others of the same server. A
// user whom no context uses may be of any cluster.
func throughs(env Env, i int) []int {
	k := env.Book.Config
	var own, others, all []int
	var servers []model.Text
	for c := range k.Contexts {
		if k.Shadow(model.ContextKind, c) >= 0 || env.Book.resolve(c).Cluster < 0 {
			continue
		}
		all = append(all, c)
		if env.Book.resolve(c).User == i {
			own, servers = append(own, c), append(servers, serverOf(env, c))
		}
	}
	for _, c := range all {
		if len(own) == 0 || !slices.Contains(own, c) && slices.Contains(servers, serverOf(env, c)) {
			others = append(others, c)
		}
	}
	if end, ok := env.Book.UserEnd(i); ok && !end.NotAfter.IsZero() && end.NotAfter.Before(env.Now) {
		return append(others, own...)
	}
	return append(own, others...)
}

// serverOf is the server that a context leads to.
func serverOf(env Env, context int) model.Text {
	return env.Book.Config.Clusters[env.Book.resolve(context).Cluster].Server
}

// newRenewal opens the form, and asks before through which context where there are several.
func newRenewal(env Env, i int) Screen {
	user, ways := env.Book.Config.Ref(model.UserKind, i), throughs(env, i)
	if len(ways) == 1 {
		return newRenewalThrough(env, user, ways[0])
	}
	c := chooser{
		title: "Renew " + user.Name.String() + ": who asks?",
		about: "Whoever the context logs in as asks the cluster for the certificate, and approves it. Nothing is sent yet.",
	}
	for _, way := range ways {
		ref := env.Book.Config.Ref(model.ContextKind, way)
		c.items = append(c.items, item{name: ref.Name.String(), note: target{of: ref}.who(env), do: push(newRenewalThrough(env, user, way))})
	}
	return newChooser(c)
}

func newRenewalThrough(env Env, user model.Ref, context int) Screen {
	ref, title := env.Book.Config.Ref(model.ContextKind, context), "Renew "+user.Name.String()
	return userLogin(title, ref, "ask for a new certificate of "+user.Name.String(), func(c commands, granted model.Consent, connect bool) tea.Cmd {
		return c.renewal(user, ref, granted, connect)
	})
}

// isRenewal tells whether the form renews a user who is there.
func (s addUser) isRenewal() bool { return len(s.renews.Renews) > 0 }

// whosePage says whose certificate is renewed, and asks where.
func (s addUser) whosePage(env Env) page {
	u := s.renews
	lines := []string{safe(u.Subject.Name().String()), "in " + placeOf(env, u.Renews[0])}
	p := page{title: "Whose", fields: []field{
		{kind: noteField, label: "The same user, with a new key", lines: lines},
	}}
	var also []option
	for _, ref := range u.Renews[1:] {
		also = append(also, option{value: ref.String(), label: ref.Name.String(), note: "in " + placeOf(env, ref)})
	}
	if len(also) > 0 {
		p.fields = append(p.fields, field{
			kind: severalField, name: askAlso, label: "and also", options: also, start: answer{list: values(also)},
			help: "These have the very same certificate, and would keep the old one",
		})
	}
	p.fields = append(p.fields, worried(u.Lint(s.offers.Facts(), env.Now))...)
	return p
}

// placeOf says where an entry stands.
func placeOf(env Env, r model.Ref) string {
	if i := env.Book.Config.Find(r); i >= 0 {
		return env.Book.Config.Place(r.Kind, i)
	}
	return safe(r.File)
}

func values(options []option) []string {
	var out []string
	for _, o := range options {
		out = append(out, o.value)
	}
	return out
}

// renewed puts together what was answered about a renewal.
func (s addUser) renewed(u model.NewUser, a answers) model.NewUser {
	out := s.renews
	out.By, out.CA, out.Key, out.Life, out.KeyType, out.Named = u.By, u.CA, u.Key, u.Life, u.KeyType, u.Named
	out.Renews = out.Renews[:1:1]
	for _, ref := range s.renews.Renews[1:] {
		if slices.Contains(a.list(askAlso), ref.String()) {
			out.Renews = append(out.Renews, ref)
		}
	}
	return out.WithDefaults()
}
