package cli

import "kubeid/model"

// Here the model's entries become the shapes of entries.go.

func filesOf(k model.Kubeconfig) []file {
	out := make([]file, len(k.Files))
	for i, f := range k.Files {
		out[i] = file{f.Path, f.Missing, f.ReadOnly, f.Problem, f.Refused}
	}
	return out
}

func placeOf(k model.Kubeconfig, kind model.Kind, i int) place {
	e := k.Entry(kind, i)
	return place{k.Files[e.File].Path, e.Line}
}

// entryOf says what entries have in common; mark is the worst that is to say of it.
func entryOf(k model.Kubeconfig, kind model.Kind, i int, mark model.Mark, refusals []model.Text) entry {
	e := entry{
		Name:      k.Entry(kind, i).Name,
		place:     placeOf(k, kind, i),
		Effective: true,
		State:     state(mark),
	}
	if s := k.Shadow(kind, i); s >= 0 {
		at := placeOf(k, kind, s)
		e.Effective, e.ShadowedBy = false, &at
	}
	for _, r := range refusals {
		e.Refusals = append(e.Refusals, r.String())
	}
	return e
}

// state is the mark as a word, also where nothing is wrong.
func state(m model.Mark) string {
	if m == model.Clean {
		return "ok"
	}
	return m.String()
}

// markOf is the mark of a cluster or user, which only have their own faults.
func markOf(k model.Kubeconfig, kind model.Kind, i int, refusals []model.Text) model.Mark {
	switch {
	case k.Shadow(kind, i) >= 0:
		return model.Shadowed
	case len(refusals) > 0:
		return model.Refused
	}
	return model.Clean
}

func contextOf(k model.Kubeconfig, i int) contextEntry {
	c, r := k.Contexts[i], k.Resolve(i)
	e := contextEntry{
		entry:     entryOf(k, model.ContextKind, i, r.Mark(), r.Refusals),
		Current:   i == k.CurrentContext(),
		Cluster:   c.Cluster,
		User:      c.User,
		Namespace: c.Namespace,
	}
	if r.Cluster >= 0 {
		e.ClusterAt = &link{placeOf(k, model.ClusterKind, r.Cluster), r.ForeignCluster}
		e.Server = model.Address(k.Clusters[r.Cluster].Server)
	}
	if r.User >= 0 {
		e.UserAt = &link{placeOf(k, model.UserKind, r.User), r.ForeignUser}
		e.Identity = identityOf(k.Users[r.User])
	}
	return e
}

func clusterOf(k model.Kubeconfig, i int, by map[model.Text][]int) clusterEntry {
	c := k.Clusters[i]
	refusals := c.Refusals()
	return clusterEntry{
		entry:         entryOf(k, model.ClusterKind, i, markOf(k, model.ClusterKind, i, refusals), refusals),
		Current:       current(k, model.ClusterKind) == i,
		Server:        model.Address(c.Server),
		CA:            source(c.CA),
		Insecure:      c.Insecure,
		TLSServerName: c.TLSServerName,
		ProxyURL:      model.Address(c.ProxyURL),
		Contexts:      contextsOf(k, model.ClusterKind, i, by),
	}
}

func userOf(k model.Kubeconfig, i int, by map[model.Text][]int) userEntry {
	u := k.Users[i]
	refusals := u.Refusals()
	e := userEntry{
		entry:    entryOf(k, model.UserKind, i, markOf(k, model.UserKind, i, refusals), refusals),
		Current:  current(k, model.UserKind) == i,
		Identity: identityOf(u),
		Contexts: contextsOf(k, model.UserKind, i, by),
	}
	if u.As.Any() {
		e.Impersonate = &impersonate{u.As.User, u.As.UID, u.As.Groups, u.As.Extra}
	}
	return e
}

func identityOf(u model.User) *identity {
	of := u.Identity()
	id := &identity{Kind: mechanism(of.Mechanism), Description: of.Long}
	switch of.Mechanism {
	case model.ServiceAccountToken:
		id.ServiceAccount = &account{u.Account.Namespace, u.Account.Name}
	case model.ExecPlugin:
		id.Command = u.Exec.Command
	case model.AuthProvider:
		id.Provider = u.Provider.Name
	}
	return id
}

// current returns the index of the cluster or user that the current context uses, or -1.
func current(k model.Kubeconfig, kind model.Kind) int {
	i := k.CurrentContext()
	switch {
	case i < 0 || kind == model.ContextKind:
		return i
	case kind == model.ClusterKind:
		return k.Effective(kind, k.Contexts[i].Cluster)
	}
	return k.Effective(kind, k.Contexts[i].User)
}

// contextsOf returns the contexts that use entry i, of those by name: none when kubectl
// takes another one.
func contextsOf(k model.Kubeconfig, kind model.Kind, i int, by map[model.Text][]int) []model.Text {
	names := []model.Text{}
	if k.Shadow(kind, i) >= 0 {
		return names
	}
	for _, n := range by[k.Entry(kind, i).Name] {
		names = append(names, k.Contexts[n].Name)
	}
	return names
}

// source says where a certificate stands.
func source(s model.Source) string {
	if s.Inline {
		return "inline"
	}
	return s.File.Raw()
}
