package cluster

import (
	"net/url"
	"strings"
	"time"
)

// Type says what an object is.
type Type struct {
	APIVersion string `json:"apiVersion,omitempty"`
	Kind       string `json:"kind,omitempty"`
}

// Meta is what all objects have. Only what kubeid uses is read; an object that is read
// in order to be written is patched, so that nothing of it is lost.
type Meta struct {
	Name              string            `json:"name,omitempty"`
	GenerateName      string            `json:"generateName,omitempty"`
	Namespace         string            `json:"namespace,omitempty"`
	UID               string            `json:"uid,omitempty"`
	ResourceVersion   string            `json:"resourceVersion,omitempty"`
	CreationTimestamp time.Time         `json:"creationTimestamp,omitzero"`
	DeletionTimestamp time.Time         `json:"deletionTimestamp,omitzero"`
	Labels            map[string]string `json:"labels,omitempty"`
	Annotations       map[string]string `json:"annotations,omitempty"`
}

// A Path names objects of the API: all of a kind, those of a namespace, one, or a part
// of one.
type Path struct {
	Group, Version, Resource string // group "" is the core
	Namespace, Name, Sub     string
}

// What kubeid asks for.
var (
	Requests            = Path{Group: "certificates.k8s.io", Version: "v1", Resource: "certificatesigningrequests"}
	Namespaces          = Path{Version: "v1", Resource: "namespaces"}
	ConfigMaps          = Path{Version: "v1", Resource: "configmaps"}
	Secrets             = Path{Version: "v1", Resource: "secrets"}
	ServiceAccounts     = Path{Version: "v1", Resource: "serviceaccounts"}
	Pods                = Path{Version: "v1", Resource: "pods"}
	Roles               = Path{Group: "rbac.authorization.k8s.io", Version: "v1", Resource: "roles"}
	RoleBindings        = Path{Group: "rbac.authorization.k8s.io", Version: "v1", Resource: "rolebindings"}
	ClusterRoles        = Path{Group: "rbac.authorization.k8s.io", Version: "v1", Resource: "clusterroles"}
	ClusterRoleBindings = Path{Group: "rbac.authorization.k8s.io", Version: "v1", Resource: "clusterrolebindings"}
	accessReviews       = Path{Group: "authorization.k8s.io", Version: "v1", Resource: "selfsubjectaccessreviews"}
)

// In narrows the path to a namespace.
func (p Path) In(namespace string) Path { p.Namespace = namespace; return p }

// Named narrows the path to one object.
func (p Path) Named(name string) Path { p.Name = name; return p }

// Part narrows the path to a part of the object: "status", "approval", "token".
func (p Path) Part(sub string) Path { p.Sub = sub; return p }

// url writes the path as it is sent. Names are escaped: they never become other paths.
func (p Path) url(query url.Values) string {
	words := []string{"", "api", p.Version}
	if p.Group != "" {
		words = []string{"", "apis", p.Group, p.Version}
	}
	if p.Namespace != "" {
		words = append(words, "namespaces", segment(p.Namespace))
	}
	words = append(words, p.Resource)
	if p.Name != "" {
		words = append(words, segment(p.Name))
	}
	if p.Sub != "" {
		words = append(words, p.Sub)
	}
	s := strings.Join(words, "/")
	if len(query) > 0 {
		s += "?" + query.Encode()
	}
	return s
}

// segment escapes a name. "." and ".." would be folded into the path on the way.
func segment(name string) string {
	if strings.Trim(name, ".") == "" {
		return strings.ReplaceAll(name, ".", "%2E")
	}
	return url.PathEscape(name)
}
