package ui

import "kubeid/model"

// clusterDetail says how a cluster is reached and who goes there.
func clusterDetail(env Env, i int) detail {
	k := env.Book.Config
	c := k.Clusters[i]
	d := detail{title: c.Name.String()}
	entryTroubles(env, &d, model.ClusterKind, i, c.Refusals())
	serverLines(env, &d, "address", c)
	credentialLines(env, &d, model.ClusterKind, i)
	probeShort(env, &d, k.Ref(model.ClusterKind, i))
	usedBy(env, &d, model.ClusterKind, i)
	return d
}

// userDetail says who a user entry is and where it is used.
func userDetail(env Env, i int) detail {
	k := env.Book.Config
	u := k.Users[i]
	d := detail{title: u.Name.String()}
	entryTroubles(env, &d, model.UserKind, i, u.Refusals())
	identityLines(env, &d, "identity", u)
	credentialLines(env, &d, model.UserKind, i)
	usedBy(env, &d, model.UserKind, i)
	return d
}

// entryTroubles says what is wrong with a cluster or a user.
func entryTroubles(env Env, d *detail, kind model.Kind, i int, refusals []model.Text) {
	k, s := env.Book.Config, env.Styles
	if shadow := k.Shadow(kind, i); shadow >= 0 {
		d.add(s.Warn, "shadowed", "kubectl uses the %s of %s instead", k.Entry(kind, i).Name, k.Place(kind, shadow))
		d.add(s.Text, "", "Rename one of them, or take the other file out of KUBECONFIG.")
		d.add(s.Text, "", "")
	}
	for n, why := range refusals {
		label := ""
		if n == 0 {
			label = "refused"
		}
		d.add(s.Bad, label, "%s", why)
	}
	if len(refusals) > 0 {
		d.add(s.Text, "", "")
	}
}

// mostUses is how many contexts a detail names before it only counts.
const mostUses = 100

// usedBy names the contexts that use an entry, and the place where it stands.
func usedBy(env Env, d *detail, kind model.Kind, i int) {
	k, s := env.Book.Config, env.Styles
	uses := env.Book.contextsOf(kind, i)
	d.add(s.Text, "", "")
	if len(uses) == 0 {
		d.add(s.Faint, "contexts", "no context uses it")
	}
	for n, c := range uses[:min(len(uses), mostUses)] {
		label := ""
		if n == 0 {
			label = "contexts"
		}
		d.add(s.Text, label, "%s", k.Contexts[c].Name)
	}
	if more := len(uses) - mostUses; more > 0 {
		d.add(s.Faint, "", "and %d more", more)
	}
	d.add(s.Text, "", "")
	d.add(s.Text, "file", "%s", k.Place(kind, i))
	fileLines(env, d, k.Entry(kind, i).File)
}

// serverLines says how a cluster is reached.
func serverLines(env Env, d *detail, label string, c model.Cluster) {
	s := env.Styles
	if c.Server.Empty() {
		d.add(s.Bad, label, "no server")
	} else {
		d.add(s.Text, label, "%s", model.Address(c.Server))
	}
	switch {
	case c.Insecure:
		d.add(s.Warn, "", "%s TLS is not verified: insecure-skip-tls-verify", s.Glyph.Refused)
	case c.CA.Inline:
		d.add(s.Faint, "", "CA in the kubeconfig")
	case !c.CA.File.Empty():
		d.add(s.Faint, "", "CA in %s", c.CA.File)
	default:
		d.add(s.Faint, "", "CA of this computer")
	}
	if !c.TLSServerName.Empty() {
		d.add(s.Faint, "", "TLS server name %s", c.TLSServerName)
	}
	if !c.ProxyURL.Empty() {
		d.add(s.Faint, "", "through %s", model.Address(c.ProxyURL))
	}
	if c.DisableCompression {
		d.add(s.Faint, "", "without compression")
	}
}

// identityLines says by what a user logs in, and as whom it acts.
func identityLines(env Env, d *detail, label string, u model.User) {
	s := env.Styles
	id := u.Identity()
	st := s.Text
	if id.Mechanism == model.NoCredential || id.Mechanism == model.Basic {
		st = s.Warn
	}
	d.add(st, label, "%s", id.Long)
	if u.Key.Present() && !u.Key.File.Empty() && !u.Key.Inline {
		d.add(s.Faint, "", "key in %s", u.Key.File)
	}
	if u.Exec != nil {
		d.add(s.Faint, "", "runs %s when it is used", u.Exec.Command)
		if !u.Exec.InstallHint.Empty() {
			d.add(s.Faint, "", "%s", u.Exec.InstallHint)
		}
	}
	if u.As.Any() {
		d.add(s.Warn, "acts as", "%s", u.As)
	}
}

// fileLines says what is particular about the file of an entry.
func fileLines(env Env, d *detail, file int) {
	s, f := env.Styles, env.Book.Config.Files[file]
	if f.ReadOnly {
		d.add(s.Faint, "", "you may not write this file")
	}
	if !f.Refused.Empty() {
		d.add(s.Bad, "", "kubectl refuses the whole file: %s", f.Refused)
	}
}

func orDash(s Styles, t model.Text) string {
	if t.Empty() {
		return s.Glyph.Dash
	}
	return t.String()
}
