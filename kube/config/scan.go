package config

import "bytes"

// The scanner reads the form in which nearly every kubeconfig is written: block
// style, one value a line, plain or simply quoted, in ASCII. It takes a line only
// when it is certain that YAML 1.1 means the same by it; at the first doubt (an
// anchor, a tag, a tab, CRLF, a flow collection, an escape, a block scalar, a key
// twice) it gives up, and the file goes to the full parser. So what it returns is
// right, and what it does not know it does not guess.
type scanner struct {
	data []byte
	pos  int // start of the next line that was not taken
	line int // its number, from 1
	// the line at pos, once peek has looked at it
	known          bool
	first, content int    // offset of the first byte that is not a space, and its column
	end            int    // offset behind the last byte that counts, without comment and blanks
	next           int    // start of the line after it
	skipped        int    // lines between pos and this line that hold nothing
	open           []node // of the blocks that have begun: keys with their values, and items
	room           slab
}

// A slab hands out room for blocks by the dozen, since a large kubeconfig has a
// hundred thousand.
type slab struct {
	nodes   []node
	insides []inside
}

// mapping returns what is inside a mapping of these keys, each with its value behind it.
func (s *slab) mapping(pairs []node) *inside {
	keys, values := s.copies(pairs, 2), s.copies(pairs[1:], 2)
	return s.inside(inside{keys: keys, children: values})
}

// sequence returns what is inside a list.
func (s *slab) sequence(items []node) *inside { return s.inside(inside{children: s.copies(items, 1)}) }

func (s *slab) inside(in inside) *inside {
	if len(s.insides) == 0 {
		s.insides = make([]inside, 64)
	}
	room := &s.insides[0]
	*room, s.insides = in, s.insides[1:]
	return room
}

// copies returns every so-manieth of some nodes.
func (s *slab) copies(nodes []node, every int) []node {
	n := (len(nodes) + every - 1) / every
	if len(s.nodes) < n {
		s.nodes = make([]node, max(n, 256))
	}
	out := s.nodes[:n:n]
	for i := range out {
		out[i] = nodes[i*every]
	}
	s.nodes = s.nodes[n:]
	return out
}

const maxDepth = 32

// scan returns the tree of data, or nil when it is not certain.
func scan(data []byte) *node {
	s := &scanner{data: data, line: 1}
	if !s.peek() || s.content != 0 {
		return nil
	}
	if root, ok := s.mapping(0, 0); ok {
		return &root
	}
	return nil
}

// peek finds the next line that holds something. It returns false at the end, and
// at a line that the scanner does not take; pos tells the two apart.
func (s *scanner) peek() bool {
	if s.known {
		return true
	}
	for pos, skipped := s.pos, 0; pos < len(s.data); skipped++ {
		end, next := len(s.data), len(s.data)
		if i := bytes.IndexByte(s.data[pos:], '\n'); i >= 0 {
			end, next = pos+i, pos+i+1
		}
		first := pos
		for first < end && s.data[first] == ' ' {
			first++
		}
		if first < end && s.data[first] != '#' {
			s.first, s.content, s.end, s.next, s.skipped = first, first-pos, end, next, skipped
			s.known = true
			return true
		}
		if first < end && !printable(s.data[first:end]) {
			return false
		}
		pos = next
	}
	s.pos = len(s.data)
	return false
}

// take moves behind the line that peek found.
func (s *scanner) take() {
	s.line += s.skipped + 1
	s.pos, s.known = s.next, false
}

// lineNo is the number of the line that peek found.
func (s *scanner) lineNo() int { return s.line + s.skipped }

// mapping reads the keys that begin in this column. The line that peek found may
// begin earlier, with the dash of a list; then first is the key behind it.
func (s *scanner) mapping(column, depth int) (node, bool) {
	m := node{kind: mappingNode, start: s.first, end: -1, line: s.lineNo()}
	if depth > maxDepth {
		return m, false
	}
	begun := len(s.open)
	for s.peek() && s.content == column {
		key, rest, ok := s.key(s.first)
		if !ok || s.twice(key, s.open[begun:]) {
			return m, false
		}
		value, ok := s.value(rest, column, depth)
		if !ok {
			return m, false
		}
		s.open = append(s.open, key, value)
	}
	m.in, s.open = s.room.mapping(s.open[begun:]), s.open[:begun]
	return m, s.fits(column)
}

// twice tells whether a key is among others, each of which has its value behind it.
func (s *scanner) twice(key node, pairs []node) bool {
	for i := 0; i < len(pairs); i += 2 {
		if bytes.Equal(s.data[key.start:key.end], s.data[pairs[i].start:pairs[i].end]) {
			return true
		}
	}
	return false
}

// fits tells that what follows is not indented deeper than a block that just ended.
func (s *scanner) fits(column int) bool {
	if s.peek() {
		return s.content < column
	}
	return s.pos >= len(s.data)
}

