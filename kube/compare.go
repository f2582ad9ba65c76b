package kube

import (
	"bytes"
	"fmt"
	"slices"

	"kubeid/kube/config"
	"kubeid/model"
)

// compare adds to a plan what becomes different when a file says what next does. It
// goes by what the two mean, so that no bytes of a credential come into a plan. A
// difference that it does not know, as in a comment, is told as such.
func (s *Service) compare(plan *model.Plan, o *opened, next *config.File, patches []config.Patch) {
	was := o.config
	if was == nil {
		was, _ = config.Read(nil)
	}
	c := comparison{plan: plan, file: o.path, label: s.label(o.path)}
	c.value("current-context", max(was.CurrentLine, next.CurrentLine, 1), was.Current, next.Current)
	c.contexts(was, next)
	c.clusters(was, next)
	c.users(was, next)
	if c.found || len(patches) == 0 {
		return
	}
	line := 1 + bytes.Count(o.data[:patches[0].Offset], []byte("\n"))
	c.add(line, "the way it is written", model.Value{Absent: true}, model.Value{Absent: true})
}

// A comparison is of one file.
type comparison struct {
	plan  *model.Plan
	file  string
	label model.Text
	found bool
}

func (c *comparison) add(line int, path string, before, after model.Value) {
	c.found = true
	c.plan.Edits = append(c.plan.Edits, model.Edit{File: c.file, Label: c.label, Line: line, Path: model.NewText(path), Before: before, After: after})
}

func (c *comparison) value(path string, line int, was, is model.Text) {
	if was != is {
		c.add(line, path, model.Value{Text: was, Absent: was.Empty()}, model.Value{Text: is, Absent: is.Empty()})
	}
}

// secret notes that something changed that must not be seen.
func (c *comparison) secret(path string, line int, had, has bool) {
	if had || has {
		c.add(line, path, model.Value{Absent: !had, Secret: true}, model.Value{Absent: !has, Secret: true})
	}
}

// lost notes a credential that goes.
func (c *comparison) lost(u model.User, held string) {
	if held == "" {
		return
	}
	c.plan.Lost = append(c.plan.Lost, model.Loss{
		Entry:      model.Ref{File: c.file, Kind: model.UserKind, Name: u.Name},
		What:       fmt.Sprintf("%s of user %q in %s:%d", held, u.Name, c.label, u.Line),
		Credential: true,
	})
}

// pairs finds for every entry the one that it becomes: the one of its name, else one
// of a new name that is the same, for it was renamed. None is -1.
func pairs[T any](was, is []T, name func(T) model.Text, same func(i, n int) bool, call func(i, n int)) {
	at := make(map[model.Text]int, len(is))
	for n, e := range is {
		if _, twice := at[name(e)]; !twice {
			at[name(e)] = n
		}
	}
	known := make(map[model.Text]bool, len(was))
	var gone []int
	for i, e := range was {
		if known[name(e)] {
			continue
		}
		known[name(e)] = true
		if n, ok := at[name(e)]; ok {
			call(i, n)
		} else {
			gone = append(gone, i)
		}
	}
	for n, e := range is {
		if known[name(e)] {
			continue
		}
		known[name(e)] = true
		from := slices.IndexFunc(gone, func(i int) bool { return same(i, n) })
		if from < 0 {
			call(-1, n)
			continue
		}
		call(gone[from], n)
		gone = slices.Delete(gone, from, from+1)
	}
	for _, i := range gone {
		call(i, -1)
	}
}

// whole tells of an entry that comes or goes.
func (c *comparison) whole(list string, e model.Entry, comes bool, words string) {
	shown := model.Value{Text: model.NewText(words)}
	path := fmt.Sprintf("%s[%s]", list, e.Name.Raw())
	if comes {
		c.add(e.Line, path, model.Value{Absent: true}, shown)
	} else {
		c.add(e.Line, path, shown, model.Value{Absent: true})
	}
}

func (c *comparison) contexts(was, is *config.File) {
	same := func(i, n int) bool {
		a, b := was.Contexts[i], is.Contexts[n]
		return a.Cluster == b.Cluster && a.User == b.User && a.Namespace == b.Namespace
	}
	pairs(was.Contexts, is.Contexts, func(e model.Context) model.Text { return e.Name }, same, func(i, n int) {
		switch {
		case n < 0:
			c.whole("contexts", was.Contexts[i].Entry, false, contextWords(was.Contexts[i]))
		case i < 0:
			c.whole("contexts", is.Contexts[n].Entry, true, contextWords(is.Contexts[n]))
		default:
			a, b := was.Contexts[i], is.Contexts[n]
			at := fmt.Sprintf("contexts[%s].", a.Name.Raw())
			c.value(at+"name", a.Line, a.Name, b.Name)
			c.value(at+"context.cluster", a.Line, a.Cluster, b.Cluster)
			c.value(at+"context.user", a.Line, a.User, b.User)
			c.value(at+"context.namespace", a.Line, a.Namespace, b.Namespace)
		}
	})
}

