package kube

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"reflect"

	"kubeid/kube/config"
	"kubeid/kube/store"
	"kubeid/model"
)

// Apply carries out a plan by the whole protocol of writing. When the file has
// changed since it was planned, the wish is carried out on what it says now, unless
// that is not possible any more.
func (s *Service) Apply(ctx context.Context, p model.Plan) (model.Applied, error) {
	for _, e := range p.Edits {
		if err := s.write(ctx, p, e); err != nil {
			return model.Applied{}, err
		}
	}
	if !p.Nothing() {
		s.remember(p)
	}
	return model.Applied{Plan: p}, nil
}

func (s *Service) write(ctx context.Context, p model.Plan, e model.Edit) error {
	o := s.open(e.File)
	record, err := s.store.Write(ctx, store.Write{
		Path:    e.File,
		Current: o.data,
		Missing: o.missing,
		Seen:    o.info,
		ReadAt:  o.at,
		Edit: func(current []byte) ([]config.Patch, error) {
			return s.edit(ctx, p.Change, o, current)
		},
		Record:  s.record(p, e),
		Waiting: s.waiting,
	})
	if record.ID != "" && err != nil && !errors.Is(err, context.Canceled) {
		return nil // the change is made; what failed came after it
	}
	return err
}

func (s *Service) record(p model.Plan, e model.Edit) store.Record {
	r := store.Record{Words: p.Change.Fact(), Label: e.Label.Raw()}
	if u, ok := p.Change.(model.Undo); ok {
		r.Undoes = u.ID
	}
	return r
}

// edit carries a change out on the bytes of a file as they are now.
func (s *Service) edit(ctx context.Context, c model.Change, o *opened, current []byte) ([]config.Patch, error) {
	if u, ok := c.(model.Undo); ok {
		return s.revert(u, current)
	}
	f := o.config
	if bytes.Equal(current, o.data) {
		if e, ok := s.planned(c, o); ok {
			return []config.Patch{e.Patch}, nil
		}
	} else {
		f = nil
	}
	if f == nil {
		var err error
		if f, err = config.Read(current); err != nil {
			return nil, conflict(fmt.Errorf("it cannot be read any more: it %w", err))
		}
	}
	var e config.Edit
	var err error
	switch c := c.(type) {
	case model.UseContext:
		if c.Context.File == o.path && !has(f, c.Context.Name) {
			return nil, conflict(fmt.Errorf("context %q is gone", c.Context.Name))
		}
		e, err = f.UseContext(c.Context.Name.Raw())
	case model.UnsetContext:
		e, err = f.Unset()
	case model.SetNamespace:
		if !has(f, c.Context.Name) {
			return nil, conflict(fmt.Errorf("context %q is gone", c.Context.Name))
		}
		e, err = f.SetNamespace(c.Context.Name.Raw(), c.Namespace.Raw())
	default:
		err = fmt.Errorf("nobody knows how to apply %T", c)
	}
	if err != nil {
		return nil, s.notEdited(o, err)
	}
	return []config.Patch{s.asBefore(ctx, o.path, current, e).Patch}, nil
}

// A draft is the edit that was planned last. Its bytes are kept because making and
// proving them is most of the work on a large file.
type draft struct {
	change model.Change
	of     *opened
	edit   config.Edit
}

func (s *Service) keep(d draft) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last = d
}

// planned returns the edit that was planned for a change of these very bytes.
func (s *Service) planned(c model.Change, o *opened) (config.Edit, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.last
	s.last = draft{}
	return d.edit, d.of == o && reflect.DeepEqual(d.change, c)
}

// waiting tells that somebody else holds the lock of a file.
func (s *Service) waiting(h store.Holder) {
	if s.opts.Say != nil {
		s.opts.Say(fmt.Sprintf("waiting for %s, held by %s", model.NewText(h.Path), h))
	}
}

func has(f *config.File, name model.Text) bool {
	for _, c := range f.Contexts {
		if c.Name == name {
			return true
		}
	}
	return false
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
	}
}
