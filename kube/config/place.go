package config

import (
	"bytes"
	"errors"
	"fmt"
)

// ErrNotEditable is behind every refusal to edit that the form of a file causes.
var ErrNotEditable = errors.New("this cannot be changed without touching more than the value")

func refuse(format string, args ...any) error {
	return fmt.Errorf("%s: %w", fmt.Sprintf(format, args...), ErrNotEditable)
}

// A candidate is one way to write a change, and the line where the value will stand.
type candidate struct {
	patches []Patch
	line    int
}

// one returns a candidate of one patch.
func (f *File) one(start, end int, text string, line int) candidate {
	return candidate{[]Patch{{start, f.data[start:end], []byte(text)}}, line}
}

// locate finds the mapping that a change of an entry is to be written in, and how
// many steps of its path lead there. Where the file has no mapping on the way, or
// would be left with an empty one, the change is turned into one of a place higher
// up. The mapping is nil when there is nothing to take away.
func (f *File) locate(item *node, c change) (m *node, at change, depth int, err error) {
	for m = item; ; depth++ {
		key := c.path[depth]
		switch {
		case m.style == aliasStyle || m.shared && depth == 0:
			return nil, c, 0, refuse("%s stands for several places at once (a YAML anchor)", c.key())
		case m.kind != mappingNode:
			return nil, c, 0, refuse("%s has no mapping to stand in", c.key())
		case depth == len(c.path)-1:
			return m, change{[]string{key}, c.value, c.remove}, depth, nil
		}
		next := m.get(f.data, key)
		switch {
		case next == nil || next.kind == nullNode && !next.shared:
			if c.remove {
				return nil, c, 0, nil
			}
			v := c.value
			for i := len(c.path) - 1; i > depth; i-- {
				v = mappingOf(c.path[i], v)
			}
			return m, change{path: []string{key}, value: v}, depth, nil
		case c.remove && depth == len(c.path)-2 && next.kind == mappingNode && next.style == plainStyle && !next.shared &&
			len(next.keys()) == 1 && next.keys()[0].is(f.data, c.key()):
			return m, change{path: []string{key}, value: value{kind: mappingNode}}, depth, nil
		}
		m = next
	}
}

// candidates returns the ways to write a change into a mapping, the most natural
// first. neighbours are keys that a new one may follow.
func (f *File) candidates(m *node, c change, neighbours []string) ([]candidate, error) {
	i := m.at(f.data, c.key())
	switch {
	case c.remove && i < 0:
		return nil, refuse("%s comes from somewhere else in the file (a YAML merge)", c.key())
	case c.remove:
		return append(f.backToAlias(m, i), f.removals(m, i)...), nil
	case i < 0:
		return f.insertions(m, c, neighbours), nil
	}
	out := f.scalars(m, i, c)
	if len(out) == 0 {
		out = f.values(m, i, c)
	}
	if len(out) == 0 {
		return nil, refuse("%s is written in a form that cannot be replaced in place", c.key())
	}
	return out, nil
}

// scalars writes a new text over an old one.
func (f *File) scalars(m *node, i int, c change) []candidate {
	old, key := &m.children()[i], &m.keys()[i]
	flow, end := m.style == flowStyle, old.end
	if end < 0 && !flow && key.start >= 0 {
		end = f.blockEnd(old, f.column(key.start))
	}
	if c.value.kind != scalarNode && c.value.kind != otherNode || old.kind == mappingNode || old.kind == sequenceNode || old.start < 0 || end < 0 {
		return nil
	}
	texts := []string{c.value.text}
	if c.value.kind == scalarNode {
		texts = []string{restyle(old, f.written(old), c.value.text, f.habit(), flow), doubleQuote(c.value.text)}
	}
	var out []candidate
	for _, text := range texts {
		start := old.start
		if start == end { // nothing stands there: behind the colon of the key
			if start = f.colon(key); start < 0 {
				return nil
			}
			text = " " + text
		}
		out = append(out, f.one(start, max(start, end), text, key.line))
	}
	return out
}

