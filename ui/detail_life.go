package ui

import (
	"fmt"
	"slices"

	"kubeid/model"
)

// lifeDetail says everything about one thing that ends, in plain words. In full it
// also says what only a few people want to know.
func lifeDetail(env Env, o *outlook, l model.Life, full bool) detail {
	d := detail{title: l.What.String()}
	endLines(env, &d, l)
	d.add(env.Styles.Text, "", "")
	switch found := o.state.Credentials[l.Refs[0]]; {
	case !l.Unread.Empty():
	case l.Kind == model.ServerCertificateLife:
		probeLines(env, &d, o.state.Probes[l.Refs[0]], full)
	case l.Kind == model.TokenLife && found.Token != nil:
		tokenLines(env, &d, *found.Token)
	case l.Index < len(found.Certificates):
		certificateLines(env, &d, found.Certificates[l.Index], l.Kind, full)
		if l.Kind == model.ClientCertificateLife && full {
			keyLines(env, &d, found.Key)
			chainLines(env, &d, found.Certificates)
		}
	}
	useLines(env, &d, o.state.Config, l)
	return d
}

// endLines say until when, and what to do about it.
func endLines(env Env, d *detail, l model.Life) {
	s, end := env.Styles, env.end(l)
	if end.how == model.Unknown {
		d.add(s.Warn, "unread", "%s %s", end.glyph, l.Unread)
		d.add(s.Text, "", "So nobody knows when it ends. If it is a file, check its path and who may read it.")
		return
	}
	d.add(end.look, "until", "%s %s", end.glyph, end.words)
	if end.how != model.Endless {
		d.add(s.Text, "", "%s", env.moment(l.NotAfter))
	}
	if !l.NotBefore.IsZero() {
		d.add(s.Faint, "since", "%s", env.moment(l.NotBefore))
	}
	if !l.NotBefore.IsZero() && end.how != model.Endless {
		d.measure(end.look, l.Used(env.Now), "%d%% of %s", int(100*l.Used(env.Now)), plainly(l.NotBefore, l.NotAfter))
	}
	if todo := lifeTodo(l.Kind, end.how); todo != "" {
		d.add(s.Text, "to do", "%s", todo)
	}
}

// lifeTodo says what a person can do about an end that is near.
func lifeTodo(kind model.LifeKind, how model.Severity) string {
	switch how {
	case model.NotYetValid:
		return "Wait, or compare the clock of this computer: until then nobody accepts it."
	case model.Soon, model.Urgent, model.Expired:
	default:
		return ""
	}
	over := how == model.Expired
	switch kind {
	case model.AuthorityLife:
		if over {
			return "Nothing that it signed is accepted any more. The cluster needs a new CA, and then all of its users a new kubeconfig."
		}
		return "When a CA ends, everything that it signed ends with it. Plan its renewal now; all users of the cluster need the new one."
	case model.ServerCertificateLife:
		if over {
			return "kubectl refuses to talk to this server. Whoever runs it has to renew its certificate."
		}
		return "Whoever runs the server has to renew it (kubeadm: kubeadm certs renew apiserver)."
	case model.TokenLife:
		if over {
			return "The server does not accept it any more. Get a new token, and put it in its place."
		}
		return "Get a new token before it ends, and put it in its place."
	}
	if over {
		return "The server does not accept it any more. N renews it, or ask whoever gave it to you for a new one."
	}
	return "N renews it, or ask whoever gave it to you for a new one before it ends."
}

// useLines say who goes out with it, and where it is written.
func useLines(env Env, d *detail, k model.Kubeconfig, l model.Life) {
	s := env.Styles
	d.add(s.Text, "", "")
	if len(l.Contexts) == 0 {
		d.add(s.Faint, "contexts", "no context uses it")
	}
	for n, i := range l.Contexts[:min(len(l.Contexts), mostUses)] {
		d.add(s.Text, labelOnce(n, "contexts"), "%s", k.Contexts[i].Name)
	}
	if more := len(l.Contexts) - mostUses; more > 0 {
		d.add(s.Faint, "", "and %d more", more)
	}
	for n, ref := range l.Refs[:min(len(l.Refs), mostUses)] {
		if i := k.Find(ref); i >= 0 {
			d.add(s.Text, labelOnce(n, "written"), "%s %s", ref.Kind, ref.Name)
			d.add(s.Faint, "", "in %s", k.Place(ref.Kind, i))
		}
		if file := fileOf(k, ref, l.Kind); !file.Empty() {
			d.add(s.Faint, "", "from the file %s", file)
		}
	}
}

// fileOf returns the file that an entry points to for this kind of thing, if it does.
func fileOf(k model.Kubeconfig, ref model.Ref, kind model.LifeKind) model.Text {
	i := k.Find(ref)
	switch {
	case i < 0 || kind == model.ServerCertificateLife:
		return model.Text{}
	case ref.Kind == model.ClusterKind:
		return k.Clusters[i].CA.File
	case kind == model.TokenLife:
		return k.Users[i].Token.File
	}
	return k.Users[i].Certificate.File
}

// labelOnce is the label of the first of several lines.
func labelOnce(n int, label string) string {
	if n > 0 {
		return ""
	}
	return label
}

// newLifePage shows one thing that ends in full, and has its key looked at.
func newLifePage(l model.Life) Screen {
	p := reader{title: l.What.String()}
	p.about = func(env Env) (detail, bool) {
		o := env.Outlook
		i := slices.IndexFunc(o.lives, func(x model.Life) bool { return x.ID == l.ID })
		if i < 0 {
			return detail{}, false
		}
		return lifeDetail(env, o, o.lives[i], true), true
	}
	if l.Kind == model.ClientCertificateLife {
		p.keyOf = l.Refs[0]
	}
	return p
}

// lifeLine says the life of an entry in one line, for a list's detail: "▲ ends in 12 days".
func lifeLine(env Env, l model.Life) (ink, string) {
	end := env.end(l)
	words := fmt.Sprintf("%s %s", end.glyph, end.words)
	if !l.NotAfter.IsZero() {
		words += ", " + l.NotAfter.UTC().Format("2006-01-02")
	}
	return end.look, words
}
