package ui

import (
	"cmp"
	"runtime"
	"slices"
	"strings"
	"sync"

	"kubeid/model"
)

// rows is what a list shows of one book: which entries, in which order.
type rows struct {
	kind  model.Kind
	by    sorting
	typed string
	gen   int   // the book that it was made of; 0 before the first
	found []hit // in the order in which they are shown
	query query
}

// A hit is an entry that the filter let through.
type hit struct {
	index int // of the entry
	place int // in the order without a filter
	score int
}

// renewed returns the rows for this book, sorting and filter. A filter to which
// something was added looks only through what it had found before.
func (r rows) renewed(b *book, by sorting, typed string) rows {
	if r.gen == b.gen && r.by == by && r.typed == typed {
		return r
	}
	next := rows{kind: r.kind, by: by, typed: typed, gen: b.gen, query: newQuery(typed)}
	switch {
	case next.query.empty():
		next.found = everything(b.order(r.kind, by))
	case r.gen == b.gen && r.by == by && !r.query.empty() && strings.HasPrefix(typed, r.typed):
		next.found = next.query.among(r.found, at(b.straw(r.kind)))
	default:
		next.found = next.query.among(everything(b.order(r.kind, by)), at(b.straw(r.kind)))
	}
	return next
}

func everything(order []int) []hit {
	all := make([]hit, len(order))
	for place, i := range order {
		all[place] = hit{index: i, place: place}
	}
	return all
}

// among returns those of the hits that match, the best first.
func (q query) among(hits []hit, straw func(int) straw) []hit {
	q.work.quick = len(hits) > quickFrom
	if !q.work.quick {
		return best(q.matching(hits, straw))
	}
	parts := make([][]hit, runtime.GOMAXPROCS(0))
	length := (len(hits) + len(parts) - 1) / len(parts)
	var wait sync.WaitGroup
	for i := range parts {
		mine := query{q.words, &workspace{quick: true}}
		part := hits[min(i*length, len(hits)):min((i+1)*length, len(hits))]
		wait.Go(func() { parts[i] = mine.matching(part, straw) })
	}
	wait.Wait()
	return best(slices.Concat(parts...))
}

// matching returns those that match, in the same order.
func (q query) matching(hits []hit, straw func(int) straw) []hit {
	out := make([]hit, 0, len(hits))
	for _, h := range hits {
		if score, ok := q.match(straw(h.index)); ok {
			out = append(out, hit{h.index, h.place, score})
		}
	}
	return out
}

// best sorts hits, the best first.
func best(hits []hit) []hit {
	slices.SortFunc(hits, func(a, b hit) int { return cmp.Or(b.score-a.score, a.place-b.place) })
	return hits
}

// find returns the place of the entry that ref names, or -1.
func (r rows) find(b *book, ref model.Ref) int {
	i := b.Config.Find(ref)
	if i < 0 {
		return -1
	}
	return slices.IndexFunc(r.found, func(h hit) bool { return h.index == i })
}

// at returns what gives the straws out one by one.
func at(straws []straw) func(int) straw { return func(i int) straw { return straws[i] } }
