package config

import (
	"bytes"
	"slices"
	"strings"
)

// begin writes the first lines of a file that holds nothing but comments.
func (f *File) begin(c change) candidate {
	eol := f.eol()
	l := layout{eol: eol, step: 2}
	text := strings.Join([]string{"apiVersion: v1", "kind: Config", l.pair(c.key(), c.value, 0), ""}, eol)
	if n := len(f.data); n > 0 && f.data[n-1] != '\n' && string(f.data) != "\ufeff" {
		text = eol + text
	}
	return f.one(len(f.data), len(f.data), text, bytes.Count(f.data, []byte("\n"))+3)
}

// eol returns the line break that the file uses.
func (f *File) eol() string {
	if i := bytes.IndexByte(f.data, '\n'); i > 0 && f.data[i-1] == '\r' {
		return "\r\n"
	} else if i < 0 && bytes.IndexByte(f.data, '\r') >= 0 {
		return "\r"
	}
	return "\n"
}

// insertions adds a key to a mapping: behind one of the neighbours, behind any
// other value from the last to the first, or in front of everything.
func (f *File) insertions(m *node, c change, neighbours []string) []candidate {
	if m.style == flowStyle {
		return f.flowInsertions(m, c)
	}
	order := make([]int, 0, len(m.keys()))
	for _, key := range neighbours {
		if i := m.at(f.data, key); i >= 0 {
			order = append(order, i)
		}
	}
	for i := range slices.Backward(m.keys()) {
		if !slices.Contains(order, i) {
			order = append(order, i)
		}
	}
	var out []candidate
	for _, i := range order {
		if p, ok := f.behind(m, i, c); ok {
			out = append(out, p)
		}
	}
	if p, ok := f.inFront(m, c); ok {
		out = append(out, p)
	}
	return out[:min(len(out), 4)]
}

// pair writes "key: value" for a mapping in block style whose keys stand in a column.
func (f *File) pair(m *node, c change, column int) string {
	l := f.layout()
	if column == 0 {
		l.dent = f.itemLayout(0).dash
	}
	pair := l.pair(c.key(), c.value, column)
	if s := m.keys()[0].style; s == doubleStyle || s == singleStyle {
		key, _ := quote(c.key(), s, false)
		pair = key + ":" + l.behind(c.value, column)
	}
	return pair
}

// behind adds lines below the value of key i.
func (f *File) behind(m *node, i int, c change) (candidate, bool) {
	key := &m.keys()[i]
	if key.start < 0 || m.children()[i].start < 0 {
		return candidate{}, false
	}
	indent, ok := f.indentOf(key)
	end := f.tail(&m.children()[i], f.column(key.start))
	if !ok || end < 0 {
		return candidate{}, false
	}
	end = lineEnd(f.data, end)
	text := f.eol() + indent + f.pair(m, c, len(indent))
	line := key.line + 1 + bytes.Count(f.data[key.start:end], []byte("\n"))
	return f.one(end, end, text, line), true
}

// inFront adds lines above the first key.
func (f *File) inFront(m *node, c change) (candidate, bool) {
	if len(m.keys()) == 0 || m.keys()[0].start < 0 {
		return candidate{}, false
	}
	key := &m.keys()[0]
	start := lineStart(f.data, key.start)
	if bytes.HasPrefix(f.data[start:], []byte("\ufeff")) {
		start += len("\ufeff")
	}
	indent := f.data[start:key.start]
	if !blank(indent) {
		return candidate{}, false
	}
	return f.one(start, start, string(indent)+f.pair(m, c, len(indent))+f.eol(), key.line), true
}

// indentOf returns the blanks that bring a new line to the column of key.
func (f *File) indentOf(key *node) (string, bool) {
	before := string(f.data[lineStart(f.data, key.start):key.start])
	before = strings.TrimPrefix(before, "\ufeff")
	if strings.Trim(before, " -?:") != "" { // dashes, and the marks of keys that stand as "? key"
		return "", false
	}
	return strings.Repeat(" ", len(before)), true
}

// flowInsertions adds a key to {…}, in the layout of its neighbours.
func (f *File) flowInsertions(m *node, c change) []candidate {
	l := f.flowLayout(m)
	if len(m.keys()) == 0 {
		if m.start < 0 || m.end < 0 {
			return nil
		}
		pair := l.key(c.key()) + l.colon + l.write(c.value, "")
		return []candidate{f.one(m.start+1, m.start+1, pair, m.line)}
	}
	last := len(m.keys()) - 1
	end, key := m.children()[last].end, &m.keys()[last]
	if end < 0 || key.start < 0 {
		return nil
	}
	gap, lead := l.comma, ""
	if at := lineStart(f.data, key.start); at > m.start && len(bytes.Trim(f.data[at:key.start], " \t")) == 0 {
		lead = string(f.data[at:key.start])
		gap = "," + f.eol() + lead
	}
	l.pretty = l.pretty && lead != ""
	pair := l.key(c.key()) + l.colon + l.write(c.value, lead)
	line := key.line
	if lead != "" {
		line++
	}
	if at := f.behindComment(end); lead != "" && at > end {
		return []candidate{{[]Patch{{end, nil, []byte(",")}, {at, nil, []byte(gap[1:] + pair)}}, line}}
	}
	return []candidate{f.one(end, end, gap+pair, line)}
}

// behindComment returns the end of the comment that follows an offset on its line, or
// the offset when there is none.
func (f *File) behindComment(offset int) int {
	end := lineEnd(f.data, offset)
	if rest := bytes.TrimLeft(f.data[offset:end], " \t"); len(rest) > 0 && rest[0] == '#' {
		return end
	}
	return offset
}
