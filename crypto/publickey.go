package crypto

import (
	"bytes"
	gocrypto "crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"math/bits"
	"strconv"
)

// A PublicKey is a subject public key (RFC 5280, 4.1.2.7) of any algorithm, known
// to Go or not.
type PublicKey struct {
	Algorithm string             // "RSA", "ECDSA", "Ed25519", "ML-DSA-65", or "" when nobody here knows it
	OID       string             // of the algorithm
	Bits      int                // of the modulus or the field; 0 where the algorithm says it all
	Curve     string             // "P-256", or its OID
	DER       []byte             // the SubjectPublicKeyInfo
	Key       gocrypto.PublicKey // nil when Go does not know the algorithm
}

// String names the kind of key: "RSA 2048", "ECDSA P-256", "ML-DSA-65 (2.16.840.1.101.3.4.3.18)".
func (k PublicKey) String() string {
	switch {
	case k.Algorithm == "" && k.OID == "":
		return "unreadable"
	case k.Algorithm == "":
		return "unknown (" + k.OID + ")"
	case k.Curve != "":
		return k.Algorithm + " " + k.Curve
	case k.Bits > 0:
		return k.Algorithm + " " + strconv.Itoa(k.Bits)
	case k.Key == nil:
		return k.Algorithm + " (" + k.OID + ")"
	}
	return k.Algorithm
}

// Equal tells whether both are the same key.
func (k PublicKey) Equal(other PublicKey) bool {
	same, ok := k.Key.(interface{ Equal(gocrypto.PublicKey) bool })
	if ok && other.Key != nil {
		return same.Equal(other.Key)
	}
	return len(k.DER) > 0 && bytes.Equal(k.DER, other.DER)
}

// KeyID returns the kid that the apiserver gives tokens signed with this key
// (kubernetes/pkg/serviceaccount/jwt.go, keyIDFromPublicKey).
func (k PublicKey) KeyID() string {
	sum := sha256.Sum256(k.DER)
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// readPublicKey reads a SubjectPublicKeyInfo. known is the key when Go has read it already.
func readPublicKey(der []byte, known gocrypto.PublicKey) PublicKey {
	outer := reader{rest: der}
	info := reader{rest: outer.next(tagSequence).body, bad: outer.bad}
	algorithm := reader{rest: info.next(tagSequence).body, bad: info.bad}
	id := algorithm.next(tagOID)
	if algorithm.bad {
		return PublicKey{DER: der}
	}
	k := PublicKey{OID: id.oid(), DER: der, Key: known}
	k.Algorithm = keyKinds[k.OID]
	if k.Key == nil { // what comes with an error may be a pointer to nothing
		if key, err := x509.ParsePKIXPublicKey(der); err == nil {
			k.Key = key
		}
	}
	switch k.Algorithm {
	case "ECDSA":
		k.Curve, k.Bits = readCurve(algorithm)
	case "RSA", "RSA-PSS":
		k.Bits = modulusBits(info.next(tagBitString))
	case "DSA":
		params := reader{rest: algorithm.next(tagSequence).body, bad: algorithm.bad}
		k.Bits = bitLen(params.next(tagInteger).body)
	}
	return k
}

func readCurve(parameters reader) (string, int) {
	id, ok := parameters.maybe(tagOID)
	if !ok {
		return "with parameters of its own", 0
	}
	c, known := curves[id.oid()]
	if !known {
		return "on curve " + id.oid(), 0
	}
	return c.name, c.bits
}

func modulusBits(key element) int {
	if len(key.body) == 0 {
		return 0
	}
	outer := reader{rest: key.body[1:]}
	numbers := reader{rest: outer.next(tagSequence).body, bad: outer.bad}
	return bitLen(numbers.next(tagInteger).body)
}

func bitLen(number []byte) int {
	number = bytes.TrimLeft(number, "\x00")
	if len(number) == 0 {
		return 0
	}
	return (len(number)-1)*8 + bits.Len8(number[0])
}

// publicKey reads what kube-apiserver takes for --service-account-key-file
// (client-go/util/keyutil, ParsePublicKeysPEM): PUBLIC KEY and RSA PUBLIC KEY blocks, and
// the keys in certificates.
func (b Block) publicKey() (PublicKey, error) {
	der := b.Body.Reveal()
	switch {
	case b.Err != nil:
		return PublicKey{}, b.Err
	case b.Type == "CERTIFICATE":
		c, err := readCertificate(der)
		if err != nil {
			return PublicKey{}, err
		}
		return c.PublicKey(), nil
	case b.Type == "RSA PUBLIC KEY":
		return publicPKCS1(der)
	case b.Type != "PUBLIC KEY" && b.Type != "", isEncryptedPKCS8(der):
		return PublicKey{}, ErrOtherKind
	}
	k := readPublicKey(der, nil)
	switch {
	case k.OID != "" && k.Key == nil && k.knownToGo():
		_, err := x509.ParsePKIXPublicKey(der)
		return PublicKey{}, err
	case k.OID != "":
		return k, nil
	case b.Type == "":
		return publicPKCS1(der)
	}
	return PublicKey{}, ErrMalformed
}

// knownToGo tells whether crypto/x509 reads keys of this kind, so that one without
// Key is broken and not merely new.
func (k PublicKey) knownToGo() bool {
	switch k.Algorithm {
	case "RSA", "DSA", "Ed25519", "X25519":
		return true
	}
	switch k.Curve {
	case "P-224", "P-256", "P-384", "P-521":
		return true
	}
	return false
}

func publicPKCS1(der []byte) (PublicKey, error) {
	key, err := x509.ParsePKCS1PublicKey(der)
	if err != nil {
		return PublicKey{}, err
	}
	return publicOf(key)
}

// publicOf wraps a key of Go's.
func publicOf(key gocrypto.PublicKey) (PublicKey, error) {
	der, err := x509.MarshalPKIXPublicKey(key)
	if err != nil {
		return PublicKey{}, err
	}
	return readPublicKey(der, key), nil
}

// exponent returns the public exponent of an RSA key, 0 for others.
func (k PublicKey) exponent() int {
	if key, ok := k.Key.(*rsa.PublicKey); ok {
		return key.E
	}
	return 0
}
