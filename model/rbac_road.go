package model

import (
	"slices"
	"strings"
)

// A Goal is an account that somebody may want to become, or a Secret that they may
// want to read. What is known about the account in the cluster narrows the answer.
type Goal struct {
	Account Account // to become
	Secret  Account // to read: a namespace and the name of a Secret; Account is not looked at then

	Tokens      []Text // token Secrets of the account
	TokensKnown bool   // Tokens is what there is; otherwise nobody could look
	Pods        []Running
	PodsKnown   bool // Pods is what there is; otherwise nobody could look
}

// Running is a pod that runs as the account, or that mounts the Secret.
type Running struct {
	Name Text
	Node Text // "" while it has none
}

func (g Goal) reads() bool { return g.Secret.Known() }

// Namespace returns where the account or the Secret is.
func (g Goal) Namespace() string {
	if g.reads() {
		return g.Secret.Namespace.raw
	}
	return g.Account.Namespace.raw
}

// A Road is one way to become an account or to read a Secret.
type Road struct {
	ID     string // kebab-case; it stays the same
	Title  string // what is done, in words
	Unless string // why it leads nowhere now, or perhaps; "" for a way that is open
}

// A roadPlan is a road with what has to be allowed for it: every step.
type roadPlan struct {
	Road
	steps []step
}

// A step is allowed by any of its verbs on any of its names.
type step struct {
	at    Right    // without verb and name
	verbs []string // the most telling first
	names []string // of objects; none: a new one

	anyName  bool // a rule for whatever name will do
	anywhere bool // a binding in whatever namespace will do, and a rule for whatever resource
	prefix   bool // the verbs only begin so
}

// allows returns the right of the step that a rule allows.
func (s step) allows(p *PolicyRule) (Right, bool) {
	if s.anywhere && len(p.Resources) == 0 || !s.anywhere && !p.isAbout(s.at) {
		return Right{}, false
	}
	a, ok := s.name(p)
	if !ok {
		return Right{}, false
	}
	for _, v := range s.verbs {
		if s.prefix && hasPrefixOrAll(p.Verbs, v) || !s.prefix && hasOrAll(p.Verbs, v) {
			a.Verb = v
			return a, true
		}
	}
	return Right{}, false
}

// name returns the right on the first object that the rule is for.
func (s step) name(p *PolicyRule) (Right, bool) {
	a := s.at
	switch {
	case s.anyName && len(p.Names) > 0:
		a.Name = p.Names[0].raw
		return a, true
	case len(p.Names) == 0:
		if len(s.names) > 0 {
			a.Name = s.names[0]
		}
		return a, true
	}
	for _, n := range p.Names {
		if _, ok := slices.BinarySearch(s.names, n.raw); ok {
			a.Name = n.raw
			return a, true
		}
	}
	return Right{}, false
}

func hasPrefixOrAll(list []Text, prefix string) bool {
	for _, t := range list {
		if t.raw == "*" || strings.HasPrefix(t.raw, prefix) {
			return true
		}
	}
	return false
}

// counts tells whether a binding in a namespace, or "" for the whole cluster, can
// allow the step.
func (s step) counts(namespace string) bool {
	return namespace == "" || s.anywhere || s.at.Namespace == namespace
}

// What hands out a Secret as it is: patch, delete and deletecollection answer with what
// they touched, even as a dry run (measured on 1.36).
var secretReaders = []string{"get", "list", "watch", "patch", "delete", "deletecollection"}

// workloads are the kinds whose pods run as the account that their template names.
var workloads = []struct{ group, resource string }{
	{"apps", "deployments"},
	{"apps", "replicasets"},
	{"apps", "statefulsets"},
	{"apps", "daemonsets"},
	{"batch", "jobs"},
	{"batch", "cronjobs"},
	{"", "replicationcontrollers"},
}

// roads lists every way to the goal.
func (g Goal) roads() []roadPlan {
	var out []roadPlan
	add := func(id, title, unless string, steps ...step) {
		out = append(out, roadPlan{Road{id, title, unless}, steps})
	}
	g.byToken(add)
	ns := g.Namespace()
	add("run-pod", g.title("run a pod as it", "run a pod that mounts it"), "", in(ns, "", "pods").can("create"))
	for _, w := range workloads {
		add("run-"+w.resource, "create "+w.resource+g.title(" that run as it", " that mount it"), "", in(ns, w.group, w.resource).can("create"))
		add("change-"+w.resource, "change "+w.resource+g.title(" to run as it", " to mount it"), "", in(ns, w.group, w.resource).can("update", "patch").onAny())
	}
	g.byPods(add)
	g.byName(add)
	add("admission", "change what is created on its way, by a webhook", "",
		in("", "admissionregistration.k8s.io", "mutatingwebhookconfigurations").can("create", "update", "patch").onAny())
	return out
}

