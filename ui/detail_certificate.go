package ui

import (
	"fmt"
	"strings"

	"kubeid/model"
)

// certificateLines say what a certificate is and, of a client's, what it makes of
// whoever shows it.
func certificateLines(env Env, d *detail, c model.Certificate, kind model.LifeKind, full bool) {
	s := env.Styles
	switch {
	case c.Brief:
		d.add(s.Text, "names", "%s", c.Login.User)
		d.add(s.Faint, "", "Reading the rest of it%s", s.Glyph.Cut)
		return
	case kind == model.ClientCertificateLife:
		loginLines(env, d, c.Login)
	case kind == model.AuthorityLife:
		d.add(s.Text, "means", "%s", authorityWords(c))
	}
	if !c.Refused.Empty() {
		d.add(s.Bad, "refused", "%s Go, and with it kubectl, refuses it: %s", s.Glyph.Broken, c.Refused)
	}
	noteLines(env, d, "weak", s.Warn, c.Notes)
	d.add(s.Text, "", "")
	servedLines(env, d, c.Served, full)
	if !full {
		return
	}
	if len(c.Usages) > 0 {
		d.add(s.Text, "good for", "%s", strings.Join(c.Usages, ", "))
	} else {
		d.add(s.Faint, "good for", "it does not say")
	}
	d.add(s.Faint, "version", "%d", c.Version)
}

func authorityWords(c model.Certificate) string {
	words := "kubectl believes every server that this authority has signed."
	switch {
	case !c.CA:
		words = "It stands where authorities stand, but is not one."
	case c.PathLimit == 0:
		words += " It may have no authority below it."
	case c.PathLimit > 0:
		words += fmt.Sprintf(" At most %d authorities may stand below it.", c.PathLimit)
	}
	return words
}

// loginLines say whom the API server sees, and what that means in Kubernetes.
func loginLines(env Env, d *detail, l model.Login) {
	s := env.Styles
	for n, why := range l.Refusals {
		d.add(s.Bad, labelOnce(n, "refused"), "%s the API server does not take it: %s", s.Glyph.Broken, why.Text)
	}
	if l.User.Empty() {
		d.add(s.Bad, "logs in as", "nobody: it has no common name (CN)")
	} else {
		d.add(s.Text, "logs in as", "%s", l.User)
	}
	if len(l.Groups) == 0 {
		d.add(s.Faint, "groups", "none of its own (no O); every login is in system:authenticated")
	}
	for n, g := range l.Groups {
		d.add(s.Text, labelOnce(n, "groups"), "%s", g)
	}
	if !l.UID.Empty() {
		d.add(s.Text, "uid", "%s", l.UID)
	}
	for n, fact := range l.Facts {
		look := s.Text
		if fact.ID == "group-masters" {
			look = s.Warn
		}
		d.add(look, labelOnce(n, "means"), "%s", fact.Text)
	}
}

// servedLines are the fields of a certificate, for those who know them.
func servedLines(env Env, d *detail, c model.Served, full bool) {
	s := env.Styles
	d.add(s.Text, "subject", "%s", orWord(c.Subject, "empty"))
	issuer := orWord(c.Issuer, "empty")
	if c.SelfIssued {
		issuer += " (itself)"
	}
	d.add(s.Text, "signed by", "%s", issuer)
	if !full {
		return
	}
	for n, name := range c.SANs {
		d.add(s.Text, labelOnce(n, "names"), "%s", name)
	}
	d.add(s.Text, "key", "%s", c.Key)
	d.add(s.Text, "signature", "%s", c.Signature)
	d.add(s.Faint, "serial", "%s", c.Serial)
	d.add(s.Faint, "print", "%s", c.Fingerprint)
}

// keyLines say whether the private key fits; it is looked at when the page opens.
func keyLines(env Env, d *detail, k model.KeyState) {
	s := env.Styles
	switch k {
	case model.KeyNotAsked:
		d.add(s.Faint, "its key", "looking%s", s.Glyph.Cut)
	case model.KeyFits:
		d.add(s.Good, "its key", "%s %s: it belongs to this certificate", s.Glyph.Severity[model.Fine], k)
	default:
		d.add(s.Bad, "its key", "%s %s", s.Glyph.Broken, k)
	}
}

// chainLines are what the client sends along.
func chainLines(env Env, d *detail, chain []model.Certificate) {
	s := env.Styles
	if len(chain) < 2 {
		return
	}
	d.add(s.Text, "", "")
	for n, c := range chain {
		look, words := lifeLine(env, model.Life{NotBefore: c.NotBefore, NotAfter: c.NotAfter, Unread: c.Refused})
		d.add(s.Text, labelOnce(n, "sends"), "%d %s", n+1, orWord(c.Subject, "empty"))
		d.add(look, "", "  %s", words)
	}
}

// noteLines say what is weak or odd, with the rule's id.
func noteLines(env Env, d *detail, label string, look ink, notes []model.Note) {
	for n, note := range notes {
		d.add(look, labelOnce(n, label), "%s %s (%s)", env.Styles.Glyph.Refused, note.Text, note.ID)
	}
}

// orWord is a text, or what is said when there is none.
func orWord(t model.Text, word string) string {
	if t.Empty() {
		return word
	}
	return t.String()
}
