package model

import (
	"cmp"
	"slices"
	"strings"
)

// A Permit is what somebody may do with one resource, in one namespace or in all.
type Permit struct {
	Namespace Text   // "" is everywhere, and what is in no namespace
	What      Text   // "deployments.apps", "pods/exec", "*", "/metrics"
	Names     []Text // only objects of these names; none: all
	Verbs     []Text // in the usual order; "*" is every verb
}

// All tells whether the right is for everything: every verb on every resource.
func (r Permit) All() bool {
	return r.What.raw == "*.*" && len(r.Names) == 0 && slices.Contains(r.Verbs, Text{"*"})
}

// Permits lists what somebody may do by RBAC, one row for a resource in a namespace.
func (r *RBAC) Permits(who Actor) []Permit {
	t := permitTable{}
	for _, by := range r.held(who) {
		if role := r.roleOf(by.binding); role >= 0 {
			t.add(r.Bindings[by.binding].Namespace, r.Roles[role].Rules)
		}
	}
	return t.rows()
}

// PermitsOf lists what rules allow in one namespace, as a server tells them about
// whoever asks.
func PermitsOf(namespace Text, rules []PolicyRule) []Permit {
	t := permitTable{}
	t.add(namespace, rules)
	return t.rows()
}

type permitKey struct{ namespace, what, names string }

type permitTable map[permitKey]*Permit

func (t permitTable) add(namespace Text, rules []PolicyRule) {
	for _, p := range rules {
		if !namespace.Empty() {
			p.URLs = nil // a path is in no namespace, so that such a rule does nothing
		}
		for _, what := range p.what() {
			names := slices.SortedFunc(slices.Values(p.Names), func(a, b Text) int { return cmp.Compare(a.raw, b.raw) })
			key := permitKey{namespace.raw, what, joined(names)}
			if t[key] == nil {
				t[key] = &Permit{Namespace: namespace, What: NewText(what), Names: names}
			}
			for _, v := range p.Verbs {
				if !slices.Contains(t[key].Verbs, v) {
					t[key].Verbs = append(t[key].Verbs, v)
				}
			}
		}
	}
}

// joined makes one key of names, none of which can hold a slash.
func joined(names []Text) string {
	var b strings.Builder
	for _, n := range names {
		b.WriteString(n.raw + "/")
	}
	return b.String()
}

// what lists the resources of a rule with their groups, and its paths.
func (p PolicyRule) what() []string {
	var out []string
	for _, g := range p.Groups {
		for _, r := range p.Resources {
			out = append(out, resourceIn(r.raw, g.raw))
		}
	}
	for _, u := range p.URLs {
		out = append(out, u.raw)
	}
	return out
}

// resourceIn puts the group behind the resource: "deployments.apps/scale".
func resourceIn(resource, group string) string {
	if group == "" {
		return resource
	}
	name, sub, has := strings.Cut(resource, "/")
	if has {
		return name + "." + group + "/" + sub
	}
	return name + "." + group
}

// verbOrder is how people list verbs; others follow by name.
var verbOrder = []string{"*", "get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"}

func (t permitTable) rows() []Permit {
	out := make([]Permit, 0, len(t))
	for _, r := range t {
		slices.SortFunc(r.Verbs, func(a, b Text) int {
			return cmp.Or(cmp.Compare(verbRank(a), verbRank(b)), cmp.Compare(a.raw, b.raw))
		})
		out = append(out, *r)
	}
	slices.SortFunc(out, func(a, b Permit) int {
		return cmp.Or(cmp.Compare(a.Namespace.raw, b.Namespace.raw), cmp.Compare(a.What.raw, b.What.raw), cmp.Compare(joined(a.Names), joined(b.Names)))
	})
	return out
}

func verbRank(v Text) int {
	if i := slices.Index(verbOrder, v.raw); i >= 0 {
		return i
	}
	return len(verbOrder)
}
