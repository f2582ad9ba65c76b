package model

func topicsOfRights() []Topic {
	return []Topic{
		{
			Name: "rbac", Also: []string{"rights", "authorization", "role", "roles", "clusterrole"}, Title: "RBAC: roles and bindings",
			Short: "A role is a list of what is allowed; a binding gives it to users, groups or accounts.",
			Text: []string{
				"Rules only allow: there is no rule that forbids. view reads all but Secrets; edit also writes, reads Secrets, and can become any ServiceAccount of the namespace; admin hands out rights there; cluster-admin is everything.",
				"Nobody can give what they do not have, but for those who may escalate or bind.",
			},
			See: []string{"binding", "serviceaccount", "impersonation"},
		},
		{
			Name: "binding", Also: []string{"bindings", "rolebinding", "clusterrolebinding"}, Title: "Binding",
			Short: "Gives a role to somebody: in one namespace (RoleBinding), or in the whole cluster (ClusterRoleBinding).",
			Text: []string{
				"A binding is words: it names a user whether there is one or not, and whoever comes with that name later has the rights. Look at what a name is bound to before you sign a certificate for it.",
			},
			See: []string{"rbac", "group"},
		},
	}
}
