package crypto

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"strings"
	"time"
)

// A TokenKind says what sort of bearer token it is.
type TokenKind int

// The sorts of bearer tokens that are told apart.
const (
	StaticToken        TokenKind = iota // says nothing about itself
	BootstrapToken                      // of kubeadm: six characters, a dot and sixteen
	LegacyAccountToken                  // of a ServiceAccount, from a Secret, without an end
	BoundAccountToken                   // of a ServiceAccount, from TokenRequest
	OIDCToken                           // of an identity provider
	OtherJWT                            // a signed JWT of another sort
	EncryptedJWT                        // only its reader can see what it says
	EKSToken                            // a signed request to AWS, which says who signed it
	OpenShiftToken                      // of OpenShift's own login
	GoogleToken                         // of a Google account
	RancherToken                        // of Rancher, which stands between
)

// String names the sort of token.
func (k TokenKind) String() string {
	return [...]string{
		"static token", "bootstrap token", "legacy ServiceAccount token", "bound ServiceAccount token",
		"OIDC token", "JWT", "encrypted JWT",
		"EKS token", "OpenShift token", "Google access token", "Rancher token",
	}[k]
}

// A Token is what a bearer token says about itself. It is only decoded: nobody has
// checked the signature, so it tells what the token is meant for and not that it is
// genuine. Times are zero when they are not said.
type Token struct {
	Kind TokenKind

	Algorithm, KeyID, Type string // of the header: alg, kid, typ
	Issuer, Subject, ID    string // iss, sub, jti
	Audiences              []string
	IssuedAt, NotBefore    time.Time
	Expires                time.Time
	WarnAfter              time.Time // when the apiserver begins to count a pod's token as stale
	Account                *TokenAccount
	Names                  []Claim // what a server may take for the name and the groups
	Odd                    []Note  // what is wrong or strange with it

	claims map[string]json.RawMessage
}

// A TokenAccount says for which ServiceAccount a token is, and what it is bound to:
// when one of these goes, so does the token (kubernetes/pkg/serviceaccount/claims.go).
type TokenAccount struct {
	Namespace string
	Account   Bound
	Pod       Bound
	Node      Bound
	Secret    Bound // for a legacy token the Secret that holds it, without a UID
}

// Bound names an object.
type Bound struct{ Name, UID string }

// maxToken is what a Go server takes of headers; no token can be longer.
const maxToken = 1 << 20

// ParseToken decodes a bearer token. Every text is a token of some Kind, and what
// cannot be read of it is said in Odd.
func ParseToken(token Secret) Token {
	text := bytes.TrimSpace(token.Reveal())
	parts := bytes.Split(text, []byte("."))
	if len(text) > maxToken {
		return Token{Odd: []Note{{"token-too-long", "longer than any server accepts"}}}
	}
	if len(parts) < 3 || !bytes.HasPrefix(text, []byte("ey")) { // {" in base64
		if t, known := opaque(string(text)); known {
			return t
		}
	}
	if len(parts) != 3 && len(parts) != 5 {
		return Token{}
	}
	header, ok := objectIn(parts[0])
	if !ok {
		return Token{}
	}
	t := Token{Kind: OtherJWT, claims: header}
	t.Algorithm, t.KeyID, t.Type = t.text("alg"), t.text("kid"), t.text("typ")
	if len(parts) == 5 {
		t.Kind, t.claims = EncryptedJWT, nil
		return t
	}
	t.unique(parts[0], "header")
	t.claims, ok = objectIn(parts[1])
	if !ok {
		t.odd("token-claims", "its claims cannot be read")
		return t
	}
	t.unique(parts[1], "claims")
	t.read()
	return t
}

func objectIn(part []byte) (map[string]json.RawMessage, bool) {
	raw, err := base64.RawURLEncoding.DecodeString(string(part))
	if err != nil {
		return nil, false
	}
	var object map[string]json.RawMessage
	err = json.Unmarshal(raw, &object)
	return object, err == nil && object != nil
}

// read takes the claims apart (RFC 7519, 4.1).
func (t *Token) read() {
	t.Issuer, t.Subject, t.ID = t.text("iss"), t.text("sub"), t.text("jti")
	t.Audiences = t.texts("aud")
	t.IssuedAt, t.NotBefore, t.Expires = t.time("iat", t.claims["iat"]), t.time("nbf", t.claims["nbf"]), t.time("exp", t.claims["exp"])
	if strings.EqualFold(t.Algorithm, "none") {
		t.odd("token-unsigned", "it is not signed")
	}
	namespace, name, isAccount := SubjectAccount(t.Subject)
	switch {
	case isAccount && t.claims["kubernetes.io"] != nil:
		t.Kind = BoundAccountToken
		t.bound(namespace, name)
	case isAccount && t.claims[legacyClaim+"namespace"] != nil:
		t.Kind = LegacyAccountToken
		t.Account = &TokenAccount{
			Namespace: t.text(legacyClaim + "namespace"),
			Account:   Bound{t.text(legacyClaim + "service-account.name"), t.text(legacyClaim + "service-account.uid")},
			Secret:    Bound{Name: t.text(legacyClaim + "secret.name")},
		}
		t.agree(namespace, name)
	case strings.HasPrefix(t.Issuer, "https://") && t.Subject != "" && len(t.Audiences) > 0 && t.claims["exp"] != nil:
		t.Kind = OIDCToken
		t.names()
	}
}

// accountPrefix begins the subject of every ServiceAccount token (Kubernetes,
// apiserver/pkg/authentication/serviceaccount/util.go).
const accountPrefix = "system:serviceaccount:"

// SubjectAccount returns the ServiceAccount that a subject names: that of a token, or
// the CN of a certificate.
func SubjectAccount(subject string) (namespace, name string, ok bool) {
	rest, found := strings.CutPrefix(subject, accountPrefix)
	namespace, name, two := strings.Cut(rest, ":")
	if !found || !two || namespace == "" || name == "" || strings.Contains(name, ":") {
		return "", "", false
	}
	return namespace, name, true
}
