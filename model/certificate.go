package model

import "kubeid/crypto"

// A Certificate is what State knows of a certificate: facts, without its bytes.
type Certificate struct {
	Brief bool // no more is known yet than its dates, its fingerprint and its user
	Served
	Login     Login
	Usages    []string // key usages and extended ones, in words
	Notes     []Note   // what is weak or odd about it
	Refused   Text     // why Go, and with it kubectl and the API server, refuses it
	Version   int
	PathLimit int // how many authorities may stand below it; -1 when that is not limited
}

// A Login is what a client certificate makes of its bearer in Kubernetes.
type Login struct {
	User, UID Text
	Groups    []Text
	Refusals  []Note // why the API server does not take it; none means that it does
	Facts     []Note // what user and groups mean
}

// A Note is something worth telling. The ID is stable, so that it can be ignored by it.
type Note struct {
	ID   string
	Text Text
}

// NewCertificate tells the facts about a certificate.
func NewCertificate(c *crypto.Certificate, o crypto.LintOptions) Certificate {
	l := crypto.LoginOf(c)
	m := Certificate{
		Served: NewServed(c),
		Login: Login{
			User: NewText(l.User), UID: NewText(l.UID), Groups: Texts(l.Groups),
			Refusals: notes(l.Refusals), Facts: notes(l.Facts),
		},
		Usages:  append(c.KeyUsages(), c.ExtKeyUsages()...),
		Notes:   notes(crypto.Lint(c, o)),
		Version: c.Version,
	}
	if c.Refused != nil {
		m.Refused = NewText(c.Refused.Error())
	}
	_, m.PathLimit = c.CA()
	return m
}

// BriefCertificate tells what a list needs: whom a certificate names, when it ends,
// and which one it is. The rest would take longer than reading it.
func BriefCertificate(b crypto.Brief) Certificate {
	return Certificate{
		Brief:  true,
		Served: Served{NotBefore: b.NotBefore, NotAfter: b.NotAfter, Fingerprint: b.Fingerprint},
		Login:  Login{User: NewText(b.CommonName)},
	}
}

func notes(list []crypto.Note) []Note {
	var out []Note
	for _, n := range list {
		out = append(out, Note{n.ID, NewText(n.Text)})
	}
	return out
}
