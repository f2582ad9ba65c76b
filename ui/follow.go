package ui

import (
	"maps"
	"slices"

	"kubeid/model"
)

// after remembers what was written: the selection and the marks follow an entry to its new
// name, and what was made or comes back is selected as soon as it is there.
func (b browser) after(p model.Plan) browser {
	for _, c := range changesOf(p.Change) {
		switch c := c.(type) {
		case model.Rename:
			if c.Entry.Kind == b.kind {
				b.renamed = append(slices.Clip(b.renamed), c)
			}
		case model.Delete:
			b.gone = firstOf(b.kind, c.Entries)
		case model.Undo:
			b.made = b.gone
		case model.NewContext:
			b.made = madeIn(p, b.kind, c.Name)
		case model.Import:
			b.made = arrivedIn(p, b.kind)
		case model.CopyContext:
			b.made = madeIn(p, b.kind, c.To)
		}
	}
	return b
}

// changesOf returns the single changes of a change.
func changesOf(c model.Change) []model.Change {
	if s, ok := c.(model.Several); ok {
		return s.Changes
	}
	return []model.Change{c}
}

// firstOf returns the first entry of a kind.
func firstOf(kind model.Kind, entries []model.Ref) model.Ref {
	for _, ref := range entries {
		if ref.Kind == kind {
			return ref
		}
	}
	return model.Ref{}
}

// arrivedIn is the first entry of a kind that an import has brought.
func arrivedIn(p model.Plan, kind model.Kind) model.Ref {
	for _, in := range p.Incoming {
		if in.Kind == kind && (in.Fate == model.Added || in.Fate == model.Renamed) && !p.Nothing() {
			return model.Ref{File: p.Edits[0].File, Kind: kind, Name: in.To}
		}
	}
	return model.Ref{}
}

// madeIn is the context that a plan has made, if this is the list of the contexts.
func madeIn(p model.Plan, kind model.Kind, name model.Text) model.Ref {
	if kind != model.ContextKind || p.Nothing() {
		return model.Ref{}
	}
	return model.Ref{File: p.Edits[0].File, Kind: kind, Name: name}
}

// followed is the entry to select: what was just made, what is selected, or what that is
// called since it was renamed or since that was taken back.
func (b browser) followed(env Env) model.Ref {
	k := env.Book.Config
	if b.made != (model.Ref{}) && k.Find(b.made) >= 0 {
		return b.made
	}
	return b.nowNamed(k, b.at)
}

// nowNamed returns an entry under the name that it has now.
func (b browser) nowNamed(k model.Kubeconfig, ref model.Ref) model.Ref {
	if k.Find(ref) >= 0 {
		return ref
	}
	for _, r := range slices.Backward(b.renamed) {
		to := r.Entry
		to.Name = r.To
		switch {
		case ref == r.Entry && k.Find(to) >= 0:
			return to
		case ref == to && k.Find(r.Entry) >= 0:
			return r.Entry
		}
	}
	return ref
}

// remarked keeps the marks on what is still there, under its new name.
func (b browser) remarked(k model.Kubeconfig) browser {
	if len(b.marked) == 0 {
		return b
	}
	next := maps.Clone(b.marked)
	for ref := range b.marked {
		if to := b.nowNamed(k, ref); to != ref {
			delete(next, ref)
			next[to] = true
		} else if k.Find(ref) < 0 {
			delete(next, ref)
		}
	}
	b.marked = next
	return b
}
