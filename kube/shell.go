package kube

import (
	"context"
	"fmt"

	"kubeid/model"
)

// A ShellFile is the kubeconfig of one shell: one context with its cluster and user,
// and nothing else. What is switched or changed in it stays in it.
type ShellFile struct {
	Path    string
	Context model.Text
	Notes   []string // what a person should know of the context
}

// NewShell writes the kubeconfig of a shell for one context, for the owner alone: in
// the folder of the login session where the system has one, which is memory and ends
// with it. Files that the context points to are not copied: their paths are made
// absolute, so that a renewed token counts there, too. namespace "" is the context's.
func (s *Service) NewShell(ctx context.Context, which model.Ref, namespace string) (ShellFile, error) {
	k, files, err := s.load(ctx)
	if err != nil {
		return ShellFile{}, err
	}
	i := k.Find(which)
	if i < 0 {
		return ShellFile{}, model.NotFound(model.ContextKind, which.Name.Raw(), k.Names(model.ContextKind))
	}
	if refused := k.Resolve(i).Refusals; len(refused) > 0 {
		return ShellFile{}, &model.Problem{
			Exit: model.ExitRefused, What: fmt.Sprintf("kubectl refuses context %q: %s", which.Name, refused[0]),
			Todo: "mend it first: " + k.Place(model.ContextKind, i),
		}
	}
	text, err := compose(k, files, Viewing{Contexts: []model.Ref{which}, Namespace: namespace})
	if err != nil {
		return ShellFile{}, err
	}
	path, err := s.store.NewShell(ctx, s.opts.RuntimeDir, text.Reveal())
	return ShellFile{Path: path, Context: which.Name, Notes: notesOn(k, i)}, err
}

// EndShell takes the kubeconfig of a shell away, and forgets what was changed in it.
func (s *Service) EndShell(ctx context.Context, f ShellFile) error {
	return s.store.EndShell(context.WithoutCancel(ctx), f.Path)
}
