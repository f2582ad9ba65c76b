package oracle

import (
	"context"
	"fmt"
	"kubeid/model"
	"math/rand/v2"
	"strings"
	"testing"

	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apiserver/pkg/authentication/user"
	"k8s.io/apiserver/pkg/authorization/authorizer"
	"k8s.io/kubernetes/pkg/registry/rbac/validation"
	"k8s.io/kubernetes/plugin/pkg/auth/authorizer/rbac"
)

// oracle is Kubernetes' own RBAC authorizer on a world.
func (w world) oracle() *rbac.RBACAuthorizer {
	_, static := validation.NewTestRuleResolver(w.roles, w.bindings, w.clusterRoles, w.clusterBindings)
	return rbac.New(static, static, static, static)
}

func allowed(t *testing.T, o *rbac.RBACAuthorizer, who model.Actor, a model.Right) bool {
	t.Helper()
	record := authorizer.AttributesRecord{
		User: &user.DefaultInfo{Name: who.User.Raw(), Groups: raw(who.Groups)},
		Verb: a.Verb, APIGroup: a.Group, Resource: a.Resource, Subresource: a.Sub, Namespace: a.Namespace, Name: a.Name, Path: a.URL, ResourceRequest: a.Resource != "",
	}
	decision, _, _ := o.Authorize(context.Background(), record)
	return decision == authorizer.DecisionAllow
}

func raw(list []model.Text) []string {
	var out []string
	for _, t := range list {
		out = append(out, t.Raw())
	}
	return out
}

// TestCanEqualsKubernetes asks both about 40,000 acts in 400 worlds.
func TestCanEqualsKubernetes(t *testing.T) {
	yes := 0
	for seed := range uint64(400) {
		r := rand.New(rand.NewPCG(seed, 1))
		w := makeWorld(r)
		o, m := w.oracle(), w.rbac()
		for range 100 {
			who := model.As(pick(r, users), nil)
			if r.IntN(3) == 0 {
				who.Groups = append(who.Groups, model.NewText(pick(r, groups)))
			}
			a := w.madeRight(r)
			want := allowed(t, o, who, a)
			grant, got := m.Can(who, a)
			if got != want {
				t.Fatalf("seed %d: %v %+v: got %v, Kubernetes says %v (%v)", seed, who, a, got, want, grant)
			}
			if got {
				yes++
				if !grant.Rule.Allows(a) {
					t.Fatalf("seed %d: the rule that is told of does not allow %v", seed, a)
				}
			}
		}
	}
	t.Logf("%d of 40000 allowed", yes)
	if yes < 1000 {
		t.Errorf("only %d acts are allowed: this proves little", yes)
	}
}

// madeRight makes an act by chance, or one that some rule is near to.
func (w world) madeRight(r *rand.Rand) model.Right {
	if r.IntN(8) == 0 {
		return model.Right{Verb: pick(r, []string{"get", "post"}), URL: pick(r, []string{"/metrics", "/healthz/etcd", "/api/v1", "/", "/nothing"})}
	}
	a := model.Right{
		Verb: pick(r, verbs[:11]), Group: pick(r, apiGroups[:6]), Resource: pick(r, []string{"secrets", "pods", "serviceaccounts", "deployments", "roles", "nodes"}),
		Sub: pick(r, []string{"", "", "exec", "token", "scale", "proxy"}), Namespace: pick(r, []string{"ci", "web", ""}), Name: pick(r, append([]string{""}, names...)),
	}
	rules := w.clusterRoles[r.IntN(len(w.clusterRoles))].Rules
	if p := rules[r.IntN(len(rules))]; r.IntN(3) > 0 && len(p.Resources) > 0 {
		a.Verb, a.Group = pick(r, p.Verbs), pick(r, p.APIGroups)
		a.Resource, a.Sub, _ = strings.Cut(pick(r, p.Resources), "/")
		if len(p.ResourceNames) > 0 {
			a.Name = pick(r, p.ResourceNames)
		}
	}
	return a
}

var goal = model.Goal{
	Account: model.Account{Namespace: model.NewText("ci"), Name: model.NewText("robot")}, Tokens: model.Texts([]string{"robot-token"}), TokensKnown: true,
	Pods: []model.Running{{Name: model.NewText("robot-0"), Node: model.NewText("robot")}}, PodsKnown: true,
}

