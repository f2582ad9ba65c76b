package config

import (
	"bytes"
	"slices"
	"strings"

	yaml "go.yaml.in/yaml/v3"

	"kubeid/model"
)

// A YAML anchor (&name) lets one text stand for several places, the aliases (*name).
// Two things can be done about it without changing what the other places say: a field
// of an alias can be written beside it, as a merge, and the text of an anchor that goes
// can move to the first alias that stays. The proof of the whole document decides.

// aliasWays returns the ways to write a change whose last step lies in an alias: by not
// writing it here, because the same is done where the anchor stands, and as a merge.
func (f *File) aliasWays(item *node, c change) ([]candidate, bool) {
	if item.shared || item.kind != mappingNode || len(c.path) != 2 {
		return nil, false
	}
	alias := item.get(f.data, c.path[0])
	if alias == nil || alias.style != aliasStyle || alias.kind != mappingNode || alias.start < 0 || alias.end <= alias.start {
		return nil, false
	}
	out := []candidate{{line: alias.line}}
	if !c.remove {
		l := flowLayout{colon: ": ", comma: ", "}
		pair := l.key(c.key()) + l.colon + l.write(c.value, "")
		out = append(out, f.one(alias.start, alias.end, "{<<: "+string(f.data[alias.start:alias.end])+", "+pair+"}", alias.line))
	}
	return out, true
}

// backToAlias writes an alias alone when the only field beside it goes, the way back of
// aliasWays.
func (f *File) backToAlias(m *node, i int) []candidate {
	if m.style != flowStyle || m.start < 0 || m.end < 0 || len(m.keys()) != 2 || i != 1 || !m.keys()[0].is(f.data, "<<") {
		return nil
	}
	alias := &m.children()[0]
	if alias.style != aliasStyle || alias.start < 0 || alias.end <= alias.start || hasComment(f.data[m.start:m.end]) {
		return nil
	}
	return []candidate{f.one(m.start, m.end, string(f.data[alias.start:alias.end]), m.line)}
}

// A moved anchor is the text of one that goes, on its way to the first alias that stays.
type moved struct {
	name    string
	line    int // of the alias
	patches []Patch
}

// heirs returns what has to be written so that the anchors in the patches, which take
// entries away, are still there for the aliases that stay. It leaves out what it
// cannot move, which the proof finds.
func (f *File) heirs(gone []Patch) []moved {
	if bytes.IndexByte(f.data, '&') < 0 {
		return nil
	}
	var doc yaml.Node
	if yaml.Unmarshal(f.data, &doc) != nil {
		return nil
	}
	w := anchorWalk{f: f, gone: gone, l: locator{data: f.data, lines: lineStarts(f.data), aliased: map[*yaml.Node]bool{}}, going: map[*yaml.Node]anchored{}}
	w.visit(&doc, 0, false)
	return w.out
}

// An anchored text stands between two offsets and hangs on a key or dash in a column.
type anchored struct{ start, end, column int }

// An anchorWalk goes through a document in the order of the file.
type anchorWalk struct {
	f     *File
	gone  []Patch
	l     locator
	going map[*yaml.Node]anchored // anchors that go and have no heir yet
	out   []moved
}

// visit looks at a node that hangs on a key or dash in this column. Inside of an anchor
// that goes, other anchors go along with it.
func (w *anchorWalk) visit(y *yaml.Node, column int, inside bool) {
	at := w.l.offset(y)
	switch {
	case y.Kind == yaml.AliasNode:
		w.alias(y, at, column)
		return
	case y.Anchor != "" && !inside && at >= 0 && w.goes(at):
		n := w.l.node(y, 0)
		if end := w.f.tail(&n, column); end > at {
			w.going[y], inside = anchored{at, end, column}, true
		}
	}
	for i, child := range y.Content {
		below := column
		switch y.Kind {
		case yaml.MappingNode:
			if key := w.l.offset(y.Content[i&^1]); key >= 0 {
				below = w.f.column(key)
			}
		case yaml.SequenceNode:
			if first := w.l.offset(y); first >= 0 {
				below = w.f.column(w.l.content(w.l.properties(y, first)))
			}
		}
		w.visit(child, below, inside)
	}
}

// goes tells whether the patches take an offset away.
func (w *anchorWalk) goes(at int) bool {
	return slices.ContainsFunc(w.gone, func(p Patch) bool { return p.Offset <= at && at < p.Offset+len(p.Old) })
}

// alias makes an alias that stays the heir of an anchor that goes: the first line of
// the text stands in its place, in front of a comment, and the others follow below.
func (w *anchorWalk) alias(y *yaml.Node, at, column int) {
	a, ok := w.going[y.Alias]
	if !ok || at < 0 || w.goes(at) {
		return
	}
	delete(w.going, y.Alias)
	end := at
	for end < len(w.f.data) && !blankOrFlow(w.f.data[end]) {
		end++
	}
	text := string(w.f.data[a.start:a.end])
	first := strings.IndexAny(text, "\r\n")
	if y.Alias.Style&yaml.FlowStyle != 0 || y.Alias.Kind == yaml.ScalarNode && first < 0 {
		first = len(text)
	}
	m := moved{name: y.Value, line: y.Line}
	if first >= 0 {
		rest, ok := shifted(text[first:], column-a.column)
		if !ok {
			return
		}
		m.patches = []Patch{{at, w.f.data[at:end], []byte(strings.TrimRight(text[:first], " \t"))}}
		if rest != "" {
			m.patches = append(m.patches, Patch{lineEnd(w.f.data, end), nil, []byte(rest)})
		}
		w.out = append(w.out, m)
	}
}

// shifted moves lines to the right, or to the left; false when there is no room.
func shifted(lines string, by int) (string, bool) {
	var b strings.Builder
	for line := range strings.Lines(lines) {
		switch text := strings.TrimLeft(line, " "); {
		case strings.TrimSpace(text) == "" || by == 0:
			b.WriteString(line)
		case by > 0:
			b.WriteString(spaces(by) + line)
		case len(line)-len(text) < -by:
			return "", false
		default:
			b.WriteString(line[-by:])
		}
	}
	return b.String(), true
}

// value tells a plan that an anchor moves.
func (m moved) value() Value {
	return Value{
		Line: m.line, Path: "anchor " + m.name, Patch: -1,
		Before: model.Value{Text: model.NewText("*" + m.name)}, After: model.Value{Text: model.NewText("&" + m.name)},
	}
}
