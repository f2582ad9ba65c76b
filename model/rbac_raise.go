package model

import "slices"

// Who may write bindings and bind a role has what that role allows; who may change a
// role that they have, and escalate, has everything. Without bind or escalate the API
// server lets nobody give what they do not have themselves, so that writing alone leads
// nowhere new (kubernetes/pkg/registry/rbac: escalation_check.go, policybased/storage.go).

const rbacGroup = "rbac.authorization.k8s.io"

// raises are the steps by which somebody is worth a closer look.
type raises struct{ write, bind, escalate, change stepSet }

func (q *question) raiseSteps() raises {
	any := func(ns, what string, verbs ...string) stepSet {
		return q.number(in(ns, rbacGroup, what).can(verbs...).onAny())
	}
	return raises{
		write:    any(q.ns, "rolebindings", "create", "update", "patch") | any("", "clusterrolebindings", "create", "update", "patch"),
		bind:     any(q.ns, "clusterroles", "bind") | any(q.ns, "roles", "bind") | any("", "clusterroles", "bind"),
		escalate: any(q.ns, "roles", "escalate") | any("", "clusterroles", "escalate"),
		change:   any(q.ns, "roles", "create", "update", "patch") | any("", "clusterroles", "create", "update", "patch"),
	}
}

func (r raises) any() stepSet { return r.write | r.bind | r.escalate | r.change }

// raise lists the ways over rights that somebody could give themselves.
func (q *question) raise(all stepSet, bindings []heldBy) []Passage {
	binds := all&q.raises.write != 0 && all&q.raises.bind != 0
	if !binds && all&q.raises.escalate == 0 {
		return nil
	}
	h := &holding{q: q, bindings: bindings, steps: all, has: map[scoped]bool{}}
	for _, by := range bindings {
		if role := q.rbac.roleOf(by.binding); role >= 0 {
			h.take(scoped{role, q.rbac.Bindings[by.binding].Namespace.raw})
		}
	}
	var out []Passage
	if p, ok := h.byBinding(); ok {
		out = append(out, p)
	}
	if p, ok := h.byEscalating(); ok {
		out = append(out, p)
	}
	return out
}

// scoped is a role as bound in a namespace, or "" for the whole cluster.
type scoped struct {
	role      int32
	namespace string
}

// A pool is all roles of one kind, as bound in one namespace.
type pool struct {
	of, namespace string
	steps         stepSet
	strong        []int32 // those that can lead to more
	best          int32   // one that is enough by itself, or -1
}

// pool puts all roles of a kind together, once.
func (q *question) pool(of, namespace string) *pool {
	key := [2]string{of, namespace}
	if q.pools[key] != nil {
		return q.pools[key]
	}
	p := &pool{of: of, namespace: namespace, best: -1}
	for _, i := range q.rbac.rolesIn[of] {
		steps := q.inScope(q.roles[i], namespace)
		p.steps |= steps
		if q.roles[i]&q.raises.any() != 0 {
			p.strong = append(p.strong, i)
		}
		if unless, ok := q.opened(steps); p.best < 0 && ok && unless == "" {
			p.best = i
		}
	}
	q.pools[key] = p
	return p
}

// A holding is what somebody has, and what they could have after binding themselves.
type holding struct {
	q        *question
	bindings []heldBy // that there are
	steps    stepSet
	has      map[scoped]bool
	list     []scoped // the same, in order
	pools    []*pool  // held as a whole besides
	strong   []scoped // those that can lead to more
}

func (h *holding) take(s scoped) bool {
	if h.has[s] || s.namespace != "" && s.namespace != h.q.ns {
		return false
	}
	h.has[s] = true
	h.list = append(h.list, s)
	h.steps |= h.q.inScope(h.q.roles[s.role], s.namespace)
	if h.q.roles[s.role]&h.q.raises.any() != 0 {
		h.strong = append(h.strong, s)
	}
	return true
}

func (h *holding) takeAll(p *pool) bool {
	if slices.Contains(h.pools, p) {
		return false
	}
	h.pools = append(h.pools, p)
	h.steps |= p.steps
	for _, role := range p.strong {
		h.take(scoped{role, p.namespace})
	}
	return true
}

// may tells whether what is held gives a right.
func (h *holding) may(a Right) bool {
	for _, s := range h.strong {
		if s.namespace != "" && s.namespace != a.Namespace {
			continue
		}
		rules := h.q.rbac.Roles[s.role].Rules
		if slices.ContainsFunc(rules, func(p PolicyRule) bool { return p.Allows(a) }) {
			return true
		}
	}
	return false
}

// why returns the binding by which a right is given, of those that there are.
func (h *holding) why(a Right) []Allowed {
	for _, by := range h.bindings {
		if at := h.q.rbac.Bindings[by.binding].Namespace.raw; at != "" && at != a.Namespace {
			continue
		}
		role := h.q.rbac.roleOf(by.binding)
		if role < 0 {
			continue
		}
		for i := range h.q.rbac.Roles[role].Rules {
			if rule := &h.q.rbac.Roles[role].Rules[i]; rule.Allows(a) {
				return []Allowed{{a, h.q.rbac.grant(by, role, rule)}}
			}
		}
	}
	return nil
}

