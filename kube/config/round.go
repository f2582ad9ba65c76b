package config

import (
	"errors"
	"fmt"
	"unicode/utf8"

	"kubeid/model"
)

// errNextRound says that an operation touches what another one of this round does.
var errNextRound = errors.New("this must wait for the next round")

// A round is what several operations make of a file at once, each at a place of its
// own. Names are those that the operations before have made; places are those of
// the file as it was.
type round struct {
	f      *File
	ops    []Operation
	cs     changes
	names  [3]map[string]int // by model.Kind: the index of each entry, -1 for a name that is there twice
	keys   map[*node]bool    // mappings in which a key comes or goes
	claims []*node           // the same in the order in which they were claimed
	parts  []part
	told   []told
	shared string // a key whose value stands for several places (a YAML anchor)
	full   bool   // nothing can follow in this round
	partly bool   // the last operation goes on in the next round, and nothing can follow
	more   bool   // operations wait for the next round
}

// A part is what is written at one place, in one of several ways.
type part []candidate

// told is a value for a plan, and the part that it comes from.
type told struct {
	Value
	part int
}

// take adds an operation to the round.
func (r *round) take(op Operation) (err error) {
	if r.full || r.partly {
		return errNextRound
	}
	if !valid(op) {
		return refuse("YAML cannot hold bytes that are no UTF-8")
	}
	switch o := op.(type) {
	case SetCurrent:
		err = r.top(change{path: []string{"current-context"}, value: textValue(o.Name)}, "kind", "apiVersion")
	case SetNamespace:
		c := change{[]string{"context", "namespace"}, textValue(o.Namespace), o.Namespace == ""}
		err = r.set(model.ContextKind, o.Context, c, "cluster", "user")
	case Refer:
		c := change{path: []string{"context", bodyKey(o.Kind)}, value: textValue(o.Name)}
		err = r.set(model.ContextKind, o.Context, c, "cluster", "user")
	case SetField:
		c := change{[]string{bodyKey(o.Kind), o.Field}, scalarOf(o.Field, o.Value), o.Remove}
		err = r.set(o.Kind, o.Name, c)
	case Replace:
		op, err = r.replace(o)
	case rewrite:
		err = r.rewrite(o.Replace)
	case Rename:
		err = r.rename(o)
	case Delete:
		err = r.delete(o)
	case Add:
		err = r.add(o)
	default:
		err = refuse("nobody knows how to %s", op)
	}
	if err == nil {
		r.ops = append(r.ops, op)
	}
	return err
}

// valid tells whether all texts of an operation are UTF-8, as YAML wants it.
func valid(op Operation) bool {
	switch o := op.(type) {
	case SetCurrent:
		return utf8.ValidString(o.Name)
	case SetNamespace:
		return utf8.ValidString(o.Namespace)
	case Refer:
		return utf8.ValidString(o.Name)
	case Rename:
		return utf8.ValidString(o.New)
	case SetField:
		return utf8.ValidString(o.Value) && utf8.ValidString(o.Field)
	case Add:
		return utf8.ValidString(o.Name)
	}
	return true
}

// scalarOf returns what a field holds: true and false where client-go wants them,
// else text.
func scalarOf(field, text string) value {
	switch field {
	case "insecure-skip-tls-verify", "disable-compression":
		if text == "true" || text == "false" {
			return value{kind: otherNode, text: text}
		}
	}
	return textValue(text)
}

// index returns the names of a kind as they are now.
func (r *round) index(kind model.Kind) map[string]int {
	if r.names[kind] == nil {
		names := make(map[string]int, r.f.count(kind))
		for i := range r.f.count(kind) {
			name := r.f.entry(kind, i).Name.Raw()
			if _, twice := names[name]; twice {
				names[name] = -1
				continue
			}
			names[name] = i
		}
		r.names[kind] = names
	}
	return r.names[kind]
}

func noEntry(kind model.Kind, name string) error {
	return fmt.Errorf("%s %q: %w", kind, model.NewText(name), ErrNoEntry)
}

// find returns the index of an entry. One that this round adds has none yet.
func (r *round) find(kind model.Kind, name string, line int) (int, error) {
	i, ok := r.index(kind)[name]
	switch {
	case !ok:
		return 0, noEntry(kind, name)
	case i < 0:
		r.full = true
		return r.twin(kind, name, line)
	case i >= r.f.count(kind):
		return 0, errNextRound
	}
	return i, nil
}

// twin returns one of several entries of a name: the one on this line, else the last
// if they are the same; else nobody can know which one is meant.
func (r *round) twin(kind model.Kind, name string, line int) (int, error) {
	at, first := -1, Body{}
	for i := range r.f.count(kind) {
		e := r.f.entry(kind, i)
		if e.Name.Raw() != name || line > 0 && e.Line != line {
			continue
		}
		b, err := r.f.rawAt(kind, i)
		if err != nil {
			return 0, err
		}
		if at >= 0 && !b.Equal(first) {
			return 0, refuse("there are several %ss named %q, and they differ", kind, model.NewText(name))
		}
		at, first = i, b
	}
	if at < 0 {
		return 0, noEntry(kind, name)
	}
	return at, nil
}

// node returns the node of an entry.
func (r *round) node(kind model.Kind, i int) (*node, error) {
	list := r.f.list(kind)
	if list == nil {
		return nil, refuse("the place of %s %q is not known", kind, r.f.entry(kind, i).Name)
	}
	if list.shared || list.style == aliasStyle {
		return nil, refuse("the list %s stands for several places at once (a YAML anchor)", listKey(kind))
	}
	return &list.children()[i], nil
}
