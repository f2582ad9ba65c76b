package model

import "strings"

// An Offboarding is what is to be done about a user who leaves: the bindings that name
// them, and what nobody can take back.
type Offboarding struct {
	Context  Ref
	User     string
	Bindings []NamedIn
	Alive    []Issued  // certificates of theirs that stay good, as far as this program had them issued
	Groups   []NamedIn // bindings that give rights to their groups, and stay
	Unknown  []Text    // what could not be seen
}

// A NamedIn is a binding that names somebody.
type NamedIn struct {
	Kind, Namespace, Name string
	UID, Version          string // so that nothing else is changed
	Role                  string // "ClusterRole view"
	Subject               string // who of them is named: "jane", "group devs"
	Alone                 bool   // nobody else is named: the binding goes as a whole
}

// String names the binding and what it gives: "RoleBinding web/x: ClusterRole view".
func (n NamedIn) String() string {
	name := n.Name
	if n.Namespace != "" {
		name = n.Namespace + "/" + n.Name
	}
	return n.Kind + " " + NewText(name).String() + ": " + NewText(n.Role).String()
}

// Warnings say what offboarding cannot do.
func (o Offboarding) Warnings() []string {
	var out []string
	for _, i := range o.Alive {
		out = append(out, "a certificate of "+i.Context+" stays good until "+i.Until.UTC().Format("2006-01-02 15:04 UTC")+" and cannot be taken back: "+i.Fingerprint)
	}
	if len(o.Alive) == 0 {
		out = append(out, "the ledger has no certificate of theirs that is still good; others may have issued some")
	}
	var groups []string
	for _, g := range o.Groups {
		groups = append(groups, g.Subject+" ("+g.String()+")")
	}
	if len(groups) > 0 {
		out = append(out, "their certificates put them into groups that keep their rights: "+NewText(strings.Join(groups, "; ")).String())
	}
	return out
}
