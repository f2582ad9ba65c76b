package model

import (
	"cmp"
	"slices"
)

// A Holder is a subject of some binding that has ways to a goal.
type Holder struct {
	Subject Subject
	Ways    []Passage
}

// A Passage is a road that is open to somebody, with what allows every step of it.
type Passage struct {
	Road
	Steps []Allowed
}

// Allowed is one right and why somebody may do it.
type Allowed struct {
	Right Right
	Grant Grant
}

// WhoCan lists everybody who has a way to the goal, and every way that they have: a
// subject is listed when all steps of a way are allowed to it, at least one of them by
// a binding of its own and the others perhaps by a group that it is in for certain.
// Who can become one of these subjects comes on top, and so does what other
// authorizers allow.
func (r *RBAC) WhoCan(g Goal) []Holder {
	q := newQuestion(r, g)
	q.gather()
	var out []Holder
	for _, c := range q.found {
		if ways := q.ways(c); len(ways) > 0 {
			out = append(out, Holder{c.subject, ways})
		}
	}
	slices.SortFunc(out, func(a, b Holder) int {
		return cmp.Or(cmp.Compare(rank(a.Subject), rank(b.Subject)), cmp.Compare(a.Subject.Namespace.raw, b.Subject.Namespace.raw), cmp.Compare(a.Subject.Name.raw, b.Subject.Name.raw))
	})
	return out
}

// rank sorts groups first, since they are the most.
func rank(s Subject) int {
	return slices.Index([]string{GroupSubject, UserSubject, AccountSubject}, s.Kind)
}

// A question is a goal with its steps numbered, and what every role allows of them.
type question struct {
	rbac  *RBAC
	ns    string
	roads []roadPlan
	masks []stepSet // the steps of each road
	steps []step
	roles []stepSet // by role; complete
	local stepSet   // steps that a binding in ns can allow
	far   stepSet   // steps that a binding in whatever namespace can allow
	found map[Subject]*candidate

	raises raises
	pools  map[[2]string]*pool
}

// A stepSet is a set of steps, by number.
type stepSet uint64

func (s stepSet) has(all stepSet) bool { return s&all == all }

// A candidate is a subject with what its own bindings allow.
type candidate struct {
	subject  Subject
	steps    stepSet
	bindings []heldBy
	told     bool
	ways     []Passage // once told
}

func newQuestion(r *RBAC, g Goal) *question {
	q := &question{rbac: r, ns: g.Namespace(), roads: g.roads(), found: map[Subject]*candidate{}, pools: map[[2]string]*pool{}}
	for _, road := range q.roads {
		var mask stepSet
		for _, s := range road.steps {
			mask |= q.number(s)
		}
		q.masks = append(q.masks, mask)
	}
	q.raises = q.raiseSteps()
	for i, s := range q.steps {
		if s.counts(q.ns) {
			q.local |= 1 << i
		}
		if s.anywhere {
			q.far |= 1 << i
		}
	}
	q.roles = make([]stepSet, len(r.Roles))
	for i := range r.Roles {
		q.roles[i] = q.allowedBy(&r.Roles[i])
	}
	return q
}

func (q *question) number(s step) stepSet {
	q.steps = append(q.steps, s)
	return 1 << (len(q.steps) - 1)
}

func (q *question) allowedBy(role *Role) stepSet {
	var out stepSet
	for i := range role.Rules {
		for j := range q.steps {
			if out&(1<<j) != 0 {
				continue
			}
			if _, ok := q.steps[j].allows(&role.Rules[i]); ok {
				out |= 1 << j
			}
		}
	}
	return out
}

// inScope keeps the steps that a binding in a namespace can allow.
func (q *question) inScope(s stepSet, namespace string) stepSet {
	switch namespace {
	case "":
		return s
	case q.ns:
		return s & (q.local | q.far)
	}
	return s & q.far
}

// gives returns what a binding allows.
func (q *question) gives(binding int32) stepSet {
	role := q.rbac.roleOf(binding)
	if role < 0 {
		return 0
	}
	return q.inScope(q.roles[role], q.rbac.Bindings[binding].Namespace.raw)
}

