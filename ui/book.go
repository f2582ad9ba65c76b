package ui

import (
	"cmp"
	"slices"
	"strings"

	"kubeid/model"
)

// A book holds what follows from one state and is worth working out once rather
// than for every frame: orders, widths, haystacks, marks. It is filled when
// somebody asks, and thrown away with its state.
type book struct {
	gen   int // counts the states in which the lists change, so that a screen sees that its rows are old
	files int // the state since which only credentials were looked into
	model.State
	orders   map[orderKey][]int
	widths   [3][]int
	unlikes  [3][]unlike
	straws   [3][]straw
	resolved map[int]model.Resolved
	uses     [3]map[model.Text][]int
	warnings []string
}

type orderKey struct {
	kind model.Kind
	by   sorting
}

func newBook(gen int, s model.State) *book {
	return &book{
		gen: gen, files: gen, State: s,
		orders: map[orderKey][]int{}, resolved: map[int]model.Resolved{},
	}
}

// after returns the book of a state in which credentials and servers were looked into
// since: names, and so orders, widths and marks, are the same. The words of a list
// change only when it was found out which accounts some tokens speak for.
func (b *book) after(s model.State, e model.Event) *book {
	next := newBook(b.gen, s)
	next.files = b.files
	next.orders, next.widths, next.unlikes, next.resolved, next.uses, next.warnings = b.orders, b.widths, b.unlikes, b.resolved, b.uses, b.warnings
	found, _ := e.(model.Decoded)
	for _, c := range found.Found {
		if c.Account().Known() {
			next.gen++
			next.widths = [3][]int{}
			return next
		}
	}
	next.straws = b.straws
	return next
}

// sorting is what a list is sorted by.
type sorting int

// The sortings, in the order in which s goes through them.
const (
	byName sorting = iota
	byCluster
	byUser
	byRecent
	byFile
	byTurn // for the picker: the current one, those before it, then by name; only what kubectl sees
)

// String returns the sorting as the list's title says it.
func (s sorting) String() string {
	return [...]string{"by name", "by cluster", "by user", "recent first", "as in the files", "recent first"}[s]
}

// sortings says which of them make sense for a kind.
func sortings(kind model.Kind) []sorting {
	if kind == model.ContextKind {
		return []sorting{byName, byCluster, byUser, byRecent, byFile}
	}
	return []sorting{byName, byFile}
}

// next is the sorting that comes after s.
func (s sorting) next(kind model.Kind) sorting {
	all := sortings(kind)
	return all[(slices.Index(all, s)+1)%len(all)]
}

// order returns the indexes of all entries of a kind, sorted.
func (b *book) order(kind model.Kind, by sorting) []int {
	k := orderKey{kind, by}
	if o, ok := b.orders[k]; ok {
		return o
	}
	o := make([]int, 0, b.Config.Len(kind))
	for i := range b.Config.Len(kind) {
		if by != byTurn || b.Config.Shadow(kind, i) < 0 {
			o = append(o, i)
		}
	}
	if by != byFile {
		keys := b.sortKeys(kind, by)
		slices.SortStableFunc(o, func(x, y int) int {
			return cmp.Or(cmp.Compare(keys[x].rank, keys[y].rank), strings.Compare(keys[x].first, keys[y].first), strings.Compare(keys[x].name, keys[y].name))
		})
	}
	b.orders[k] = o
	return o
}

type sortKey struct {
	rank        int
	first, name string
}

func (b *book) sortKeys(kind model.Kind, by sorting) []sortKey {
	recent := map[model.Text]int{}
	for i, name := range b.Recent {
		recent[name] = i - len(b.Recent)
	}
	keys := make([]sortKey, b.Config.Len(kind))
	for i := range keys {
		e := b.Config.Entry(kind, i)
		keys[i].name = strings.ToLower(e.Name.Raw())
		switch by {
		case byCluster:
			keys[i].first = strings.ToLower(b.Config.Contexts[i].Cluster.Raw())
		case byUser:
			keys[i].first = strings.ToLower(b.Config.Contexts[i].User.Raw())
		case byRecent, byTurn:
			keys[i].rank = recent[e.Name]
			if by == byTurn && i == b.current(kind) {
				keys[i].rank = -len(b.Recent) - 1
			}
		}
	}
	return keys
}

// straw returns the haystacks of all entries of a kind.
func (b *book) straw(kind model.Kind) []straw {
	if b.straws[kind] == nil {
		b.straws[kind] = make([]straw, b.Config.Len(kind))
		var fields []string
		for i := range b.straws[kind] {
			fields = fields[:0]
			for _, c := range columns[kind] {
				if !c.mute {
					fields = append(fields, c.text(b, i))
				}
			}
			b.straws[kind][i] = newStraw(fields...)
		}
	}
	return b.straws[kind]
}

// width returns how wide the widest text of every column is; a column that says nothing
// in any row is not there.
func (b *book) width(kind model.Kind) []int {
	if b.widths[kind] == nil {
		w := make([]int, len(columns[kind]))
		for n, c := range columns[kind] {
			if w[n] = b.widest(kind, c); w[n] == 0 && b.Config.Len(kind) > 0 {
				w[n] = -gap
				continue
			}
			w[n] = max(w[n], cells(c.head))
		}
		b.widths[kind] = w
	}
	return b.widths[kind]
}

// widest measures a column: every row, or as many as are needed where that is dear.
func (b *book) widest(kind model.Kind, c column) (w int) {
	if c.draw != nil {
		return c.want
	}
	for i := range b.Config.Len(kind) {
		if c.want > 0 && i >= measured && w > 0 {
			break
		}
		w = max(w, cells(c.text(b, i)))
	}
	if c.want > 0 && w > 0 {
		w = max(c.least, min(w, c.want))
	}
	return w
}

// unlike says where the name of entry i is unlike the one of its neighbours by name that
// it is most alike: when long names are cut, that has to stay.
func (b *book) unlike(kind model.Kind, i int) unlike {
	if i < 0 {
		return noOther
	}
	if b.unlikes[kind] == nil {
		order := b.order(kind, byName)
		b.unlikes[kind] = make([]unlike, len(order))
		was := ""
		for n, e := range order {
			name := b.Config.Entry(kind, e).Name.String()
			b.unlikes[kind][e] = alikeness(name, was)
			if n > 0 {
				if back := alikeness(was, name); back != noOther && back.from > b.unlikes[kind][order[n-1]].from {
					b.unlikes[kind][order[n-1]] = back
				}
			}
			was = name
		}
	}
	return b.unlikes[kind][i]
}

// resolve follows the names of context i.
func (b *book) resolve(i int) model.Resolved {
	r, ok := b.resolved[i]
	if !ok {
		r = b.Config.Resolve(i)
		b.resolved[i] = r
	}
	return r
}

// contextsOf returns the contexts that use an entry, in kubectl's view.
func (b *book) contextsOf(kind model.Kind, i int) []int {
	if b.Config.Shadow(kind, i) >= 0 {
		return nil
	}
	if b.uses[kind] == nil {
		b.uses[kind] = b.Config.ContextsByName(kind)
	}
	return b.uses[kind][b.Config.Entry(kind, i).Name]
}

// current returns the cluster or user of the current context, or -1.
func (b *book) current(kind model.Kind) int {
	i := b.Config.CurrentContext()
	switch {
	case i < 0 || kind == model.ContextKind:
		return i
	case kind == model.ClusterKind:
		return b.resolve(i).Cluster
	}
	return b.resolve(i).User
}
