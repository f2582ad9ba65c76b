package model

import (
	"time"

	"kubeid/crypto"
)

// A Token is what State knows of a bearer token: what it says of itself, which
// nobody has checked.
type Token struct {
	Kind      crypto.TokenKind
	Issuer    Text
	Subject   Text
	ID        Text // jti
	Audiences []Text
	Account   Account
	Bound     []Text // what it ends with: "pod web-0", "secret anchor", "node n1"
	IssuedAt  time.Time
	NotBefore time.Time
	Expires   time.Time // zero: it never does
	WarnAfter time.Time // when the API server begins to count it as stale
	Names     []Claim
	Odd       []Note
}

// A Claim is what a token says somebody is called, or belongs to: which of them the
// server goes by, its settings say.
type Claim struct {
	Name   string `json:"name"`
	Values []Text `json:"values"`
}

// NewToken tells the facts about a token.
func NewToken(t crypto.Token) Token {
	m := Token{
		Kind: t.Kind, Issuer: NewText(t.Issuer), Subject: NewText(t.Subject), ID: NewText(t.ID),
		Audiences: Texts(t.Audiences), IssuedAt: t.IssuedAt, NotBefore: t.NotBefore,
		Expires: t.Expires, WarnAfter: t.WarnAfter, Odd: notes(t.Odd),
	}
	for _, c := range t.Names {
		m.Names = append(m.Names, Claim{c.Name, Texts(c.Values)})
	}
	if namespace, name, ok := crypto.SubjectAccount(t.Subject); ok {
		m.Account = Account{NewText(namespace), NewText(name)}
	}
	if a := t.Account; a != nil {
		for _, b := range []struct{ what, name string }{{"pod ", a.Pod.Name}, {"secret ", a.Secret.Name}, {"node ", a.Node.Name}} {
			if b.name != "" {
				m.Bound = append(m.Bound, NewText(b.what+b.name))
			}
		}
	}
	return m
}

// Begins returns when the life of the token began, as far as it says so.
func (t Token) Begins() time.Time {
	if !t.NotBefore.IsZero() {
		return t.NotBefore
	}
	return t.IssuedAt
}
