package kube

import (
	"context"
	"fmt"
	"path/filepath"

	"kubeid/kube/config"
	"kubeid/kube/store"
	"kubeid/model"
)

// planUndo plans to take back one step of the journal.
func (s *Service) planUndo(ctx context.Context, c model.Undo) (model.Plan, error) {
	step, err := s.step(ctx, c.ID)
	if err != nil {
		return model.Plan{}, err
	}
	return s.planBack(step, model.Undo{ID: step.ID, Done: step.Words, When: step.Time})
}

// planRedo plans to take back an undo.
func (s *Service) planRedo(ctx context.Context, c model.Redo) (model.Plan, error) {
	steps, err := s.store.Steps(ctx)
	if err != nil {
		return model.Plan{}, err
	}
	step, ok := store.Redoable(steps)
	for _, one := range steps {
		if c.ID != "" && one.ID == c.ID {
			step, ok = one, one.Undoes != ""
		}
	}
	if !ok || c.ID != "" && step.ID != c.ID {
		return model.Plan{}, &model.Problem{Exit: model.ExitNotFound, What: "there is nothing to redo", Todo: "see what was written with: kubeid journal"}
	}
	for _, one := range steps {
		if one.ID == step.Undoes {
			step.Words = one.Words // what will be so again
		}
	}
	return s.planBack(step, model.Redo{ID: step.ID, Done: step.Words, When: step.Time})
}

// planBack plans to take a step back in all its files.
func (s *Service) planBack(step store.Step, c model.Change) (model.Plan, error) {
	plan := model.Plan{Change: c}
	for _, r := range step.Records {
		o := s.open(s.listed(r.File))
		patches, err := store.Revert(o.data, r)
		if err != nil {
			return model.Plan{}, err
		}
		next, err := loadable(o, config.Join(config.Pieces(o.data, patches...)), r.Left(o.data))
		if err != nil {
			return model.Plan{}, err
		}
		if next.Refused != "" && o.config != nil && o.config.Refused == "" {
			plan.Notes = append(plan.Notes, fmt.Sprintf("kubectl cannot load %s then, as before: %s", s.label(o.path), model.NewText(next.Refused)))
		}
		s.compare(&plan, o, next, patches)
	}
	for _, l := range plan.Lost {
		if l.Credential {
			plan.Notes = append(plan.Notes, "what was changed in a cluster is not undone by this")
			break
		}
	}
	return plan, nil
}

// listed returns the name by which a file is listed, since kubectl locks a symbolic
// link and not what it leads to; else the path itself.
func (s *Service) listed(real string) string {
	for _, path := range s.locate() {
		if to, err := filepath.EvalSymlinks(path); err == nil && to == real {
			return path
		}
	}
	return real
}

// step returns the step of this ID; "" stands for the newest that can be undone.
func (s *Service) step(ctx context.Context, id string) (store.Step, error) {
	steps, err := s.store.Steps(ctx)
	if err != nil {
		return store.Step{}, err
	}
	if id == "" {
		if step, ok := store.Undoable(steps); ok {
			return step, nil
		}
		return store.Step{}, &model.Problem{Exit: model.ExitNotFound, What: "there is nothing to undo", Todo: "see what was written with: kubeid journal"}
	}
	for _, step := range steps {
		if step.ID == id {
			return step, nil
		}
	}
	return store.Step{}, &model.Problem{
		Exit: model.ExitNotFound, What: fmt.Sprintf("the journal has no record %q", model.NewText(id)),
		Todo: "see the records with: kubeid journal",
	}
}

// reverting returns the step that a change takes back, if it does.
func reverting(c model.Change) (id string, ok bool) {
	switch c := c.(type) {
	case model.Undo:
		return c.ID, true
	case model.Redo:
		return c.ID, true
	}
	return "", false
}

// undone returns the record of a file that is taken back, or nil.
func (a applying) undone(path string) *store.Record {
	real, err := filepath.EvalSymlinks(path)
	for i, r := range a.step.Records {
		if r.File == path || err == nil && r.File == real {
			return &a.step.Records[i]
		}
	}
	return nil
}

// loadable reads what a file will say, and makes sure that an undo does not leave
// one that kubectl cannot load where it could before. Where nothing was changed since,
// the file will be what it was, which a mending change may have found broken.
func loadable(o *opened, next []byte, asItWas bool) (*config.File, error) {
	f, err := config.Read(next)
	if err == nil && (asItWas || f.Refused == "" || o.config == nil || o.config.Refused != "") {
		return f, nil
	}
	return nil, &model.Problem{Exit: model.ExitConflict, What: "kubectl could not load the file after this undo", Todo: "the file was changed since; change it by hand"}
}

// Steps returns what was written, the newest first.
func (s *Service) Steps(ctx context.Context) ([]store.Step, error) { return s.store.Steps(ctx) }

// Forget drops steps of the journal; all of them when none is named.
func (s *Service) Forget(ctx context.Context, ids ...string) error {
	return s.store.Forget(ctx, ids...)
}

// LockHolder tells who holds the lock of a kubeconfig.
func (s *Service) LockHolder(path string) (store.Holder, bool, error) { return store.LockHolder(path) }

// BreakLock takes away the lock that h holds. Ask a person first.
func (s *Service) BreakLock(h store.Holder) error { return store.BreakLock(h) }

// Watch tells Loaded anew whenever a file has changed and come to rest, and Said when a
// person should know what goes on meanwhile, until ctx ends.
func (s *Service) Watch(ctx context.Context, tell func(model.Event)) error {
	s.listen(ctx, tell)
	return store.Watch(ctx, s.locate(), func() {
		if loaded, err := s.Load(ctx); err == nil {
			tell(loaded)
		}
	})
}
