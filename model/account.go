package model

import (
	"slices"
	"time"
)

// A ServiceAccount is an account of a cluster with what hangs on it.
type ServiceAccount struct {
	Account
	UID     Text
	Made    time.Time
	Pull    []Text // its image pull secrets
	Listed  []Text // the Secrets in its list: those count as made by the cluster itself
	Mounts  bool   // pods get a token of it unless they say otherwise
	Outside []Text // what it is in a cloud besides: "eks.amazonaws.com/role-arn=…"

	Tokens []TokenSecret // nil as well when nobody could look
}

// A TokenSecret is a Secret that holds a token of a ServiceAccount, which has no end.
// What it holds is never read to list it.
type TokenSecret struct {
	Namespace, Name Text
	UID             Text
	Account         Text // the name in its annotation
	AccountUID      Text // "" until the cluster has filled the Secret
	Made            time.Time
	Automatic       bool      // the account lists it, so that the cluster cleans it up one day
	LastUsed        time.Time // the day; zero when it was not used since Tracked
	InvalidSince    time.Time // the day on which the cluster stopped taking it; zero while it takes it
	AnchorFor       Text      // the account whose token ends with it, when it is an anchor that holds none itself
}

// cleanUp is how long a token that the cluster made may lie unused before it is no
// longer taken, and then how long before its Secret is deleted
// (--legacy-service-account-token-clean-up-period, whose usual value this is).
const cleanUp = 365 * day

// At names the Secret.
func (s TokenSecret) At() Account { return Account{Namespace: s.Namespace, Name: s.Name} }

// CleanUp returns when the cluster takes the next step against a token Secret, and
// which: first it does not take the token any more, later it deletes the Secret. It
// never does either for a Secret that was made by hand; ok is false then. tracked is
// since when the cluster keeps account of use, zero when nobody knows.
func (s TokenSecret) CleanUp(tracked time.Time) (at time.Time, deleted, ok bool) {
	switch {
	case !s.Automatic:
		return time.Time{}, false, false
	case !s.InvalidSince.IsZero():
		return s.InvalidSince.Add(cleanUp), true, true
	case !s.LastUsed.IsZero():
		return s.LastUsed.Add(cleanUp), false, true
	case tracked.IsZero():
		return time.Time{}, false, false
	}
	since := tracked
	if s.Made.After(since) {
		since = s.Made
	}
	return since.Add(cleanUp), false, true
}

// Severity says how much a token Secret asks to be replaced: it has no end, so it is
// never fine.
func (s TokenSecret) Severity() Severity {
	if !s.InvalidSince.IsZero() {
		return Expired
	}
	return Soon
}

// Kind says in a few words what sort of token Secret it is.
func (s TokenSecret) Kind() string {
	switch {
	case !s.InvalidSince.IsZero():
		return "no longer taken"
	case s.AccountUID.Empty():
		return "not filled yet"
	case s.Automatic:
		return "made by the cluster"
	}
	return "made by hand"
}

// Accounts is what a cluster told of its ServiceAccounts.
type Accounts struct {
	Context     Ref
	Server      Text
	Namespace   Text // the only one that was looked at; "" for all
	List        []ServiceAccount
	More        bool      // there are more than could be listed
	TokensKnown bool      // the token Secrets could be listed
	Tracked     time.Time // since when the cluster keeps account of their use; zero when it does not say
	Unknown     []Text    // what could not be found out, a sentence each
	Took        time.Duration
}

// Namespaces lists the namespaces that have accounts, sorted.
func (a Accounts) Namespaces() []Text {
	var out []Text
	for _, s := range a.List {
		if !slices.Contains(out, s.Namespace) {
			out = append(out, s.Namespace)
		}
	}
	return out
}

// Legacy lists every token Secret, those that are no longer taken last.
func (a Accounts) Legacy() []TokenSecret {
	var out, dead []TokenSecret
	for _, s := range a.List {
		for _, t := range s.Tokens {
			if t.InvalidSince.IsZero() {
				out = append(out, t)
			} else {
				dead = append(dead, t)
			}
		}
	}
	return append(out, dead...)
}

// An AccountPage is one account with all that is known of it.
type AccountPage struct {
	Context Ref
	ServiceAccount
	TokensKnown bool // the token Secrets could be looked at
	Tracked     time.Time
	Pods        []Running
	PodsKnown   bool    // the pods could be looked at
	Grants      []Grant // the roles that it has, directly and through groups
	RolesKnown  bool    // all roles and bindings could be looked at
	Unknown     []Text  // what could not be found out, a sentence each
}

// Goal returns what somebody has to get to in order to become the account.
func (p AccountPage) Goal() Goal {
	g := Goal{Account: p.Account, TokensKnown: p.TokensKnown, Pods: p.Pods, PodsKnown: p.PodsKnown}
	for _, t := range p.Tokens {
		g.Tokens = append(g.Tokens, t.Name)
	}
	return g
}

// ListingAccounts tells how far a list has come.
type ListingAccounts struct {
	What string // "accounts", "token Secrets", "roles", …
	Have int
	Rest int // how many are still to come; -1 when the server does not say
}

func (ListingAccounts) apply(s State) State { return s }
