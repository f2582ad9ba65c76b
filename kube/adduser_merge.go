package kube

import (
	"context"
	"fmt"

	"kubeid/model"
)

// planMerge makes sure that new entries of these names can be added to a kubeconfig that
// exists.
func (s *Service) planMerge(path string, names ...string) (model.PlannedFile, error) {
	f := s.open(path)
	if f.missing || f.config == nil {
		return model.PlannedFile{}, &model.Problem{
			Exit: model.ExitNotFound, What: fmt.Sprintf("there is no kubeconfig %s to merge into", s.label(path)), Todo: "name one that exists, or have a new one written",
		}
	}
	for _, name := range names {
		for _, c := range f.config.Contexts {
			if c.Name.Raw() == name {
				return model.PlannedFile{}, taken(name, "context", s.label(path))
			}
		}
		for _, u := range f.config.Users {
			if u.Name.Raw() == name {
				return model.PlannedFile{}, taken(name, "user", s.label(path))
			}
		}
	}
	return model.PlannedFile{Path: path, What: "a context and a user more", Secret: true, Merged: true}, nil
}

func taken(name, kind string, file model.Text) error {
	return &model.Problem{
		Exit: model.ExitConflict, What: fmt.Sprintf("%s has a %s %q already", file, kind, model.NewText(name)),
		Todo: "choose another template for the names, renew that user instead, or have a new kubeconfig written",
	}
}

// merge adds the new entries to a kubeconfig by the whole protocol of writing.
func (o *onboarding) merge(ctx context.Context) (string, error) {
	data, err := o.kubeconfig(o.places[0], embedded)
	if err != nil {
		return "", err
	}
	plan, err := o.service.Plan(ctx, model.Import{
		Data: data, Source: model.NewText("user " + o.user.Subject.User), File: o.user.Out, Taken: model.Auto,
	})
	if err != nil {
		return "", err
	}
	if _, err := o.service.Apply(ctx, plan); err != nil {
		return "", err
	}
	o.added.Files = o.review.Files
	o.leftEntries(ctx, o.user.Out)
	for _, p := range o.places {
		if err := o.amend(ctx, p, nil, []string{o.user.Out}); err != nil {
			return "", err
		}
	}
	return "kubeid undo takes it back", nil
}

// leftEntries notes that a kubeconfig was changed, by the step of the journal.
func (o *onboarding) leftEntries(ctx context.Context, path string) {
	if step, err := o.service.step(context.WithoutCancel(ctx), ""); err == nil {
		o.left(model.Leftover{Kind: "entries", Name: path, UID: step.ID})
	}
}