// byBinding binds itself to whatever it may, until that leads to nothing more.
func (h *holding) byBinding() (Passage, bool) {
	q, own, had := h.q, h.steps, len(h.list)
	for grew := true; grew; {
		grew = false
		for _, ns := range []string{q.ns, ""} {
			grew = h.bindAll(ns) || grew
		}
	}
	unless, ok := q.opened(h.steps)
	if !ok || len(h.list) == had && len(h.pools) == 0 {
		return Passage{}, false
	}
	for _, p := range h.pools {
		if p.best >= 0 {
			return h.bound(scoped{p.best, p.namespace}, "")
		}
	}
	for _, s := range h.list[had:] {
		if alone, enough := q.opened(own | q.inScope(q.roles[s.role], s.namespace)); enough && alone == unless {
			return h.bound(s, unless)
		}
	}
	p := Passage{Road: Road{"bind", "bind itself to one role after another", unless}}
	if len(h.list) > had {
		p.Steps = h.whyBound(h.list[had])
	}
	return p, true
}

func (h *holding) bound(s scoped, unless string) (Passage, bool) {
	where := "in " + NewText(s.namespace).String()
	if s.namespace == "" {
		where = "for the whole cluster"
	}
	return Passage{Road{"bind", "bind itself to " + h.q.rbac.Roles[s.role].String() + " " + where, unless}, h.whyBound(s)}, true
}

// opened tells whether steps are enough for a road, and what the best such road is
// good for: "" for one that is open now.
func (q *question) opened(steps stepSet) (unless string, ok bool) {
	for i, road := range q.roads {
		switch {
		case !steps.has(q.masks[i]):
		case road.Unless == "":
			return "", true
		default:
			unless, ok = road.Unless, true
		}
	}
	return unless, ok
}

// bindAll takes the roles that somebody may bind themselves to in a namespace, or ""
// for the whole cluster, and tells whether that was more than before.
func (h *holding) bindAll(ns string) bool {
	grew := false
	if h.may(bindings(ns, "create", "")) {
		grew = h.bindKind(ns, "clusterroles", "")
		if ns != "" {
			grew = h.bindKind(ns, "roles", ns) || grew
		}
		return grew
	}
	if h.steps&h.q.raises.write == 0 {
		return false
	}
	r := h.q.rbac
	for _, i := range r.boundIn[ns] {
		role, name := r.roleOf(i), r.Bindings[i].Name.raw
		if role < 0 || !h.may(bindings(ns, "update", name)) && !h.may(bindings(ns, "patch", name)) {
			continue
		}
		if h.may(binding(ns, &r.Roles[role])) {
			grew = h.take(scoped{role, ns}) || grew
		}
	}
	return grew
}

// bindKind takes the roles of a kind that may be bound in ns.
func (h *holding) bindKind(ns, what, of string) bool {
	r, at := h.q.rbac, Right{Verb: "bind", Group: rbacGroup, Resource: what, Namespace: ns}
	if h.may(at) {
		return h.takeAll(h.q.pool(of, ns))
	}
	grew := false
	for _, s := range slices.Clone(h.strong) {
		if s.namespace != "" && s.namespace != ns {
			continue
		}
		for _, p := range r.Roles[s.role].Rules {
			if !hasOrAll(p.Verbs, "bind") || !p.isAbout(at) {
				continue
			}
			for _, n := range p.Names {
				if i, ok := r.roles[roleKey{of, n.raw}]; ok {
					grew = h.take(scoped{i, ns}) || grew
				}
			}
		}
	}
	return grew
}

// bindings is the right of writing bindings in a namespace, or "" for the whole cluster.
func bindings(ns, verb, name string) Right {
	if ns == "" {
		return Right{Verb: verb, Group: rbacGroup, Resource: "clusterrolebindings", Name: name}
	}
	return Right{Verb: verb, Group: rbacGroup, Resource: "rolebindings", Namespace: ns, Name: name}
}

// binding is the right of binding a role.
func binding(ns string, role *Role) Right {
	return Right{Verb: "bind", Group: rbacGroup, Resource: role.resource(), Namespace: ns, Name: role.Name.raw}
}

// whyBound says by what somebody may bind themselves to a role.
func (h *holding) whyBound(s scoped) []Allowed {
	out := h.why(bindings(s.namespace, "create", ""))
	for _, i := range h.q.rbac.boundIn[s.namespace] {
		if len(out) > 0 {
			break
		}
		if h.q.rbac.roleOf(i) == s.role {
			name := h.q.rbac.Bindings[i].Name.raw
			if out = h.why(bindings(s.namespace, "update", name)); len(out) == 0 {
				out = h.why(bindings(s.namespace, "patch", name))
			}
		}
	}
	return append(out, h.why(binding(s.namespace, &h.q.rbac.Roles[s.role]))...)
}
