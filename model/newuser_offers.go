package model

// AddOffers are what the form for a new user offers: what there is in a cluster, as far
// as it may be seen, and what was answered there last.
type AddOffers struct {
	Context     Ref
	Connected   bool   // somebody logged in to look
	Roles       []Text // ClusterRoles that are for people
	Namespaces  []Text
	Groups      []Text // that are bound to something
	AdminUsers  []Text // bound to cluster-admin
	AdminGroups []Text
	Last        NewUser // the answers of last time; Answered tells whether there are any
	Answered    bool
	Trouble     error  // why nobody could log in; a local authority signs all the same
	Notes       []Text // what could not be seen
}

// Facts are the offers as the linter of subjects takes them.
func (o AddOffers) Facts() SubjectFacts {
	return SubjectFacts{Groups: raws(o.Groups), AdminUsers: raws(o.AdminUsers), AdminGroups: raws(o.AdminGroups)}
}

func raws(list []Text) []string {
	out := make([]string, len(list))
	for i, t := range list {
		out[i] = t.Raw()
	}
	return out
}

// Kept is what of the answers is kept for the next time: nothing about who the user was,
// and nothing that has to be meant anew each time.
func (u NewUser) Kept() NewUser {
	return NewUser{Role: u.Role, By: u.By, CA: u.CA, Key: u.Key, KeyType: u.KeyType, Life: u.Life, Result: u.Result, Server: u.Server, Name: u.Name}
}
