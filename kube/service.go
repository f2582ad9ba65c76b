package kube

import (
	"context"
	"errors"

	"kubeid/model"
)

// Options say where the Service looks and where it keeps its own things.
type Options struct {
	Kubeconfig string // --kubeconfig: this one file, and it must exist
	List       string // $KUBECONFIG
	Home       string // the home folder
	StateDir   string // $XDG_STATE_HOME/kubeid
}

// A Service has the abilities of the program.
type Service struct{ opts Options }

// New returns a Service. It opens nothing yet.
func New(opts Options) *Service { return &Service{opts: opts} }

// Load reads all kubeconfigs. A file that cannot be read is a File with a Problem,
// not an error.
func (s *Service) Load(ctx context.Context) (model.Loaded, error) {
	return model.Loaded{}, errors.New("not yet")
}

// Decode looks into the credentials of these users and tells what it found, in batches.
func (s *Service) Decode(ctx context.Context, users []model.Ref, tell func(model.Event)) error {
	return nil
}

// Plan tells what a change would write. Nothing is written.
func (s *Service) Plan(ctx context.Context, c model.Change) (model.Plan, error) {
	return model.Plan{}, errors.New("not yet")
}

// Apply carries out a plan by the whole protocol of writing.
func (s *Service) Apply(ctx context.Context, p model.Plan) (model.Applied, error) {
	return model.Applied{}, errors.New("not yet")
}

// Watch tells Loaded anew whenever a file has changed and come to rest, until ctx ends.
func (s *Service) Watch(ctx context.Context, tell func(model.Event)) error { return nil }
