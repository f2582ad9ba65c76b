package ui

import (
	"kubeid/model"
)

// contextDetail says where a context leads, as whom, and what is wrong with it.
func contextDetail(env Env, i int) detail {
	k, s, r := env.Book.Config, env.Styles, env.Book.resolve(i)
	c := k.Contexts[i]
	d := detail{title: c.Name.String()}
	contextTroubles(env, &d, i, r)

	d.add(s.Text, "cluster", "%s", orDash(s, c.Cluster))
	if r.Cluster >= 0 {
		serverLines(env, &d, "", k.Clusters[r.Cluster])
		probeShort(env, &d, k.Ref(model.ContextKind, i), k.Ref(model.ClusterKind, r.Cluster))
	}
	d.add(s.Text, "", "")
	d.add(s.Text, "user", "%s", orDash(s, c.User))
	if r.User >= 0 {
		identityLines(env, &d, "", k.Users[r.User])
		credentialLines(env, &d, model.UserKind, r.User)
	}
	d.add(s.Text, "", "")
	if c.Namespace.Empty() {
		d.add(s.Faint, "namespace", "none set: default")
	} else {
		d.add(s.Text, "namespace", "%s", c.Namespace)
	}
	d.add(s.Text, "file", "%s", k.Place(model.ContextKind, i))
	fileLines(env, &d, c.File)
	return d
}

// contextTroubles comes first: nothing else is worth as much.
func contextTroubles(env Env, d *detail, i int, r model.Resolved) {
	k, s := env.Book.Config, env.Styles
	c := k.Contexts[i]
	if r.Shadow >= 0 {
		d.add(s.Warn, "shadowed", "kubectl uses the %s of %s instead", c.Name, k.Place(model.ContextKind, r.Shadow))
		d.add(s.Text, "", "Rename one of them, or take the other file out of KUBECONFIG.")
		d.add(s.Text, "", "")
	}
	label := "refused"
	if r.Cluster < 0 || r.User < 0 {
		label = "broken"
	}
	for n, why := range r.Refusals {
		if n == 0 {
			d.add(s.Bad, label, "kubectl refuses this: %s", why)
		} else {
			d.add(s.Bad, "", "%s", why)
		}
	}
	if len(r.Refusals) > 0 {
		d.add(s.Text, "", "")
	}
	if r.ForeignUser {
		mixUp(env, d, model.UserKind, r.User, c)
	}
	if r.ForeignCluster {
		mixUp(env, d, model.ClusterKind, r.Cluster, c)
	}
}

// mixUp raises the alarm: another file's entry would be used.
func mixUp(env Env, d *detail, kind model.Kind, e int, c model.Context) {
	k, s := env.Book.Config, env.Styles
	name := k.Entry(kind, e).Name
	what := "log in as"
	if kind == model.ClusterKind {
		what = "go to"
	}
	d.add(s.Warn, "mix-up", "kubectl would %s the %s %s of %s, not the one in %s",
		what, kind, name, k.Place(kind, e), k.Files[c.File].Label)
	d.add(s.Text, "", "Both files have a %s named %s, and the first file wins. Rename one of them.", kind, name)
	d.add(s.Text, "", "")
}
