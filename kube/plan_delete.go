package kube

import (
	"fmt"
	"strings"

	"kubeid/kube/config"
	"kubeid/model"
)

func (d *desk) remove(c model.Delete) error {
	gone := map[model.Ref]bool{}
	for _, r := range c.Entries {
		i, err := d.find(r)
		if err != nil {
			return err
		}
		if gone[r] {
			continue
		}
		gone[r] = true
		d.do(d.k.Entry(r.Kind, i).File, config.Delete{Kind: r.Kind, Name: r.Name.Raw(), Line: d.line(r.Kind, i)})
		d.plan.Lost = append(d.plan.Lost, d.loss(r.Kind, i))
		if r.Kind == model.ContextKind && d.k.Shadow(r.Kind, i) < 0 {
			if i == d.k.CurrentContext() {
				d.note("%q is the current context; there will be none", r.Name)
			}
			d.followCurrent(i, "")
		}
	}
	for _, r := range c.Entries {
		d.aftermath(r, gone)
	}
	d.plan.Orphans = append(d.plan.Orphans, d.orphans(gone)...)
	return nil
}

// loss says what goes with an entry.
func (d *desk) loss(kind model.Kind, i int) model.Loss {
	l := model.Loss{
		Entry: d.k.Ref(kind, i),
		What:  fmt.Sprintf("%s %q of %s", kind, d.k.Entry(kind, i).Name, d.k.Place(kind, i)),
	}
	if kind == model.UserKind {
		if held := held(d.k.Users[i]); held != "" {
			l.What, l.Credential = l.What+", with "+held, true
		}
	}
	return l
}

// held says which credentials stand in a user itself.
func held(u model.User) string {
	var words []string
	add := func(is bool, what string) {
		if is {
			words = append(words, what)
		}
	}
	add(u.Certificate.Inline && u.Key.Inline, "a client certificate and its key")
	add(u.Certificate.Inline && !u.Key.Inline, "a client certificate")
	add(u.Key.Inline && !u.Certificate.Inline, "a private key")
	add(u.Token.Inline, "a token")
	add(u.Password, "a password")
	add(u.Exec != nil && u.Exec.Args+u.Exec.Env > 0, "the arguments or variables of its plugin")
	add(u.Provider != nil, "the settings of its auth-provider")
	return strings.Join(words, " and ")
}

// aftermath notes what it means to others that an entry goes.
func (d *desk) aftermath(r model.Ref, gone map[model.Ref]bool) {
	i := d.k.Find(r)
	if d.k.Shadow(r.Kind, i) >= 0 {
		return
	}
	heir := -1
	for n := range d.k.Len(r.Kind) {
		if d.k.Entry(r.Kind, n).Name == r.Name && !gone[d.k.Ref(r.Kind, n)] {
			heir = n
			break
		}
	}
	if r.Kind == model.ContextKind {
		if heir >= 0 {
			d.note("the context %q of %s comes to light", r.Name, d.k.Place(r.Kind, heir))
		}
		return
	}
	var left []string
	for _, n := range d.k.ContextsOf(r.Kind, i) {
		if !gone[d.k.Ref(model.ContextKind, n)] {
			left = append(left, fmt.Sprintf("%q", d.k.Contexts[n].Name))
		}
	}
	switch {
	case len(left) == 0:
	case heir >= 0:
		d.note("the %s %q of %s takes its place for %s", r.Kind, r.Name, d.k.Place(r.Kind, heir), few(left, "context"))
	default:
		d.note("%s will have no %s", few(left, "context"), r.Kind)
	}
}

// few names up to three, and counts the others.
func few(names []string, noun string) string {
	if len(names) > 1 {
		noun += "s"
	}
	const most = 3
	if more := len(names) - most; more > 0 {
		return fmt.Sprintf("%s %s and %d more", noun, strings.Join(names[:most], ", "), more)
	}
	return noun + " " + strings.Join(names, ", ")
}

// orphans returns the clusters and users of contexts that go to which nobody would
// refer any more, in any file, whether kubectl takes that context or not. Where a
// file could not be read nobody can know, so there are none.
func (d *desk) orphans(gone map[model.Ref]bool) []model.Ref {
	left := [3]map[model.Text]bool{model.ClusterKind: {}, model.UserKind: {}}
	for i, c := range d.k.Contexts {
		if !gone[d.k.Ref(model.ContextKind, i)] {
			left[model.ClusterKind][c.Cluster], left[model.UserKind][c.User] = true, true
		}
	}
	var out []model.Ref
	seen := map[model.Ref]bool{}
	for i, c := range d.k.Contexts {
		if !gone[d.k.Ref(model.ContextKind, i)] {
			continue
		}
		for _, kind := range []model.Kind{model.ClusterKind, model.UserKind} {
			name := reference(c, kind)
			if left[kind][name] {
				continue
			}
			for _, n := range []int{d.k.Effective(kind, name), d.k.In(c.File, kind, name)} {
				if n < 0 {
					continue
				}
				if r := d.k.Ref(kind, n); !seen[r] && !gone[r] {
					seen[r] = true
					out = append(out, r)
				}
			}
		}
	}
	if unread := d.unread(); len(out) > 0 && len(unread) > 0 {
		d.note("%s could not be read, so nobody knows whether clusters and users are still in use", strings.Join(unread, ", "))
		return nil
	}
	return out
}
