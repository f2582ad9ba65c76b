package config

import (
	"bytes"
	"reflect"

	"kubeid/model"
)

// verifyItems looks only at those entries of a list that the patches are in, and lets
// client-go read them: what is written there may be more than the scanner takes, as a
// name with an umlaut or a hint of several lines. The other entries are in the form
// that the scanner takes, in which nothing reaches from one item into another.
func (r *round) verifyItems(section, end int, patches []Patch) error {
	list := &r.f.root.children()[section]
	kind, ok := kindOf(r.f.root.keys()[section].value(r.f.data))
	if !ok || list.kind != sequenceNode || list.style == flowStyle || len(list.children()) == 0 {
		return errVerify
	}
	l, starts := &r.cs.lists[kind], make([]int, 0, len(list.children())+1)
	for i := range list.children() {
		dash := r.f.dash(list, i)
		if dash < 0 {
			return errVerify
		}
		starts = append(starts, lineStart(r.f.data, dash))
	}
	starts = append(starts, end)
	changed := len(l.at) + len(l.gone) + len(l.added)
	for i := 0; len(patches) > 0; {
		if patches[0].Offset < starts[i] {
			return errVerify
		}
		for i+2 < len(starts) && starts[i+1] <= patches[0].Offset {
			i++
		}
		n, j := 0, i
		for ; n < len(patches) && (n == 0 || patches[n].Offset < starts[j+1] || starts[j+1] == end); n++ {
			for j+2 < len(starts) && patches[n].Offset+len(patches[n].Old) > starts[j+1] {
				j++
			}
		}
		if !aligned(carry(r.f.data[starts[i]:starts[j+1]], patches[:n], starts[i]), r.f.column(r.f.dash(list, 0))) {
			return errVerify
		}
		seen, err := r.verifyChunk(kind, list, i, j+1, starts, patches[:n])
		if err != nil {
			return err
		}
		changed, i, patches = changed-seen, j, patches[n:]
	}
	if changed != 0 {
		return errVerify
	}
	return nil
}

// verifyChunk proves the entries from i up to j, and returns how many changes of the
// round lie in them.
func (r *round) verifyChunk(kind model.Kind, list *node, i, j int, starts []int, patches []Patch) (seen int, err error) {
	chunk := carry(r.f.data[starts[i]:starts[j]], patches, starts[i])
	if hasMarker(chunk) || !closed(chunk, starts[j], r.f.data) {
		return 0, errVerify
	}
	l, want := &r.cs.lists[kind], make([]any, 0, j-i)
	for k := i; k < j; k++ {
		item := valueOf(r.f.data, &list.children()[k]).any()
		for _, c := range l.at[k] {
			if !set(item, c.path, c) {
				return 0, errVerify
			}
		}
		if len(l.at[k]) > 0 {
			seen++
		}
		if l.gone[k] {
			seen++
			continue
		}
		want = append(want, item)
	}
	if j == len(list.children()) {
		for _, v := range l.added {
			want = append(want, v.any())
			seen++
		}
	}
	asJSON, err := toJSON(chunk)
	if err != nil {
		return 0, errVerify
	}
	read, err := readJSON(asJSON)
	if err != nil {
		return 0, errVerify
	}
	is := read.any()
	if len(want) == 0 && is != nil || len(want) > 0 && !reflect.DeepEqual(is, any(want)) {
		return 0, errVerify
	}
	if _, err := load(append([]byte(listKey(kind)+":\n"), chunk...)); err != nil {
		return 0, errVerify
	}
	return seen, nil
}

// aligned tells whether the first entry of a part of a list has its dash where the others
// have theirs; alone it could stand anywhere.
func aligned(part []byte, column int) bool {
	for line := range bytes.Lines(part) {
		text := bytes.TrimLeft(line, " ")
		if t := bytes.TrimSpace(text); len(t) > 0 && t[0] != '#' {
			return t[0] == '-' && len(line)-len(text) == column
		}
	}
	return true
}

// closed tells whether what follows a part of the file begins on a line of its own.
func closed(part []byte, end int, data []byte) bool {
	return end == len(data) || len(part) == 0 || part[len(part)-1] == '\n'
}

// hasMarker tells whether a line begins as the end of a YAML document would.
func hasMarker(data []byte) bool {
	for line := range bytes.Lines(data) {
		if bytes.HasPrefix(line, []byte("---")) || bytes.HasPrefix(line, []byte("...")) {
			return true
		}
	}
	return false
}

// kindOf returns the kind of the entries of a list.
func kindOf(key string) (model.Kind, bool) {
	for _, kind := range []model.Kind{model.ContextKind, model.ClusterKind, model.UserKind} {
		if key == listKey(kind) {
			return kind, true
		}
	}
	return 0, false
}