// gather finds the subjects whose bindings allow any step. What else they are bound to
// counts where they could change it.
func (q *question) gather() {
	q.each(func(s Subject, by heldBy, steps stepSet) {
		if steps == 0 {
			return
		}
		c := q.found[s]
		if c == nil {
			c = &candidate{subject: s}
			q.found[s] = c
		}
		c.steps |= steps
		c.bindings = append(c.bindings, by)
	})
	everybody := false
	for s, c := range q.found {
		everybody = everybody || s.Members() != "" && c.steps&q.raises.any() != 0
	}
	q.each(func(s Subject, by heldBy, steps stepSet) {
		if steps != 0 || q.rbac.roleOf(by.binding) < 0 {
			return
		}
		if at := q.rbac.Bindings[by.binding].Namespace.raw; at != "" && at != q.ns {
			return
		}
		c := q.found[s]
		if c == nil && (everybody || s.Members() != "") {
			c = &candidate{subject: s}
			q.found[s] = c
		}
		if c != nil {
			c.bindings = append(c.bindings, by)
		}
	})
}

// each gives every subject of every binding, and what the binding allows.
func (q *question) each(visit func(Subject, heldBy, stepSet)) {
	for i := range q.rbac.Bindings {
		b, steps := &q.rbac.Bindings[i], q.gives(int32(i))
		for j, s := range b.Subjects {
			if s = s.in(b.Namespace); s.Kind == GroupSubject || s.username() != "" {
				visit(s, heldBy{int32(i), int32(j)}, steps)
			}
		}
	}
}

// ways lists the roads that are open to a candidate.
func (q *question) ways(c *candidate) []Passage {
	if !c.told {
		c.told, c.ways = true, q.look(c)
	}
	return c.ways
}

func (q *question) look(c *candidate) []Passage {
	all, bindings := c.steps, c.bindings
	groups := q.groupsOf(c)
	for _, g := range groups {
		all |= g.steps
		bindings = append(slices.Clip(bindings), g.bindings...)
	}
	var out []Passage
	for i, road := range q.roads {
		if mask := q.masks[i]; all.has(mask) && c.steps&mask != 0 {
			out = append(out, Passage{road.Road, q.explain(mask, bindings)})
		}
	}
	raised := q.raise(all, bindings)
	if len(raised) == 0 || c.steps&q.raises.any() != 0 {
		return append(out, raised...)
	}
	for _, g := range groups { // it is told of the group, unless it takes something of its own
		for _, has := range q.ways(g) {
			raised = slices.DeleteFunc(raised, func(p Passage) bool { return p.ID == has.ID })
		}
	}
	return append(out, raised...)
}

// groupsOf returns the groups that a candidate is in for certain, as far as they are
// candidates too.
func (q *question) groupsOf(c *candidate) []*candidate {
	var out []*candidate
	for _, g := range c.subject.Actor().Groups {
		if more := q.found[Subject{Kind: GroupSubject, Name: g}]; more != nil && more != c {
			out = append(out, more)
		}
	}
	return out
}

// explain says by which bindings the steps are allowed: for each the first that does.
func (q *question) explain(mask stepSet, bindings []heldBy) []Allowed {
	var out []Allowed
	for j := range q.steps {
		if mask&(1<<j) == 0 {
			continue
		}
		for _, by := range bindings {
			if q.gives(by.binding)&(1<<j) != 0 {
				out = append(out, q.allowed(by, j))
				break
			}
		}
	}
	return out
}

func (q *question) allowed(by heldBy, j int) Allowed {
	role := q.rbac.roleOf(by.binding)
	for i := range q.rbac.Roles[role].Rules {
		rule := &q.rbac.Roles[role].Rules[i]
		if right, ok := q.steps[j].allows(rule); ok {
			return Allowed{right, q.rbac.grant(by, role, rule)}
		}
	}
	return Allowed{}
}
