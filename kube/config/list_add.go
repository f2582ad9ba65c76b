package config

import (
	"bytes"
	"strings"

	"kubeid/model"
)

// entryOf returns a whole entry, its two keys in the order of its neighbours.
func (f *File) entryOf(kind model.Kind, name string, body Body) value {
	nameKey, inner := textValue(name), body.fields()
	if f.nameFirst(kind) {
		return value{kind: mappingNode, keys: []string{"name", bodyKey(kind)}, items: []value{nameKey, inner}}
	}
	return value{kind: mappingNode, keys: []string{bodyKey(kind), "name"}, items: []value{inner, nameKey}}
}

// nameFirst tells whether the name stands in front of the body: as in the entries of
// that kind, else as in the others. kubectl sorts keys, so that the name stands
// behind cluster and context, and in front of user.
func (f *File) nameFirst(kind model.Kind) bool {
	for _, k := range []model.Kind{kind, model.ClusterKind, model.ContextKind} {
		if item, _ := f.sample(f.root.get(f.data, listKey(k))); item != nil {
			first := item.keys()[0].is(f.data, "name")
			return first || k != kind && kind == model.UserKind
		}
	}
	return kind == model.UserKind
}

// addItems returns the ways to append entries to a list.
func (f *File) addItems(kind model.Kind, added []value) ([]candidate, error) {
	key := listKey(kind)
	whole := change{path: []string{key}, value: value{kind: sequenceNode, items: added}}
	switch {
	case f.root == nil && f.blank(), f.root != nil && f.root.kind == nullNode:
		return []candidate{f.begin(whole)}, nil
	case f.root == nil || f.root.kind != mappingNode:
		return nil, refuse("the places of the values are not known")
	}
	list := f.root.get(f.data, key)
	switch {
	case list == nil:
		return f.insertions(f.root, whole, nil), nil
	case list.style == aliasStyle || list.shared:
		return nil, refuse("%s stands for several places at once (a YAML anchor)", key)
	case len(list.children()) == 0:
		return f.firstItems(kind, list, added), nil
	case list.style == flowStyle:
		return f.flowAppend(list, added), nil
	}
	return f.blockAppend(kind, list, added), nil
}

// blank tells whether the file holds nothing at all.
func (f *File) blank() bool { return len(f.Contexts)+len(f.Clusters)+len(f.Users) == 0 }

// itemLines writes entries as the items of a block list, without the last line break.
func (l itemLayout) itemLines(added []value) string {
	var b strings.Builder
	for i, v := range added {
		if i > 0 {
			b.WriteString(l.eol)
		}
		if l.apart {
			b.WriteString(l.eol)
		}
		b.WriteString(spaces(l.dash) + "-" + spaces(l.offset-1))
		if l.braces {
			b.WriteString(l.flow.write(v, ""))
			continue
		}
		b.WriteString(l.mapping(v, l.dash+l.offset))
	}
	return b.String()
}

// apart tells whether a blank line stands between the last two entries.
func (f *File) apart(list *node) bool {
	last := len(list.children()) - 1
	if last < 1 {
		return false
	}
	_, end, ok := f.lines(list, last-1)
	start := f.dash(list, last)
	for ok && end < start {
		if len(bytes.TrimSpace(f.data[end:lineEnd(f.data, end)])) == 0 {
			return true
		}
		end = nextLine(f.data, lineEnd(f.data, end))
	}
	return false
}

// blockAppend writes entries below the last one.
func (f *File) blockAppend(kind model.Kind, list *node, added []value) []candidate {
	_, end, ok := f.lines(list, len(list.children())-1)
	dash := f.dash(list, 0)
	if !ok || dash < 0 {
		return nil
	}
	l := f.itemLayout(kind)
	l.dash = f.column(dash)
	l.apart = f.apart(list)
	last := &list.children()[len(list.children())-1]
	text, line := l.itemLines(added), last.line+bytes.Count(f.data[last.start:end], []byte("\n"))
	if end > 0 && (f.data[end-1] == '\n' || f.data[end-1] == '\r') {
		text += l.eol
	} else {
		text, line = l.eol+text, line+1
	}
	if l.apart {
		line++
	}
	return []candidate{f.one(end, end, text, line)}
}

// firstItems writes the first entries of a list that is there, but has none.
func (f *File) firstItems(kind model.Kind, list *node, added []value) []candidate {
	key := f.keyOf(listKey(kind))
	if key.end < 0 || list.start < 0 || list.end < 0 {
		return nil
	}
	if f.root.style == flowStyle {
		l := f.flowLayout(f.root)
		text := l.write(value{kind: sequenceNode, items: added}, f.lead(list.start))
		if list.start == list.end {
			text = " " + text
		}
		return []candidate{f.one(list.start, list.end, text, list.line)}
	}
	colon := f.colon(key)
	if colon < 0 {
		return nil
	}
	l := f.itemLayout(kind)
	var ps []Patch
	if list.end > colon {
		ps = append(ps, Patch{colon, f.data[colon:list.end], nil})
	}
	end := lineEnd(f.data, max(list.end, colon))
	ps = append(ps, Patch{end, nil, []byte(l.eol + l.itemLines(added))})
	return []candidate{{joinTouching(ps), key.line + 1}}
}

// flowAppend writes entries behind the last one in […].
func (f *File) flowAppend(list *node, added []value) []candidate {
	items := list.children()
	last := &items[len(items)-1]
	if last.end < 0 || last.start < 0 {
		return nil
	}
	item, _ := f.sample(list)
	l := f.flowLayout(item)
	gap, lead := l.comma, f.lead(last.start)
	if at := lineStart(f.data, last.start); at > list.start && at+len(lead) == last.start {
		gap = "," + l.eol + lead
	} else if n := len(items); n > 1 && items[n-2].end >= 0 {
		if between := view(f.data[items[n-2].end:last.start]); strings.HasPrefix(between, ",") && strings.TrimLeft(between[1:], " ") == "" {
			gap = strings.Clone(between)
		}
	}
	var b strings.Builder
	for _, v := range added {
		b.WriteString(gap + l.write(v, lead))
	}
	if at := f.behindComment(last.end); at > last.end && strings.HasPrefix(gap, ","+l.eol) {
		return []candidate{{[]Patch{{last.end, nil, []byte(",")}, {at, nil, []byte(b.String()[1:])}}, last.line + 1}}
	}
	line := last.line + bytes.Count(f.data[last.start:last.end], []byte("\n"))
	if strings.HasPrefix(gap, ","+l.eol) {
		line++
	}
	return []candidate{f.one(last.end, last.end, b.String(), line)}
}