// key reads "word:" at offset and returns it with the offset behind the colon.
func (s *scanner) key(offset int) (node, int, bool) {
	i := offset
	for i < s.end && keyBytes[s.data[i]] {
		i++
	}
	word := s.data[offset:i]
	if i == s.end || s.data[i] != ':' || len(word) == 0 || len(word) > 100 || !letter(word[0]) || special(word) {
		return node{}, 0, false
	}
	if i+1 < s.end && s.data[i+1] != ' ' {
		return node{}, 0, false
	}
	return node{kind: scalarNode, start: offset, end: i, line: s.lineNo()}, i + 1, true
}

// value reads what stands behind a key: on its line, or on the lines below.
func (s *scanner) value(offset, column, depth int) (node, bool) {
	start, end, ok := s.trimmed(offset)
	if !ok {
		return node{}, false
	}
	if start < end {
		return s.scalar(start, end, column)
	}
	null := node{kind: nullNode, start: offset, end: offset, line: s.lineNo()}
	s.take()
	if !s.peek() {
		return null, s.pos >= len(s.data)
	}
	dash := s.dash()
	switch {
	case s.content > column && dash, s.content == column && dash:
		return s.sequence(s.content, depth+1)
	case s.content > column:
		return s.mapping(s.content, depth+1)
	}
	return null, true
}

// dash tells whether the line that peek found is an item of a list.
func (s *scanner) dash() bool {
	return s.data[s.first] == '-' && (s.first+1 == s.end || s.data[s.first+1] == ' ')
}

// sequence reads the items whose dashes stand in this column.
func (s *scanner) sequence(column, depth int) (node, bool) {
	q := node{kind: sequenceNode, start: s.first, end: -1, line: s.lineNo()}
	if depth > maxDepth {
		return q, false
	}
	begun := len(s.open)
	for s.peek() && s.content == column && s.dash() {
		item, ok := s.item(column, depth)
		if !ok {
			return q, false
		}
		s.open = append(s.open, item)
	}
	q.in, s.open = s.room.sequence(s.open[begun:]), s.open[:begun]
	// A list may stand in the column of its own key, so a key may follow in that column.
	return q, !s.known && s.pos >= len(s.data) || s.known && s.content <= column
}

// item reads one item of a list: a mapping that begins behind the dash, or a scalar.
func (s *scanner) item(column, depth int) (node, bool) {
	start, end, ok := s.trimmed(s.first + 1)
	if !ok || start == end {
		return node{}, false
	}
	if _, _, isKey := s.key(start); isKey {
		s.content += start - s.first
		s.first = start
		return s.mapping(s.content, depth+1)
	}
	return s.scalar(start, end, column)
}

// trimmed returns the range behind offset without blanks and without a comment.
func (s *scanner) trimmed(offset int) (start, end int, ok bool) {
	start, end = offset, s.end
	for start < end && s.data[start] == ' ' {
		start++
	}
	if start < end && s.data[start] == '#' && start > offset {
		return start, start, printable(s.data[start:end])
	}
	for end > start && s.data[end-1] == ' ' {
		end--
	}
	return start, end, true
}

// scalar reads a value on its line, and takes the line. A plain one may go on
// over lines that are indented deeper.
func (s *scanner) scalar(start, end, column int) (node, bool) {
	n := node{kind: scalarNode, start: start, end: end, line: s.lineNo()}
	switch s.data[start] {
	case '"', '\'':
		ok := s.quoted(&n)
		s.take()
		return n, ok && s.fits(column+1)
	case '{', '[':
		text := string(s.data[start:end])
		n.style = flowStyle
		n.kind = mappingNode
		if text == "[]" {
			n.kind = sequenceNode
		} else if text != "{}" {
			return n, false
		}
		s.take()
		return n, s.fits(column + 1)
	}
	if !s.plain(&n) {
		return n, false
	}
	s.take()
	return n, s.continued(&n, column)
}

// quoted reads a quoted scalar that ends on its line and needs no unescaping but ”.
func (s *scanner) quoted(n *node) bool {
	quote := s.data[n.start]
	n.style = doubleStyle
	if quote == '\'' {
		n.style = singleStyle
	}
	body := s.data[n.start+1 : n.end]
	i := 0
	for ; i < len(body); i++ {
		if body[i] == '\\' && quote == '"' {
			return false
		}
		if body[i] != quote {
			continue
		}
		if quote == '\'' && i+1 < len(body) && body[i+1] == '\'' {
			i++
			continue
		}
		break
	}
	if i == len(body) || !printable(body[:i]) {
		return false
	}
	n.in = &inside{text: string(body[:i])}
	if quote == '\'' {
		n.in.text = string(bytes.ReplaceAll(body[:i], []byte("''"), []byte("'")))
	}
	rest := body[i+1:]
	blank := bytes.TrimLeft(rest, " ")
	n.end = n.start + 1 + i + 1
	return len(blank) == 0 || blank[0] == '#' && len(blank) < len(rest) && printable(blank)
}
