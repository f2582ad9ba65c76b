package config

import (
	"strings"
)

// A flowLayout says how a new value is written in braces, taken from its neighbours.
type flowLayout struct {
	json         bool   // keys and texts in double quotes
	colon, comma string // with the blanks that follow
	pad          string // blanks inside of braces
	pretty       bool   // one pair a line
	eol, step    string // of a pretty one
	habit        nodeStyle
}

// write returns v; lead is what a pretty one's last line begins with.
func (l flowLayout) write(v value, lead string) string {
	switch v.kind {
	case nullNode:
		return "null"
	case otherNode:
		return v.text
	case scalarNode:
		return l.text(v.text)
	case sequenceNode:
		return l.items(v, "[", "]", lead)
	}
	return l.items(v, "{", "}", lead)
}

func (l flowLayout) text(s string) string {
	if l.json {
		return doubleQuote(s)
	}
	return restyle(nil, "", s, l.habit, true)
}

func (l flowLayout) items(v value, open, shut, lead string) string {
	if len(v.items) == 0 {
		return open + shut
	}
	inner, before, between, behind := lead, open+l.pad, l.comma, l.pad+shut
	if v.kind == sequenceNode {
		before, behind = open, shut
	}
	if l.pretty {
		inner = lead + l.step
		before, between, behind = open+l.eol+inner, ","+l.eol+inner, l.eol+lead+shut
	}
	var b strings.Builder
	for i, item := range v.items {
		if i == 0 {
			b.WriteString(before)
		} else {
			b.WriteString(between)
		}
		if v.kind == mappingNode {
			b.WriteString(l.key(v.keys[i]) + l.colon)
		}
		b.WriteString(l.write(item, inner))
	}
	return b.String() + behind
}

func (l flowLayout) key(key string) string {
	if l.json {
		return doubleQuote(key)
	}
	return restyle(nil, "", key, plainStyle, true)
}
