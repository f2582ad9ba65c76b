package model

import "iter"

// byEscalating looks for a role that somebody has, or could bind themselves to, and
// may change beyond what they have. Then they have everything that it can be bound for.
func (h *holding) byEscalating() (Passage, bool) {
	if h.steps&h.q.raises.escalate == 0 {
		return Passage{}, false
	}
	for i := range h.all() {
		role := &h.q.rbac.Roles[i]
		for _, verb := range []string{"update", "patch"} {
			if h.may(role.right("escalate")) && h.may(role.right(verb)) {
				return h.escalated("change "+role.String()+", which it has or can have, to allow more", role.right(verb), role.right("escalate"))
			}
		}
		if role.Aggregated {
			if write, ok := h.feeds(); ok {
				return h.escalated("put more into "+role.String()+" by another ClusterRole", write, write.by("escalate"))
			}
		}
	}
	return h.byNewRole()
}

// all gives every role that is held, those of its own first.
func (h *holding) all() iter.Seq[int32] {
	return func(yield func(int32) bool) {
		for _, s := range h.list {
			if !yield(s.role) {
				return
			}
		}
		for _, p := range h.pools {
			for _, i := range h.q.rbac.rolesIn[p.of] {
				if !yield(i) {
					return
				}
			}
		}
	}
}

// feeds finds a ClusterRole that may be made, or changed, to hold anything: with the
// right label it becomes part of an aggregated one.
func (h *holding) feeds() (Right, bool) {
	fresh := Right{Verb: "create", Group: rbacGroup, Resource: "clusterroles"}
	if h.may(fresh) && h.may(fresh.by("escalate")) {
		return fresh, true
	}
	for _, i := range h.q.rbac.rolesIn[""] {
		role := &h.q.rbac.Roles[i]
		for _, verb := range []string{"update", "patch"} {
			if h.may(role.right("escalate")) && h.may(role.right(verb)) {
				return role.right(verb), true
			}
		}
	}
	return Right{}, false
}

// byNewRole makes a role that allows everything, and binds itself to it.
func (h *holding) byNewRole() (Passage, bool) {
	for _, of := range []string{h.q.ns, ""} {
		fresh := (&Role{Namespace: NewText(of)}).right("create")
		if !h.may(fresh) || !h.may(fresh.by("escalate")) {
			continue
		}
		for _, ns := range []string{h.q.ns, ""} {
			if of != "" && ns == "" {
				continue // a Role cannot be bound for the whole cluster
			}
			if bind := (Right{Verb: "bind", Group: rbacGroup, Resource: fresh.Resource, Namespace: ns}); h.may(bind) && h.may(bindings(ns, "create", "")) {
				return h.escalated("make a role that allows everything, and bind itself to it", fresh, fresh.by("escalate"), bindings(ns, "create", ""), bind)
			}
		}
	}
	return Passage{}, false
}

// escalated says by what. An right that only a role would allow that is still to be
// bound has no binding to name.
func (h *holding) escalated(title string, rights ...Right) (Passage, bool) {
	p := Passage{Road: Road{ID: "escalate", Title: title}}
	for _, a := range rights {
		p.Steps = append(p.Steps, h.why(a)...)
	}
	return p, true
}

// String names the role: "ClusterRole admin".
func (r *Role) String() string { return r.Kind() + " " + r.Name.String() }

func (r *Role) resource() string {
	if r.Namespace.Empty() {
		return "clusterroles"
	}
	return "roles"
}

// right is something done to the role itself.
func (r *Role) right(verb string) Right {
	return Right{Verb: verb, Group: rbacGroup, Resource: r.resource(), Namespace: r.Namespace.raw, Name: r.Name.raw}
}
