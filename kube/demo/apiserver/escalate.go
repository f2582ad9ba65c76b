package apiserver

import (
	"fmt"
	"slices"
	"strings"
)

// admitRole lets nobody write a role with rights that they do not have, unless they
// may "escalate" it.
func (c *call) admitRole(k *kind, o, before object) error {
	rules := rulesOf(o)
	if before != nil && slices.EqualFunc(rules, rulesOf(before), rule.equal) {
		return nil
	}
	a := attributes{verb: "escalate", group: k.group, version: k.version, resource: k.plural, namespace: o.namespace(), name: o.name()}
	return c.mayGrant(a, k, o, rules)
}

// admitBinding lets nobody hand out rights that they do not have, unless they may
// "bind" the role.
func (c *call) admitBinding(k *kind, o, before object) error {
	if before != nil && fmt.Sprint(o["subjects"], o["roleRef"]) == fmt.Sprint(before["subjects"], before["roleRef"]) {
		return nil
	}
	named := roles
	if o.text("roleRef", "kind") == "ClusterRole" {
		named = clusterRoles
	}
	name := o.text("roleRef", "name")
	a := attributes{verb: "bind", group: named.group, version: named.version, resource: named.plural, namespace: o.namespace(), name: name}
	role := c.roleOf(named.name, o.namespace(), name)
	if role == nil {
		a.user = c.user
		if ok, _ := c.allowed(a); ok {
			return nil
		}
		return errNotFound(named.group, named.plural, name)
	}
	return c.mayGrant(a, k, o, rulesOf(role))
}

// mayGrant refuses rules that the caller does not have.
func (c *call) mayGrant(a attributes, k *kind, o object, wanted []rule) error {
	a.user = c.user
	if ok, _ := c.allowed(a); ok {
		return nil
	}
	var have []rule
	for g := range c.grants(c.user, o.namespace()) {
		have = append(have, g.rules...)
	}
	var missing []string
	for _, w := range wanted {
		for _, single := range w.singles() {
			if !slices.ContainsFunc(have, func(h rule) bool { return h.covers(single) }) {
				missing = append(missing, single.String())
			}
		}
	}
	if len(missing) == 0 {
		return nil
	}
	why := fmt.Sprintf("user %q (groups=%q) is attempting to grant RBAC permissions not currently held:\n%s", c.user.name, c.user.groups, strings.Join(missing, "\n"))
	return errForbidden(k.group, k.plural, o.name(), why)
}

func (r rule) equal(other rule) bool {
	return slices.Equal(r.verbs, other.verbs) && slices.Equal(r.groups, other.groups) && slices.Equal(r.resources, other.resources) &&
		slices.Equal(r.names, other.names) && slices.Equal(r.paths, other.paths)
}

// singles takes a rule apart into rules with one verb, group, resource and name each
// (BreakdownRule of k8s.io/component-helpers/auth/rbac/validation).
func (r rule) singles() []rule {
	var out []rule
	for _, verb := range r.verbs {
		for _, path := range r.paths {
			out = append(out, rule{verbs: []string{verb}, paths: []string{path}})
		}
	}
	for _, group := range r.groups {
		for _, resource := range r.resources {
			for _, verb := range r.verbs {
				one := rule{verbs: []string{verb}, groups: []string{group}, resources: []string{resource}}
				if len(r.names) == 0 {
					out = append(out, one)
				}
				for _, name := range r.names {
					one.names = []string{name}
					out = append(out, one)
				}
			}
		}
	}
	return out
}

// covers tells whether a rule gives all that a single one does.
func (r rule) covers(single rule) bool {
	all := func(have, want []string) bool {
		return slices.Contains(have, "*") || !slices.ContainsFunc(want, func(w string) bool { return !slices.Contains(have, w) })
	}
	if !all(r.verbs, single.verbs) {
		return false
	}
	if len(single.paths) > 0 {
		return slices.ContainsFunc(r.paths, func(p string) bool {
			start, open := strings.CutSuffix(p, "*")
			return p == single.paths[0] || open && strings.HasPrefix(single.paths[0], start)
		})
	}
	_, sub, nested := strings.Cut(single.resources[0], "/")
	return all(r.groups, single.groups) &&
		(all(r.resources, single.resources) || nested && slices.Contains(r.resources, "*/"+sub)) &&
		(len(r.names) == 0 || len(single.names) > 0 && all(r.names, single.names))
}

// String is the rule as Kubernetes prints it in a refusal.
func (r rule) String() string {
	var parts []string
	for _, p := range []struct {
		name  string
		items []string
	}{
		{"APIGroups", r.groups},
		{"Resources", r.resources},
		{"ResourceNames", r.names},
		{"NonResourceURLs", r.paths},
		{"Verbs", r.verbs},
	} {
		if len(p.items) > 0 {
			parts = append(parts, fmt.Sprintf("%s:%q", p.name, p.items))
		}
	}
	return "{" + strings.Join(parts, ", ") + "}"
}
