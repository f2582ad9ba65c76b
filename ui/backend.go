package ui

import (
	"context"

	"kubeid/model"
)

// Backend is the ui's only door to the outside world; kube.Service implements it.
// It is composed of what the screens need, so that a fake stays small.
type Backend interface {
	Files
	Editor
	Prober
	Logins
	Requests
	Doctor
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

// Editor knows what a person needs who changes kubeconfigs.
type Editor interface {
	// Complete returns the paths that begin with what was typed; folders end with a slash.
	Complete(ctx context.Context, typed string) ([]string, error)
	// ReadImport reads the kubeconfig at a path, for an import. Nothing of it is obeyed.
	ReadImport(ctx context.Context, path string) (model.Import, error)
	// History returns what was written, the newest first.
	History(ctx context.Context) ([]model.Written, error)
}

// Prober looks at servers as nobody.
type Prober interface {
	// Probe tells model.Probed for every server of these contexts and clusters.
	Probe(ctx context.Context, entries []model.Ref, tell func(model.Event)) error
}

// Logins logs in with contexts. What a kubeconfig would run or send for that has to be
// agreed to by a person before.
type Logins interface {
	// WhoamiNeeds says what would run and be sent, and does nothing of it.
	WhoamiNeeds(ctx context.Context, of model.Ref) (model.Consent, error)
	// Whoami asks the server who we are.
	Whoami(ctx context.Context, of model.Ref, granted model.Consent) (model.Whoami, error)
	// Namespaces lists the namespaces of a cluster; model.ErrMayNotList where that is forbidden.
	Namespaces(ctx context.Context, of model.Ref, granted model.Consent) ([]model.Text, error)
}

// Requests looks at what clusters are asked to sign, and decides on it.
type Requests interface {
	// WatchRequests tells model.RequestsSeen, and then every change, until ctx ends.
	WatchRequests(ctx context.Context, of model.Ref, granted model.Consent, tell func(model.Event)) error
	// Decide approves or denies a request exactly as it was shown; when it has changed,
	// the error is model.ErrConflict, and what it is now is returned.
	Decide(ctx context.Context, of model.Ref, granted model.Consent, d model.Decision) (model.CSR, error)
	// SaveCertificate writes what was issued for a request to a new file, and returns its path.
	SaveCertificate(ctx context.Context, of model.Ref, granted model.Consent, name, path string) (string, error)
}

// Doctor knows what findings need beside the kubeconfigs.
type Doctor interface {
	// Survey asks the disk: who can read files, and what is not there.
	Survey(ctx context.Context, look model.Look) (model.Facts, error)
	// Settings reads what a person has decided for good.
	Settings() (model.Settings, error)
}
