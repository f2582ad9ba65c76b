package model

import "fmt"

// Warnings says what a person should hear before trusting a list: files that
// cannot be read or that kubectl cannot load, and contexts that would go out with
// another file's cluster or user. Shadowed names are told only when they are not
// mixed up as well.
func (k Kubeconfig) Warnings() []string {
	var out []string
	for _, f := range k.Files {
		switch {
		case !f.Problem.Empty():
			out = append(out, fmt.Sprintf("%s: %s", f.Label, f.Problem))
		case !f.Refused.Empty():
			out = append(out, fmt.Sprintf("%s: kubectl refuses this file: %s", f.Label, f.Refused))
		}
	}
	if len(k.Files) < 2 {
		return out
	}
	for i, c := range k.Contexts {
		if s := k.Shadow(ContextKind, i); s >= 0 {
			out = append(out, fmt.Sprintf("%s: context %q is shadowed: kubectl uses the one in %s",
				k.Place(ContextKind, i), c.Name, k.Place(ContextKind, s)))
			continue
		}
		r := k.Resolve(i)
		if r.ForeignCluster {
			out = append(out, k.foreignWords(i, ClusterKind, r.Cluster))
		}
		if r.ForeignUser {
			out = append(out, k.foreignWords(i, UserKind, r.User))
		}
	}
	return out
}

// foreignWords says whose cluster or user context i would really use.
func (k Kubeconfig) foreignWords(i int, kind Kind, e int) string {
	return fmt.Sprintf("%s: context %q would use %s %q of %s, not the one in its own file",
		k.Place(ContextKind, i), k.Contexts[i].Name, kind, k.Entry(kind, e).Name, k.Place(kind, e))
}
