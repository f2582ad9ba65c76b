package crypto

import (
	gocrypto "crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"strings"
)

// A KeyType is a kind of key that can be made, by the name that commands take.
type KeyType string

// The kinds of keys. ECDSA on P-256 is what kubeadm's successors use and every client
// reads; RSA is for old clients; Ed25519 is not taken by all of them (fabric8's
// kubernetes-client, issues 1314 and 8022).
const (
	ECDSAP256 KeyType = "ecdsa-p256"
	ECDSAP384 KeyType = "ecdsa-p384"
	ECDSAP521 KeyType = "ecdsa-p521"
	RSA2048   KeyType = "rsa-2048"
	RSA3072   KeyType = "rsa-3072"
	RSA4096   KeyType = "rsa-4096"
	Ed25519   KeyType = "ed25519"
)

var keyTypes = []struct {
	of   KeyType
	name string // as PublicKey.String says it
	make func() (gocrypto.Signer, error)
}{
	{ECDSAP256, "ECDSA P-256", onCurve(elliptic.P256())},
	{ECDSAP384, "ECDSA P-384", onCurve(elliptic.P384())},
	{ECDSAP521, "ECDSA P-521", onCurve(elliptic.P521())},
	{RSA2048, "RSA 2048", ofBits(2048)},
	{RSA3072, "RSA 3072", ofBits(3072)},
	{RSA4096, "RSA 4096", ofBits(4096)},
	{Ed25519, "Ed25519", edwards},
}

func onCurve(c elliptic.Curve) func() (gocrypto.Signer, error) {
	return func() (gocrypto.Signer, error) { return ecdsa.GenerateKey(c, rand.Reader) }
}

func ofBits(n int) func() (gocrypto.Signer, error) {
	return func() (gocrypto.Signer, error) { return rsa.GenerateKey(rand.Reader, n) }
}

func edwards() (gocrypto.Signer, error) {
	_, key, err := ed25519.GenerateKey(rand.Reader)
	return key, err
}

// KeyTypes lists every kind of key, the usual one first.
func KeyTypes() []KeyType {
	out := make([]KeyType, len(keyTypes))
	for i, k := range keyTypes {
		out[i] = k.of
	}
	return out
}

// String names the kind for a person: "ECDSA P-256".
func (t KeyType) String() string {
	for _, k := range keyTypes {
		if k.of == t {
			return k.name
		}
	}
	return string(t)
}

// ParseKeyType reads the name of a kind of key as people write it: "ecdsa-p256",
// "P256", "RSA 4096", "ed25519". An empty name is the usual kind. The error is
// ErrUnsupported.
func ParseKeyType(s string) (KeyType, error) {
	plain := strings.NewReplacer(" ", "", "-", "", "_", "", ":", "").Replace(strings.ToLower(s))
	switch plain {
	case "", "ecdsa", "ec":
		return ECDSAP256, nil
	case "rsa":
		return RSA2048, nil
	}
	for _, k := range keyTypes {
		whole := strings.ReplaceAll(string(k.of), "-", "")
		if plain == whole || plain == strings.TrimPrefix(whole, "ecdsa") {
			return k.of, nil
		}
	}
	return "", fmt.Errorf("a key of kind %q is %w", s, ErrUnsupported)
}

// GenerateKey makes a new key.
func GenerateKey(t KeyType) (Key, error) {
	for _, k := range keyTypes {
		if k.of != t {
			continue
		}
		signer, err := k.make()
		if err != nil {
			return Key{}, err
		}
		return NewKey(signer)
	}
	return Key{}, fmt.Errorf("a key of kind %q is %w", string(t), ErrUnsupported)
}

// PKCS8 writes the key as unencrypted PKCS#8 in PEM (RFC 5958).
func (k Key) PKCS8() (Secret, error) {
	if !k.Present() {
		return Secret{}, ErrNothing
	}
	der, err := x509.MarshalPKCS8PrivateKey(k.Signer())
	if err != nil {
		return Secret{}, err
	}
	return NewSecret(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})), nil
}
