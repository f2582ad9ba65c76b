package model

import (
	"time"

	"kubeid/crypto"
)

// A TokenCheck is what a cluster says about a token, beside what the token says of
// itself.
type TokenCheck struct {
	Context  Ref
	Server   Text
	Token    Token
	Findings []TokenFinding
	Sent     bool // the server was shown the token itself
}

// A TokenFinding is one thing that was looked at.
type TokenFinding struct {
	What  string // "signature", "account", "secret anchor", "end", "server"
	Holds Holds
	Words string // safe to draw
}

// Holds says whether something that a token needs is so.
type Holds int

// The answers. What could not be looked at is Unclear.
const (
	Unclear Holds = iota
	Yes
	No
)

// String returns the answer as a word.
func (h Holds) String() string { return [...]string{"unclear", "yes", "no"}[h] }

// Add notes a finding.
func (c *TokenCheck) Add(what string, holds Holds, words string) {
	c.Findings = append(c.Findings, TokenFinding{what, holds, words})
}

// Of returns what was found about one thing; Unclear when it was not looked at.
func (c TokenCheck) Of(what string) Holds {
	for _, f := range c.Findings {
		if f.What == what {
			return f.Holds
		}
	}
	return Unclear
}

// What a check looks at, beside the objects that a token is bound to.
const (
	TokenSignature = "signature"
	TokenIssuer    = "issuer"
	TokenAudience  = "audience"
	TokenEnd       = "end"
	TokenAccount   = "account"
	TokenServer    = "server"
)

// Alive tells whether the cluster takes the token: No as soon as anything that it needs
// is not so; Yes when the server itself said so, or when everything is.
func (c TokenCheck) Alive() Holds {
	out := Yes
	for _, f := range c.Findings {
		switch {
		case f.Holds == No:
			return No
		case f.What == TokenServer && f.Holds == Yes:
			return Yes
		case f.Holds == Unclear && f.What != TokenServer && f.What != TokenAudience: // servers go by other names too
			out = Unclear
		}
	}
	if len(c.Findings) == 0 {
		return Unclear
	}
	return out
}

// Stranger says why the server may well not be the one that gave the token out, or
// nothing. Keys and issuer come from the server itself, and one that wants the token can
// copy both: nothing here proves that it is the right one.
func (c TokenCheck) Stranger() string {
	for _, f := range c.Findings {
		if (f.What == TokenSignature || f.What == TokenIssuer) && f.Holds != Yes {
			return f.Words
		}
	}
	return ""
}

// AliveWords says it in a sentence.
func (c TokenCheck) AliveWords() string {
	switch c.Alive() {
	case Yes:
		if !c.Sent {
			return "everything that it needs is there; the server itself was not shown it"
		}
		return "the cluster takes it"
	case No:
		return "the cluster does not take it any more"
	}
	return "whether the cluster takes it could not be found out"
}

// Extended tells whether the token is one of those for pods that the API server gives a
// year instead of the hour that was asked for, so that programs which never read the
// file again go on: it was asked for 3607 seconds (kubernetes
// pkg/serviceaccount/claims.go, WarnOnlyBoundTokenExpirationPeriod).
func (t Token) Extended() bool {
	return t.Kind == crypto.BoundAccountToken && !t.WarnAfter.IsZero() && !t.IssuedAt.IsZero() && t.Expires.Sub(t.IssuedAt) > 30*day
}

// ExtendedWords explains an extended token.
func (t Token) ExtendedWords() string {
	return "It was asked for 3607 seconds, which the API server takes for a pod's: such a token lives a year, so that old programs which never read it again go on, " +
		"and from " + t.WarnAfter.UTC().Format("2006-01-02 15:04 UTC") + " on its use is counted as stale. A pod gets a new one every hour all the same."
}

// Life returns how long the token lives in all; 0 when it has no end.
func (t Token) Life() time.Duration {
	if t.Expires.IsZero() {
		return 0
	}
	return t.Expires.Sub(t.Begins())
}
