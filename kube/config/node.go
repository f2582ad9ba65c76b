package config

import "strings"

// nodeKind says what a node holds.
type nodeKind uint8

const (
	nullNode   nodeKind = iota // nothing stands there, or a plain null
	scalarNode                 // text; for the full parser any scalar
	otherNode                  // a plain true, false or small number
	mappingNode
	sequenceNode
)

// nodeStyle says how a node is written.
type nodeStyle uint8

const (
	plainStyle nodeStyle = iota
	singleStyle
	doubleStyle
	otherStyle // a block scalar, or one over several lines: readable, but not to be replaced in place
	flowStyle  // {…} and […]
	aliasStyle // *name
)

// A node is a value with its place in the bytes. start and end enclose a scalar
// with its quotes, a flow collection with its brackets, or an alias; a node that
// is nothing at all has start == end, right behind the colon of its key. For a
// block collection start is its first key or dash, and end is not known (-1).
type node struct {
	kind   nodeKind
	style  nodeStyle
	shared bool // an alias stands for it somewhere, or it stands behind one
	base64 bool // a plain scalar that is known to decode

	start, end, line int

	in *inside // nil for a plain scalar on one line
}

// inside is what most nodes do not need; a large kubeconfig has half a million.
type inside struct {
	text     string // of a scalar that is not plain, or not on one line
	keys     []node // of a mapping
	children []node // values of a mapping, items of a sequence
}

func (n *node) text() string {
	if n.in == nil {
		return ""
	}
	return n.in.text
}

// keys returns the keys of a mapping.
func (n *node) keys() []node {
	if n.in == nil {
		return nil
	}
	return n.in.keys
}

// children returns the values of a mapping or the items of a sequence.
func (n *node) children() []node {
	if n.in == nil {
		return nil
	}
	return n.in.children
}

// add appends a key with its value to a mapping, or an item to a sequence.
func (n *node) add(pair ...node) {
	if n.in == nil {
		n.in = &inside{}
	}
	if len(pair) > 1 {
		n.in.keys = append(n.in.keys, pair[0])
	}
	n.in.children = append(n.in.children, pair[len(pair)-1])
}

// value returns the text of a scalar, "" for null.
func (n *node) value(data []byte) string {
	if n.kind != scalarNode {
		return ""
	}
	if n.style == plainStyle && n.text() == "" {
		return string(data[n.start:n.end])
	}
	return n.text()
}

// bytes returns the text of a scalar without copying it where that is possible.
func (n *node) bytes(data []byte) []byte {
	if n.kind == scalarNode && n.style == plainStyle && n.text() == "" {
		return data[n.start:n.end]
	}
	return []byte(n.text())
}

// at returns the index of key in a mapping, or -1. As in client-go, the last of
// several equal keys counts.
func (n *node) at(data []byte, key string) int {
	if n == nil || n.kind != mappingNode {
		return -1
	}
	for i := len(n.keys()) - 1; i >= 0; i-- {
		if n.keys()[i].is(data, key) {
			return i
		}
	}
	return -1
}

func (n *node) is(data []byte, text string) bool {
	if n.kind != scalarNode {
		return false
	}
	if n.style == plainStyle && n.text() == "" {
		return string(data[n.start:n.end]) == text
	}
	return n.text() == text
}

// get returns the value of key, or nil.
func (n *node) get(data []byte, key string) *node {
	if i := n.at(data, key); i >= 0 {
		return &n.children()[i]
	}
	return nil
}

// lineStart returns the offset of the first byte of the line that offset is on.
func lineStart(data []byte, offset int) int {
	for offset > 0 && data[offset-1] != '\n' && data[offset-1] != '\r' { // mostly a few bytes
		offset--
	}
	return offset
}

// lineEnd returns the offset of the line break behind offset, or the end of data.
func lineEnd(data []byte, offset int) int {
	if i := strings.IndexAny(view(data[offset:]), "\r\n"); i >= 0 {
		return offset + i
	}
	return len(data)
}