// TestWhoCanEqualsKubernetes asks Kubernetes about every subject and every road: nobody
// is missed and nobody invented.
func TestWhoCanEqualsKubernetes(t *testing.T) {
	cases, yes := 0, 0
	for seed := range uint64(700) {
		w := makeWorld(rand.New(rand.NewPCG(seed, 2)))
		o := w.oracle()
		listed := map[string]map[model.Subject]bool{}
		for _, h := range w.rbac().WhoCan(goal) {
			for _, p := range h.Ways {
				if listed[p.ID] == nil {
					listed[p.ID] = map[model.Subject]bool{}
				}
				listed[p.ID][h.Subject] = true
			}
		}
		for _, s := range everySubject() {
			for id, steps := range roadsByHand {
				want := opens(t, o, s.Actor(), steps)
				got := listed[id][s]
				for _, g := range s.Actor().Groups {
					got = got || listed[id][model.Subject{Kind: model.GroupSubject, Name: g}]
				}
				if got != want {
					t.Fatalf("seed %d: %s to %s: got %v, Kubernetes says %v", seed, s, id, got, want)
				}
				cases++
				if want {
					yes++
				}
			}
			raises(t, seed, w, s, listed)
		}
	}
	t.Logf("%d of %d ways open", yes, cases)
}

func everySubject() []model.Subject {
	var out []model.Subject
	for _, u := range users[:3] {
		out = append(out, model.Subject{Kind: model.UserSubject, Name: model.NewText(u)})
	}
	for _, g := range groups {
		out = append(out, model.Subject{Kind: model.GroupSubject, Name: model.NewText(g)})
	}
	for _, ns := range namespaces {
		for _, n := range names {
			out = append(out, model.Subject{Kind: model.AccountSubject, Namespace: model.NewText(ns), Name: model.NewText(n)})
		}
	}
	return out
}

// A way is a list of steps, each of which any of some acts allows.
type way [][]model.Right

func rights(group, what, sub, ns string, names []string, verbs ...string) []model.Right {
	var out []model.Right
	for _, v := range verbs {
		for _, n := range names {
			out = append(out, model.Right{Verb: v, Group: group, Resource: what, Sub: sub, Namespace: ns, Name: n})
		}
	}
	return out
}

var (
	no      = []string{""}
	anyName = append([]string{"", "role-0", "role-1"}, names...)
	read    = []string{"get", "list", "watch", "patch", "delete", "deletecollection"}
)

// roadsByHand are the roads once more, written as requests.
var roadsByHand = map[string]way{
	"mint":        {rights("", "serviceaccounts", "token", "ci", []string{"robot"}, "create")},
	"read-secret": {rights("", "secrets", "", "ci", []string{"robot-token"}, read...)},
	"make-secret": {rights("", "secrets", "", "ci", no, "create"), rights("", "secrets", "", "ci", anyName, read...)},
	"run-pod":     {rights("", "pods", "", "ci", no, "create")},
	"attach":      {rights("", "pods", "attach", "ci", []string{"robot-0"}, "create")},
	"exec-get":    {rights("", "pods", "exec", "ci", []string{"robot-0"}, "get")},
	"attach-get":  {rights("", "pods", "attach", "ci", []string{"robot-0"}, "get")},
	"change-pod":  {rights("", "pods", "", "ci", []string{"robot-0"}, "update", "patch")},
	"admission":   {rights("admissionregistration.k8s.io", "mutatingwebhookconfigurations", "", "", anyName, "create", "update", "patch")},
	"sign": {
		rights("certificates.k8s.io", "certificatesigningrequests", "", "", no, "create"),
		rights("certificates.k8s.io", "certificatesigningrequests", "approval", "", anyName, "update", "patch"),
		rights("certificates.k8s.io", "signers", "", "", []string{"kubernetes.io/kube-apiserver-client", "kubernetes.io/*"}, "approve"),
	},
	"exec":        {rights("", "pods", "exec", "ci", []string{"robot-0"}, "create")},
	"debug":       {rights("", "pods", "ephemeralcontainers", "ci", []string{"robot-0"}, "update", "patch")},
	"node":        {rights("", "nodes", "proxy", "", []string{"robot"}, "get", "create")},
	"impersonate": {rights("", "serviceaccounts", "", "ci", []string{"robot"}, "impersonate")},
	"impersonate-for": {
		rights("authentication.k8s.io", "serviceaccounts", "", "ci", []string{"robot"}, "impersonate:serviceaccount"), impersonateOn(),
	},
	"impersonate-masters": {rights("", "users", "", "", anyName, "impersonate"), rights("", "groups", "", "", []string{"system:masters"}, "impersonate")},
}

