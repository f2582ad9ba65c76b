package cli

import (
	"context"

	"kubeid/model"
)

// Logins logs in with a context, with what a person agreed to.
type Logins interface {
	// WhoamiNeeds says what would run and be sent, and does nothing of it.
	WhoamiNeeds(ctx context.Context, ref model.Ref) (model.Consent, error)
	// Whoami asks the server who we are.
	Whoami(ctx context.Context, ref model.Ref, granted model.Consent) (model.Whoami, error)
	// Namespaces lists the cluster's namespaces; model.ErrMayNotList where that is forbidden.
	Namespaces(ctx context.Context, ref model.Ref, granted model.Consent) ([]model.Text, error)
}
