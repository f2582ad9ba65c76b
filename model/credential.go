package model

import (
	"maps"
	"slices"
)

// A Credential is what was found when somebody looked into an entry: facts about
// the certificates and the token that a user logs in with, or about the authorities
// that a cluster trusts. It holds no key, no token and no PEM block.
type Credential struct {
	Certificates []Certificate // of a user its own first, then what it sends along; of a cluster all authorities
	Key          KeyState
	Token        *Token
	Troubles     []Text // what could not be read, and why
	Unread       []Text // files that were not opened, since nobody asked for them
}

// Account returns the ServiceAccount that the token speaks for.
func (c Credential) Account() Account {
	if c.Token == nil {
		return Account{}
	}
	return c.Token.Account
}

// KeyState says whether a private key belongs to the certificate beside it.
type KeyState int

// The states of a key.
const (
	KeyNotAsked KeyState = iota
	KeyMissing
	KeyFits
	KeyForeign // it belongs to another certificate
	KeyLocked  // it is encrypted, which kubectl cannot use
	KeyBroken  // it cannot be read
)

// String says it for a row of the detail.
func (s KeyState) String() string {
	return [...]string{"", "no key", "key fits", "key belongs to another certificate", "key is encrypted, which kubectl cannot use", "key cannot be read"}[s]
}

// A Look says how closely credentials are looked at. Without Files nothing but the
// kubeconfigs is read. Brief is enough for lists: of a certificate no more is told
// than whom it names and when it ends. Keys takes much longer than all the rest.
type Look struct{ Files, Brief, Keys bool }

// Decoded tells what was found in the credentials of entries.
type Decoded struct{ Found map[Ref]Credential }

// beside returns what is known of a credential when some of it was known before: of
// the same certificate what was seen closely counts more than what was seen briefly.
func (c Credential) beside(known Credential) Credential {
	for i, k := range known.Certificates[:min(len(known.Certificates), len(c.Certificates))] {
		if c.Certificates[i].Brief && !k.Brief && k.Fingerprint == c.Certificates[i].Fingerprint {
			c.Certificates = slices.Clone(c.Certificates)
			c.Certificates[i] = k
		}
	}
	return c
}

func (e Decoded) apply(s State) State {
	s.Credentials = maps.Clone(s.Credentials)
	if s.Credentials == nil {
		s.Credentials = make(map[Ref]Credential, len(e.Found))
	}
	accounts := false
	for ref, c := range e.Found {
		s.Credentials[ref] = c.beside(s.Credentials[ref])
		accounts = accounts || c.Account().Known()
	}
	if !accounts {
		return s
	}
	s.Config.Users = slices.Clone(s.Config.Users)
	for ref, c := range e.Found {
		if i := s.Config.Find(ref); ref.Kind == UserKind && i >= 0 {
			s.Config.Users[i].Account = c.Account()
		}
	}
	return s
}
