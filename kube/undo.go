package kube

import (
	"bytes"
	"context"
	"fmt"
	"regexp"

	"sigs.k8s.io/yaml"

	"kubeid/kube/config"
	"kubeid/kube/store"
	"kubeid/model"
)

// planUndo plans to take back one record of the journal.
func (s *Service) planUndo(ctx context.Context, c model.Undo) (model.Plan, error) {
	r, err := s.recordToUndo(ctx, c.ID)
	if err != nil {
		return model.Plan{}, err
	}
	o := s.open(r.File)
	patches, err := store.Revert(o.data, r)
	if err != nil {
		return model.Plan{}, err
	}
	if err := loadable(o, config.Join(config.Pieces(o.data, patches...))); err != nil {
		return model.Plan{}, err
	}
	plan := model.Plan{Change: model.Undo{ID: r.ID, Done: r.Words, When: r.Time}}
	for _, p := range patches {
		plan.Edits = append(plan.Edits, undoEdit(s, o, p))
	}
	return plan, nil
}

func (s *Service) recordToUndo(ctx context.Context, id string) (store.Record, error) {
	if id == "" {
		r, ok, err := s.store.Undoable(ctx)
		if err == nil && !ok {
			err = &model.Problem{Exit: model.ExitNotFound, What: "there is nothing to undo", Todo: "see what was written with: kubeid undo --list"}
		}
		return r, err
	}
	records, err := s.store.Records(ctx)
	if err != nil {
		return store.Record{}, err
	}
	for _, r := range records {
		if r.ID == id {
			return r, nil
		}
	}
	return store.Record{}, &model.Problem{
		Exit: model.ExitNotFound, What: fmt.Sprintf("the journal has no record %q", model.NewText(id)),
		Todo: "see the records with: kubeid undo --list",
	}
}

// loadable makes sure that an undo does not leave a file that kubectl cannot load
// where it could before.
func loadable(o *opened, next []byte) error {
	f, err := config.Read(next)
	if err == nil && (f.Refused == "" || o.config == nil || o.config.Refused != "") {
		return nil
	}
	return &model.Problem{Exit: model.ExitConflict, What: "kubectl could not load the file after this undo", Todo: "the file was changed since; change it by hand"}
}

func (s *Service) revert(u model.Undo, current []byte) ([]config.Patch, error) {
	r, err := s.recordToUndo(context.Background(), u.ID)
	if err != nil {
		return nil, err
	}
	return store.Revert(current, r)
}

// Records returns what was written, the newest first.
func (s *Service) Records(ctx context.Context) ([]store.Record, error) { return s.store.Records(ctx) }

// Forget drops records of the journal; all of them when none is named.
func (s *Service) Forget(ctx context.Context, ids ...string) error {
	return s.store.Forget(ctx, ids...)
}

// LockHolder tells who holds the lock of a kubeconfig.
func (s *Service) LockHolder(path string) (store.Holder, bool, error) { return store.LockHolder(path) }

// Watch tells Loaded anew whenever a file has changed and come to rest, until ctx ends.
func (s *Service) Watch(ctx context.Context, tell func(model.Event)) error {
	return store.Watch(ctx, s.locate(), func() {
		if loaded, err := s.Load(ctx); err == nil {
			tell(loaded)
		}
	})
}

// undoEdit says what an undo writes at one place: the key whose value comes back,
// or the pair that comes or goes as a whole.
func undoEdit(s *Service, o *opened, p config.Patch) model.Edit {
	e := model.Edit{
		File: o.path, Label: s.label(o.path),
		Line: 1 + bytes.Count(o.data[:p.Offset], []byte("\n")),
	}
	if key := keyBefore.FindSubmatch(o.data[max(0, p.Offset-100):p.Offset]); key != nil {
		e.Path, e.Before, e.After = model.NewText(string(key[1])), scalarValue(p.Old), scalarValue(p.New)
		return e
	}
	e.Line += bytes.Count(bytes.TrimRight(p.Old, "\r\n"), []byte("\n"))
	e.Before, e.After = model.Value{Absent: true}, model.Value{Absent: true}
	if key := pair.FindSubmatch(p.Old); key != nil {
		e.Path, e.Before = model.NewText(string(key[1])), scalarValue(key[2])
	}
	if key := pair.FindSubmatch(p.New); key != nil {
		e.Path, e.After = model.NewText(string(key[1])), scalarValue(key[2])
	}
	return e
}

var (
	keyBefore = regexp.MustCompile(`([A-Za-z-]+)["']?[ \t]*:[ \t]*$`)
	pair      = regexp.MustCompile(`(?s)([A-Za-z-]+)["']?[ \t]*:[ \t]*([^\r\n]*?)[ \t]*[\r\n]*$`)
)

// scalarValue reads a value as it stands in a file.
func scalarValue(written []byte) model.Value {
	var text string
	if yaml.Unmarshal(written, &text) != nil {
		text = string(written)
	}
	return model.Value{Text: model.NewText(text), Absent: len(bytes.TrimSpace(written)) == 0}
}

// BreakLock takes away the lock that h holds. Ask a person first.
func (s *Service) BreakLock(h store.Holder) error { return store.BreakLock(h) }
