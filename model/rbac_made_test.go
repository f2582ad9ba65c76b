package model

import (
	"fmt"
	"strings"
)

// policy reads rules as a person writes them: "get,list secrets", "create apps/deployments",
// "get secrets:robot-token", "get /metrics"; several are separated by ";".
func policy(text string) []PolicyRule {
	var out []PolicyRule
	for _, one := range strings.Split(text, ";") {
		verbs, what, _ := strings.Cut(strings.TrimSpace(one), " ")
		p := PolicyRule{Verbs: Texts(strings.Split(verbs, ","))}
		if strings.HasPrefix(what, "/") {
			p.URLs = Texts([]string{what})
			out = append(out, p)
			continue
		}
		what, names, named := strings.Cut(what, ":")
		if named {
			p.Names = Texts(strings.Split(names, ","))
		}
		group := ""
		if before, after, ok := strings.Cut(what, "!"); ok {
			group, what = before, after
		}
		p.Groups, p.Resources = Texts([]string{group}), Texts(strings.Split(what, ","))
		out = append(out, p)
	}
	return out
}

// subject reads "user jane", "group devs", "account ci/robot".
func subject(text string) Subject {
	kind, name, _ := strings.Cut(text, " ")
	switch kind {
	case "user":
		return Subject{UserSubject, Text{}, NewText(name)}
	case "group":
		return Subject{GroupSubject, Text{}, NewText(name)}
	}
	namespace, name, _ := strings.Cut(name, "/")
	return Subject{AccountSubject, NewText(namespace), NewText(name)}
}

// rbacOf makes roles and bindings of lines "NAMESPACE|SUBJECT|RULES": a role in the
// namespace, or for the whole cluster where that is empty, and its binding.
func rbacOf(lines ...string) *RBAC {
	var roles []Role
	var bindings []Binding
	for i, line := range lines {
		part := strings.SplitN(line, "|", 3)
		name, kind := NewText(fmt.Sprintf("role-%d", i)), "ClusterRole"
		if part[0] != "" {
			kind = "Role"
		}
		roles = append(roles, Role{Namespace: NewText(part[0]), Name: name, Rules: policy(part[2])})
		if part[1] == "" {
			continue
		}
		bindings = append(bindings, Binding{
			Namespace: NewText(part[0]), Name: NewText(fmt.Sprintf("binding-%d", i)), RoleKind: NewText(kind), RoleName: name, Subjects: []Subject{subject(part[1])},
		})
	}
	return NewRBAC(roles, bindings)
}
