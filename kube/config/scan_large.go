package config

import (
	"bytes"
	"runtime"
	"slices"
	"sync"
)

// chunk is about how much of a large file one piece has, in bytes.
const chunk = 1 << 20

// A piece is a part of a file that can be scanned by itself: a top-level key with
// what follows, or some more items of its list. In the form that the scanner
// takes, a line in the first column that begins with a letter is always a
// top-level key, and a dash in the column of a list's first dash is always an item
// of that list: whatever is inside an item is indented deeper.
type piece struct {
	start, end int
	line       int
	column     int // of the dashes; -1 for a piece that begins with a key
	node       node
	ok         bool
}

// scanLarge is scan over all cores, which begin while the file is still being cut.
func scanLarge(data []byte, size int) *node {
	var pieces []*piece
	turn := make(chan *piece, len(data)/size+8)
	var wait sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wait.Go(func() {
			s := &scanner{}
			for p := range turn {
				p.scan(s, data)
			}
		})
	}
	split(data, size, func(p *piece) {
		pieces = append(pieces, p)
		turn <- p
	})
	close(turn)
	wait.Wait()
	return join(data, pieces)
}

// split cuts a file into pieces of about this size, in order.
func split(data []byte, size int, found func(*piece)) {
	last, begun, dashes := &piece{line: 1, column: -1}, false, -1
	cut := func(pos, line, column int) {
		last.end = pos
		found(last)
		last = &piece{start: pos, line: line, column: column}
	}
	for pos, line := 0, 1; pos < len(data); line++ {
		first := pos
		for first < len(data) && data[first] == ' ' {
			first++
		}
		column := first - pos
		dash := bytes.HasPrefix(data[first:], []byte("- "))
		switch {
		case column == 0 && letter(data[pos]):
			if begun {
				cut(pos, line, -1)
			}
			begun, dashes = true, -1
		case dash && dashes < 0:
			dashes = column
		case dash && column == dashes && pos-last.start >= size:
			cut(pos, line, column)
		}
		i := bytes.IndexByte(data[pos:], '\n')
		if i < 0 {
			break
		}
		pos += i + 1
	}
	last.end = len(data)
	found(last)
}

// scan has a scanner read the piece, with the room that is left of the one before.
func (p *piece) scan(s *scanner, data []byte) {
	*s = scanner{data: data[:p.end], pos: p.start, line: p.line, open: s.open[:0], room: s.room}
	switch {
	case !s.peek():
	case p.column < 0 && s.content == 0:
		p.node, p.ok = s.mapping(0, 0)
	case p.column >= 0 && s.content == p.column:
		p.node, p.ok = s.sequence(p.column, 1)
	}
	p.ok = p.ok && s.pos >= p.end
}

// join puts the pieces together again, or returns nil when one of them was not taken.
func join(data []byte, pieces []*piece) *node {
	root := node{kind: mappingNode, end: -1, in: &inside{}}
	var list *node
	for i, p := range pieces {
		switch {
		case !p.ok, p.column >= 0 && (list == nil || list.kind != sequenceNode):
			return nil
		case p.column >= 0:
			list.in.children = append(list.in.children, p.node.children()...)
		default:
			key := p.node.keys()[0]
			if len(p.node.keys()) != 1 || root.at(data, string(data[key.start:key.end])) >= 0 {
				return nil
			}
			root.add(key, p.node.children()[0])
			list = &root.in.children[len(root.in.children)-1]
			if more := items(pieces[i+1:]); more > 0 && list.kind == sequenceNode {
				list.in.children = slices.Grow(list.in.children, more)
			}
		}
	}
	root.start, root.line = root.in.keys[0].start, root.in.keys[0].line
	return &root
}

// items counts those that pieces have before the next key.
func items(pieces []*piece) (n int) {
	for _, p := range pieces {
		if p.column < 0 {
			break
		}
		n += len(p.node.children())
	}
	return n
}
