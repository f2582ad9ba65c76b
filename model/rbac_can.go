package model

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strings"
)

// Allows tells whether the rule gives a right, as the API server compares
// them (kubernetes/pkg/apis/rbac/v1/evaluation_helpers.go).
func (p PolicyRule) Allows(a Right) bool {
	if !hasOrAll(p.Verbs, a.Verb) {
		return false
	}
	if a.Resource == "" {
		return p.allowsURL(a.URL)
	}
	return p.names(a.Name) && p.isAbout(a)
}

// isAbout tells whether the rule is about a resource, whatever the verb and name.
func (p PolicyRule) isAbout(a Right) bool {
	if !hasOrAll(p.Groups, a.Group) {
		return false
	}
	whole := a.Resource
	if a.Sub != "" {
		whole += "/" + a.Sub
	}
	for _, r := range p.Resources {
		if r.raw == "*" || r.raw == whole {
			return true
		}
		if sub, ok := strings.CutPrefix(r.raw, "*/"); ok && a.Sub != "" && sub == a.Sub {
			return true
		}
	}
	return false
}

func (p PolicyRule) names(name string) bool {
	return len(p.Names) == 0 || slices.Contains(p.Names, Text{name})
}

func (p PolicyRule) allowsURL(url string) bool {
	for _, u := range p.URLs {
		if u.raw == "*" || u.raw == url {
			return true
		}
		if strings.HasSuffix(u.raw, "*") && strings.HasPrefix(url, strings.TrimRight(u.raw, "*")) {
			return true
		}
	}
	return false
}

func hasOrAll(list []Text, want string) bool {
	for _, t := range list {
		if t.raw == "*" || t.raw == want {
			return true
		}
	}
	return false
}

// A Grant is why somebody may do something: a binding gives them, or a group that they
// are in, a role, and a rule of it gives it.
type Grant struct {
	Binding *Binding
	Subject Subject // that the binding names
	Role    *Role
	Rule    *PolicyRule
}

// String says the way of the grant: "ClusterRoleBinding ops → ClusterRole admin".
func (g Grant) String() string {
	return fmt.Sprintf("%s %s → %s %s", g.Binding.Kind(), g.Binding.place(), g.Binding.RoleKind, g.Binding.RoleName)
}

func (b Binding) place() string {
	if b.Namespace.Empty() {
		return b.Name.String()
	}
	return b.Namespace.String() + "/" + b.Name.String()
}

// Can tells whether somebody may do something, and why. It decides as the API
// server's RBAC authorizer does, save that members of system:masters may do everything
// there without being asked about.
func (r *RBAC) Can(who Actor, a Right) (Grant, bool) {
	for by := range r.heldIn(who, a.Namespace) {
		role := r.roleOf(by.binding)
		if role < 0 {
			continue
		}
		for i := range r.Roles[role].Rules {
			if rule := &r.Roles[role].Rules[i]; rule.Allows(a) {
				return r.grant(by, role, rule), true
			}
		}
	}
	return Grant{}, false
}

func (r *RBAC) grant(by heldBy, role int32, rule *PolicyRule) Grant {
	b := &r.Bindings[by.binding]
	return Grant{Binding: b, Subject: b.Subjects[by.subject].in(b.Namespace), Role: &r.Roles[role], Rule: rule}
}

// held lists the bindings that give somebody a role, each once: those of the whole
// cluster first, then by namespace.
func (r *RBAC) held(who Actor) []heldBy {
	var all []heldBy
	if who.User.raw != "" {
		all = append(all, r.users[who.User.raw]...)
	}
	for _, g := range who.Groups {
		all = append(all, r.groups[g.raw]...)
	}
	slices.SortFunc(all, func(a, b heldBy) int {
		x, y := r.Bindings[a.binding].Namespace.raw, r.Bindings[b.binding].Namespace.raw
		return cmp.Or(cmp.Compare(x, y), cmp.Compare(a.binding, b.binding), cmp.Compare(a.subject, b.subject))
	})
	return slices.CompactFunc(all, func(a, b heldBy) bool { return a.binding == b.binding })
}

// heldIn gives those bindings that count in a namespace: its own, and the cluster's.
func (r *RBAC) heldIn(who Actor, namespace string) iter.Seq[heldBy] {
	return func(yield func(heldBy) bool) {
		for _, by := range r.held(who) {
			if at := r.Bindings[by.binding].Namespace.raw; at != "" && at != namespace {
				continue
			}
			if !yield(by) {
				return
			}
		}
	}
}

// Grants lists every binding that gives somebody a role, with the role; where the role
// does not exist, Role is nil. Rule is nil throughout.
func (r *RBAC) Grants(who Actor) []Grant {
	var out []Grant
	for _, by := range r.held(who) {
		b := &r.Bindings[by.binding]
		g := Grant{Binding: b, Subject: b.Subjects[by.subject].in(b.Namespace)}
		if i := r.roleOf(by.binding); i >= 0 {
			g.Role = &r.Roles[i]
		}
		out = append(out, g)
	}
	return out
}
