package config

import "bytes"

// column returns on which column a byte stands, from 0. A byte order mark is none.
func (f *File) column(offset int) int {
	line := f.data[lineStart(f.data, offset):offset]
	return len(bytes.TrimPrefix(line, []byte("\ufeff")))
}

// tail returns the offset behind the last byte of what a node holds, or -1 when it
// is not known. column is that of the key or dash which the node hangs on.
func (f *File) tail(n *node, column int) int {
	last := len(n.children()) - 1
	switch {
	case n.end >= 0:
		return n.end
	case n.style == flowStyle || n.style == aliasStyle:
		return -1
	case n.kind == mappingNode && last >= 0:
		key := &n.keys()[last]
		if key.start < 0 {
			return -1
		}
		return f.tail(&n.children()[last], f.column(key.start))
	case n.kind == sequenceNode && last >= 0 && n.start >= 0:
		return f.tail(&n.children()[last], f.column(n.start))
	}
	return f.blockEnd(n, column)
}

// blockEnd returns the end of a scalar over several lines, a block scalar or a plain
// one: it goes on as long as lines are empty or indented deeper than this column.
func (f *File) blockEnd(n *node, column int) int {
	if n.style != otherStyle || n.kind != scalarNode || n.start < 0 {
		return -1
	}
	end := lineEnd(f.data, n.start)
	for at := nextLine(f.data, end); at < len(f.data); at = nextLine(f.data, lineEnd(f.data, at)) {
		line := f.data[at:lineEnd(f.data, at)]
		rest := bytes.TrimLeft(line, " ")
		switch {
		case len(bytes.TrimSpace(line)) == 0:
			continue
		case len(line)-len(rest) <= column:
			return end
		}
		end = lineEnd(f.data, at)
	}
	return end
}

// nextLine returns the start of the line behind the one that ends at end.
func nextLine(data []byte, end int) int {
	if bytes.HasPrefix(data[end:], []byte("\r\n")) {
		return end + 2
	}
	return min(end+1, len(data))
}

// lineBefore returns the start of the line above the one that begins at start.
func lineBefore(data []byte, start int) int {
	end := start - 1
	if end > 0 && data[end] == '\n' && data[end-1] == '\r' {
		end--
	}
	return lineStart(data, max(end, 0))
}

// dash returns where the dash of item i of a block list stands, or -1. It may stand
// lines above what the item holds.
func (f *File) dash(list *node, i int) int {
	item := &list.children()[i]
	if list.style == flowStyle || list.start < 0 || item.start < 0 {
		return -1
	}
	column := f.column(list.start)
	for start := lineStart(f.data, item.start); ; start = lineBefore(f.data, start) {
		at := start + column
		if start == 0 && bytes.HasPrefix(f.data, []byte("\ufeff")) {
			at += 3
		}
		if at < item.start && at >= list.start && f.data[at] == '-' && (at == list.start || blank(f.data[start:at])) {
			return at
		}
		if start <= list.start {
			return -1
		}
	}
}

func blank(b []byte) bool { return len(bytes.Trim(b, " ")) == 0 }

// lines returns the range of the lines of item i of a block list: from the one with
// its dash to behind the line break of its last one, with the comments that follow
// inside of it.
func (f *File) lines(list *node, i int) (start, end int, ok bool) {
	dash := f.dash(list, i)
	if dash < 0 {
		return 0, 0, false
	}
	column := f.column(dash)
	end = f.tail(&list.children()[i], column)
	if end < dash {
		return 0, 0, false
	}
	end = nextLine(f.data, lineEnd(f.data, end))
	end = f.deepComments(end, column)
	for {
		gap := f.blankLines(end)
		below := f.deepComments(gap, column)
		if below == gap || f.dashAt(below, column) {
			return lineStart(f.data, dash), end, true
		}
		end = below
	}
}

// deepComments returns the end of the comment lines at an offset that are indented
// deeper than a column.
func (f *File) deepComments(at, column int) int {
	for at < len(f.data) {
		deep, isComment := comment(f.data[at:lineEnd(f.data, at)])
		if !isComment || deep <= column {
			break
		}
		at = nextLine(f.data, lineEnd(f.data, at))
	}
	return at
}

// blankLines returns the end of the lines at an offset that hold nothing.
func (f *File) blankLines(at int) int {
	for at < len(f.data) && len(bytes.TrimSpace(f.data[at:lineEnd(f.data, at)])) == 0 {
		at = nextLine(f.data, lineEnd(f.data, at))
	}
	return at
}

// dashAt tells whether the line at an offset has the dash of an item in this column. A
// comment directly above it, behind a blank line, is that item's.
func (f *File) dashAt(at, column int) bool {
	line := f.data[at:lineEnd(f.data, at)]
	return len(line) > column && line[column] == '-' && blank(line[:column])
}

// comment tells whether a line holds nothing but a comment, and in which column.
func comment(line []byte) (column int, ok bool) {
	rest := bytes.TrimLeft(line, " \t")
	return len(line) - len(rest), len(rest) > 0 && rest[0] == '#'
}

// commentAbove returns the start of the comment lines directly above a line, down to
// the offset floor. Lines that are indented deeper than column belong to what stands
// above them.
func (f *File) commentAbove(start, column, floor int) int {
	for start > floor {
		above := lineBefore(f.data, start)
		deep, ok := comment(bytes.TrimPrefix(f.data[above:lineEnd(f.data, above)], []byte("\ufeff")))
		if above < floor || !ok || deep > column {
			break
		}
		start = above
	}
	return start
}