func contextWords(e model.Context) string {
	words := fmt.Sprintf("cluster: %s\nuser: %s\n", e.Cluster.Raw(), e.User.Raw())
	if !e.Namespace.Empty() {
		words += fmt.Sprintf("namespace: %s\n", e.Namespace.Raw())
	}
	return words
}

func (c *comparison) clusters(was, is *config.File) {
	same := func(i, n int) bool { return was.Clusters[i].Server == is.Clusters[n].Server }
	pairs(was.Clusters, is.Clusters, func(e model.Cluster) model.Text { return e.Name }, same, func(i, n int) {
		switch {
		case n < 0:
			c.whole("clusters", was.Clusters[i].Entry, false, "server: "+model.Address(was.Clusters[i].Server).Raw())
		case i < 0:
			c.whole("clusters", is.Clusters[n].Entry, true, "server: "+model.Address(is.Clusters[n].Server).Raw())
		default:
			c.cluster(was, is, i, n)
		}
	})
}

func (c *comparison) cluster(was, is *config.File, i, n int) {
	a, b := was.Clusters[i], is.Clusters[n]
	at := fmt.Sprintf("clusters[%s].", a.Name.Raw())
	c.value(at+"name", a.Line, a.Name, b.Name)
	c.value(at+"cluster.server", a.Line, model.Address(a.Server), model.Address(b.Server))
	c.value(at+"cluster.tls-server-name", a.Line, a.TLSServerName, b.TLSServerName)
	c.value(at+"cluster.proxy-url", a.Line, model.Address(a.ProxyURL), model.Address(b.ProxyURL))
	c.value(at+"cluster.certificate-authority", a.Line, a.CA.File, b.CA.File)
	c.value(at+"cluster.insecure-skip-tls-verify", a.Line, truth(a.Insecure), truth(b.Insecure))
	if !bytes.Equal(was.Cluster(i).Certificate, is.Cluster(n).Certificate) {
		c.add(a.Line, at+"cluster.certificate-authority-data", content(a.CA.Inline, "certificates"), content(b.CA.Inline, "other certificates"))
	}
}

func truth(is bool) model.Text {
	if is {
		return model.NewText("true")
	}
	return model.Text{}
}

// content stands for what is too long to show.
func content(is bool, what string) model.Value {
	return model.Value{Text: model.NewText(what), Absent: !is}
}

func (c *comparison) users(was, is *config.File) {
	same := func(i, n int) bool {
		a, b := was.Users[i], is.Users[n]
		x, y := was.User(i), is.User(n)
		return a.Identity() == b.Identity() && bytes.Equal(x.Certificate, y.Certificate) && x.Token.Equal(y.Token)
	}
	pairs(was.Users, is.Users, func(e model.User) model.Text { return e.Name }, same, func(i, n int) {
		switch {
		case n < 0:
			c.whole("users", was.Users[i].Entry, false, was.Users[i].Identity().Long)
			c.lost(was.Users[i], held(was.Users[i]))
		case i < 0:
			c.whole("users", is.Users[n].Entry, true, is.Users[n].Identity().Long)
		default:
			c.user(was, is, i, n)
		}
	})
}

func (c *comparison) user(was, is *config.File, i, n int) {
	a, b := was.Users[i], is.Users[n]
	at := fmt.Sprintf("users[%s].", a.Name.Raw())
	c.value(at+"name", a.Line, a.Name, b.Name)
	c.value(at+"user.client-certificate", a.Line, a.Certificate.File, b.Certificate.File)
	c.value(at+"user.client-key", a.Line, a.Key.File, b.Key.File)
	c.value(at+"user.tokenFile", a.Line, a.Token.File, b.Token.File)
	c.value(at+"user.username", a.Line, a.Username, b.Username)
	x, y := was.User(i), is.User(n)
	sameCertificate, sameToken := bytes.Equal(x.Certificate, y.Certificate), x.Token.Equal(y.Token)
	if !sameCertificate {
		c.add(a.Line, at+"user.client-certificate-data", content(a.Certificate.Inline, "a certificate"), content(b.Certificate.Inline, "another certificate"))
	}
	if !sameCertificate || a.Key.Inline != b.Key.Inline {
		c.secret(at+"user.client-key-data", a.Line, a.Key.Inline, b.Key.Inline)
	}
	if !sameToken {
		c.secret(at+"user.token", a.Line, a.Token.Inline, b.Token.Inline)
	}
	if a.Certificate.Inline && !sameCertificate || a.Token.Inline && !sameToken {
		c.lost(a, held(a))
	}
}
