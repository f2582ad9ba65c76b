package kube

import (
	"fmt"
	"slices"

	"kubeid/kube/config"
	"kubeid/model"
)

// A desk is what a change is planned on: the files as they were read, and what they
// say together. Planning fills in what each file needs, and never looks at the disk.
type desk struct {
	service *Service
	k       model.Kubeconfig
	files   []*opened
	ops     [][]config.Operation // by file
	plan    model.Plan
}

func (s *Service) desk(k model.Kubeconfig, files []*opened, c model.Change) *desk {
	return &desk{service: s, k: k, files: files, ops: make([][]config.Operation, len(files)), plan: model.Plan{Change: c}}
}

// add plans one change.
func (d *desk) add(c model.Change) error {
	switch c := c.(type) {
	case model.UseContext:
		return d.use(c)
	case model.UnsetContext:
		return d.unset()
	case model.SetNamespace:
		return d.namespace(c)
	case model.Rename:
		return d.rename(c)
	case model.Delete:
		return d.remove(c)
	case model.NewContext:
		return d.create(c)
	case model.CopyContext:
		return d.duplicate(c)
	case model.SetCluster:
		return d.setCluster(c)
	case model.Renew:
		return d.renew(c)
	case model.Import:
		return d.take(c)
	case model.Several:
		return d.several(c)
	}
	return fmt.Errorf("nobody knows how to plan %T", c)
}

// several plans changes one after the other, each on what those before it leave.
func (d *desk) several(c model.Several) error {
	for _, one := range c.Changes {
		done := make([]int, len(d.ops))
		for i, ops := range d.ops {
			done[i] = len(ops)
		}
		if err := d.add(one); err != nil {
			return err
		}
		for i, ops := range d.ops {
			for _, op := range ops[done[i]:] {
				d.k = after(d.k, i, op)
			}
		}
	}
	d.plan.Orphans = slices.DeleteFunc(d.plan.Orphans, func(r model.Ref) bool { return d.k.Find(r) < 0 })
	return nil
}

// do notes what a file needs.
func (d *desk) do(file int, op ...config.Operation) { d.ops[file] = append(d.ops[file], op...) }

func (d *desk) note(format string, args ...any) {
	if words := fmt.Sprintf(format, args...); !slices.Contains(d.plan.Notes, words) {
		d.plan.Notes = append(d.plan.Notes, words)
	}
}

// find returns the index of an entry that is to be changed.
func (d *desk) find(r model.Ref) (int, error) {
	if i := d.k.Find(r); i >= 0 {
		return i, nil
	}
	return -1, model.NotFound(r.Kind, r.Name.Raw(), d.k.Names(r.Kind))
}

// free tells why no entry may get this name: no file may have it already, since one
// of the two would then stand in for the other.
func (d *desk) free(kind model.Kind, name model.Text) error {
	if name.Empty() {
		return &model.Problem{Exit: model.ExitUsage, What: fmt.Sprintf("a %s needs a name", kind), Todo: "give it one"}
	}
	if i := d.k.Effective(kind, name); i >= 0 {
		return &model.Problem{
			Exit: model.ExitRefused, What: fmt.Sprintf("there is a %s named %q already, in %s", kind, name, d.k.Place(kind, i)),
			Todo: "take another name, or rename or delete that one first",
		}
	}
	return nil
}

// unread says of which files nobody knows what they refer to.
func (d *desk) unread() []string {
	var out []string
	for _, f := range d.k.Files {
		if !f.Problem.Empty() {
			out = append(out, f.Label.String())
		}
	}
	return out
}

// line tells which of several entries of one name in a file is meant; 0 when there is
// only one.
func (d *desk) line(kind model.Kind, i int) int {
	e := d.k.Entry(kind, i)
	for n := range d.k.Len(kind) {
		if other := d.k.Entry(kind, n); n != i && other.File == e.File && other.Name == e.Name {
			return e.Line
		}
	}
	return 0
}

// A draft is what was planned last. Its bytes are kept because making and proving
// them is most of the work on a large file.
type draft struct {
	first *model.Edit // by which the plan is known
	files []*opened   // on what it was planned
	edits map[string]config.Edits
	words []string // what was asked
}

// drafted makes the edits of all files, and the plan from them.
func (d *desk) drafted() (model.Plan, error) {
	edits := map[string]config.Edits{}
	for i, ops := range d.ops {
		if len(ops) == 0 {
			continue
		}
		o := d.files[i]
		e, err := d.service.edited(o, ops)
		if err != nil {
			return model.Plan{}, err
		}
		if len(e.Patches) == 0 {
			continue
		}
		edits[o.path] = e
		for _, v := range e.Values {
			d.plan.Edits = append(d.plan.Edits, model.Edit{
				File: o.path, Label: d.service.label(o.path), Line: v.Line,
				Path: model.NewText(v.Path), Before: v.Before, After: v.After,
			})
		}
	}
	if !d.plan.Nothing() {
		d.service.keep(draft{&d.plan.Edits[0], d.files, edits, d.plan.Question()})
	}
	return d.plan, nil
}

// edited carries operations out on the bytes of a file.
func (s *Service) edited(o *opened, ops []config.Operation) (config.Edits, error) {
	f := o.config
	if o.missing {
		f, _ = config.Read(nil)
	}
	if f == nil {
		return config.Edits{}, &model.Problem{
			Exit: model.ExitRefused, What: fmt.Sprintf("%s %s", s.label(o.path), o.problem),
			Todo: "mend that file, or take it out of KUBECONFIG",
		}
	}
	e, err := f.Edit(ops...)
	if err != nil {
		return config.Edits{}, s.notEdited(o, err)
	}
	return s.asBefore(o.path, o.data, e), nil
}

func (s *Service) keep(d draft) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last = d
}

// kept returns what was planned for this very plan, once.
func (s *Service) kept(p model.Plan) (draft, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.last
	s.last = draft{}
	return d, d.first == &p.Edits[0]
}
