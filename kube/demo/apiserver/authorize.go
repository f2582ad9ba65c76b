package apiserver

import (
	"fmt"
	"slices"
	"strings"
)

// attributes are one act that somebody wants to do.
type attributes struct {
	user           identity
	verb           string
	group, version string
	resource, sub  string
	namespace      string
	name           string
	path           string // of a request that is about no resource
}

// mustBeAllowed refuses an act of the caller in Kubernetes' words.
func (c *call) mustBeAllowed(a attributes) error {
	a.user = c.user
	if ok, _ := c.allowed(a); ok {
		return nil
	}
	if a.path != "" {
		return &refusal{code: 403, reason: "Forbidden", message: fmt.Sprintf("forbidden: User %q cannot %s path %q", a.user.name, a.verb, a.path), details: object{}}
	}
	resource := a.resource
	if a.sub != "" {
		resource += "/" + a.sub
	}
	where := "at the cluster scope"
	if a.namespace != "" {
		where = fmt.Sprintf("in the namespace %q", a.namespace)
	}
	why := fmt.Sprintf("User %q cannot %s resource %q in API group %q %s", a.user.name, a.verb, resource, a.group, where)
	return errForbidden(a.group, a.resource, a.name, why)
}

// allowed tells whether RBAC allows an act, and by what.
func (s *Server) allowed(a attributes) (bool, string) {
	if slices.Contains(a.user.groups, superusers) {
		return true, ""
	}
	for g := range s.grants(a.user, a.namespace) {
		for _, r := range g.rules {
			if r.allows(a) {
				return true, g.why()
			}
		}
	}
	return false, ""
}

// A rule is a PolicyRule.
type rule struct {
	verbs, groups, resources, names, paths []string
}

// rulesOf reads the rules of a role.
func rulesOf(role object) []rule {
	var out []rule
	for _, r := range role.list("rules") {
		out = append(out, rule{r.texts("verbs"), r.texts("apiGroups"), r.texts("resources"), r.texts("resourceNames"), r.texts("nonResourceURLs")})
	}
	return out
}

// allows follows rbac.RuleAllows of k8s.io/kubernetes/pkg/apis/rbac/v1.
func (r rule) allows(a attributes) bool {
	if !slices.Contains(r.verbs, "*") && !slices.Contains(r.verbs, a.verb) {
		return false
	}
	if a.path != "" {
		return slices.ContainsFunc(r.paths, func(p string) bool {
			start, open := strings.CutSuffix(p, "*")
			return p == "*" || p == a.path || open && strings.HasPrefix(a.path, start)
		})
	}
	resource := a.resource
	if a.sub != "" {
		resource += "/" + a.sub
	}
	return (slices.Contains(r.groups, "*") || slices.Contains(r.groups, a.group)) &&
		slices.ContainsFunc(r.resources, func(p string) bool {
			return p == "*" || p == resource || a.sub != "" && p == "*/"+a.sub
		}) &&
		(len(r.names) == 0 || slices.Contains(r.names, a.name))
}

// A grant is one binding that reaches somebody.
type grant struct {
	binding object
	subject object
	rules   []rule
}

// why says it as Kubernetes' authorizer does.
func (g grant) why() string {
	who := fmt.Sprintf("%s %q", g.subject.text("kind"), g.subject.text("name"))
	if g.subject.text("kind") == "ServiceAccount" {
		who = fmt.Sprintf("ServiceAccount %q", g.subject.text("name")+"/"+g.subject.text("namespace"))
	}
	binding := g.binding.name()
	if ns := g.binding.namespace(); ns != "" {
		binding += "/" + ns
	}
	return fmt.Sprintf("RBAC: allowed by %s %q of %s %q to %s", g.binding.text("kind"), binding, g.binding.text("roleRef", "kind"), g.binding.text("roleRef", "name"), who)
}

// grants yields what is granted to a user, cluster-wide and in a namespace.
func (s *Server) grants(user identity, namespace string) func(yield func(grant) bool) {
	return func(yield func(grant) bool) {
		bindings := s.store.list(clusterRoleBindings, "")
		if namespace != "" {
			bindings = append(bindings, s.store.list(roleBindings, namespace)...)
		}
		for _, b := range bindings {
			subject := b.reaches(user)
			if subject == nil {
				continue
			}
			role := s.roleOf(b.text("roleRef", "kind"), b.namespace(), b.text("roleRef", "name"))
			if role != nil && !yield(grant{b, subject, rulesOf(role)}) {
				return
			}
		}
	}
}

// roleOf returns the role that a binding in a namespace names, or nil.
func (s *Server) roleOf(kind, namespace, name string) object {
	if kind == "ClusterRole" {
		return s.store.get(clusterRoles, "", name)
	}
	return s.store.get(roles, namespace, name)
}

// reaches returns the subject of a binding that is this user, or nil.
func (o object) reaches(user identity) object {
	for _, subject := range o.list("subjects") {
		name := subject.text("name")
		switch subject.text("kind") {
		case "User":
			if name == user.name {
				return subject
			}
		case "Group":
			if slices.Contains(user.groups, name) {
				return subject
			}
		case "ServiceAccount":
			namespace := subject.text("namespace")
			if namespace == "" {
				namespace = o.namespace()
			}
			if namespace != "" && user.name == accountPrefix+namespace+":"+name {
				return subject
			}
		}
	}
	return nil
}
