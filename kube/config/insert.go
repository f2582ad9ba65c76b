package config

import (
	"bytes"
	"slices"
	"strings"

	"kubeid/model"
)

var absent = model.Value{Absent: true}

// begin writes the first lines of a file that holds nothing but comments.
func (f *File) begin(c change) []candidate {
	eol := f.eol()
	text := strings.Join([]string{"apiVersion: v1", "kind: Config", c.key() + ": " + restyle(nil, "", c.text, plainStyle, false), ""}, eol)
	if n := len(f.data); n > 0 && f.data[n-1] != '\n' && string(f.data) != "\ufeff" {
		text = eol + text
	}
	line := bytes.Count(f.data, []byte("\n")) + 3
	return []candidate{{Patch{len(f.data), nil, []byte(text)}, line, absent}}
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
// other value, or in front of everything.
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
	for i := range m.keys() {
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

// pair writes "key: value" for a mapping.
func (f *File) pair(m *node, c change) string {
	key, colon := c.key(), ": "
	style := f.habit()
	if len(m.keys()) > 0 {
		if s := m.keys()[0].style; s == doubleStyle || s == singleStyle {
			key, _ = quote(key, s, false)
		}
		if k, v := &m.keys()[0], &m.children()[0]; m.style == flowStyle && k.end > 0 && v.start > k.end {
			if gap := string(f.data[k.end:v.start]); strings.TrimSpace(gap) == ":" && !strings.Contains(gap, "\n") {
				colon = gap
			}
		}
	} else if f.root.style == flowStyle && style == doubleStyle {
		key = doubleQuote(key)
	}
	return key + colon + restyle(nil, "", c.text, style, m.style == flowStyle)
}

// behind adds a line below the one on which the value of key i stands.
func (f *File) behind(m *node, i int, c change) (candidate, bool) {
	key, value := &m.keys()[i], &m.children()[i]
	oneLine := value.kind == scalarNode || value.kind == otherNode || value.kind == nullNode || value.style == flowStyle || value.style == aliasStyle
	if !oneLine || value.style == otherStyle || key.start < 0 || value.end < 0 {
		return candidate{}, false
	}
	indent, ok := f.indentOf(key)
	end := lineEnd(f.data, value.end)
	if !ok || bytes.ContainsAny(f.data[key.start:value.end], "\r\n") && value.style != flowStyle {
		return candidate{}, false
	}
	text := f.eol() + indent + f.pair(m, c)
	line := key.line + 1 + bytes.Count(f.data[key.start:end], []byte("\n"))
	return candidate{Patch{end, nil, []byte(text)}, line, absent}, true
}

// inFront adds a line above the first key.
func (f *File) inFront(m *node, c change) (candidate, bool) {
	if len(m.keys()) == 0 || m.keys()[0].start < 0 {
		return candidate{}, false
	}
	key := &m.keys()[0]
	start := lineStart(f.data, key.start)
	if bytes.HasPrefix(f.data[start:], []byte("\ufeff")) {
		start += len("\ufeff")
	}
	indent := string(f.data[start:key.start])
	if strings.Trim(indent, " ") != "" {
		return candidate{}, false
	}
	text := indent + f.pair(m, c) + f.eol()
	return candidate{Patch{start, nil, []byte(text)}, key.line, absent}, true
}

// indentOf returns the blanks that bring a new line to the column of key.
func (f *File) indentOf(key *node) (string, bool) {
	before := string(f.data[lineStart(f.data, key.start):key.start])
	before = strings.TrimPrefix(before, "\ufeff")
	if strings.Trim(before, " -") != "" {
		return "", false
	}
	return strings.Repeat(" ", len(before)), true
}

// flowInsertions adds a key to {…}, in the layout of its neighbours.
func (f *File) flowInsertions(m *node, c change) []candidate {
	pair := f.pair(m, c)
	if len(m.keys()) == 0 {
		if m.start < 0 || m.end < 0 {
			return nil
		}
		return []candidate{{Patch{m.start + 1, nil, []byte(pair)}, m.line, absent}}
	}
	last := len(m.keys()) - 1
	end := m.children()[last].end
	if end < 0 || m.keys()[last].start < 0 {
		return nil
	}
	gap := ", "
	start := lineStart(f.data, m.keys()[last].start)
	lead := string(f.data[start:m.keys()[last].start])
	switch {
	case strings.TrimLeft(lead, " \t") == "" && start > m.start:
		gap = "," + f.eol() + lead
	case last > 0:
		if between := string(f.data[max(0, m.keys()[last].start-2):m.keys()[last].start]); strings.HasSuffix(between, ",") {
			gap = ","
		}
	case !strings.Contains(pair, ": "):
		gap = ","
	}
	return []candidate{{Patch{end, nil, []byte(gap + pair)}, m.keys()[last].line, absent}}
}

// removals takes a key and its value out of a mapping.
func (f *File) removals(m *node, i int) []candidate {
	key, value := &m.keys()[i], &m.children()[i]
	before := model.Value{Text: model.NewText(value.value(f.data))}
	alone := len(m.keys()) == 1
	if key.start < 0 || value.end < 0 || alone && m.style != flowStyle {
		return nil
	}
	if m.style == flowStyle {
		if alone {
			return []candidate{{Patch{key.start, f.data[key.start:value.end], nil}, key.line, before}}
		}
		if i > 0 && m.children()[i-1].end >= 0 {
			start := m.children()[i-1].end
			return []candidate{{Patch{start, f.data[start:value.end], nil}, key.line, before}}
		}
		end := m.keys()[1].start
		return []candidate{{Patch{key.start, f.data[key.start:end], nil}, key.line, before}}
	}
	start, end := lineStart(f.data, key.start), lineEnd(f.data, value.end)
	if strings.Trim(string(f.data[start:key.start]), " ") != "" || bytes.ContainsAny(f.data[key.start:value.end], "\r\n") {
		return nil
	}
	if bytes.HasPrefix(f.data[end:], []byte("\r\n")) {
		end += 2
	} else if end < len(f.data) {
		end++
	} else {
		start = len(bytes.TrimSuffix(f.data[:start], []byte(f.eol()))) // the last line has no line break: take the one before
	}
	return []candidate{{Patch{start, f.data[start:end], nil}, key.line, before}}
}
