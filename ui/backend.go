package ui

import (
	"context"

	"kubeid/model"
)

// Backend is the ui's only door to the outside world; kube.Service implements it.
// It is composed of what the screens need, so that a fake stays small.
type Backend interface {
	Files
}

// Files reads and changes kubeconfigs.
type Files interface {
	// Load reads all kubeconfigs.
	Load(ctx context.Context) (model.Loaded, error)
	// Decode tells, in batches, what is found in these users and clusters, in this order.
	Decode(ctx context.Context, entries []model.Ref, look model.Look, tell func(model.Event)) error
	// Plan tells what a change would write.
	Plan(ctx context.Context, c model.Change) (model.Plan, error)
	// Apply carries a plan out.
	Apply(ctx context.Context, p model.Plan) (model.Applied, error)
	// Watch tells Loaded anew whenever a file was changed outside and came to rest.
	Watch(ctx context.Context, tell func(model.Event)) error
}
