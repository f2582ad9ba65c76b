package model

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// OnlyRBAC is the sentence that every answer from roles and bindings goes with.
const OnlyRBAC = "This is what RBAC says. A webhook or a cloud's own authorizer can allow more, and members of system:masters may do everything."

// A WhoCan is who can become an account or read a Secret.
type WhoCan struct {
	Context Ref
	Goal    Goal
	Holders []Holder
	Unknown []Text // what could not be looked at, a sentence each: the answer is of the rest
	Roles   int    // how many roles were looked at
	Bound   int    // and how many bindings
	Took    time.Duration
}

// Title says what the question was.
func (w WhoCan) Title() string {
	if w.Goal.reads() {
		return "who can read the Secret " + w.Goal.Secret.String()
	}
	return "who can become " + w.Goal.Account.String()
}

// Open counts the subjects that have a way which is open now.
func (w WhoCan) Open() int {
	n := 0
	for _, h := range w.Holders {
		if h.Open() {
			n++
		}
	}
	return n
}

// Open tells whether any way of the holder is open now.
func (h Holder) Open() bool {
	for _, p := range h.Ways {
		if p.Unless == "" {
			return true
		}
	}
	return false
}

// Has tells whether the holder has a way by this road.
func (h Holder) Has(road string) bool {
	return slices.ContainsFunc(h.Ways, func(p Passage) bool { return p.ID == road })
}

// All tells whether a holder may do everything, and by which grant: then its ways need
// no list.
func (h Holder) All() (Grant, bool) {
	for _, p := range h.Ways {
		for _, s := range p.Steps {
			if s.Grant.Rule != nil && s.Grant.Rule.all() && s.Grant.Binding.Namespace.Empty() {
				return s.Grant, true
			}
		}
	}
	return Grant{}, false
}

// all tells whether the rule allows everything on every resource.
func (p PolicyRule) all() bool {
	return len(p.Names) == 0 && slices.Contains(p.Verbs, Text{"*"}) && slices.Contains(p.Groups, Text{"*"}) && slices.Contains(p.Resources, Text{"*"})
}

// String says the step of a passage with the way of its grant.
func (a Allowed) String() string {
	return fmt.Sprintf("%s: %s (%s)", a.Right, a.Grant, a.Grant.Subject)
}

// A Can is the answer to whether somebody may do one thing.
type Can struct {
	Context Ref
	Who     Actor // User is "" for ourselves
	Right   Right
	RBAC    bool  // what RBAC says, as far as it could be read
	Grant   Grant // by which, when RBAC allows it
	Server  *Verdict
	Unknown []Text
}

// Allowed is the answer: the server's own where it gave one.
func (c Can) Allowed() bool {
	if c.Server != nil {
		return c.Server.Allowed
	}
	return c.RBAC
}

// Known tells whether the answer is certain: a server that was not asked, and roles
// that could not be read, leave a no open.
func (c Can) Known() bool { return c.Server != nil || c.RBAC || len(c.Unknown) == 0 }

// A Rights is what somebody may do, as a table.
type Rights struct {
	Context Ref
	Who     Actor
	Permits []Permit
	Own     bool // as the server tells it of ourselves, in one namespace
	Unknown []Text
}

// Brief returns the ways of the holder with those to run or to change workloads put
// together where one binding allows them.
func (h Holder) Brief() []Passage {
	var out []Passage
	for _, p := range h.Ways {
		verb, kind, many := workloadRoad(p)
		i := slices.IndexFunc(out, func(q Passage) bool {
			had, _, also := workloadRoad(q)
			return many && also && had == verb && len(p.Steps) == 1 && len(q.Steps) == 1 && p.Steps[0].Grant.Binding == q.Steps[0].Grant.Binding
		})
		if i < 0 {
			out = append(out, p)
			continue
		}
		words := " that run as it"
		if verb == "change" {
			words = " to run as it"
		}
		if before, ok := strings.CutSuffix(out[i].Title, words); ok {
			out[i].Title = before + ", " + kind + words
		}
	}
	return out
}

// workloadRoad tells whether a passage runs or changes a kind of workload.
func workloadRoad(p Passage) (verb, kind string, ok bool) {
	verb, kind, _ = strings.Cut(p.ID, "-")
	for _, w := range workloads {
		if w.resource == kind {
			return verb, kind, true
		}
	}
	return "", "", false
}
