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
	for _, c := range t.Names {
		d.add(s.Text, labelOnce(0, c.Name), "%s", joinTexts(c.Values))
	}
	for n, b := range t.Bound {
		d.add(s.Text, labelOnce(n, "ends with"), "%s: when that is deleted, the token is void", b)
	}
	noteLines(env, d, "odd", s.Warn, t.Odd)
	if t.Kind.Opaque() {
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
	crypto.EKSToken:           "a token of EKS: a signed request that says to AWS who signed it, good for 15 minutes",
	crypto.OpenShiftToken:     "a token of OpenShift's own login; only the server knows whose it is and until when, usually a day",
	crypto.GoogleToken:        "an access token of a Google account; only Google knows whose it is, and it is good for about an hour",
	crypto.RancherToken:       "a token of Rancher, which passes on what is asked; only Rancher knows whose it is and until when",
}
