package config

import (
	"fmt"

	"kubeid/model"
)

// top sets a value at the top of the file.
func (r *round) top(c change, neighbours ...string) error {
	was := r.f.effective(c.path)
	if was.equal(c.value) && r.f.Refused == "" && was.kind != nullNode {
		return nil
	}
	if len(r.cs.top) > 0 {
		return errNextRound
	}
	ways, err := r.topWays(c, neighbours)
	if err != nil {
		return err
	}
	r.cs.top = append(r.cs.top, c)
	r.tell(ways, tell(-1, c.key(), nil, was, c.value))
	return nil
}

func (r *round) topWays(c change, neighbours []string) ([]candidate, error) {
	root := r.f.root
	switch {
	case root == nil && r.f.blank(), root != nil && root.kind == nullNode:
		if len(r.parts) > 0 {
			return nil, errNextRound
		}
		r.full = true
		return []candidate{r.f.begin(c)}, nil
	case root == nil || root.kind != mappingNode || root.style == aliasStyle:
		return nil, refuse("the places of the values are not known")
	}
	if root.at(r.f.data, c.key()) < 0 && !r.claim(root) {
		return nil, errNextRound
	}
	return r.f.candidates(root, c, neighbours)
}

// claim notes that a key comes or goes in a mapping; only one may in a round.
func (r *round) claim(m *node) bool {
	if r.keys[m] {
		return false
	}
	if r.keys == nil {
		r.keys = map[*node]bool{}
	}
	r.keys[m] = true
	r.claims = append(r.claims, m)
	return true
}

func (r *round) tell(ways []candidate, values []Value) {
	r.parts = append(r.parts, ways)
	for _, v := range values {
		r.told = append(r.told, told{v, len(r.parts) - 1})
	}
}

// set changes a value below an entry.
func (r *round) set(kind model.Kind, name string, c change, neighbours ...string) error {
	i, err := r.find(kind, name, 0)
	if err != nil {
		return err
	}
	return r.setAt(kind, i, name, c, neighbours...)
}

func (r *round) setAt(kind model.Kind, i int, name string, c change, neighbours ...string) error {
	item, err := r.node(kind, i)
	if err != nil {
		return err
	}
	l := &r.cs.lists[kind]
	for _, other := range l.at[i] {
		if overlap(other.path, c.path) {
			return errNextRound
		}
	}
	was := r.f.effectiveAt(kind, i, c.path)
	if !c.remove && was.equal(c.value) && r.f.Refused == "" {
		return nil
	}
	if ways, ok := r.f.aliasWays(item, c); ok {
		r.shares(c.key())
		r.note(kind, i, name, c, was, ways)
		return nil
	}
	m, at, depth, err := r.f.locate(item, c)
	if err != nil {
		return err
	}
	if m != nil && m.shared {
		r.shares(c.key())
	}
	if m == nil || c.remove && was.kind == nullNode && m.at(r.f.data, at.key()) < 0 {
		return nil // it is not there
	}
	if (at.remove || m.at(r.f.data, at.key()) < 0) && !r.claim(m) {
		return errNextRound
	}
	ways, err := r.f.candidates(m, at, neighbours)
	if err != nil {
		return err
	}
	r.note(kind, i, name, c, was, ways)
	n := len(l.at[i]) - 1
	l.at[i][n] = change{c.path[:depth+1], at.value, at.remove}
	return nil
}

// note adds a change of an entry, with the ways to write it, to the round.
func (r *round) note(kind model.Kind, i int, name string, c change, was value, ways []candidate) {
	l := &r.cs.lists[kind]
	if l.at == nil {
		l.at = map[int][]change{}
	}
	l.at[i] = append(l.at[i], c)
	is := c.value
	if c.remove {
		is = value{}
	}
	r.tell(ways, tell(kind, fmt.Sprintf("%s[%s]", listKey(kind), name), c.path, was, is))
}

// shares notes that a value stands for several places. If all of them are to say the same
// the round passes the proof; else this is why it does not.
func (r *round) shares(key string) {
	if r.shared == "" {
		r.shared = key
	}
}

// overlap tells whether one path leads to the other.
func overlap(a, b []string) bool {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

func (r *round) rename(o Rename) error {
	i, err := r.find(o.Kind, o.Old, o.Line)
	if err != nil || o.Old == o.New {
		return err
	}
	if _, there := r.names[o.Kind][o.New]; there {
		return fmt.Errorf("%s %q: %w", o.Kind, model.NewText(o.New), ErrEntryExists)
	}
	if err := r.setAt(o.Kind, i, o.Old, change{path: []string{"name"}, value: textValue(o.New)}); err != nil {
		return err
	}
	delete(r.names[o.Kind], o.Old)
	r.names[o.Kind][o.New] = i
	return nil
}
