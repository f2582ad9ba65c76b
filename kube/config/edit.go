package config

import (
	"bytes"
	"errors"
	"fmt"

	"kubeid/model"
)

// An Edit is one changed value: the patch, and the words for a plan.
type Edit struct {
	Patch         Patch
	Line          int
	Path          string
	Before, After model.Value

	of     *File
	change change
}

// Next returns the file after the edit: every byte outside the patch is as before.
func (e Edit) Next() []byte { return Join(Pieces(e.of.data, e.Patch)) }

// As returns the edit with its new value written in these bytes; false when they
// would mean something else at that place.
func (e Edit) As(written []byte) (Edit, bool) {
	e.Patch.New = written
	return e, e.of.verify(e.Patch, e.change) == nil
}

// ErrNotEditable is behind every refusal to edit that the form of a file causes.
var ErrNotEditable = errors.New("this cannot be changed without touching more than the value")

func refuse(format string, args ...any) error {
	return fmt.Errorf("%s: %w", fmt.Sprintf(format, args...), ErrNotEditable)
}

// UseContext returns the edit that sets current-context to name.
func (f *File) UseContext(name string) (Edit, error) {
	return f.set(f.root, change{path: []step{{key: "current-context"}}, text: name}, []string{"kind", "apiVersion"})
}

// Unset returns the edit that sets current-context to "", as kubectl does.
func (f *File) Unset() (Edit, error) {
	return f.set(f.root, change{path: []step{{key: "current-context"}}, text: ""}, []string{"kind", "apiVersion"})
}

// SetNamespace returns the edit that sets the namespace of the context, or takes
// it away when namespace is empty. The context is the first of that name.
func (f *File) SetNamespace(context, namespace string) (Edit, error) {
	list, at := f.root.get(f.data, "contexts"), -1
	for i, c := range f.Contexts {
		if c.Name.Raw() == context {
			at = i
			break
		}
	}
	if at < 0 || list == nil || len(list.children()) != len(f.Contexts) {
		return Edit{}, refuse("the place of context %q is not known", model.NewText(context))
	}
	c := change{
		path:   []step{{key: "contexts"}, {index: at}, {key: "context"}, {key: "namespace"}},
		text:   namespace,
		remove: namespace == "",
		words:  fmt.Sprintf("contexts[%s].context.namespace", context),
	}
	item := &list.children()[at]
	if list.shared || item.shared {
		return Edit{}, refuse("context %q stands for several places at once (a YAML anchor)", model.NewText(context))
	}
	return f.set(item.get(f.data, "context"), c, []string{"cluster", "user"})
}

// A change says which value of the document becomes what.
type change struct {
	path   []step
	text   string
	remove bool
	words  string // the path for a person; the key when empty
}

type step struct {
	key   string
	index int // when key is ""
}

func (c change) key() string { return c.path[len(c.path)-1].key }

func (c change) label() string {
	if c.words != "" {
		return c.words
	}
	return c.key()
}

// set tries the ways to write a change, the most natural first, and returns the
// first that the verifier lets pass. neighbours are keys that a new one may follow.
func (f *File) set(m *node, c change, neighbours []string) (Edit, error) {
	candidates, err := f.candidates(m, c, neighbours)
	if err != nil {
		return Edit{}, err
	}
	var why error = refuse("no place for %s was found", c.key())
	for _, p := range candidates {
		err := f.verify(p.Patch, c)
		if err == nil {
			return f.edit(p, c), nil
		}
		why = err
	}
	return Edit{}, why
}

// A candidate is a patch and what stands at its place before.
type candidate struct {
	Patch
	line   int
	before model.Value
}

func (f *File) edit(p candidate, c change) Edit {
	return Edit{
		of: f, change: c, Patch: p.Patch, Line: p.line, Path: c.label(), Before: p.before,
		After: model.Value{Text: model.NewText(c.text), Absent: c.remove},
	}
}

func (f *File) candidates(m *node, c change, neighbours []string) ([]candidate, error) {
	switch {
	case f.root == nil && len(f.Contexts)+len(f.Clusters)+len(f.Users) == 0 && !c.remove && len(c.path) == 1:
		return f.begin(c), nil
	case f.root == nil || m == nil:
		return nil, refuse("the places of the values are not known")
	case m.style == aliasStyle || m.shared && m != f.root:
		return nil, refuse("%s stands for several places at once (a YAML anchor)", c.label())
	case m.kind == nullNode && m == f.root:
		return f.begin(c), nil
	case m.kind != mappingNode:
		return nil, refuse("%s has no mapping to stand in", c.label())
	}
	i := m.at(f.data, c.key())
	switch {
	case c.remove && i < 0:
		return nil, refuse("%s comes from somewhere else in the file (a YAML merge)", c.label())
	case c.remove:
		return f.removals(m, i), nil
	case i >= 0:
		return f.replacements(m, i, c)
	}
	return f.insertions(m, c, neighbours), nil
}

// replacements writes a new value over an old one.
func (f *File) replacements(m *node, i int, c change) ([]candidate, error) {
	old, key := &m.children()[i], &m.keys()[i]
	flow, end := m.style == flowStyle, old.end
	if end < 0 && !flow {
		end = f.blockEnd(old, key)
	}
	if old.kind == mappingNode || old.kind == sequenceNode || old.start < 0 || end < 0 {
		return nil, refuse("%s is written in a form that cannot be replaced in place", c.label())
	}
	was := old.value(f.data)
	if old.kind == otherNode {
		was = string(f.data[old.start:old.end])
	}
	before := model.Value{Text: model.NewText(was), Absent: old.kind == nullNode}
	var out []candidate
	for _, text := range []string{restyle(old, was, c.text, f.habit(), flow), doubleQuote(c.text)} {
		start := old.start
		if old.start == end { // nothing stands there: behind the colon of the key
			if key.end < 0 || key.end >= len(f.data) || f.data[key.end] != ':' {
				return nil, refuse("the place of %s is not known", c.label())
			}
			start, text = key.end+1, " "+text
		}
		out = append(out, candidate{Patch{start, f.data[start:max(start, end)], []byte(text)}, key.line, before})
	}
	return out, nil
}

// blockEnd returns the end of a scalar over several lines, a block scalar or a plain
// one: it goes on as long as lines are empty or indented deeper than its key.
func (f *File) blockEnd(n, key *node) int {
	if n.style != otherStyle || n.kind != scalarNode || n.start < 0 || key.start < 0 {
		return -1
	}
	column := key.start - lineStart(f.data, key.start)
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
