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
	case model.UseContext:
		return s.planUse(ctx, k, files, c)
	case model.UnsetContext:
		return s.planUnset(ctx, k, files, c)
	case model.SetNamespace:
		return s.planNamespace(ctx, k, files, c)
	case model.Undo:
		return s.planUndo(ctx, c)
	}
	return model.Plan{}, fmt.Errorf("nobody knows how to plan %T", c)
}

func (s *Service) planUse(ctx context.Context, k model.Kubeconfig, files []*opened, c model.UseContext) (model.Plan, error) {
	name := c.Context.Name
	i := k.Find(c.Context)
	if i < 0 {
		return model.Plan{}, model.NotFound(model.ContextKind, name.Raw(), k.Names(model.ContextKind))
	}
	if name.Empty() {
		return model.Plan{}, &model.Problem{
			Exit: model.ExitRefused, What: "a context without a name cannot be the current one",
			Todo: "give it a name in " + k.Place(model.ContextKind, i),
		}
	}
	if shadow := k.Shadow(model.ContextKind, i); shadow >= 0 {
		return model.Plan{}, &model.Problem{
			Exit: model.ExitRefused,
			What: fmt.Sprintf("context %q of %s is shadowed: kubectl would use the one of %s", name, k.Place(model.ContextKind, i), k.Place(model.ContextKind, shadow)),
			Todo: "give one of the two another name, or put its file first in KUBECONFIG",
		}
	}
	plan := model.Plan{Change: c, Notes: notesOn(k, i)}
	if now, _ := k.Current(); now == name {
		return plan, nil
	}
	o, err := target(k, files)
	if err != nil {
		return model.Plan{}, err
	}
	return s.edited(ctx, plan, o, func(f *config.File) (config.Edit, error) { return f.UseContext(name.Raw()) })
}

// target returns the file that current-context goes to: the one that sets it, else
// the first that exists, else the first of the list.
func target(k model.Kubeconfig, files []*opened) (*opened, error) {
	if _, i := k.Current(); i >= 0 {
		return files[i], nil
	}
	for _, o := range files {
		if !o.missing {
			return o, nil
		}
	}
	if len(files) == 0 {
		return nil, &model.Problem{What: "KUBECONFIG names no file", Todo: "unset KUBECONFIG, or name a file in it"}
	}
	return files[0], nil
}

// notesOn says what is wrong with a context that somebody wants to use.
func notesOn(k model.Kubeconfig, i int) []string {
	r := k.Resolve(i)
	var notes []string
	for _, refusal := range r.Refusals {
		notes = append(notes, "kubectl refuses this context: "+refusal.String())
	}
	if r.ForeignCluster {
		notes = append(notes, fmt.Sprintf("the cluster is that of %s, not the one in the context's own file", k.Place(model.ClusterKind, r.Cluster)))
	}
	if r.ForeignUser {
		notes = append(notes, fmt.Sprintf("the user is that of %s, not the one in the context's own file", k.Place(model.UserKind, r.User)))
	}
	return notes
}

func (s *Service) planUnset(ctx context.Context, k model.Kubeconfig, files []*opened, c model.UnsetContext) (model.Plan, error) {
	plan := model.Plan{Change: c}
	_, i := k.Current()
	if i < 0 {
		return plan, nil
	}
	for n, f := range k.Files[i+1:] {
		if !f.Current.Empty() {
			plan.Notes = append(plan.Notes, fmt.Sprintf("%s sets one as well, so kubectl will be on %q then", k.Files[i+1+n].Label, f.Current))
			break
		}
	}
	return s.edited(ctx, plan, files[i], (*config.File).Unset)
}

func (s *Service) planNamespace(ctx context.Context, k model.Kubeconfig, files []*opened, c model.SetNamespace) (model.Plan, error) {
	i := k.Find(c.Context)
	if i < 0 {
		return model.Plan{}, model.NotFound(model.ContextKind, c.Context.Name.Raw(), k.Names(model.ContextKind))
	}
	plan := model.Plan{Change: c}
	if k.Contexts[i].Namespace == c.Namespace {
		return plan, nil
	}
	if !c.Namespace.Empty() {
		if err := model.CheckNamespace(c.Namespace.Raw()); err != nil {
			return model.Plan{}, err
		}
	}
	return s.edited(ctx, plan, files[k.Contexts[i].File], func(f *config.File) (config.Edit, error) {
		return f.SetNamespace(c.Context.Name.Raw(), c.Namespace.Raw())
	})
}

// edited adds to plan what edit does to the file.
func (s *Service) edited(ctx context.Context, plan model.Plan, o *opened, edit func(*config.File) (config.Edit, error)) (model.Plan, error) {
	f := o.config
	if o.missing {
		f, _ = config.Read(nil)
	}
	if f == nil {
		return model.Plan{}, &model.Problem{
			Exit: model.ExitRefused, What: fmt.Sprintf("%s %s", s.label(o.path), o.problem),
			Todo: "mend that file, or take it out of KUBECONFIG",
		}
	}
	e, err := edit(f)
	if err != nil {
		return model.Plan{}, s.notEdited(o, err)
	}
	e = s.asBefore(ctx, o.path, o.data, e)
	s.keep(draft{plan.Change, o, e})
	plan.Edits = append(plan.Edits, model.Edit{
		File: o.path, Label: s.label(o.path), Line: e.Line,
		Path: model.NewText(e.Path), Before: e.Before, After: e.After,
	})
	return plan, nil
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
