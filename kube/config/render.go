package config

import "strings"

// A layout says how a new value is written in block style, taken from its neighbours.
type layout struct {
	eol   string
	step  int // how much deeper a mapping stands than its key, in columns
	dent  int // how much deeper a list stands than its key; 0 as kubectl writes it
	habit nodeStyle
}

func spaces(n int) string { return strings.Repeat(" ", n) }

// pair writes "key: value" for a key in this column.
func (l layout) pair(key string, v value, column int) string {
	return restyle(nil, "", key, l.keyStyle(), false) + ":" + l.behind(v, column)
}

// keyStyle returns how keys are written: plain, but for files that quote everything.
func (l layout) keyStyle() nodeStyle { return plainStyle }

// behind writes what stands behind the colon of a key in this column.
func (l layout) behind(v value, column int) string {
	switch {
	case v.kind == nullNode:
		return " null"
	case v.kind == mappingNode && !v.empty():
		return l.eol + spaces(column+l.step) + l.mapping(v, column+l.step)
	case v.kind == sequenceNode && !v.empty():
		return l.eol + spaces(column+l.dent) + l.sequence(v, column+l.dent)
	}
	return " " + l.scalar(v, column+l.step)
}

// mapping writes the pairs of a mapping; the first line gets no indent.
func (l layout) mapping(v value, column int) string {
	var b strings.Builder
	for i, key := range v.keys {
		if i > 0 {
			b.WriteString(l.eol + spaces(column))
		}
		b.WriteString(l.pair(key, v.items[i], column))
	}
	return b.String()
}

// sequence writes the items of a list; the first line gets no indent.
func (l layout) sequence(v value, column int) string {
	var b strings.Builder
	for i, item := range v.items {
		if i > 0 {
			b.WriteString(l.eol + spaces(column))
		}
		b.WriteString("- ")
		switch {
		case item.kind == mappingNode && !item.empty():
			b.WriteString(l.mapping(item, column+2))
		case item.kind == sequenceNode && !item.empty():
			b.WriteString(l.sequence(item, column+2))
		default:
			b.WriteString(l.scalar(item, column+2))
		}
	}
	return b.String()
}

// scalar writes a value that needs no lines of its own; text of several lines gets
// them, in this column.
func (l layout) scalar(v value, column int) string {
	switch {
	case v.kind == nullNode:
		return "null"
	case v.kind == otherNode:
		return v.text
	case v.kind == mappingNode:
		return "{}"
	case v.kind == sequenceNode:
		return "[]"
	case strings.Contains(v.text, "\n") && l.eol == "\n" && literalFits(v.text):
		return l.literal(v.text, column)
	}
	return restyle(nil, "", v.text, l.habit, false)
}

// literalFits tells whether text can be written as it is, line by line.
func literalFits(text string) bool {
	if text[0] == ' ' || text[0] == '\n' || strings.HasSuffix(text, "\n\n") {
		return false
	}
	for _, r := range text {
		if r != '\n' && !yamlPrintable(r) {
			return false
		}
	}
	return true
}

func (l layout) literal(text string, column int) string {
	head, body := "|-", text
	if strings.HasSuffix(text, "\n") {
		head, body = "|", strings.TrimSuffix(text, "\n")
	}
	var b strings.Builder
	b.WriteString(head)
	for line := range strings.SplitSeq(body, "\n") {
		b.WriteString("\n")
		if line != "" {
			b.WriteString(spaces(column) + line)
		}
	}
	return b.String()
}
