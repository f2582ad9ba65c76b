package kube

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"

	"kubeid/kube/config"
	"kubeid/kube/store"
	"kubeid/model"
)

// Apply carries out a plan by the whole protocol of writing: all its files or none.
// When a file has changed since it was planned, the wish is carried out on what the
// files say now, unless that is not possible any more or would ask something else.
func (s *Service) Apply(ctx context.Context, p model.Plan) (model.Applied, error) {
	if p.Nothing() {
		return model.Applied{Plan: p}, nil
	}
	if e, ok := p.Change.(model.Export); ok {
		return model.Applied{Plan: p}, s.export(ctx, p, e)
	}
	p, err := s.agreed(ctx, p)
	if err != nil || p.Nothing() {
		return model.Applied{Plan: p}, err
	}
	a, err := s.applying(ctx, p)
	if err != nil {
		return model.Applied{}, err
	}
	writes := make([]store.Write, 0, len(a.paths))
	for _, path := range a.paths {
		writes = append(writes, a.write(path))
	}
	remembered := false
	if len(writes) == 1 {
		writes[0].Meanwhile = func() { s.remember(p); remembered = true }
	}
	records, err := s.store.WriteAll(ctx, writes)
	if err != nil && (len(records) == 0 || errors.Is(err, context.Canceled)) {
		return model.Applied{}, err
	}
	if !remembered { // the change is made; what failed came after it
		s.remember(p)
	}
	return model.Applied{Plan: p}, nil
}

// An applying is a plan that is carried out.
type applying struct {
	service *Service
	plan    model.Plan
	paths   []string
	draft   draft      // what is ready, when it still fits
	files   []*opened  // what the files say now
	step    store.Step // for an undo or redo
}

// applying looks at the files once more: where one of them, also one that was not to
// be written, says something else by now, the plan is made anew.
func (s *Service) applying(ctx context.Context, p model.Plan) (applying, error) {
	a := applying{service: s, plan: p, paths: p.Files()}
	if id, ok := reverting(p.Change); ok {
		step, err := s.step(ctx, id)
		a.step = step
		return a, err
	}
	_, files, err := s.load(ctx)
	if err != nil {
		return a, err
	}
	a.files = files
	if d, ok := s.kept(p); ok && sameBytes(d.files, files) {
		a.draft = d
		return a, nil
	}
	if aims(p.Change) {
		return a, nil
	}
	again, err := s.Plan(ctx, p.Change)
	switch {
	case err != nil:
		return a, conflict(err)
	case !slices.Equal(again.Question(), p.Question()):
		return a, conflict(errOther)
	case !again.Nothing():
		a.draft, _ = s.kept(again)
		a.paths = again.Files()
	}
	return a, nil
}

// aims tells whether a change aims at one value of one file, and can be carried out
// on whatever that file says.
func aims(c model.Change) bool {
	switch c.(type) {
	case model.UseContext, model.UnsetContext, model.SetNamespace:
		return true
	}
	return false
}

func sameBytes(a, b []*opened) bool {
	return slices.EqualFunc(a, b, func(a, b *opened) bool {
		return a == b || a.path == b.path && a.missing == b.missing && a.problem == b.problem && bytes.Equal(a.data, b.data)
	})
}

// write returns the write of one file.
func (a applying) write(path string) store.Write {
	w := store.Write{Path: path, Record: a.record(path), Waiting: a.service.waiting}
	o := a.opened(path)
	w.Current, w.Missing, w.Seen, w.ReadAt = o.data, o.missing, o.info, o.at
	w.Edit = func(current []byte) ([]config.Patch, error) { return a.edit(o, current) }
	return w
}

func (a applying) opened(path string) *opened {
	for _, o := range a.files {
		if o.path == path {
			return o
		}
	}
	return a.service.open(path)
}

func (a applying) record(path string) store.Record {
	r := store.Record{Words: a.plan.Change.Fact(), Label: a.service.label(path).Raw(), Undoes: a.step.ID}
	if undone := a.undone(path); undone != nil {
		r.Gone = !undone.Existed
	}
	return r
}

