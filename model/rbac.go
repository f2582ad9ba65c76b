package model

import "strings"

// RBAC is what the roles and bindings of a cluster allow, indexed by who may. It
// answers as the RBAC authorizer of the API server does
// (kubernetes/plugin/pkg/auth/authorizer/rbac); other authorizers, webhooks and
// system:masters, who may do everything, come on top of it. It holds the lists it
// was made of and indexes of the same order, and may be read by many at once.
type RBAC struct {
	Roles    []Role
	Bindings []Binding

	roles    map[roleKey]int32   // index of a role
	bindings map[roleKey]int32   // index of a binding
	users    map[string][]heldBy // by user name, ServiceAccounts too
	groups   map[string][]heldBy // by group
	rolesIn  map[string][]int32  // by namespace, "" for the ClusterRoles
	boundIn  map[string][]int32  // bindings by namespace, "" for the whole cluster
}

type roleKey struct{ namespace, name string }

// heldBy is a subject of a binding.
type heldBy struct{ binding, subject int32 }

// A Role is a Role, or a ClusterRole where Namespace is empty. The rules of an
// aggregated ClusterRole are those that the controller has put into it, since the
// API server looks at no others.
type Role struct {
	Namespace, Name Text
	Rules           []PolicyRule
	Aggregated      bool // the controller puts the rules together by labels
}

// Kind returns the kind of the role as RBAC calls it.
func (r Role) Kind() string {
	if r.Namespace.Empty() {
		return "ClusterRole"
	}
	return "Role"
}

// A PolicyRule allows every verb of a list on every resource of a list.
type PolicyRule struct {
	Verbs     []Text
	Groups    []Text // of the API; "" is the core group
	Resources []Text // "pods", "pods/exec", "*/scale", "*"
	Names     []Text // only objects of these names; none: all
	URLs      []Text // paths that are no resources
}

// A Binding is a RoleBinding, or a ClusterRoleBinding where Namespace is empty.
type Binding struct {
	Namespace, Name    Text
	RoleKind, RoleName Text // "Role" or "ClusterRole"
	Subjects           []Subject
}

// Kind returns the kind of the binding as RBAC calls it.
func (b Binding) Kind() string {
	if b.Namespace.Empty() {
		return "ClusterRoleBinding"
	}
	return "RoleBinding"
}

// role returns what the binding refers to. A ClusterRoleBinding to a Role refers to
// nothing, and so does every other kind.
func (b Binding) role() (roleKey, bool) {
	switch b.RoleKind.raw {
	case "Role":
		return roleKey{b.Namespace.raw, b.RoleName.raw}, b.Namespace.raw != ""
	case "ClusterRole":
		return roleKey{"", b.RoleName.raw}, true
	}
	return roleKey{}, false
}

// NewRBAC indexes the roles and bindings of a cluster.
func NewRBAC(roles []Role, bindings []Binding) *RBAC {
	r := &RBAC{
		Roles: roles, Bindings: bindings,
		roles: make(map[roleKey]int32, len(roles)), bindings: make(map[roleKey]int32, len(bindings)),
		users: map[string][]heldBy{}, groups: map[string][]heldBy{}, rolesIn: map[string][]int32{}, boundIn: map[string][]int32{},
	}
	for i, role := range roles {
		key := roleKey{role.Namespace.raw, role.Name.raw}
		if _, twice := r.roles[key]; twice {
			continue
		}
		r.roles[key] = int32(i)
		r.rolesIn[key.namespace] = append(r.rolesIn[key.namespace], int32(i))
	}
	for i, b := range bindings {
		r.boundIn[b.Namespace.raw] = append(r.boundIn[b.Namespace.raw], int32(i))
		r.bindings[roleKey{b.Namespace.raw, b.Name.raw}] = int32(i)
		for j, s := range b.Subjects {
			r.hold(s.in(b.Namespace), heldBy{int32(i), int32(j)})
		}
	}
	return r
}

func (r *RBAC) hold(s Subject, by heldBy) {
	switch {
	case s.Kind == GroupSubject:
		r.groups[s.Name.raw] = append(r.groups[s.Name.raw], by)
	case s.username() != "":
		r.users[s.username()] = append(r.users[s.username()], by)
	}
}

// roleOf returns the index of the role that a binding refers to, or -1.
func (r *RBAC) roleOf(binding int32) int32 {
	key, ok := r.Bindings[binding].role()
	if !ok {
		return -1
	}
	i, ok := r.roles[key]
	if !ok {
		return -1
	}
	return i
}

// serviceAccountPrefix begins the user names of ServiceAccounts, and their groups
// with an s (apiserver/pkg/authentication/serviceaccount/util.go).
const (
	serviceAccountPrefix = "system:serviceaccount:"
	allServiceAccounts   = "system:serviceaccounts"
	allAuthenticated     = "system:authenticated"
	allUnauthenticated   = "system:unauthenticated"
	anonymous            = "system:anonymous"
	masters              = "system:masters"
)

// Username returns the name under which the API server knows the account.
func (a Account) Username() string {
	return serviceAccountPrefix + a.Namespace.raw + ":" + a.Name.raw
}

// AccountOfUser returns the ServiceAccount whose user name this is.
func AccountOfUser(name string) (Account, bool) {
	rest, ok := strings.CutPrefix(name, serviceAccountPrefix)
	if !ok {
		return Account{}, false
	}
	namespace, account, ok := strings.Cut(rest, ":")
	if !ok || namespace == "" || account == "" || strings.Contains(account, ":") {
		return Account{}, false
	}
	return Account{NewText(namespace), NewText(account)}, true
}
