package cli

import (
	"fmt"
	"slices"
	"strings"

	"kubeid/crypto"
	"kubeid/model"
)

// A claim is what a credential says of itself, before any server was asked. It is
// empty where nothing can be known: a plugin, a token that says nothing.
type claim struct {
	by     string // "client certificate"
	user   model.Text
	uid    model.Text
	groups []model.Text
	id     string // what the server should call the credential: "X509SHA256=…"
	vague  bool   // it names somebody, but the server may call him differently
	as     bool   // somebody is impersonated, so that the groups are the server's to say
}

// authenticated is the group that the API server gives everybody who logged in.
const authenticated = "system:authenticated"

// claimOf says for whom the server should take a user entry. Of a certificate and a
// token that are both sent the certificate wins.
func claimOf(u model.User, found model.Credential) claim {
	c := ownClaim(found)
	if u.As.User.Empty() {
		return c
	}
	by := "impersonation (as)"
	if c.by != "" {
		by += " by " + c.by
	}
	return claim{by: by, user: u.As.User, uid: u.As.UID, groups: u.As.Groups, as: true}
}

func ownClaim(found model.Credential) claim {
	if len(found.Certificates) > 0 {
		own := found.Certificates[0]
		if own.Login.User.Empty() || len(own.Login.Refusals) > 0 {
			return claim{}
		}
		return claim{by: "client certificate", user: own.Login.User, uid: own.Login.UID, groups: own.Login.Groups, id: own.Fingerprint}
	}
	t := found.Token
	switch {
	case t == nil:
		return claim{}
	case t.Account.Known():
		c := claim{by: "ServiceAccount token", user: t.Subject, groups: []model.Text{
			model.NewText("system:serviceaccounts"), model.NewText("system:serviceaccounts:" + t.Account.Namespace.Raw()),
		}}
		if t.Kind == crypto.BoundAccountToken && !t.ID.Empty() {
			c.id = "JTI=" + t.ID.Raw()
		}
		return c
	case !t.Subject.Empty():
		return claim{by: "token", user: t.Subject, vague: true}
	}
	return claim{}
}

// knows tells whether the claim can be held against an answer.
func (c claim) knows() bool { return !c.user.Empty() && !c.vague }

// words says the claim in a line.
func (c claim) words() string {
	if c.user.Empty() {
		return ""
	}
	s := c.user.String()
	if c.vague {
		return s + " (subject of the " + c.by + "; the server may use another claim)"
	}
	if len(c.groups) > 0 {
		s += ", groups " + joined(c.groups)
	}
	return s + " (" + c.by + ")"
}

// against returns in what the answer differs from the claim.
func (c claim) against(w model.Whoami) []string {
	if !c.knows() {
		return nil
	}
	var out []string
	if w.User != c.user {
		out = append(out, fmt.Sprintf("the server says %s, the %s says %s", orNobody(w.User), c.by, c.user))
	}
	if !c.uid.Empty() && w.UID != c.uid {
		out = append(out, fmt.Sprintf("uid %s instead of %s", cell(w.UID), c.uid))
	}
	if !c.as || len(c.groups) > 0 {
		out = append(out, c.groupsAgainst(w)...)
	}
	if id := w.CredentialID(); c.id != "" && !id.Empty() && !sameID(id.Raw(), c.id) {
		out = append(out, fmt.Sprintf("the server took another credential: %s", id))
	}
	return out
}

func (c claim) groupsAgainst(w model.Whoami) []string {
	var out []string
	for _, g := range c.groups {
		if !slices.Contains(w.Groups, g) {
			out = append(out, fmt.Sprintf("group %s is missing", g))
		}
	}
	for _, g := range w.Groups {
		if g.Raw() != authenticated && !slices.Contains(c.groups, g) {
			out = append(out, fmt.Sprintf("group %s comes from elsewhere", g))
		}
	}
	return out
}

// proof says how it is known that this very credential logged in.
func (c claim) proof(w model.Whoami) string {
	if id := w.CredentialID(); c.id != "" && sameID(id.Raw(), c.id) {
		return ", and it is this very " + strings.TrimPrefix(c.by, "client ")
	}
	return ""
}

// sameID compares names of credentials; the hex of a fingerprint has no case.
func sameID(a, b string) bool { return strings.EqualFold(a, b) }

func orNobody(t model.Text) string {
	if t.Empty() {
		return "nobody"
	}
	return t.String()
}

// The shape that whoami -o json prints; the rules of entries.go hold here as well.

type whoamiFact struct {
	APIVersion string                      `json:"apiVersion"`
	Kind       string                      `json:"kind"`
	Time       string                      `json:"time"`
	Context    model.Text                  `json:"context"`
	Server     model.Text                  `json:"server"`
	User       model.Text                  `json:"user"`
	UID        model.Text                  `json:"uid,omitzero"`
	Groups     []model.Text                `json:"groups"`
	Extra      map[model.Text][]model.Text `json:"extra,omitempty"`
	Sent       []model.Text                `json:"sent"` // what was sent to log in, in words
	API        string                      `json:"api"`
	Warnings   []model.Text                `json:"warnings,omitempty"`
	Expected   *expectedFact               `json:"expected,omitempty"` // what the credential says of itself
	Agrees     *bool                       `json:"agrees"`             // null where the credential does not say enough
	Differs    []string                    `json:"differs,omitempty"`
}

type expectedFact struct {
	By           string       `json:"by"`
	User         model.Text   `json:"user"`
	UID          model.Text   `json:"uid,omitzero"`
	Groups       []model.Text `json:"groups,omitempty"`
	CredentialID string       `json:"credentialID,omitempty"`
}

func whoamiOf(w model.Whoami, c claim, wrong []string) whoamiFact {
	out := whoamiFact{
		APIVersion: apiVersion, Kind: "Whoami", Time: stamp(w.At), Context: w.Context.Name, Server: w.Server, User: w.User, UID: w.UID,
		Groups: append([]model.Text{}, w.Groups...), Sent: append([]model.Text{}, w.Sent...), API: w.API, Warnings: w.Warnings, Differs: wrong,
	}
	if len(w.Extra) > 0 {
		out.Extra = map[model.Text][]model.Text{}
		for _, e := range w.Extra {
			out.Extra[e.Key] = e.Values
		}
	}
	if !c.user.Empty() {
		out.Expected = &expectedFact{c.by, c.user, c.uid, c.groups, c.id}
	}
	if c.knows() {
		agrees := len(wrong) == 0
		out.Agrees = &agrees
	}
	return out
}
