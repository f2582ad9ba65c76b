package config

import (
	"slices"
	"strings"

	"kubeid/model"
)

// openFields are the fields of a user that hold no secret. What is not known is
// treated as one: a field of tomorrow may hold a credential.
var openFields = []string{
	"client-certificate", "client-certificate-data", "client-key", "tokenFile",
	"username", "as", "as-uid", "as-groups", "as-user-extra", "extensions",
}

// openExec are the fields of a credential plugin that hold no secret; its arguments
// and the values of its environment may.
var openExec = []string{"apiVersion", "command", "installHint", "interactiveMode", "provideClusterInfo"}

// secretAt tells whether the value at a path below an entry must not be seen.
func secretAt(kind model.Kind, path []string) bool {
	if len(path) > 2 && path[1] == "extensions" {
		return slices.ContainsFunc(path[2:], soundsSecret)
	}
	if kind != model.UserKind || len(path) < 2 || path[0] != "user" {
		return false
	}
	field, rest := path[1], path[2:]
	switch {
	case field == "exec" && len(rest) > 0:
		if rest[0] == "env" {
			return rest[len(rest)-1] != "name"
		}
		return !slices.Contains(openExec, rest[0])
	case field == "auth-provider" && len(rest) > 0:
		return rest[0] != "name"
	}
	return !slices.Contains(openFields, field)
}

// secretWords are what names of fields have in them that hold secrets.
var secretWords = []string{"token", "secret", "passw", "passphrase", "credential", "authorization", "cookie", "bearer"}

// soundsSecret tells whether a field that nobody knows may hold a secret, by its name:
// idToken, API_KEY.
func soundsSecret(field string) bool {
	field = strings.ToLower(field)
	return strings.HasSuffix(field, "key") || slices.ContainsFunc(secretWords, func(w string) bool { return strings.Contains(field, w) })
}

// looksSecret tells whether a text is a private key or a token of the usual form.
func looksSecret(text string) bool {
	return strings.Contains(text, "PRIVATE KEY-----") || strings.HasPrefix(text, "eyJ") && strings.Count(text, ".") >= 2
}

// redactURL hides who logs in by an address, and with what; other texts stay.
func redactURL(address string) string {
	if !strings.Contains(address, "://") {
		return address
	}
	return strings.Replace(model.Address(model.NewText(address)).Raw(), "[secret]@", redacted+"@", 1)
}
