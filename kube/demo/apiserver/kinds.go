package apiserver

import "slices"

// A kind is one kind of object that the server keeps. What is special about writing
// one is in rules.go.
type kind struct {
	group, version    string
	name              string // "Secret"
	plural, singular  string
	short, categories []string
	namespaced        bool
	returnsDeleted    bool     // a delete answers with the object, not with a Status
	subresources      []string // which can be read and written beside it
	fields            []string // which fieldSelectors may name, besides name and namespace
	columns           []column
}

// apiVersion is group and version as objects carry them.
func (k *kind) apiVersion() string {
	if k.group == "" {
		return k.version
	}
	return k.group + "/" + k.version
}

// verbs are those that every kept kind knows.
var verbs = []string{"create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"}

// The kinds by themselves, for those who look for their objects.
var (
	namespaces = &kind{
		version: "v1", name: "Namespace", plural: "namespaces", singular: "namespace", short: []string{"ns"},
		returnsDeleted: true, subresources: []string{"status", "finalize"}, fields: []string{"status.phase"}, columns: namespaceColumns,
	}
	secrets = &kind{
		version: "v1", name: "Secret", plural: "secrets", singular: "secret",
		namespaced: true, fields: []string{"type"}, columns: secretColumns,
	}
	configMaps = &kind{
		version: "v1", name: "ConfigMap", plural: "configmaps", singular: "configmap", short: []string{"cm"},
		namespaced: true, columns: dataColumns,
	}
	accounts = &kind{
		version: "v1", name: "ServiceAccount", plural: "serviceaccounts", singular: "serviceaccount", short: []string{"sa"},
		namespaced: true, returnsDeleted: true, columns: plainColumns,
	}
	pods = &kind{
		version: "v1", name: "Pod", plural: "pods", singular: "pod", short: []string{"po"}, categories: []string{"all"},
		namespaced: true, returnsDeleted: true, subresources: []string{"status"}, columns: podColumns,
		fields: []string{"spec.nodeName", "spec.restartPolicy", "spec.serviceAccountName", "status.phase"},
	}
	nodes = &kind{
		version: "v1", name: "Node", plural: "nodes", singular: "node", short: []string{"no"},
		subresources: []string{"status"}, columns: plainColumns,
	}
	roles = &kind{
		group: rbacGroup, version: "v1", name: "Role", plural: "roles", singular: "role",
		namespaced: true, columns: roleColumns,
	}
	clusterRoles = &kind{
		group: rbacGroup, version: "v1", name: "ClusterRole", plural: "clusterroles", singular: "clusterrole",
		columns: roleColumns,
	}
	roleBindings = &kind{
		group: rbacGroup, version: "v1", name: "RoleBinding", plural: "rolebindings", singular: "rolebinding",
		namespaced: true, columns: bindingColumns,
	}
	clusterRoleBindings = &kind{
		group: rbacGroup, version: "v1", name: "ClusterRoleBinding", plural: "clusterrolebindings", singular: "clusterrolebinding",
		columns: bindingColumns,
	}
	requests = &kind{
		group: certificatesGroup, version: "v1", name: "CertificateSigningRequest",
		plural: "certificatesigningrequests", singular: "certificatesigningrequest", short: []string{"csr"},
		subresources: []string{"approval", "status"}, fields: []string{"spec.signerName"}, columns: requestColumns,
	}
)

// The groups that have rules of their own.
const (
	rbacGroup           = "rbac.authorization.k8s.io"
	certificatesGroup   = "certificates.k8s.io"
	authenticationGroup = "authentication.k8s.io"
	authorizationGroup  = "authorization.k8s.io"
)

// workload is a kind that would run pods. Here it is an object and nothing more.
func workload(group, name, plural, singular string, short ...string) *kind {
	return &kind{
		group: group, version: "v1", name: name, plural: plural, singular: singular, short: short, categories: []string{"all"},
		namespaced: true, subresources: []string{"status"}, columns: plainColumns,
	}
}

// kinds are all that are kept, in the order of discovery.
func kinds() []*kind {
	return []*kind{
		configMaps, namespaces, nodes, pods,
		workload("", "ReplicationController", "replicationcontrollers", "replicationcontroller", "rc"),
		secrets, accounts,
		workload("apps", "DaemonSet", "daemonsets", "daemonset", "ds"),
		workload("apps", "Deployment", "deployments", "deployment", "deploy"),
		workload("apps", "ReplicaSet", "replicasets", "replicaset", "rs"),
		workload("apps", "StatefulSet", "statefulsets", "statefulset", "sts"),
		workload("batch", "CronJob", "cronjobs", "cronjob", "cj"),
		workload("batch", "Job", "jobs", "job"),
		requests, clusterRoleBindings, clusterRoles, roleBindings, roles,
	}
}

// A review is a question that is asked by creating an object which is not kept.
type review struct {
	group, kind, plural, singular string
	namespaced                    bool
	answer                        func(c *call, o object) error
}

// reviews are all questions of that kind.
func reviews() []review {
	return []review{
		{authenticationGroup, "SelfSubjectReview", "selfsubjectreviews", "selfsubjectreview", false, reviewSelf},
		{authenticationGroup, "TokenReview", "tokenreviews", "tokenreview", false, reviewToken},
		{authorizationGroup, "LocalSubjectAccessReview", "localsubjectaccessreviews", "localsubjectaccessreview", true, reviewAccess},
		{authorizationGroup, "SelfSubjectAccessReview", "selfsubjectaccessreviews", "selfsubjectaccessreview", false, reviewSelfAccess},
		{authorizationGroup, "SelfSubjectRulesReview", "selfsubjectrulesreviews", "selfsubjectrulesreview", false, reviewSelfRules},
		{authorizationGroup, "SubjectAccessReview", "subjectaccessreviews", "subjectaccessreview", false, reviewAccess},
	}
}

// has tells whether a kind has this subresource.
func (k *kind) has(subresource string) bool {
	return subresource == "" || slices.Contains(k.subresources, subresource)
}