type addRoad func(id, title, unless string, steps ...step)

// title takes the words for an account or for a Secret.
func (g Goal) title(account, secret string) string {
	if g.reads() {
		return secret
	}
	return account
}

// byToken adds the ways over Secrets and the token API.
func (g Goal) byToken(add addRoad) {
	ns := g.Namespace()
	read := in(ns, "", "secrets").can(secretReaders...)
	if g.reads() {
		add("read-secret", "read it", "", read.on(g.Secret.Name))
		return
	}
	add("mint", "ask for a token of it", "", in(ns, "", "serviceaccounts/token").can("create").on(g.Account.Name))
	switch {
	case !g.TokensKnown:
		add("read-secret", "read a token Secret of it", "only if it has one; the Secrets could not be listed", read.onAny())
	case len(g.Tokens) > 0:
		add("read-secret", "read a token Secret of it", "", read.on(g.Tokens...))
	}
	add("make-secret", "make a token Secret for it, and read that", "", in(ns, "", "secrets").can("create"), read.onAny())
}

// byPods adds the ways into pods that are there.
func (g Goal) byPods(add addRoad) {
	unless := ""
	switch {
	case !g.PodsKnown:
		unless = "only while a pod " + g.title("runs as it", "mounts it") + "; the pods could not be listed"
	case len(g.Pods) == 0:
		unless = "no pod " + g.title("runs as it", "mounts it") + " now"
	}
	var pods, nodes []Text
	for _, p := range g.Pods {
		pods = append(pods, p.Name)
		if !p.Node.Empty() {
			nodes = append(nodes, p.Node)
		}
	}
	into := func(namespace, what string, names []Text, verbs ...string) step {
		s := in(namespace, "", what).can(verbs...)
		if unless != "" {
			return s.onAny()
		}
		return s.on(names...)
	}
	ns := g.Namespace()
	old := "only on servers before 1.35" // which let a websocket in by get alone (k/k#133515)
	if unless != "" {
		old += ", and " + unless
	}
	add("exec", "run a command in a pod of it", unless, into(ns, "pods/exec", pods, "create"))
	add("exec-get", "run a command in a pod of it, by get", old, into(ns, "pods/exec", pods, "get"))
	add("attach", "attach to a pod of it", unless, into(ns, "pods/attach", pods, "create"))
	add("attach-get", "attach to a pod of it, by get", old, into(ns, "pods/attach", pods, "get"))
	add("debug", "add a container to a pod of it", unless, into(ns, "pods/ephemeralcontainers", pods, "update", "patch"))
	add("change-pod", "change the image of a pod of it", unless, into(ns, "pods", pods, "update", "patch"))
	if unless != "" || len(nodes) > 0 {
		add("node", "get into a pod of it through its node", unless, into("", "nodes/proxy", nodes, "get", "create"))
	}
}

// byName adds the ways of acting in somebody's name.
func (g Goal) byName(add addRoad) {
	if !g.reads() {
		ns, name := g.Account.Namespace.raw, g.Account.Name
		add("impersonate", "act in its name (impersonate)", "", in(ns, "", "serviceaccounts").can("impersonate").on(name))
		add("impersonate-for", "act in its name for some acts (constrained impersonation, from 1.36 on)", "",
			in(ns, "authentication.k8s.io", "serviceaccounts").can("impersonate:serviceaccount").on(name),
			step{verbs: []string{"impersonate-on:serviceaccount:"}, prefix: true, anyName: true, anywhere: true})
	}
	add("impersonate-masters", "act as a member of "+masters, "",
		in("", "", "users").can("impersonate").onAny(), in("", "", "groups").can("impersonate").on(NewText(masters)))
	const csr = "certificatesigningrequests"
	add("sign", "approve a client certificate "+g.title("in its name", "in any name"), "",
		in("", "certificates.k8s.io", csr).can("create"), in("", "certificates.k8s.io", csr+"/approval").can("update", "patch").onAny(),
		in("", "certificates.k8s.io", "signers").can("approve").on(NewText("kubernetes.io/kube-apiserver-client"), NewText("kubernetes.io/*")))
}

// in begins a step: something is done to a resource, written as rules write it.
func in(namespace, group, what string) step {
	resource, sub, _ := strings.Cut(what, "/")
	return step{at: Right{Namespace: namespace, Group: group, Resource: resource, Sub: sub}}
}

func (s step) can(verbs ...string) step {
	s.verbs = verbs
	return s
}

func (s step) on(names ...Text) step {
	for _, n := range names {
		s.names = append(s.names, n.raw)
	}
	slices.Sort(s.names)
	return s
}

func (s step) onAny() step {
	s.anyName = true
	return s
}
