package ui

import (
	"maps"

	"kubeid/model"
)

// mark marks the selected row, or takes its mark away, and goes on to the next one.
func (b browser) mark(env Env) browser {
	i := b.selected()
	if i < 0 {
		return b
	}
	ref := env.Book.Config.Ref(b.kind, i)
	b.marked = maps.Clone(b.marked)
	if b.marked == nil {
		b.marked = map[model.Ref]bool{}
	}
	if b.marked[ref] {
		delete(b.marked, ref)
	} else {
		b.marked[ref] = true
	}
	return b.move(env, actDown)
}

// markAll marks everything in the list, or takes all marks away when that is marked.
func (b browser) markAll(env Env) browser {
	all := b.chosen(env, true)
	next := make(map[model.Ref]bool, len(all)+len(b.marked))
	maps.Copy(next, b.marked)
	for _, ref := range all {
		next[ref] = true
	}
	if len(next) == len(b.marked) {
		next = nil
	}
	b.marked = next
	return b
}

// chosen returns what an act is for: everything in the list, else what is marked,
// else what is selected.
func (b browser) chosen(env Env, all bool) []model.Ref {
	var out []model.Ref
	for n, h := range b.rows.found {
		ref := env.Book.Config.Ref(b.kind, h.index)
		if all || b.marked[ref] || len(b.marked) == 0 && n == b.cursor {
			out = append(out, ref)
		}
	}
	if len(out) > 0 {
		return out
	}
	for _, i := range env.Book.order(b.kind, b.by) { // the filter hides them
		if ref := env.Book.Config.Ref(b.kind, i); b.marked[ref] {
			out = append(out, ref)
		}
	}
	return out
}

// looking returns the entries in sight.
func (b browser) looking(env Env) []int {
	b = b.settled(env)
	end := min(len(b.rows.found), b.top+b.listHeight(env))
	out := make([]int, 0, end-b.top)
	for _, h := range b.rows.found[b.top:end] {
		out = append(out, h.index)
	}
	return out
}
