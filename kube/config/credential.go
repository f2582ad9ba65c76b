package config

import "kubeid/crypto"

// Token returns the token that stands in user i, or an empty Secret.
func (f *File) Token(i int) crypto.Secret {
	if !f.fast {
		if i < len(f.tokens) {
			return f.tokens[i]
		}
		return crypto.Secret{}
	}
	users := f.root.get(f.data, "users")
	if users == nil || i >= len(users.children()) {
		return crypto.Secret{}
	}
	token := users.children()[i].get(f.data, "user").get(f.data, "token")
	if token == nil {
		return crypto.Secret{}
	}
	return crypto.NewSecret([]byte(token.value(f.data)))
}