func init() {
	for group, kinds := range map[string][]string{"apps": {"deployments", "replicasets", "statefulsets", "daemonsets"}, "batch": {"jobs", "cronjobs"}, "": {"replicationcontrollers"}} {
		for _, k := range kinds {
			roadsByHand["run-"+k] = way{rights(group, k, "", "ci", no, "create")}
			roadsByHand["change-"+k] = way{rights(group, k, "", "ci", anyName, "update", "patch")}
		}
	}
}

// impersonateOn is every act for which somebody could act in the account's name.
func impersonateOn() []model.Right {
	var out []model.Right
	const verb = "impersonate-on:serviceaccount:get"
	for _, ns := range append(namespaces, "") {
		for _, group := range apiGroups[:6] {
			for _, what := range []string{"secrets", "pods", "serviceaccounts", "deployments", "jobs", "roles", "clusterroles", "rolebindings", "clusterrolebindings", "users", "groups", "nodes"} {
				for _, sub := range []string{"", "exec", "token", "scale", "proxy", "*"} {
					out = append(out, rights(group, what, sub, ns, anyName, verb)...)
				}
			}
		}
	}
	return out
}

func opens(t *testing.T, o *rbac.RBACAuthorizer, who model.Actor, w way) bool {
	t.Helper()
	for _, step := range w {
		ok := false
		for _, a := range step {
			if ok = allowed(t, o, who, a); ok {
				break
			}
		}
		if !ok {
			return false
		}
	}
	return true
}

// raises lets a subject bind itself and raise roles as the API server would let it, and
// compares where that ends with what is told.
func raises(t *testing.T, seed uint64, w world, s model.Subject, listed map[string]map[model.Subject]bool) {
	t.Helper()
	who := s.Actor()
	is := func(id string) bool {
		got := listed[id][s]
		for _, g := range who.Groups {
			got = got || listed[id][model.Subject{Kind: model.GroupSubject, Name: g}]
		}
		return got
	}
	after, held, grew := w.attack(t, s)
	o := after.oracle()
	opened := false
	for _, steps := range roadsByHand {
		opened = opened || opens(t, o, who, steps)
	}
	escalated := after.escalates(t, who, held)
	if is("bind") && !opened {
		t.Fatalf("seed %d: %s is said to get there by binding itself, and does not", seed, s)
	}
	before := false
	for _, steps := range roadsByHand {
		before = before || opens(t, w.oracle(), who, steps)
	}
	if grew && opened && !before && !is("bind") {
		t.Fatalf("seed %d: %s gets there by binding itself, which is not told", seed, s)
	}
	if escalated != is("escalate") {
		t.Fatalf("seed %d: %s can raise its rights: %v, and is told: %v", seed, s, escalated, is("escalate"))
	}
}

// attack binds a subject to whatever it may, again and again.
func (w world) attack(t *testing.T, s model.Subject) (world, []rbacv1.RoleRef, bool) {
	t.Helper()
	who := s.Actor()
	me := []rbacv1.Subject{{Kind: s.Kind, Namespace: s.Namespace.Raw(), Name: s.Name.Raw()}}
	done := map[string]bool{}
	for grew := true; grew; {
		grew = false
		o := w.oracle()
		for _, ns := range []string{"ci", ""} {
			for _, ref := range w.refs(ns) {
				key := fmt.Sprint(ns, ref)
				if done[key] || !w.mayBind(t, o, who, ns, ref) {
					continue
				}
				done[key], grew = true, true
				meta := metav1.ObjectMeta{Namespace: ns, Name: "mine-" + fmt.Sprint(len(done))}
				if ns == "" {
					w.clusterBindings = append(w.clusterBindings[:len(w.clusterBindings):len(w.clusterBindings)], &rbacv1.ClusterRoleBinding{ObjectMeta: meta, RoleRef: ref, Subjects: me})
				} else {
					w.bindings = append(w.bindings[:len(w.bindings):len(w.bindings)], &rbacv1.RoleBinding{ObjectMeta: meta, RoleRef: ref, Subjects: me})
				}
			}
		}
	}
	return w, w.held(who), len(done) > 0
}

