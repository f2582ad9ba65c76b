package config

import (
	"bytes"
	"strings"

	yaml "go.yaml.in/yaml/v3"
)

// scalar fills in how a scalar is written and where it ends.
func (l *locator) scalar(y *yaml.Node, n *node) {
	n.kind, n.in = scalarNode, &inside{text: y.Value}
	switch {
	case n.start < 0 || n.start > len(l.data):
		n.style, n.start = otherStyle, -1
	case y.Style&yaml.DoubleQuotedStyle != 0:
		n.style, n.end = doubleStyle, l.quoteEnd(n.start, '"')
	case y.Style&yaml.SingleQuotedStyle != 0:
		n.style, n.end = singleStyle, l.quoteEnd(n.start, '\'')
	case y.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		n.style = otherStyle
	case y.Value == "":
		n.kind, n.end = nullNode, n.start
	case bytes.HasPrefix(l.data[n.start:], []byte(y.Value)) && !strings.ContainsAny(y.Value, "\r\n"):
		n.end = n.start + len(y.Value)
		if y.Tag == "!!null" && y.Style&yaml.TaggedStyle == 0 {
			n.kind = nullNode
		}
	default:
		n.style = otherStyle // a plain scalar over several lines
	}
	if n.end < 0 {
		n.style = otherStyle
	}
}

// quoteEnd returns the offset behind the quote that closes the one at start, or -1.
func (l *locator) quoteEnd(start int, quote byte) int {
	if start >= len(l.data) || l.data[start] != quote {
		return -1
	}
	for i := start + 1; i < len(l.data); i++ {
		switch {
		case l.data[i] == '\\' && quote == '"':
			i++
		case l.data[i] == quote && quote == '\'' && i+1 < len(l.data) && l.data[i+1] == quote:
			i++
		case l.data[i] == quote:
			return i + 1
		}
	}
	return -1
}

// close finds the closing bracket of a flow collection.
func (l *locator) close(y *yaml.Node, n *node, open, shut byte) {
	if y.Style&yaml.FlowStyle == 0 {
		return
	}
	n.style = flowStyle
	if n.start < 0 || n.start >= len(l.data) || l.data[n.start] != open {
		return
	}
	at := n.start + 1
	if len(n.children()) > 0 {
		if at = n.children()[len(n.children())-1].end; at < 0 {
			return
		}
	}
	for at < len(l.data) {
		switch c := l.data[at]; {
		case c == shut:
			n.end = at + 1
			return
		case c == '#':
			at = lineEnd(l.data, at)
		case c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == ',' || c == ':':
			at++
		default:
			return
		}
	}
}
