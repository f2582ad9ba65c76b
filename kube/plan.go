package kube

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"kubeid/kube/config"
	"kubeid/kube/store"
	"kubeid/model"
)

// Plan tells what a change would write. Nothing is written. What cannot be planned
// while somebody writes is tried again when they have ended: half of a file may have
// been read.
func (s *Service) Plan(ctx context.Context, c model.Change) (model.Plan, error) {
	for began := time.Now(); ; {
		k, files, err := s.load(ctx)
		if err != nil {
			return model.Plan{}, err
		}
		plan, err := s.planOn(ctx, k, files, c)
		if err == nil || ctx.Err() != nil || time.Since(began) > restless || s.sameStill(files) {
			return plan, err
		}
	}
}

// sameStill tells whether nobody writes to the files, and nobody has since they were
// read.
func (s *Service) sameStill(files []*opened) bool {
	for _, o := range files {
		if _, locked := store.LockAge(o.path); locked {
			time.Sleep(atRest)
			return false
		}
		if o.info != nil && o.info.Mode().IsRegular() && !bytes.Equal(read(o.path).data, o.data) {
			return false
		}
	}
	return true
}

func (s *Service) planOn(ctx context.Context, k model.Kubeconfig, files []*opened, c model.Change) (model.Plan, error) {
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
	return d.drafted()
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