// refs lists the roles that can be bound in a namespace, or "" for the whole cluster.
func (w world) refs(ns string) []rbacv1.RoleRef {
	var out []rbacv1.RoleRef
	for _, r := range w.clusterRoles {
		out = append(out, rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: r.Name})
	}
	for _, r := range w.roles {
		if ns != "" && r.Namespace == ns {
			out = append(out, rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "Role", Name: r.Name})
		}
	}
	return out
}

func (w world) mayBind(t *testing.T, o *rbac.RBACAuthorizer, who model.Actor, ns string, ref rbacv1.RoleRef) bool {
	t.Helper()
	what := map[string]string{"Role": "roles", "ClusterRole": "clusterroles"}[ref.Kind]
	if !allowed(t, o, who, model.Right{Verb: "bind", Group: rbacv1.GroupName, Resource: what, Namespace: ns, Name: ref.Name}) {
		return false
	}
	write := model.Right{Verb: "create", Group: rbacv1.GroupName, Resource: "rolebindings", Namespace: ns}
	if ns == "" {
		write.Resource = "clusterrolebindings"
	}
	if allowed(t, o, who, write) {
		return true
	}
	for _, name := range w.bindingsOf(ns, ref) {
		write.Name = name
		for _, write.Verb = range []string{"update", "patch"} {
			if allowed(t, o, who, write) {
				return true
			}
		}
	}
	return false
}

func (w world) bindingsOf(ns string, ref rbacv1.RoleRef) []string {
	var out []string
	for _, b := range w.clusterBindings {
		if ns == "" && b.RoleRef.Kind == ref.Kind && b.RoleRef.Name == ref.Name {
			out = append(out, b.Name)
		}
	}
	for _, b := range w.bindings {
		if b.Namespace == ns && b.RoleRef.Kind == ref.Kind && b.RoleRef.Name == ref.Name {
			out = append(out, b.Name)
		}
	}
	return out
}

// held lists the roles that somebody has in ci or in the whole cluster.
func (w world) held(who model.Actor) []rbacv1.RoleRef {
	var out []rbacv1.RoleRef
	for _, g := range w.rbac().Grants(who) {
		if ns := g.Binding.Namespace.Raw(); g.Role != nil && (ns == "" || ns == "ci") {
			out = append(out, rbacv1.RoleRef{Kind: g.Role.Kind(), Name: g.Role.Name.Raw()})
		}
	}
	return out
}

// escalates tells whether somebody can give everything to a role that they have, or
// make one and bind it.
func (w world) escalates(t *testing.T, who model.Actor, held []rbacv1.RoleRef) bool {
	t.Helper()
	o := w.oracle()
	may := func(verb, what, ns, name string) bool {
		return allowed(t, o, who, model.Right{Verb: verb, Group: rbacv1.GroupName, Resource: what, Namespace: ns, Name: name})
	}
	for _, ref := range held {
		what, ns := "clusterroles", ""
		if ref.Kind == "Role" {
			what, ns = "roles", "ci"
		}
		if may("escalate", what, ns, ref.Name) && (may("update", what, ns, ref.Name) || may("patch", what, ns, ref.Name)) {
			return true
		}
	}
	if may("create", "roles", "ci", "") && may("escalate", "roles", "ci", "") && may("bind", "roles", "ci", "") && may("create", "rolebindings", "ci", "") {
		return true
	}
	if !may("create", "clusterroles", "", "") || !may("escalate", "clusterroles", "", "") {
		return false
	}
	return may("bind", "clusterroles", "ci", "") && may("create", "rolebindings", "ci", "") || may("bind", "clusterroles", "", "") && may("create", "clusterrolebindings", "", "")
}
