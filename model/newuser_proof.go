package model

import (
	"fmt"
	"slices"
	"strings"

	"kubeid/crypto"
)

// ProofOf compares whom a server took us for with whom the certificate names. Every
// login is in system:authenticated, and a server before 1.33 knows no UID.
func ProofOf(w Whoami, c *crypto.Certificate, s crypto.Subject) Proof {
	p := Proof{Tried: true, Who: w}
	wrong := func(hint, format string, args ...any) Proof {
		p.Trouble, p.Hint = NewText(fmt.Sprintf(format, args...)), hint
		return p
	}
	const other = "the authority that signed is not the one that this server trusts for clients; name that one, or use the CSR API"
	switch {
	case w.Anonymous():
		return wrong(other, "the server takes the new user for nobody (system:anonymous)")
	case w.User.Raw() != s.User:
		return wrong("look at what the API server does with user names", "the server takes the new user for %q", w.User)
	}
	var groups []string
	for _, g := range w.Groups {
		if g.Raw() != "system:authenticated" || slices.Contains(s.Groups, g.Raw()) {
			groups = append(groups, g.Raw())
		}
	}
	want := slices.Clone(s.Groups)
	if slices.Contains(want, "system:masters") {
		groups = slices.DeleteFunc(groups, func(g string) bool { return g == "system:authenticated" })
	}
	if !sameSet(groups, want) {
		return wrong("look at what the API server does with groups", "the server puts the new user into the groups %q, not %q", NewText(strings.Join(groups, ", ")), NewText(strings.Join(want, ", ")))
	}
	if w.UID.Raw() != s.UID && (w.UID.Raw() != "" || !w.CredentialID().Empty() && s.UID == "") {
		return wrong("look at what the API server does with UIDs", "the server gives the new user the UID %q, not %q", w.UID, NewText(s.UID))
	}
	switch id := w.CredentialID(); {
	case id.Empty():
		p.Weak = true
	case id.Raw() != c.Fingerprint():
		return wrong("something else than the new certificate logged in; look at the proxies on the way", "the server saw the credential %s, and the new one is %s", id, c.Fingerprint())
	}
	return p
}

func sameSet(a, b []string) bool {
	order := func(s []string) []string {
		s = slices.Clone(s)
		slices.Sort(s)
		return slices.Compact(s)
	}
	return slices.Equal(order(a), order(b))
}
