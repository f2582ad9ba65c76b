package apiserver

import (
	"cmp"
	"slices"
	"strconv"
)

// A key names an object in the store.
type key struct {
	kind      *kind
	namespace string
	name      string
}

// An event is one change, as watches tell it.
type event struct {
	version uint64
	what    string // ADDED, MODIFIED, DELETED
	key     key
	object  object
	before  object // nil for ADDED
}

// historySize is how many changes a watch may be behind.
const historySize = 4096

// A store keeps objects and what became of them. Whoever uses it holds the lock of
// the Server.
type store struct {
	version uint64
	objects map[key]object
	history []event
	changed chan struct{} // closed at the next change
}

func newStore() *store {
	return &store{version: 1, objects: map[key]object{}, changed: make(chan struct{})}
}

// get returns an object, which must not be changed; nil when there is none.
func (s *store) get(k *kind, namespace, name string) object {
	return s.objects[key{k, namespace, name}]
}

// put stores an object under a new resourceVersion and returns it. The object belongs
// to the store afterwards.
func (s *store) put(k *kind, o object) object {
	id := key{k, o.namespace(), o.name()}
	before := s.objects[id]
	s.version++
	o.set(strconv.FormatUint(s.version, 10), "metadata", "resourceVersion")
	s.objects[id] = o
	what := "MODIFIED"
	if before == nil {
		what = "ADDED"
	}
	s.tell(event{s.version, what, id, o, before})
	return o
}

// remove takes an object out.
func (s *store) remove(k *kind, o object) {
	id := key{k, o.namespace(), o.name()}
	before := s.objects[id]
	if before == nil {
		return
	}
	s.version++
	last := before.clone()
	last.set(strconv.FormatUint(s.version, 10), "metadata", "resourceVersion")
	delete(s.objects, id)
	s.tell(event{s.version, "DELETED", id, last, before})
}

func (s *store) tell(e event) {
	s.history = append(s.history, e)
	if len(s.history) > 2*historySize {
		s.history = slices.Clone(s.history[len(s.history)-historySize:])
	}
	close(s.changed)
	s.changed = make(chan struct{})
}

// list returns the objects of a kind, by namespace and name; namespace "" is all.
func (s *store) list(k *kind, namespace string) []object {
	var out []object
	for id, o := range s.objects {
		if id.kind == k && (namespace == "" || id.namespace == namespace) {
			out = append(out, o)
		}
	}
	slices.SortFunc(out, func(a, b object) int {
		return cmp.Or(cmp.Compare(a.namespace(), b.namespace()), cmp.Compare(a.name(), b.name()))
	})
	return out
}

// since returns what happened after a version, and whether that is still known.
func (s *store) since(version uint64) ([]event, bool) {
	if len(s.history) > 0 && version+1 < s.history[0].version {
		return nil, false
	}
	i, _ := slices.BinarySearchFunc(s.history, version, func(e event, v uint64) int {
		if e.version <= v {
			return -1
		}
		return 1
	})
	return s.history[i:len(s.history):len(s.history)], true
}
