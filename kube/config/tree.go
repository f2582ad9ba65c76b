package config

import (
	"unicode/utf8"

	yaml "go.yaml.in/yaml/v3"
)

// tree finds where the values of a YAML or JSON file stand. It returns nil for a
// file that the parser does not read, and for an empty one; such a file can be
// shown, but not edited.
func tree(data []byte) (root *node) {
	defer func() {
		if recover() != nil {
			root = nil
		}
	}()
	var doc yaml.Node
	if yaml.Unmarshal(data, &doc) != nil || doc.Kind != yaml.DocumentNode || len(doc.Content) != 1 {
		return nil
	}
	l := locator{data: data, lines: lineStarts(data), aliased: map[*yaml.Node]bool{}}
	l.collect(&doc)
	n := l.node(doc.Content[0], 0)
	return &n
}

// A locator turns the parser's lines and columns into offsets and finds the ends,
// which the parser does not tell.
type locator struct {
	data  []byte
	lines []int
	count int
	last  position // that was asked for

	aliased map[*yaml.Node]bool // what an alias stands for somewhere
}

// collect notes what the aliases stand for. An anchor that no alias refers to is only
// a word in front of its value.
func (l *locator) collect(y *yaml.Node) {
	if y.Kind == yaml.AliasNode {
		l.aliased[y.Alias] = true
		return
	}
	for _, inner := range y.Content {
		l.collect(inner)
	}
}

// maxNodes bounds the tree: aliases of aliases can stand for more nodes than fit.
const maxNodes = 5_000_000

// lineStarts returns the offset of every line. YAML 1.1 breaks lines at LF, CR,
// CR LF, NEL, LS and PS; a byte order mark is not counted as a column.
func lineStarts(data []byte) []int {
	starts := []int{0}
	if len(data) >= 3 && string(data[:3]) == "\ufeff" {
		starts[0] = 3
	}
	for i := 0; i < len(data); i++ {
		switch data[i] {
		case '\n':
			starts = append(starts, i+1)
		case '\r':
			if i+1 < len(data) && data[i+1] == '\n' {
				i++
			}
			starts = append(starts, i+1)
		case 0xc2:
			if i+1 < len(data) && data[i+1] == 0x85 {
				starts = append(starts, i+2)
			}
		case 0xe2:
			if i+2 < len(data) && data[i+1] == 0x80 && (data[i+2] == 0xa8 || data[i+2] == 0xa9) {
				starts = append(starts, i+3)
			}
		}
	}
	return starts
}

// offset returns where a node begins, or -1. Columns count runes; since nodes come in
// the order of the file, the count goes on from the last one on the same line: all of
// a large JSON file can stand on one.
func (l *locator) offset(n *yaml.Node) int {
	if n.Line < 1 || n.Line > len(l.lines) || n.Column < 1 {
		return -1
	}
	if l.last.line != n.Line || l.last.column > n.Column {
		l.last = position{n.Line, 1, l.lines[n.Line-1]}
	}
	for ; l.last.column < n.Column; l.last.column++ {
		if l.last.offset >= len(l.data) {
			return -1
		}
		_, size := utf8.DecodeRune(l.data[l.last.offset:])
		l.last.offset += size
	}
	return l.last.offset
}

// A position is a place in the file, in the parser's terms and in ours.
type position struct{ line, column, offset int }

func (l *locator) node(y *yaml.Node, depth int) node {
	if l.count++; l.count > maxNodes || depth > 10_000 {
		panic("too many nodes")
	}
	n := node{start: l.offset(y), end: -1, line: y.Line, shared: l.aliased[y]}
	if y.Kind == yaml.AliasNode {
		return l.alias(y, n, depth)
	}
	n.start = l.properties(y, n.start)
	if y.Kind != yaml.ScalarNode && y.Style&yaml.FlowStyle == 0 {
		n.start = l.content(n.start)
	}
	switch y.Kind {
	case yaml.ScalarNode:
		l.scalar(y, &n)
	case yaml.MappingNode:
		n.kind = mappingNode
		for i := 0; i+1 < len(y.Content); i += 2 {
			n.add(l.node(y.Content[i], depth+1), l.node(y.Content[i+1], depth+1))
		}
		l.close(y, &n, '{', '}')
	case yaml.SequenceNode:
		n.kind = sequenceNode
		for _, item := range y.Content {
			n.add(l.node(item, depth+1))
		}
		l.close(y, &n, '[', ']')
	}
	return n
}

// alias gives a scalar alias the place of its *name; what stands behind an alias
// of a collection is shared with others and has no place of its own.
func (l *locator) alias(y *yaml.Node, n node, depth int) node {
	target := l.node(y.Alias, depth+1)
	end := n.start
	for end >= 0 && end < len(l.data) && !blankOrFlow(l.data[end]) {
		end++
	}
	line := n.line
	text := target.value(l.data)
	start := n.start
	n = target
	n.style, n.start, n.end, n.line, n.shared = aliasStyle, start, end, line, true
	if n.kind == scalarNode {
		n.in = &inside{text: text}
	}
	return n
}

func blankOrFlow(c byte) bool {
	switch c {
	case ' ', '\t', '\n', '\r', ',', ']', '}':
		return true
	}
	return false
}

// content moves to the next line that holds something, when nothing more stands on
// this one: a block collection begins there.
func (l *locator) content(at int) int {
	for at >= 0 && at < len(l.data) {
		switch l.data[at] {
		case '\r', '\n', ' ':
			at++
		case '#':
			at = lineEnd(l.data, at)
		default:
			return at
		}
	}
	return at
}

// properties moves behind an anchor and a tag on the same line.
func (l *locator) properties(y *yaml.Node, at int) int {
	if y.Anchor == "" && y.Style&yaml.TaggedStyle == 0 {
		return at
	}
	for at >= 0 && at < len(l.data) && (l.data[at] == '&' || l.data[at] == '!') {
		for at < len(l.data) && !blankOrFlow(l.data[at]) {
			at++
		}
		for at < len(l.data) && (l.data[at] == ' ' || l.data[at] == '\t') {
			at++
		}
	}
	return at
}
