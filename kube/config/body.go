package config

import (
	v1 "k8s.io/client-go/tools/clientcmd/api/v1"

	"kubeid/model"
)

// A Body is what an entry holds beside its name: fields in their order, known to
// client-go or not. It may hold secrets, so it prints as nothing. The zero Body is
// an empty one.
type Body struct{ value value }

// String hides what stands in the body.
func (Body) String() string { return "[entry]" }

// GoString hides what stands in the body.
func (Body) GoString() string { return "[entry]" }

// ClusterBody returns the fields of c that are set.
func ClusterBody(c v1.Cluster) Body { return bodyOf(c) }

// UserBody returns the fields of u that are set.
func UserBody(u v1.AuthInfo) Body { return bodyOf(u) }

// ContextBody returns the fields of c that are set, also the cluster and the user
// when they are empty, as client-go writes them.
func ContextBody(c v1.Context) Body { return bodyOf(c) }

// Raw returns the body of an entry with all its fields, known or not.
func (f *File) Raw(kind model.Kind, name string) (Body, error) {
	return Body{}, refuse("the place of %s %q is not known", kind, model.NewText(name))
}