// edit carries the change out on the bytes of a file as they are now.
func (a applying) edit(o *opened, current []byte) ([]config.Patch, error) {
	if a.step.ID != "" {
		r := a.undone(o.path)
		if r == nil {
			return nil, conflict(errors.New("the journal does not know of it any more"))
		}
		return store.Revert(current, *r)
	}
	if e, ok := a.draft.edits[o.path]; ok && bytes.Equal(current, a.drafted(o.path).data) {
		return e.Patches, nil
	}
	now := &opened{path: o.path, data: current}
	var err error
	if now.config, err = config.Read(current); err != nil {
		return nil, conflict(fmt.Errorf("it cannot be read any more: it %w", err))
	}
	ops, err := a.operations(now)
	if err != nil || len(ops) == 0 {
		return nil, err
	}
	e, err := a.service.edited(now, ops)
	return e.Patches, err
}

// drafted returns the file that was planned on.
func (a applying) drafted(path string) *opened {
	for _, o := range a.draft.files {
		if o.path == path {
			return o
		}
	}
	return &opened{}
}

// operations returns what a file needs that says something else by now.
func (a applying) operations(now *opened) ([]config.Operation, error) {
	name := func(r model.Ref) (string, error) {
		if (r.File == now.path || !isUse(a.plan.Change)) && !has(now.config, r.Name) {
			return "", conflict(fmt.Errorf("context %q is gone", r.Name))
		}
		return r.Name.Raw(), nil
	}
	switch c := a.plan.Change.(type) {
	case model.UseContext:
		to, err := name(c.Context)
		return []config.Operation{config.SetCurrent{Name: to}}, err
	case model.UnsetContext:
		return []config.Operation{config.SetCurrent{}}, nil
	case model.SetNamespace:
		of, err := name(c.Context)
		return []config.Operation{config.SetNamespace{Context: of, Namespace: c.Namespace.Raw()}}, err
	}
	files := slices.Clone(a.files)
	at := slices.IndexFunc(files, func(o *opened) bool { return o.path == now.path })
	if at < 0 {
		return nil, conflict(errors.New("it is not listed any more"))
	}
	files[at] = now
	d := a.service.desk(a.service.merge(files), files, a.plan.Change)
	if err := d.add(a.plan.Change); err != nil {
		return nil, conflict(err)
	}
	for i, ops := range d.ops {
		if len(ops) > 0 && !slices.Contains(a.paths, files[i].path) {
			return nil, conflict(fmt.Errorf("%s would have to change too", a.service.label(files[i].path)))
		}
	}
	if !slices.Equal(d.plan.Question(), a.plan.Question()) {
		return nil, conflict(errOther)
	}
	return d.ops[at], nil
}

// errOther tells that a change would not do any more what a person has agreed to.
var errOther = errors.New("it would take or bring something else now")

func isUse(c model.Change) bool { _, ok := c.(model.UseContext); return ok }

// waiting tells that somebody else holds the lock of a file.
func (s *Service) waiting(h store.Holder) {
	s.say(fmt.Sprintf("waiting for %s, held by %s", model.NewText(h.Path), h))
}

func has(f *config.File, name model.Text) bool {
	return slices.ContainsFunc(f.Contexts, func(c model.Context) bool { return c.Name == name })
}

func conflict(cause error) error {
	return &model.Problem{Exit: model.ExitConflict, What: "the file changed meanwhile", Todo: "look at it again, and try again", Cause: cause}
}

// remember keeps what the way back needs: the contexts and the namespace that were
// current. Losing it is no reason to call a change failed.
func (s *Service) remember(p model.Plan) {
	e := p.Edits[0]
	switch c := p.Change.(type) {
	case model.UseContext:
		if e.Before.Text.Empty() {
			s.store.Remember(c.Context.Name.Raw())
			return
		}
		s.store.Remember(e.Before.Text.Raw(), c.Context.Name.Raw())
	case model.UnsetContext:
		s.store.Remember(e.Before.Text.Raw())
	case model.SetNamespace:
		s.store.RememberNamespace(c.Context.File, c.Context.Name.Raw(), e.Before.Text.Raw())
	case model.Rename:
		if c.Entry.Kind == model.ContextKind {
			s.store.RememberRename(c.Entry.File, c.Entry.Name.Raw(), c.To.Raw())
		}
	}
}
