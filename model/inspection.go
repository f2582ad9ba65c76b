package model

import (
	"time"

	"kubeid/crypto"
)

// An Inspection is what was found in a file, in a folder or at a server. It holds
// public facts only, and lives no longer than it is shown: State has no place for it.
type Inspection struct {
	Items []Inspected
	Probe *Probe // of a server
	Left  []Text // what was not looked at, and why
}

// Readable tells whether anything could be read.
func (i Inspection) Readable() bool {
	for _, item := range i.Items {
		if item.Readable() {
			return true
		}
	}
	return false
}

// Locked tells whether a passphrase would show more.
func (i Inspection) Locked() bool {
	for _, item := range i.Items {
		if item.Locked {
			return true
		}
	}
	return false
}

// An Inspected is one thing that was found: a certificate, a key, a request, a token,
// or something that could not be read. At most one of the pointers is set.
type Inspected struct {
	Place     Text   // the file, as a person writes it, or the server
	Line      int    // where in the file; 0 when that is not known
	Kind      string // "certificate", "authority", "private key", "ServiceAccount token", …
	Role      Text   // what it is there for, as far as its place tells
	SignedBy  Text   // of a certificate: where its authority is, or why that is not known; in a word or two
	Relations []Text // which authority signed it, which key belongs to it
	Trouble   Text   // why it could not be read, or is passed over by Kubernetes
	Locked    bool   // a passphrase is needed, or the one that was given is wrong

	Certificate *Certificate
	SubjectKey  Text // the id of its key, and of the key that signed it, in hex
	SignerKey   Text
	Key         *KeyFacts // of a private or a public key
	Request     *Request
	Token       *Token

	PEM string // certificates, requests and public keys; never anything secret
}

// Readable tells whether anything is known about it.
func (i Inspected) Readable() bool {
	return i.Certificate != nil || i.Key != nil || i.Request != nil || i.Token != nil || i.Trouble.Empty()
}

// Life returns from when to when it is good; zero where that is not said.
func (i Inspected) Life() (notBefore, notAfter time.Time) {
	switch {
	case i.Certificate != nil:
		return i.Certificate.NotBefore, i.Certificate.NotAfter
	case i.Token != nil:
		return i.Token.Begins(), i.Token.Expires
	}
	return time.Time{}, time.Time{}
}

// Severity returns how urgent its end is. Keys and requests have none.
func (i Inspected) Severity(now time.Time, t Thresholds) Severity {
	notBefore, notAfter := i.Life()
	switch {
	case i.Certificate != nil && notAfter.IsZero():
		return Unknown
	case i.Certificate == nil && i.Token == nil && !i.Trouble.Empty():
		return Unknown
	}
	return t.Judge(now, notBefore, notAfter)
}

// KeyFacts are what may be told of a key: everything but the key.
type KeyFacts struct {
	Private bool
	Kind    string // "ECDSA P-256"
	Form    string // how a private key is written: "PKCS#8"
	ID      Text   // the kid of tokens that are signed with it
}

// A Request is what may be told of a certificate signing request, which is all of it.
type Request struct {
	Subject   Text
	Login     Login // whom a certificate made of it would log in
	SANs      []Text
	Usages    []string
	Key       string
	Signature string
	CA        bool // it asks to become an authority
	Refused   Text // why the API does not take it
}

// NewRequest tells the facts about a request.
func NewRequest(r *crypto.Request) Request {
	name := r.Subject()
	m := Request{
		Subject: NewText(name.String()),
		Login:   Login{User: NewText(name.CommonName()), Groups: Texts(name.Organizations())},
		Usages:  append(r.KeyUsages(), r.ExtKeyUsages()...),
		Key:     r.PublicKey().String(), Signature: r.SignatureAlgorithm(), CA: r.CA(),
	}
	if uids := name.UIDs(); len(uids) == 1 {
		m.Login.UID = NewText(uids[0])
	}
	names := r.SANs()
	for _, n := range names[:min(len(names), maxSANs)] {
		m.SANs = append(m.SANs, NewText(n.String()))
	}
	switch {
	case r.Signature != nil:
		m.Refused = NewText("it is not signed by its own key: " + r.Signature.Error())
	case r.Label != nil:
		m.Refused = NewText(r.Label.Error())
	}
	return m
}
