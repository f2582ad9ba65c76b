package crypto

import (
	"crypto/x509"
	"errors"
	"fmt"
	"strings"

	"software.sslmate.com/src/go-pkcs12"
)

// A Bundle is what a PKCS#12 file holds (RFC 7292): a key and its certificate with
// those of the authorities, or certificates alone.
type Bundle struct {
	Key          Key            // absent when there are only certificates
	Certificates []*Certificate // the key's own first
}

// IsPKCS12 tells whether data looks like a PKCS#12 file.
func IsPKCS12(data []byte) bool {
	outer := reader{rest: data}
	pfx := reader{rest: outer.next(tagSequence).body, bad: outer.bad}
	version := pfx.next(tagInteger)
	content := reader{rest: pfx.next(tagSequence).body}
	content.next(tagOID)
	return !pfx.bad && !content.bad && len(version.body) == 1 && version.body[0] == 3
}

// ParsePKCS12 opens a PKCS#12 file. A file without a passphrase has an empty one,
// so ErrPassphraseNeeded is the answer only when the empty one was tried. What asks
// for unreasonable work is ErrTooCostly.
func ParsePKCS12(data []byte, passphrase Secret) (Bundle, error) {
	if !IsPKCS12(data) {
		return Bundle{}, ErrOtherKind
	}
	if e, _, ok := readElement(data); ok {
		data = e.full
	}
	certs, err := inspectPKCS12(data, passphrase)
	if err != nil {
		return Bundle{}, pkcs12Error(err, passphrase)
	}
	private, leaf, others, err := pkcs12.DecodeChain(data, string(passphrase.Reveal()))
	if err != nil && strings.HasSuffix(err.Error(), "private key missing") && len(certs) > 0 {
		return Bundle{Certificates: wrap(certs)}, nil
	}
	if err != nil && strings.HasSuffix(err.Error(), "no MAC in data") && !passphrase.Empty() {
		return ParsePKCS12(data, Secret{}) // nothing in it needs the passphrase
	}
	if err != nil {
		return Bundle{}, pkcs12Error(err, passphrase)
	}
	k, err := keyFrom(private)
	if err != nil {
		return Bundle{}, err
	}
	k.Form = "PKCS#12"
	return Bundle{k, ordered(k, append(wrap([]*x509.Certificate{leaf}), wrap(others)...))}, nil
}

// ordered puts the certificate of the key first, since files have them in any order.
func ordered(k Key, certs []*Certificate) []*Certificate {
	for i, c := range certs {
		if KeyMatches(c, k) {
			own := []*Certificate{c}
			return append(append(own, certs[:i]...), certs[i+1:]...)
		}
	}
	return certs
}

func wrap(certs []*x509.Certificate) []*Certificate {
	out := make([]*Certificate, len(certs))
	for i, x := range certs {
		out[i] = fromX509(x)
	}
	return out
}

// pkcs12Error tells a passphrase that is missing from one that is wrong.
func pkcs12Error(err error, passphrase Secret) error {
	wrong := errors.Is(err, pkcs12.ErrIncorrectPassword) || errors.Is(err, pkcs12.ErrDecryption)
	switch {
	case wrong && passphrase.Empty():
		return ErrPassphraseNeeded
	case wrong:
		return ErrPassphraseWrong
	}
	var missing pkcs12.NotImplementedError
	if errors.As(err, &missing) {
		return fmt.Errorf("PKCS#12: %s: %w", string(missing), ErrUnsupported)
	}
	return fmt.Errorf("PKCS#12: %w", err)
}

// EncodePKCS12 writes a PKCS#12 file with AES-256 and SHA-256, which OpenSSL from
// 1.1.1, Java from 12 and Windows from 2019 on can read. The key's certificate is
// the first of chain.
func EncodePKCS12(key Key, chain []*Certificate, passphrase Secret) (Secret, error) {
	if !key.Present() || len(chain) == 0 {
		return Secret{}, ErrNothing
	}
	certs := make([]*x509.Certificate, len(chain))
	for i, c := range chain {
		if c.x == nil {
			return Secret{}, c.Refused
		}
		certs[i] = c.x
	}
	data, err := pkcs12.Modern.Encode(key.Signer(), certs[0], certs[1:], string(passphrase.Reveal()))
	if err != nil {
		return Secret{}, err
	}
	return NewSecret(data), nil
}
