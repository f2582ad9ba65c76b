package kube

import (
	"context"
	"errors"
	"fmt"

	"kubeid/kube/config"
	"kubeid/model"
)

// Plan tells what a change would write. Nothing is written.
func (s *Service) Plan(ctx context.Context, c model.Change) (model.Plan, error) {
	k, files, err := s.load(ctx)
	if err != nil {
		return model.Plan{}, err
	}
	switch c := c.(type) {
	case model.Undo:
		return s.planUndo(ctx, c)
	case model.Redo:
		return s.planRedo(ctx, c)
	case model.Export:
		return s.planExport(k, files, c)
	}
	d := s.desk(k, files, c)
	if err := d.add(c); err != nil {
		return model.Plan{}, err
	}
	return d.drafted(ctx)
}

// notEdited explains why a file cannot be edited.
func (s *Service) notEdited(o *opened, err error) error {
	p := &model.Problem{Exit: model.ExitRefused, What: fmt.Sprintf("%s is left as it is", s.label(o.path)), Cause: err}
	switch {
	case o.config != nil && o.config.Refused != "":
		p.Todo = "kubectl cannot load this file either; mend that first"
	case errors.Is(err, config.ErrNotEditable):
		p.Todo = "change it by hand, or write it in a simpler form first"
	}
	return p
}
