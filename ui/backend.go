package ui

import (
	"context"

	"kubeid/crypto"
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
	Accounts
	Doctor
	Onboarding
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
	// Watch tells Loaded anew whenever a file was changed outside and came to rest, and Said
	// when a person should know what goes on meanwhile.
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

// Accounts looks at ServiceAccounts, makes tokens of them, and says who can become one.
// What WhoamiNeeds lists has to be granted.
type Accounts interface {
	// Accounts lists those of a namespace, or of all; model.ErrMayNotList where that is forbidden.
	Accounts(ctx context.Context, of model.Ref, namespace model.Text, granted model.Consent, tell func(model.Event)) (model.Accounts, error)
	// Account looks at one.
	Account(ctx context.Context, of model.Ref, account model.Account, granted model.Consent) (model.AccountPage, error)
	// WhoCanBecome tells who can become an account, and how.
	WhoCanBecome(ctx context.Context, of model.Ref, account model.Account, granted model.Consent, tell func(model.Event)) (model.WhoCan, error)
	// WhoCanRead tells who can read a Secret, and how.
	WhoCanRead(ctx context.Context, of model.Ref, secret model.Account, granted model.Consent, tell func(model.Event)) (model.WhoCan, error)
	// Rights tells what somebody may do.
	Rights(ctx context.Context, of model.Ref, who model.Actor, namespace model.Text, granted model.Consent, tell func(model.Event)) (model.Rights, error)
	// ReviewToken tells what making a token would do, and makes nothing.
	ReviewToken(ctx context.Context, w model.TokenWish, granted model.Consent) (model.TokenReview, error)
	// MakeToken carries a review out, and tells its steps.
	MakeToken(ctx context.Context, r model.TokenReview, granted model.Consent, tell func(model.Event)) (model.MadeToken, error)
	// CheckToken looks whether the cluster takes a token, which is shown to the server only when send says so.
	CheckToken(ctx context.Context, of model.Ref, token crypto.Secret, send bool, granted model.Consent) (model.TokenCheck, error)
	// ReviewRevocation tells what revoking a token would do.
	ReviewRevocation(ctx context.Context, of model.Ref, what model.RevokeWhat, granted model.Consent) (model.Revocation, error)
	// Revoke revokes it, and waits until the cluster refuses it.
	Revoke(ctx context.Context, r model.Revocation, token crypto.Secret, granted model.Consent, tell func(model.Event)) (model.Revoked, error)
}

// Doctor knows what findings need beside the kubeconfigs.
type Doctor interface {
	// Survey asks the disk: who can read files, and what is not there.
	Survey(ctx context.Context, look model.Look) (model.Facts, error)
	// Settings reads what a person has decided for good.
	Settings() (model.Settings, error)
}

// Onboarding adds users, and takes the rights of those away who leave.
type Onboarding interface {
	// AddOffers finds out what the form can offer, as somebody when connect says so.
	AddOffers(ctx context.Context, of model.Ref, granted model.Consent, connect bool) (model.AddOffers, error)
	// Renewal returns the answers with which the certificate of a user entry is renewed.
	Renewal(ctx context.Context, user, through model.Ref) (model.NewUser, error)
	// ReviewUser tells what adding a user would do.
	ReviewUser(ctx context.Context, u model.NewUser, with model.AddWith) (model.Review, error)
	// AddUser carries a review out; what came of it is told also when it fails.
	AddUser(ctx context.Context, r model.Review, with model.AddWith, tell func(model.Event)) (model.AddedUser, error)
	// TakeBack removes what a failed try has left behind.
	TakeBack(ctx context.Context, left []model.Leftover, granted model.Consent) error
	// Offboarding finds out what gives a user rights in a cluster.
	Offboarding(ctx context.Context, of model.Ref, user string, granted model.Consent) (model.Offboarding, error)
	// Offboard takes that away, each binding exactly as it was found.
	Offboard(ctx context.Context, o model.Offboarding, granted model.Consent, tell func(model.Event)) error
}
