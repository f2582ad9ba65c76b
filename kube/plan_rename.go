package kube

import (
	"kubeid/kube/config"
	"kubeid/model"
)

// A rename never changes who logs in where: what kubectl resolves to the entry follows
// it, in every file, and nothing else does (docs/decisions 7).

func (d *desk) rename(c model.Rename) error {
	kind, old := c.Entry.Kind, c.Entry.Name
	i, err := d.find(c.Entry)
	if err != nil || old == c.To {
		return err
	}
	if err := d.free(kind, c.To); err != nil {
		return err
	}
	e := d.k.Entry(kind, i)
	d.do(e.File, config.Rename{Kind: kind, Old: old.Raw(), New: c.To.Raw(), Line: d.line(kind, i)})
	shadow := d.k.Shadow(kind, i)
	switch {
	case shadow >= 0 && c.OwnFile && kind != model.ContextKind:
		d.refer(kind, old, c.To, func(at model.Context) bool { return at.File == e.File })
	case shadow >= 0:
		d.note("nothing referred to it: kubectl takes the %s %q of %s", kind, old, d.k.Place(kind, shadow))
		return nil
	case kind == model.ContextKind:
		d.followCurrent(i, c.To.Raw())
	default:
		d.refer(kind, old, c.To, func(model.Context) bool { return true })
	}
	d.dangling(kind, c.To)
	for _, label := range d.unread() {
		d.note("%s could not be read, so what refers to it there does not follow", label)
	}
	return nil
}

// refer has those contexts follow that pass.
func (d *desk) refer(kind model.Kind, old, to model.Text, pass func(model.Context) bool) {
	for _, c := range d.k.Contexts {
		if reference(c, kind) == old && pass(c) {
			d.do(c.File, config.Refer{Context: c.Name.Raw(), Kind: kind, Name: to.Raw()})
		}
	}
	for file := range d.k.Files {
		if n := d.k.In(file, kind, old); n >= 0 && d.k.Shadow(kind, n) >= 0 {
			d.note("%s has a %s %q of its own, which kubectl did not take so far", d.k.Files[file].Label, kind, old)
		}
	}
}

// reference returns the name of the cluster or user that a context refers to.
func reference(c model.Context, kind model.Kind) model.Text {
	if kind == model.ClusterKind {
		return c.Cluster
	}
	return c.User
}

// followCurrent sets current-context anew wherever it means context i: in the file
// that kubectl takes it from, and in each other one that has no context of that name
// of its own.
func (d *desk) followCurrent(i int, to string) {
	e := d.k.Contexts[i]
	_, sets := d.k.Current()
	for n, f := range d.k.Files {
		own := d.k.In(n, model.ContextKind, e.Name)
		if f.Current == e.Name && !e.Name.Empty() && (n == sets || n == e.File || own < 0) {
			d.do(n, config.SetCurrent{Name: to})
			if to == "" && n == sets {
				d.behind(n)
			}
		}
	}
}

// dangling notes what referred in vain to a name that will exist now.
func (d *desk) dangling(kind model.Kind, name model.Text) {
	if kind == model.ContextKind {
		if now, _ := d.k.Current(); now == name {
			d.note("current-context is %q already, so kubectl will be on it", name)
		}
		return
	}
	for _, c := range d.k.Contexts {
		if reference(c, kind) == name {
			d.note("context %q, which named it in vain, uses it then", c.Name)
		}
	}
}
