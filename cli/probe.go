package cli

import (
	"context"

	"kubeid/model"
)

// Prober looks at servers as nobody.
type Prober interface {
	// Probe looks at the servers of contexts and clusters, and tells model.Probed for each.
	Probe(ctx context.Context, refs []model.Ref, tell func(model.Event)) error
}
