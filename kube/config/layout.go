package config

import (
	"bytes"
	"slices"
	"strings"

	"kubeid/model"
)

// An itemLayout says how an entry of a block list is written.
type itemLayout struct {
	layout
	dash   int  // column of the dash
	offset int  // from the dash to the keys
	braces bool // "- {name: …}"
	apart  bool // with a blank line between entries
	flow   flowLayout
}

// layout returns how values in block style are written in this file.
func (f *File) layout() layout {
	l := layout{eol: f.eol(), step: 2, habit: f.habit()}
	for _, kind := range []model.Kind{model.UserKind, model.ClusterKind, model.ContextKind} {
		key, list := f.keyOf(listKey(kind)), f.root.get(f.data, listKey(kind))
		if list == nil || list.kind != sequenceNode || list.style == flowStyle || list.start < 0 || key.start < 0 {
			continue
		}
		l.dent = max(0, f.column(list.start)-f.column(key.start))
		if item, _ := f.sample(list); item != nil {
			l.step = f.stepOf(item, kind, l.step)
		}
		if dent, ok := f.nestedDent(list); ok {
			l.dent = dent
			return l
		}
	}
	return l
}

// keyOf returns the node of a key at the top.
func (f *File) keyOf(key string) *node {
	if i := f.root.at(f.data, key); i >= 0 {
		return &f.root.keys()[i]
	}
	return nil
}

// sample returns the last item of a list that is a mapping with a layout of its own,
// and its index.
func (f *File) sample(list *node) (*node, int) {
	if list == nil {
		return nil, 0
	}
	for i := range slices.Backward(list.children()) {
		item := &list.children()[i]
		if item.kind == mappingNode && item.style != aliasStyle && item.start >= 0 && len(item.keys()) > 0 && item.keys()[0].start >= 0 {
			return item, i
		}
	}
	return nil, 0
}

// stepOf returns how much deeper the body of an entry stands than its key, if it is
// in block style; else usual.
func (f *File) stepOf(item *node, kind model.Kind, usual int) int {
	i := item.at(f.data, bodyKey(kind))
	if i < 0 {
		return usual
	}
	body := &item.children()[i]
	if body.kind != mappingNode || body.style == flowStyle || body.style == aliasStyle || len(body.keys()) == 0 || body.keys()[0].start < 0 {
		return usual
	}
	if step := f.column(body.keys()[0].start) - f.column(item.keys()[0].start); step > 0 {
		return step
	}
	return usual
}

// nestedDent looks how much deeper a list inside of an entry stands than its key.
func (f *File) nestedDent(list *node) (int, bool) {
	for i := range list.children()[:min(20, len(list.children()))] {
		if dent, ok := f.dentIn(&list.children()[i]); ok {
			return dent, true
		}
	}
	return 0, false
}

func (f *File) dentIn(m *node) (int, bool) {
	if m.kind != mappingNode || m.style == flowStyle || m.style == aliasStyle {
		return 0, false
	}
	for i := range m.children() {
		key, v := &m.keys()[i], &m.children()[i]
		if v.kind == sequenceNode && v.style == plainStyle && len(v.children()) > 0 && v.start >= 0 && key.start >= 0 {
			return max(0, f.column(v.start)-f.column(key.start)), true
		}
		if dent, ok := f.dentIn(v); ok {
			return dent, true
		}
	}
	return 0, false
}

// itemLayout returns how a new entry of a kind is written: as the last one of its
// list, else as those of the other lists, else as kubectl would.
func (f *File) itemLayout(kind model.Kind) itemLayout {
	l := itemLayout{layout: f.layout(), offset: 2}
	for _, k := range []model.Kind{kind, model.ClusterKind, model.ContextKind, model.UserKind} {
		list := f.root.get(f.data, listKey(k))
		item, i := f.sample(list)
		if item == nil || list.style == flowStyle || list.start < 0 {
			continue
		}
		dash := f.dash(list, i)
		if dash < 0 {
			continue
		}
		l.dash = f.column(dash)
		if l.braces = item.style == flowStyle; l.braces {
			l.flow = f.flowLayout(item)
			l.flow.pretty = false
			return l
		}
		if first := item.keys()[0].start; first > dash && blank(f.data[dash+1:first]) {
			l.offset = first - dash
		}
		l.step = f.stepOf(item, k, l.step)
		return l
	}
	return l
}

// flowLayout returns how a new value in braces is written beside n.
func (f *File) flowLayout(n *node) flowLayout {
	l := flowLayout{colon: ": ", comma: ", ", eol: f.eol(), step: "  ", habit: f.habit()}
	l.json = f.root.style == flowStyle && (len(f.root.keys()) == 0 || f.root.keys()[0].style == doubleStyle)
	if n == nil || len(n.keys()) == 0 || n.keys()[0].start < 0 || n.start < 0 {
		return l
	}
	k, v := &n.keys()[0], &n.children()[0]
	l.json = l.json || k.style == doubleStyle
	if k.end > 0 && v.start > k.end {
		if gap := string(f.data[k.end:v.start]); strings.Trim(gap, " \t") == ":" && (l.json || strings.HasSuffix(gap, " ")) {
			l.colon = gap
		}
	}
	if pad := f.data[n.start+1 : k.start]; blank(pad) {
		l.pad = string(pad)
	}
	if len(n.keys()) > 1 && v.end >= 0 && n.keys()[1].start > v.end {
		if gap := string(f.data[v.end:n.keys()[1].start]); strings.TrimLeft(strings.TrimPrefix(gap, ","), " ") == "" && strings.HasPrefix(gap, ",") {
			l.comma = gap
		}
	} else if l.colon == ":" {
		l.comma = ","
	}
	start := lineStart(f.data, k.start)
	if lead := f.data[start:k.start]; start > n.start && len(bytes.Trim(lead, " \t")) == 0 {
		l.pretty = true
		if outer := f.lead(n.start); len(outer) < len(lead) {
			l.step = string(lead[len(outer):])
		}
	}
	return l
}

// lead returns the blanks that the line begins with on which offset is.
func (f *File) lead(offset int) string {
	line := bytes.TrimPrefix(f.data[lineStart(f.data, offset):offset], []byte("\ufeff"))
	return string(line[:len(line)-len(bytes.TrimLeft(line, " \t"))])
}
