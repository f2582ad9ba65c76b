package crypto

import (
	gocrypto "crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"strings"
)

// A Key is a private key. The key itself stands behind a function, as the bytes of
// a Secret do, so that printing a Key tells only of which kind it is.
type Key struct {
	Public PublicKey
	Form   string // how it was written: "PKCS#1", "SEC1", "PKCS#8", "encrypted PKCS#8", "encrypted PEM", "PKCS#12"
	Line   int    // where its block begins, from 1; 0 when it was not PEM
	signer func() gocrypto.Signer
}

// NewKey wraps a key of Go's own.
func NewKey(signer gocrypto.Signer) (Key, error) {
	if signer == nil {
		return Key{}, ErrNothing
	}
	public, err := publicOf(signer.Public())
	if err != nil {
		return Key{}, err
	}
	return Key{Public: public, signer: func() gocrypto.Signer { return signer }}, nil
}

// String names the kind of key and nothing else.
func (k Key) String() string { return "private key " + k.Public.String() }

// GoString implements fmt.GoStringer without telling the key.
func (k Key) GoString() string { return k.String() }

// Present tells whether there is a key at all.
func (k Key) Present() bool { return k.signer != nil }

// Signer returns the key for signing; nil when there is none.
func (k Key) Signer() gocrypto.Signer {
	if k.signer == nil {
		return nil
	}
	return k.signer()
}

// PEM writes the key as kubeadm and client-go do (keyutil.MarshalPrivateKeyToPEM),
// which every client reads: SEC1 for ECDSA, PKCS#1 for RSA; PKCS#8 for others.
func (k Key) PEM() (Secret, error) {
	block := &pem.Block{}
	var err error
	switch key := k.Signer().(type) {
	case nil:
		return Secret{}, ErrNothing
	case *rsa.PrivateKey:
		block.Type, block.Bytes = "RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(key)
	case *ecdsa.PrivateKey:
		block.Type = "EC PRIVATE KEY"
		block.Bytes, err = x509.MarshalECPrivateKey(key)
	default:
		block.Type = "PRIVATE KEY"
		block.Bytes, err = x509.MarshalPKCS8PrivateKey(key)
	}
	if err != nil {
		return Secret{}, err
	}
	return NewSecret(pem.EncodeToMemory(block)), nil
}

// KeyMatches tells whether key is the private key of the certificate.
func KeyMatches(c *Certificate, key Key) bool {
	return key.Present() && c.PublicKey().Equal(key.Public)
}

// ParseKey reads the first private key of a file, which is the one that client-go
// takes (crypto/tls.X509KeyPair). The passphrase may be empty; when it is needed or
// wrong the error is ErrPassphraseNeeded or ErrPassphraseWrong.
func ParseKey(data []byte, passphrase Secret) (Key, error) {
	for _, b := range Blocks(data) {
		if b.holdsKey() {
			k, err := b.key(passphrase)
			if err != nil {
				return Key{}, b.trouble(err)
			}
			return k, nil
		}
	}
	return Key{}, ErrNothing
}

// holdsKey tells whether the block says that it is a private key, or says nothing.
func (b Block) holdsKey() bool {
	return b.Type == "" || b.Type == "PRIVATE KEY" || strings.HasSuffix(b.Type, " PRIVATE KEY")
}

func (b Block) key(passphrase Secret) (Key, error) {
	if b.Err != nil {
		return Key{}, b.Err
	}
	if !b.holdsKey() {
		return Key{}, ErrOtherKind
	}
	der, form := b.Body.Reveal(), ""
	var err error
	switch {
	case b.Type == "OPENSSH PRIVATE KEY":
		return Key{}, fmt.Errorf("an OpenSSH key is %w; ssh-keygen -p -m PKCS8 converts it", ErrUnsupported)
	case b.Headers["DEK-Info"] != "":
		der, err = b.decryptPEM(passphrase)
		form = "encrypted PEM"
	case isEncryptedPKCS8(der):
		der, err = decryptPKCS8(der, passphrase)
		form = "encrypted PKCS#8"
	}
	if err != nil {
		return Key{}, err
	}
	k, plain, err := parsePrivate(der)
	if err != nil && b.Headers["DEK-Info"] != "" && !isStructure(der) {
		return Key{}, ErrPassphraseWrong // the padding fits by chance once in 256 times
	}
	if err != nil {
		return Key{}, err
	}
	if k.Form = form; form == "" {
		k.Form = plain
	}
	k.Line = b.Line
	return k, nil
}

// parsePrivate reads an unencrypted key in any of the three forms, whatever its
// label says, as crypto/tls does.
func parsePrivate(der []byte) (Key, string, error) {
	if key, err := x509.ParsePKCS1PrivateKey(der); err == nil {
		k, err := NewKey(key)
		return k, "PKCS#1", err
	}
	if key, err := x509.ParseECPrivateKey(der); err == nil {
		k, err := NewKey(key)
		return k, "SEC1", err
	}
	key, err := x509.ParsePKCS8PrivateKey(der)
	if err != nil {
		return Key{}, "", whyNoKey(der, err)
	}
	k, err := keyFrom(key)
	return k, "PKCS#8", err
}

// keyFrom wraps what crypto/x509 calls a private key.
func keyFrom(key any) (Key, error) {
	signer, ok := key.(gocrypto.Signer)
	if !ok {
		return Key{}, fmt.Errorf("a key that cannot sign is %w", ErrUnsupported)
	}
	return NewKey(signer)
}

// whyNoKey says more about a PKCS#8 key whose algorithm Go does not know, and asks
// PKCS#1 and SEC1 for the reason when it is one of them.
func whyNoKey(der []byte, err error) error {
	outer := reader{rest: der}
	info := reader{rest: outer.next(tagSequence).body, bad: outer.bad}
	info.next(tagInteger)
	if algorithm, ok := info.maybe(tagSequence); ok {
		inner := reader{rest: algorithm.body}
		if k := (PublicKey{OID: inner.next(tagOID).oid()}); !inner.bad {
			k.Algorithm = keyKinds[k.OID]
			if !k.knownToGo() && k.Algorithm != "ECDSA" || k.Algorithm == "DSA" { // Go reads only public ones of DSA
				return fmt.Errorf("a key of kind %s is %w", k, ErrUnsupported)
			}
		}
		return err
	}
	if info.bad {
		return ErrMalformed
	}
	if _, octets := info.maybe(tagOctetString); octets {
		_, err = x509.ParseECPrivateKey(der)
	} else {
		_, err = x509.ParsePKCS1PrivateKey(der)
	}
	if err == nil {
		err = errors.New("the key cannot be used")
	}
	return err
}

// isStructure tells whether der is one whole ASN.1 sequence.
func isStructure(der []byte) bool {
	e, rest, ok := readElement(der)
	return ok && e.tag == tagSequence && len(rest) == 0
}
