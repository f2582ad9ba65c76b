package model

import "fmt"

// Concerns says what a person should hear before using context i: files that did
// not load, what kubectl refuses, and whose cluster and user it would really use.
func (k Kubeconfig) Concerns(i int) []string {
	out := k.fileWarnings()
	r := k.Resolve(i)
	for _, refusal := range r.Refusals {
		out = append(out, fmt.Sprintf("%s: kubectl refuses context %q: %s", k.Place(ContextKind, i), k.Contexts[i].Name, refusal))
	}
	if r.ForeignCluster {
		out = append(out, k.foreignWords(i, ClusterKind, r.Cluster))
	}
	if r.ForeignUser {
		out = append(out, k.foreignWords(i, UserKind, r.User))
	}
	return out
}

// fileWarnings says which files did not load.
func (k Kubeconfig) fileWarnings() []string {
	return NewKubeconfig(k.Files, nil, nil, nil).Warnings()
}
