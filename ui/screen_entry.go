package ui

import "kubeid/model"

// newEntryPage shows an entry and what was found in it in full. Looking at it reads
// the files that it points to.
func newEntryPage(env Env, kind model.Kind, i int) Screen {
	ref := env.Book.Config.Ref(kind, i)
	p := reader{title: ref.Name.String(), keyOf: ref, server: ref}
	if kind == model.UserKind {
		p.server = model.Ref{}
	}
	if kind == model.ContextKind {
		p.keyOf = model.Ref{}
		if u := env.Book.resolve(i).User; u >= 0 {
			p.keyOf = env.Book.Config.Ref(model.UserKind, u)
		}
	}
	p.about = func(env Env) (detail, bool) {
		i := env.Book.Config.Find(ref)
		if i < 0 {
			return detail{}, false
		}
		return entryInFull(env, kind, i), true
	}
	return p
}

// entryInFull is the detail of an entry, and everything about its certificates, its
// token and its server.
func entryInFull(env Env, kind model.Kind, i int) detail {
	var d detail
	cluster, user := -1, -1
	switch kind {
	case model.ContextKind:
		d = contextDetail(env, i)
		r := env.Book.resolve(i)
		cluster, user = r.Cluster, r.User
	case model.ClusterKind:
		d, cluster = clusterDetail(env, i), i
	case model.UserKind:
		d, user = userDetail(env, i), i
	}
	if user >= 0 {
		foundInFull(env, &d, model.UserKind, user)
	}
	if cluster >= 0 {
		serverInFull(env, &d, env.Book.Config.Ref(kind, i), env.Book.Config.Ref(model.ClusterKind, cluster))
		foundInFull(env, &d, model.ClusterKind, cluster)
	}
	return d
}

// serverInFull is what was found out about a server, if anybody asked.
func serverInFull(env Env, d *detail, refs ...model.Ref) {
	for _, ref := range refs {
		if p, ok := env.Book.Probes[ref]; ok {
			d.head(env.Styles, "server, as it answered")
			probeLines(env, d, p, true)
			return
		}
	}
	d.add(env.Styles.Text, "", "")
	d.add(env.Styles.Faint, "server", "nobody has looked at it yet; p does")
}

func foundInFull(env Env, d *detail, kind model.Kind, i int) {
	s := env.Styles
	found := env.Book.Credentials[env.Book.Config.Ref(kind, i)]
	for n, c := range found.Certificates {
		life := model.Life{Kind: model.AuthorityLife, NotBefore: c.NotBefore, NotAfter: c.NotAfter, Unread: c.Refused}
		title := "certificate authority"
		if kind == model.UserKind && n == 0 {
			life.Kind, title = model.ClientCertificateLife, "client certificate"
		}
		d.head(s, title)
		endLines(env, d, life)
		certificateLines(env, d, c, life.Kind, true)
		if life.Kind == model.ClientCertificateLife {
			keyLines(env, d, found.Key)
		}
	}
	if t := found.Token; t != nil {
		d.head(s, "token")
		endLines(env, d, model.Life{Kind: model.TokenLife, NotBefore: t.Begins(), NotAfter: t.Expires})
		tokenLines(env, d, *t)
	}
	for _, trouble := range found.Troubles {
		d.head(s, "unread")
		d.add(s.Bad, "", "%s", trouble)
	}
}
