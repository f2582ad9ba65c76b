package crypto

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"strings"
)

// accountPrefix begins the subject of every ServiceAccount token (Kubernetes,
// apiserver/pkg/authentication/serviceaccount/util.go).
const accountPrefix = "system:serviceaccount:"

// AccountOf returns the ServiceAccount that a token claims to speak for. It only
// decodes: the signature is not checked, so the answer says what the token is
// meant for and not that it is genuine. It returns false for any other token.
func AccountOf(token Secret) (namespace, name string, ok bool) {
	parts := bytes.Split(bytes.TrimSpace(token.Reveal()), []byte("."))
	if len(parts) != 3 {
		return "", "", false
	}
	payload, err := base64.RawURLEncoding.DecodeString(string(parts[1]))
	if err != nil {
		return "", "", false
	}
	var claims struct {
		Subject string `json:"sub"`
	}
	if json.Unmarshal(payload, &claims) != nil {
		return "", "", false
	}
	rest, found := strings.CutPrefix(claims.Subject, accountPrefix)
	namespace, name, two := strings.Cut(rest, ":")
	if !found || !two || namespace == "" || name == "" || strings.Contains(name, ":") {
		return "", "", false
	}
	return namespace, name, true
}
