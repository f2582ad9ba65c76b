package config

import (
	"bytes"
	"strings"

	"kubeid/model"
)

// removeItems returns the ways to take items out of a list. An item goes with its own
// lines and the comment directly above it; blank lines and other comments stay.
// A list that loses all of its items stays as [].
func (f *File) removeItems(kind model.Kind, gone map[int]bool) []candidate {
	list, key := f.list(kind), f.keyOf(listKey(kind))
	if list == nil || len(gone) == 0 {
		return nil
	}
	if list.style == flowStyle {
		return f.flowItemsGone(list, gone)
	}
	var out []candidate
	if ps, ok := f.linesGone(list, key, gone); ok {
		out = append(out, candidate{patches: ps})
	}
	if ps, ok := f.dashesGone(list, gone); ok {
		out = append(out, candidate{patches: ps})
	}
	return out
}

// linesGone takes out whole lines.
func (f *File) linesGone(list, key *node, gone map[int]bool) (ps []Patch, ok bool) {
	floor := nextLine(f.data, lineEnd(f.data, max(key.end, 0)))
	if len(gone) == len(list.children()) {
		at := f.colon(key)
		if at < 0 {
			return nil, false
		}
		ps = append(ps, Patch{f.behindTag(at), nil, []byte(" []")})
	}
	for i := range list.children() {
		if !gone[i] {
			continue
		}
		start, end, ok := f.lines(list, i)
		if !ok || !blank(f.data[start:f.dash(list, i)]) {
			return nil, false
		}
		column := f.column(f.dash(list, i))
		if i > 0 {
			if _, floor, ok = f.lines(list, i-1); !ok {
				return nil, false
			}
		} else {
			column = len(f.data) // nothing else is there that a comment could belong to
		}
		start = f.commentAbove(start, column, floor)
		ps = append(ps, Patch{start, f.data[start:end], nil})
	}
	return f.trimmedEnd(ps), true
}

// behindTag returns the offset behind a tag that follows the colon of a key.
func (f *File) behindTag(colon int) int {
	line, _, _ := bytes.Cut(f.data[colon:lineEnd(f.data, colon)], []byte("#"))
	return colon + len(bytes.TrimRight(line, " \t"))
}

// trimmedEnd moves the line break that a file has lost at its end: when the last line
// has none and goes, the one before it goes with it.
func (f *File) trimmedEnd(ps []Patch) []Patch {
	ps = joinTouching(ps)
	p := &ps[len(ps)-1]
	end := p.Offset + len(p.Old)
	if end == len(f.data) && len(p.Old) > 0 && !bytes.HasSuffix(f.data, []byte(f.eol())) {
		start := f.dropped(p.Offset, end)
		p.Offset, p.Old = start, f.data[start:end]
	}
	return joinTouching(ps)
}

// joinTouching makes one patch of those that stand side by side.
func joinTouching(ps []Patch) []Patch {
	var out []Patch
	for _, p := range ps {
		if n := len(out) - 1; n >= 0 && out[n].Offset+len(out[n].Old) == p.Offset {
			old, text := out[n].Old, out[n].New
			out[n].Old = append(old[:len(old):len(old)], p.Old...)
			out[n].New = append(text[:len(text):len(text)], p.New...)
			continue
		}
		out = append(out, p)
	}
	return out
}

// dashesGone takes out what stands from one dash to the next, for lists that begin
// behind something else on their line.
func (f *File) dashesGone(list *node, gone map[int]bool) (ps []Patch, ok bool) {
	last := len(list.children()) - 1
	first := f.dash(list, 0)
	if first < 0 {
		return nil, false
	}
	if len(gone) == last+1 {
		end := f.tail(&list.children()[last], f.column(first))
		return []Patch{{first, f.data[first:max(first, end)], []byte("[]")}}, end > first
	}
	for i := range list.children() {
		if !gone[i] {
			continue
		}
		start, end := f.dash(list, i), 0
		if i < last {
			end = f.dash(list, i+1)
		} else if _, below, ok := f.lines(list, i); ok {
			start, end = lineStart(f.data, start), below
		}
		if start < 0 || end < start {
			return nil, false
		}
		ps = append(ps, Patch{start, f.data[start:end], nil})
	}
	return f.trimmedEnd(ps), true
}

// flowItemsGone takes items out of […]: whole lines where they have lines of their
// own and a comment stands between them, else with the comma that they do not need.
func (f *File) flowItemsGone(list *node, gone map[int]bool) []candidate {
	items := list.children()
	if list.start < 0 || list.end < 0 {
		return nil
	}
	var ps []Patch
	for i := 0; i < len(items); i++ {
		if !gone[i] {
			continue
		}
		j := i
		for j+1 < len(items) && gone[j+1] {
			j++
		}
		start, end, ok := f.flowRun(list, i, j)
		if !ok {
			return nil
		}
		ps = append(ps, Patch{start, f.data[start:end], nil})
		i = j
	}
	return []candidate{{patches: joinTouching(ps)}}
}

// flowRun returns the range that goes with the items i to j of […].
func (f *File) flowRun(list *node, i, j int) (start, end int, ok bool) {
	items := list.children()
	before, behind := list.start+1, list.end-1 // what may go at most
	if i > 0 {
		before = items[i-1].end
	}
	if j+1 < len(items) {
		behind = items[j+1].start
	}
	start, end = items[i].start, items[j].end
	if start < 0 || end < start || before < 0 || before > start || behind < end {
		return 0, 0, false
	}
	switch {
	case strings.Contains(view(f.data[before:start]), "#") || strings.Contains(view(f.data[end:behind]), "#"):
		return f.flowLines(list, start, end, before, behind)
	case i > 0:
		return before, end, true
	case j+1 < len(items):
		return start, behind, true
	}
	return before, behind, true
}

// flowLines returns the lines of items beside comments: with the comma behind them,
// and the comment directly above. What stays may end in a comma, as YAML allows.
func (f *File) flowLines(list *node, start, end, before, behind int) (int, int, bool) {
	line := lineStart(f.data, start)
	if line < before || !blank(bytes.ReplaceAll(f.data[line:start], []byte("\t"), []byte(" "))) {
		return start, end, list.children()[0].start == start && list.children()[len(list.children())-1].end == end
	}
	below := nextLine(f.data, lineEnd(f.data, end))
	if below > behind && lineStart(f.data, behind) != below {
		return 0, 0, false
	}
	floor := nextLine(f.data, lineEnd(f.data, before))
	return f.commentAbove(line, start-line, min(floor, line)), min(below, max(behind, end)), true
}
