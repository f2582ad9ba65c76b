package oracle

import (
	"fmt"
	"kubeid/model"
	"math/rand/v2"

	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// A world is a small cluster's roles and bindings, made by chance of few words, so that
// they meet each other often.
type world struct {
	roles           []*rbacv1.Role
	clusterRoles    []*rbacv1.ClusterRole
	bindings        []*rbacv1.RoleBinding
	clusterBindings []*rbacv1.ClusterRoleBinding
}

var (
	namespaces = []string{"ci", "web"}
	names      = []string{"robot", "other", "robot-token", "robot-0"}
	users      = []string{"jane", "bob", "system:anonymous", "system:serviceaccount:ci:robot", "system:serviceaccount:web:other"}
	groups     = []string{"devs", "system:authenticated", "system:unauthenticated", "system:serviceaccounts", "system:serviceaccounts:ci", "system:serviceaccounts:web"}
	apiGroups  = []string{"", "apps", "batch", "rbac.authorization.k8s.io", "authentication.k8s.io", "certificates.k8s.io", "*"}
	verbs      = []string{"get", "list", "create", "update", "patch", "delete", "bind", "escalate", "impersonate", "impersonate:serviceaccount", "impersonate-on:serviceaccount:get", "*", "approve"}
	resources  = []string{
		"secrets", "pods", "pods/exec", "pods/*", "*/exec", "*/token", "*", "serviceaccounts", "serviceaccounts/token", "deployments", "deployments/scale", "jobs",
		"roles", "clusterroles", "rolebindings", "clusterrolebindings", "nodes/proxy", "users", "groups",
	}
	urls = []string{"/metrics", "/healthz/*", "/api*", "*", "/"}
)

func pick(r *rand.Rand, list []string) string { return list[r.IntN(len(list))] }

func some(r *rand.Rand, list []string, most int) []string {
	var out []string
	for range 1 + r.IntN(most) {
		out = append(out, pick(r, list))
	}
	return out
}

// raisers are rules that lead somewhere often enough to be worth trying.
var raisers = []rbacv1.PolicyRule{
	{Verbs: []string{"create"}, APIGroups: []string{rbacv1.GroupName}, Resources: []string{"rolebindings", "clusterrolebindings"}},
	{Verbs: []string{"bind"}, APIGroups: []string{rbacv1.GroupName}, Resources: []string{"roles", "clusterroles"}},
	{Verbs: []string{"bind"}, APIGroups: []string{rbacv1.GroupName}, Resources: []string{"roles", "clusterroles"}, ResourceNames: []string{"role-0", "role-3"}},
	{Verbs: []string{"patch"}, APIGroups: []string{rbacv1.GroupName}, Resources: []string{"rolebindings"}, ResourceNames: []string{"binding-1", "binding-4"}},
	{Verbs: []string{"update"}, APIGroups: []string{rbacv1.GroupName}, Resources: []string{"clusterrolebindings", "roles"}},
	{Verbs: []string{"escalate", "update"}, APIGroups: []string{rbacv1.GroupName}, Resources: []string{"roles", "clusterroles"}, ResourceNames: []string{"role-1", "role-2"}},
	{Verbs: []string{"escalate", "create"}, APIGroups: []string{rbacv1.GroupName}, Resources: []string{"roles", "clusterroles"}},
}

func madeRules(r *rand.Rand) []rbacv1.PolicyRule {
	var out []rbacv1.PolicyRule
	for range 1 + r.IntN(3) {
		switch {
		case r.IntN(8) == 0:
			out = append(out, rbacv1.PolicyRule{Verbs: some(r, []string{"get", "post", "*"}, 2), NonResourceURLs: some(r, urls, 2)})
			continue
		case r.IntN(4) == 0:
			out = append(out, raisers[r.IntN(len(raisers))])
			continue
		}
		p := rbacv1.PolicyRule{Verbs: some(r, verbs, 3), APIGroups: some(r, apiGroups, 2), Resources: some(r, resources, 3)}
		if r.IntN(3) == 0 {
			p.ResourceNames = some(r, names, 2)
		}
		out = append(out, p)
	}
	return out
}

func madeSubjects(r *rand.Rand) []rbacv1.Subject {
	var out []rbacv1.Subject
	for range 1 + r.IntN(2) {
		switch r.IntN(7) {
		case 0, 1:
			out = append(out, rbacv1.Subject{Kind: "User", Name: pick(r, users)})
		case 2, 3:
			out = append(out, rbacv1.Subject{Kind: "Group", Name: pick(r, groups)})
		case 4, 5:
			out = append(out, rbacv1.Subject{Kind: "ServiceAccount", Namespace: pick(r, []string{"ci", "web", ""}), Name: pick(r, names)})
		default:
			out = append(out, rbacv1.Subject{Kind: "Robot", Name: pick(r, users)})
		}
	}
	return out
}

func makeWorld(r *rand.Rand) world {
	var w world
	role := func() string { return fmt.Sprintf("role-%d", r.IntN(6)) }
	for i := range 6 {
		name := fmt.Sprintf("role-%d", i)
		w.clusterRoles = append(w.clusterRoles, &rbacv1.ClusterRole{ObjectMeta: metav1.ObjectMeta{Name: name}, Rules: madeRules(r)})
		for _, ns := range namespaces {
			if r.IntN(3) > 0 {
				w.roles = append(w.roles, &rbacv1.Role{ObjectMeta: metav1.ObjectMeta{Namespace: ns, Name: name}, Rules: madeRules(r)})
			}
		}
	}
	kinds := []string{"Role", "ClusterRole", "ClusterRole", "Role", "Nonsense"}
	for i := range 8 {
		meta := metav1.ObjectMeta{Name: fmt.Sprintf("binding-%d", i)}
		if i%3 == 0 {
			kind := kinds[1+r.IntN(4)]
			w.clusterBindings = append(w.clusterBindings, &rbacv1.ClusterRoleBinding{ObjectMeta: meta, RoleRef: rbacv1.RoleRef{Kind: kind, Name: role()}, Subjects: madeSubjects(r)})
			continue
		}
		meta.Namespace = pick(r, namespaces)
		w.bindings = append(w.bindings, &rbacv1.RoleBinding{ObjectMeta: meta, RoleRef: rbacv1.RoleRef{Kind: kinds[r.IntN(5)], Name: role()}, Subjects: madeSubjects(r)})
	}
	return w
}

// rbac is the same world as the program knows it.
func (w world) rbac() *model.RBAC {
	var roles []model.Role
	var bindings []model.Binding
	for _, r := range w.clusterRoles {
		roles = append(roles, model.Role{Name: model.NewText(r.Name), Rules: ruleOf(r.Rules)})
	}
	for _, r := range w.roles {
		roles = append(roles, model.Role{Namespace: model.NewText(r.Namespace), Name: model.NewText(r.Name), Rules: ruleOf(r.Rules)})
	}
	for _, b := range w.clusterBindings {
		bindings = append(bindings, bindingOf(b.ObjectMeta, b.RoleRef, b.Subjects))
	}
	for _, b := range w.bindings {
		bindings = append(bindings, bindingOf(b.ObjectMeta, b.RoleRef, b.Subjects))
	}
	return model.NewRBAC(roles, bindings)
}

func ruleOf(rules []rbacv1.PolicyRule) []model.PolicyRule {
	var out []model.PolicyRule
	for _, p := range rules {
		out = append(out, model.PolicyRule{
			Verbs: model.Texts(p.Verbs), Groups: model.Texts(p.APIGroups), Resources: model.Texts(p.Resources), Names: model.Texts(p.ResourceNames), URLs: model.Texts(p.NonResourceURLs),
		})
	}
	return out
}

func bindingOf(meta metav1.ObjectMeta, ref rbacv1.RoleRef, subjects []rbacv1.Subject) model.Binding {
	b := model.Binding{Namespace: model.NewText(meta.Namespace), Name: model.NewText(meta.Name), RoleKind: model.NewText(ref.Kind), RoleName: model.NewText(ref.Name)}
	for _, s := range subjects {
		b.Subjects = append(b.Subjects, model.Subject{Kind: s.Kind, Namespace: model.NewText(s.Namespace), Name: model.NewText(s.Name)})
	}
	return b
}
