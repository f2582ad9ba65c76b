package crypto

import (
	"bytes"

	"github.com/go-jose/go-jose/v4"
)

// tokenAlgorithms are those that a ServiceAccount issuer or an identity provider may
// sign with: public keys only, so that nobody takes a public key for a shared secret.
var tokenAlgorithms = []jose.SignatureAlgorithm{
	jose.RS256, jose.RS384, jose.RS512, jose.ES256, jose.ES384, jose.ES512,
	jose.PS256, jose.PS384, jose.PS512, jose.EdDSA,
}

// SignedBy tells whether the token bears a signature of this key, as sa.pub of a
// cluster. It says nothing about the dates, nor whether the account still exists.
func SignedBy(token Secret, key PublicKey) bool {
	text := bytes.TrimSpace(token.Reveal())
	if key.Key == nil || len(text) > maxToken {
		return false
	}
	signed, err := jose.ParseSignedCompact(string(text), tokenAlgorithms)
	if err != nil {
		return false
	}
	_, err = signed.Verify(key.Key)
	return err == nil
}
