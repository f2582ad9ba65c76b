package model

import "slices"

// State is everything that the program knows. The ui folds events into it and
// never edits it; it holds facts, never a key, a token or a PEM block.
type State struct {
	Loaded bool // false until the files were read once
	Config Kubeconfig
	Recent []Text        // contexts that were current, the newest first
	Undo   string        // what undo would take back, or nothing
	Redo   string        // what redo would do again, or nothing
	Probes map[Ref]Probe // what was found out about servers, by entry

	Credentials map[Ref]Credential // what was found in users and clusters
}

// An Event is a fact about the outside world, told after it happened.
type Event interface{ apply(State) State }

// Apply returns the state after e.
func (s State) Apply(e Event) State { return e.apply(s) }

// Loaded tells that the files were read.
type Loaded struct {
	Config Kubeconfig
	Recent []Text
	Undo   string
	Redo   string
}

func (e Loaded) apply(s State) State {
	s.Loaded, s.Config, s.Recent, s.Undo, s.Redo = true, e.Config, e.Recent, e.Undo, e.Redo
	return s
}

// Said tells in words that are safe to draw what goes on meanwhile: that another program's
// lock is waited for, or that a change which was left half written was ended.
type Said struct{ Words string }

func (Said) apply(s State) State { return s }

// Applied tells that a plan was carried out. The files are read again after it;
// until then State follows as far as it can tell by itself.
type Applied struct{ Plan Plan }

func (e Applied) apply(s State) State {
	c, ok := e.Plan.Change.(UseContext)
	if !ok || e.Plan.Nothing() {
		return s
	}
	if was, _ := s.Config.Current(); !was.Empty() {
		s.Recent = Remember(s.Recent, was)
	}
	s.Recent = Remember(s.Recent, c.Context.Name)
	s.Config.Files = slices.Clone(s.Config.Files)
	for i, f := range s.Config.Files {
		if f.Path == e.Plan.Edits[0].File {
			s.Config.Files[i].Current = c.Context.Name
		}
	}
	return s
}

// maxRecent is how many contexts are remembered.
const maxRecent = 50

// Remember puts name in front of recent.
func Remember(recent []Text, name Text) []Text {
	out := append(make([]Text, 0, len(recent)+1), name)
	for _, r := range recent {
		if r != name {
			out = append(out, r)
		}
	}
	return out[:min(len(out), maxRecent)]
}

// Previous returns the context to go back to: the one that was current last,
// still exists, and is not the current one.
func (s State) Previous() (Text, bool) {
	now, _ := s.Config.Current()
	for _, name := range s.Recent {
		if name != now && s.Config.Effective(ContextKind, name) >= 0 {
			return name, true
		}
	}
	return Text{}, false
}
