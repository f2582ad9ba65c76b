package crypto

import (
	"bytes"
	"encoding/json"
)

// accountPrefix begins the subject of every ServiceAccount token (Kubernetes,
// apiserver/pkg/authentication/serviceaccount/util.go).
const accountPrefix = "system:serviceaccount:"

// AccountOf returns the ServiceAccount that a token claims to speak for. It only
// decodes: the signature is not checked, so the answer says what the token is
// meant for and not that it is genuine. It returns false for any other token. It
// looks at nothing else, since it runs over thousands of entries.
func AccountOf(token Secret) (namespace, name string, ok bool) {
	parts := bytes.Split(bytes.TrimSpace(token.Reveal()), []byte("."))
	if len(parts) != 3 {
		return "", "", false
	}
	claims, ok := objectIn(parts[1])
	if !ok {
		return "", "", false
	}
	var subject string
	if json.Unmarshal(claims["sub"], &subject) != nil {
		return "", "", false
	}
	return account(subject)
}
