package ui

import (
	"slices"
	"strconv"
	"strings"

	"kubeid/model"
)

// A column of a list.
type column struct {
	head  string
	least int  // with fewer cells it says nothing any more
	want  int  // at most, when measuring every row would be too dear; else 0
	most  int  // of what is measured, in a sheet
	worth int  // the more, the later it gives cells away
	drop  int  // the highest goes first when the window is too narrow; 0 never goes
	mute  bool // the filter does not look into it
	words bool // words are cut at their end, names in their middle
	right bool // numbers stand below each other by their ends
	text  func(b *book, i int) string
	draw  func(env Env, i int) (string, ink)     // what servers answered, once they were asked; in place of text
	named func(b *book, i int) (model.Kind, int) // the entry whose name it is
}

// columns says what the lists show.
var columns = [...][]column{
	model.ContextKind: {
		{head: "NAME", least: 14, worth: 4, text: func(b *book, i int) string { return b.Config.Contexts[i].Name.String() }, named: itself(model.ContextKind)},
		{head: "CLUSTER", least: 11, worth: 2, drop: 3, text: func(b *book, i int) string { return b.Config.Contexts[i].Cluster.String() }, named: func(b *book, i int) (model.Kind, int) { return model.ClusterKind, b.resolve(i).Cluster }},
		{head: "USER", least: 10, worth: 2, drop: 1, text: func(b *book, i int) string { return b.Config.Contexts[i].User.String() }, named: func(b *book, i int) (model.Kind, int) { return model.UserKind, b.resolve(i).User }},
		{head: "NS", least: 8, worth: 2, drop: 4, text: func(b *book, i int) string { return b.Config.Contexts[i].Namespace.String() }},
		{head: "SERVER", least: 18, want: 24, worth: 3, drop: 2, mute: true, words: true, text: nothing, draw: contextServer},
		{head: "IDENTITY", least: 16, want: 32, worth: 2, drop: 5, words: true, text: contextIdentity},
	},
	model.ClusterKind: {
		{head: "NAME", least: 14, worth: 3, text: func(b *book, i int) string { return b.Config.Clusters[i].Name.String() }, named: itself(model.ClusterKind)},
		{head: "ADDRESS", least: 20, worth: 3, drop: 1, words: true, text: func(b *book, i int) string { return addressWord(b.Config.Clusters[i]) }},
		{head: "CA", least: 11, want: 12, worth: 2, drop: 3, words: true, text: func(b *book, i int) string { return caWord(b.Config.Clusters[i]) }},
		{head: "CONTEXTS", least: 8, want: 8, worth: 2, drop: 2, mute: true, right: true, text: func(b *book, i int) string { return count(len(b.contextsOf(model.ClusterKind, i))) }},
	},
	model.UserKind: {
		{head: "NAME", least: 14, worth: 3, text: func(b *book, i int) string { return b.Config.Users[i].Name.String() }, named: itself(model.UserKind)},
		{head: "IDENTITY", least: 16, want: 32, worth: 3, drop: 1, words: true, text: func(b *book, i int) string { return b.Config.Users[i].Identity().Short }},
		{head: "ACTS AS", least: 8, want: 16, worth: 2, drop: 3, words: true, text: func(b *book, i int) string { return actsAs(b.Config.Users[i]) }},
		{head: "CONTEXTS", least: 8, want: 8, worth: 2, drop: 2, mute: true, right: true, text: func(b *book, i int) string { return count(len(b.contextsOf(model.UserKind, i))) }},
	},
}

// itself is the entry of the row.
func itself(kind model.Kind) func(*book, int) (model.Kind, int) {
	return func(_ *book, i int) (model.Kind, int) { return kind, i }
}

// contextIdentity is how the context's user logs in, in kubectl's view.
func contextIdentity(b *book, i int) string {
	u := b.Config.Effective(model.UserKind, b.Config.Contexts[i].User)
	if u < 0 {
		return ""
	}
	user := b.Config.Users[u]
	if user.As.Any() {
		return user.Identity().Short + " as " + user.As.String()
	}
	return user.Identity().Short
}

func nothing(*book, int) string { return "" }

// contextServer is what the server of a context answered.
func contextServer(env Env, i int) (string, ink) {
	k := env.Book.Config
	if c := env.Book.resolve(i).Cluster; c >= 0 {
		return env.serverWord(k.Ref(model.ContextKind, i), k.Ref(model.ClusterKind, c))
	}
	return env.Styles.Glyph.Dash, env.Styles.Faint
}

// serverWord is what was found out about the server of one of these entries.
func (e Env) serverWord(refs ...model.Ref) (string, ink) {
	for _, ref := range refs {
		if e.Probing[ref] {
			return "looking" + e.Styles.Glyph.Cut, e.Styles.Faint
		}
	}
	for _, ref := range refs {
		if p, ok := e.Book.Probes[ref]; ok {
			return e.Styles.probeWord(p)
		}
	}
	return e.Styles.Glyph.Dash, e.Styles.Faint
}

// count says how many, and "unused" for none.
func count(n int) string {
	if n == 0 {
		return "unused"
	}
	return strconv.Itoa(n)
}

func actsAs(u model.User) string {
	if !u.As.Any() {
		return ""
	}
	return u.As.String()
}

// addressWord is where a cluster is. What is usual is left out; http is not.
func addressWord(c model.Cluster) string {
	return strings.TrimPrefix(model.Address(c.Server).String(), "https://")
}

func caWord(c model.Cluster) string {
	switch {
	case c.Insecure:
		return "not checked"
	case c.CA.Inline:
		return "inside"
	case !c.CA.File.Empty():
		return "file"
	}
	return "system"
}

// gap is what stands between two columns.
const gap = 2

// share deals w cells out to columns that want these widths. Columns are dropped
// until the least of each has room; then the widest ones give way first, those that are worth
// more last. A dropped column has the width 0.
func share(cols []column, wants []int, w int) []int {
	out := slices.Clone(wants)
	for n := range out {
		if out[n] >= 0 {
			out[n] = max(out[n], 1)
		} else {
			out[n] = 0 // it has nothing to say
		}
	}
	need := func() (n int) {
		for i, c := range cols {
			if out[i] > 0 {
				n += min(c.least, out[i]) + gap
			}
		}
		return n - gap
	}
	for need() > w {
		worst := -1
		for i, c := range cols {
			if out[i] > 0 && c.drop > 0 && (worst < 0 || c.drop > cols[worst].drop) {
				worst = i
			}
		}
		if worst < 0 {
			break
		}
		out[worst] = 0
	}
	for drop := 1; drop <= len(cols); drop++ { // a wide one that went last may leave room for a narrow one
		for i, c := range cols {
			if c.drop != drop || out[i] > 0 || wants[i] < 0 {
				continue
			}
			if out[i] = max(wants[i], 1); need() > w {
				out[i] = 0
			}
		}
	}
	room := w + gap
	for _, o := range out {
		if o > 0 {
			room -= gap
		}
	}
	level(out, cols, room)
	return out
}

// level takes cells from the widest columns until all fit into room.
func level(out []int, cols []column, room int) {
	total := 0
	for _, o := range out {
		total += o
	}
	for total > room {
		widest := -1
		for i, o := range out {
			if o > cols[i].least && (widest < 0 || o*cols[widest].worth > out[widest]*cols[i].worth) {
				widest = i
			}
		}
		if widest < 0 {
			out[0] = max(1, out[0]-(total-room))
			return
		}
		out[widest]--
		total--
	}
}
