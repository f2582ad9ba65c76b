package model

import "fmt"

// Resolved is where the two names of a context lead, in kubectl's view.
type Resolved struct {
	Cluster, User  int  // indexes, -1 when nobody has the name
	ForeignCluster bool // the context's own file has that cluster too, but kubectl takes another file's
	ForeignUser    bool // likewise for the user: somebody else's credential would be sent
	Shadow         int  // index of the context that kubectl takes instead of this one, or -1
	Refusals       []Text
}

// Mark is the state of an entry in one word.
type Mark int

// The marks, from the one to worry about least.
const (
	Clean    Mark = iota
	Shadowed      // another file's entry of that name is used
	MixedUp       // it works, but with another file's cluster or user
	Refused       // kubectl refuses it
	Broken        // a name leads nowhere
)

// String returns the mark's word.
func (m Mark) String() string {
	return [...]string{"", "shadowed", "mix-up", "refused", "broken"}[m]
}

// Mark returns the worst that is to say of the context.
func (r Resolved) Mark() Mark {
	switch {
	case r.Shadow >= 0:
		return Shadowed
	case r.Cluster < 0 || r.User < 0:
		return Broken
	case len(r.Refusals) > 0:
		return Refused
	case r.ForeignCluster || r.ForeignUser:
		return MixedUp
	}
	return Clean
}

// Resolve follows the names of context i as kubectl does.
func (k Kubeconfig) Resolve(i int) Resolved {
	c := k.Contexts[i]
	r := Resolved{
		Cluster: k.Effective(ClusterKind, c.Cluster),
		User:    k.Effective(UserKind, c.User),
		Shadow:  k.Shadow(ContextKind, i),
	}
	r.ForeignCluster = r.Cluster >= 0 && k.foreign(ClusterKind, r.Cluster, c.File)
	r.ForeignUser = r.User >= 0 && k.foreign(UserKind, r.User, c.File)
	r.Refusals = k.refusals(c, r)
	return r
}

// foreign tells whether entry e comes from another file although file has one of that name.
func (k Kubeconfig) foreign(kind Kind, e, file int) bool {
	entry := k.Entry(kind, e)
	return entry.File != file && k.In(file, kind, entry.Name) >= 0
}

// Place says where entry i of this kind is written: file:line.
func (k Kubeconfig) Place(kind Kind, i int) string {
	e := k.Entry(kind, i)
	if e.Line == 0 {
		return k.Files[e.File].Label.String()
	}
	return fmt.Sprintf("%s:%d", k.Files[e.File].Label, e.Line)
}