// colon returns the offset behind the colon of a key, or -1.
func (f *File) colon(key *node) int {
	if key.end < 0 || key.end >= len(f.data) {
		return -1
	}
	rest := bytes.TrimLeft(f.data[key.end:lineEnd(f.data, key.end)], " ")
	if len(rest) == 0 || rest[0] != ':' {
		return -1
	}
	return lineEnd(f.data, key.end) - len(rest) + 1
}

// written returns a scalar as text, also one that is no text.
func (f *File) written(n *node) string {
	if n.kind == otherNode {
		return string(f.data[n.start:n.end])
	}
	return n.value(f.data)
}

// values writes a new value of any kind over an old one of any kind.
func (f *File) values(m *node, i int, c change) []candidate {
	old, key := &m.children()[i], &m.keys()[i]
	if old.start >= 0 && old.end > old.start && (m.style == flowStyle || old.style == flowStyle) {
		if start := f.colon(key); m.style != flowStyle && start > 0 && key.start >= 0 && len(old.children()) == 0 && !c.value.empty() {
			end := lineEnd(f.data, old.end) // the first fields of {} get lines
			lines := Patch{end, nil, []byte(f.layout().behind(c.value, f.column(key.start)))}
			return []candidate{{joinTouching([]Patch{{start, f.data[start:old.end], nil}, lines}), key.line}}
		}
		return []candidate{f.one(old.start, old.end, f.flowLayout(old).write(c.value, f.lead(old.start)), old.line)}
	}
	start := f.colon(key)
	if m.style == flowStyle || key.start < 0 || start < 0 {
		return nil
	}
	column := f.column(key.start)
	end := f.tail(old, column)
	if end < 0 {
		return nil
	}
	if old.kind == mappingNode || old.kind == sequenceNode {
		end = lineEnd(f.data, end) // its comments go with it, also the last one
	}
	l := f.layout()
	text := l.behind(c.value, column)
	if c.value.kind == mappingNode && !c.value.empty() && old.kind == mappingNode && len(old.keys()) > 0 && old.keys()[0].start >= 0 {
		column = f.column(old.keys()[0].start)
		text = l.eol + spaces(column) + l.mapping(c.value, column)
	}
	if eol := lineEnd(f.data, start); old.start > eol && bytes.HasPrefix([]byte(text), []byte(f.eol())) {
		start = eol // a comment behind the key stays
	}
	return []candidate{f.one(start, max(start, end), text, key.line)}
}

// removals takes a key and its value out of a mapping.
func (f *File) removals(m *node, i int) []candidate {
	key := &m.keys()[i]
	if key.start < 0 {
		return nil
	}
	if m.style == flowStyle {
		return f.flowRemovals(m, i)
	}
	end := f.tail(&m.children()[i], f.column(key.start))
	if end < 0 {
		return nil
	}
	start, end := lineStart(f.data, key.start), lineEnd(f.data, end)
	if !blank(f.data[start:key.start]) {
		if i == 0 && len(m.keys()) > 1 && m.keys()[1].start > end && f.column(m.keys()[1].start) == f.column(key.start) {
			return []candidate{f.one(key.start, m.keys()[1].start, "", key.line)} // behind a dash
		}
		return nil
	}
	return []candidate{f.one(f.dropped(start, end), nextLine(f.data, end), "", key.line)}
}

// dropped returns where the bytes begin that go when the lines from start to end do:
// when the last line has no line break, the one before it goes.
func (f *File) dropped(start, end int) int {
	if end < len(f.data) {
		return start
	}
	return len(bytes.TrimSuffix(f.data[:start], []byte(f.eol())))
}

func (f *File) flowRemovals(m *node, i int) []candidate {
	key, value := &m.keys()[i], &m.children()[i]
	if value.end < 0 {
		return nil
	}
	start, end := key.start, value.end
	switch {
	case i > 0 && m.children()[i-1].end >= 0:
		start = m.children()[i-1].end
	case len(m.keys()) > 1:
		end = m.keys()[1].start
	}
	if start > end {
		return nil
	}
	if line := lineStart(f.data, key.start); line > start && bytes.IndexByte(f.data[start:line], '#') >= 0 && blank(f.data[line:key.start]) {
		start, end = line, nextLine(f.data, lineEnd(f.data, value.end)) // the comment of the one before stays
	}
	return []candidate{f.one(start, end, "", key.line)}
}
