package ui

import (
	"kubeid/crypto"
	"kubeid/model"
)

// tokenLines say what a token says of itself, in words.
func tokenLines(env Env, d *detail, t model.Token) {
	s := env.Styles
	d.add(s.Text, "is", "%s", tokenWords[t.Kind])
	if t.Account.Known() {
		d.add(s.Text, "logs in as", "ServiceAccount %s in namespace %s", t.Account.Name, t.Account.Namespace)
		d.add(s.Faint, "", "%s", t.Subject)
		d.add(s.Faint, "groups", "system:serviceaccounts, system:serviceaccounts:%s", t.Account.Namespace)
	} else if !t.Subject.Empty() {
		d.add(s.Text, "subject", "%s", t.Subject)
	}
	for n, b := range t.Bound {
		d.add(s.Text, labelOnce(n, "ends with"), "%s: when that is deleted, the token is void", b)
	}
	noteLines(env, d, "odd", s.Warn, t.Odd)
	if t.Kind == crypto.StaticToken || t.Kind == crypto.BootstrapToken {
		return
	}
	d.add(s.Text, "", "")
	d.add(s.Text, "issuer", "%s", orWord(t.Issuer, "it does not say"))
	for n, a := range t.Audiences {
		d.add(s.Text, labelOnce(n, "for"), "%s", a)
	}
	if !t.IssuedAt.IsZero() {
		d.add(s.Faint, "issued", "%s", env.moment(t.IssuedAt))
	}
	if !t.WarnAfter.IsZero() {
		d.add(s.Faint, "stale", "from %s on the API server counts it as one that should have been renewed", env.moment(t.WarnAfter))
	}
	if !t.ID.Empty() {
		d.add(s.Faint, "id", "%s", t.ID)
	}
	d.add(s.Faint, "", "This is what it says of itself; only the server can check its signature.")
}

var tokenWords = [...]string{
	crypto.StaticToken:        "a token that says nothing about itself; only the server knows whose it is and until when",
	crypto.BootstrapToken:     "a bootstrap token of kubeadm, with which a node joins; the cluster knows its end",
	crypto.LegacyAccountToken: "a ServiceAccount token from a Secret: it has no end, and is good until its Secret or its account is deleted",
	crypto.BoundAccountToken:  "a ServiceAccount token with an end, from the TokenRequest API",
	crypto.OIDCToken:          "a token of an identity provider (OIDC)",
	crypto.OtherJWT:           "a signed token (JWT) of another kind",
	crypto.EncryptedJWT:       "an encrypted token: only its reader can see what it says",
}
