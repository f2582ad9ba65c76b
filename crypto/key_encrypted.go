package crypto

import (
	"bytes"
	gocrypto "crypto"
	"crypto/pbkdf2"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"errors"
	"fmt"
	"hash"

	"github.com/youmark/pkcs8"
)

// Bounds on what a file may ask of whoever opens it. OpenSSL writes 2048 rounds and
// OWASP asks for 1.3 million; scrypt's usual cost is 16 MiB, age's 256 MiB.
const (
	maxRounds     = 2_000_000
	maxScryptSize = 256 << 20 // bytes: 128 N r
	maxScryptWork = 1 << 22   // N r p
)

// encryptedKey is EncryptedPrivateKeyInfo (RFC 5958, 3).
type encryptedKey struct {
	Algorithm pkix.AlgorithmIdentifier
	Data      []byte
}

// pbes2 is PBES2-params (RFC 8018, A.4).
type pbes2 struct{ KDF, Cipher pkix.AlgorithmIdentifier }

// pbkdf2Params is PBKDF2-params (RFC 8018, A.2).
type pbkdf2Params struct {
	Salt   asn1.RawValue
	Rounds int
	Length int                      `asn1:"optional"`
	PRF    pkix.AlgorithmIdentifier `asn1:"optional"`
}

// scryptParams is scrypt-params (RFC 7914, 7).
type scryptParams struct {
	Salt    []byte
	N, R, P int
	Length  int `asn1:"optional"`
}

// OIDs of password-based encryption (RFC 8018, RFC 7914, RFC 7292).
const (
	oidPBES2  = "1.2.840.113549.1.5.13"
	oidPBMAC1 = "1.2.840.113549.1.5.14"
	oidPBKDF2 = "1.2.840.113549.1.5.12"
	oidScrypt = "1.3.6.1.4.1.11591.4.11"
)

var pbes2Ciphers = map[string]pkcs8.Cipher{
	"2.16.840.1.101.3.4.1.2": pkcs8.AES128CBC, "2.16.840.1.101.3.4.1.22": pkcs8.AES192CBC,
	"2.16.840.1.101.3.4.1.42": pkcs8.AES256CBC, "1.2.840.113549.3.7": pkcs8.TripleDESCBC,
}

var pbkdf2Hashes = map[string]func() hash.Hash{
	"": sha1.New, "1.2.840.113549.2.7": sha1.New, "1.2.840.113549.2.8": sha256.New224, "1.2.840.113549.2.9": sha256.New,
	"1.2.840.113549.2.10": sha512.New384, "1.2.840.113549.2.11": sha512.New,
}

// isEncryptedPKCS8 tells an EncryptedPrivateKeyInfo from every form of a plain key:
// it alone begins with an algorithm and not with a version.
func isEncryptedPKCS8(der []byte) bool {
	outer := reader{rest: der}
	info := reader{rest: outer.next(tagSequence).body, bad: outer.bad}
	info.next(tagSequence)
	info.next(tagOctetString)
	return !info.bad && len(info.rest) == 0
}

// decryptPKCS8 opens an EncryptedPrivateKeyInfo with PBES2.
func decryptPKCS8(der []byte, passphrase Secret) ([]byte, error) {
	var k encryptedKey
	if _, err := asn1.Unmarshal(der, &k); err != nil {
		return nil, fmt.Errorf("encrypted key: %w", err)
	}
	if id := k.Algorithm.Algorithm.String(); id != oidPBES2 {
		return nil, fmt.Errorf("encryption %s is %w; openssl pkcs8 -topk8 -v2 aes256 converts it", id, ErrUnsupported)
	}
	if err := affordable(k.Algorithm); err != nil {
		return nil, err
	}
	var p pbes2
	if _, err := asn1.Unmarshal(k.Algorithm.Parameters.FullBytes, &p); err != nil {
		return nil, fmt.Errorf("encrypted key: %w", err)
	}
	cipher, ok := pbes2Ciphers[p.Cipher.Algorithm.String()]
	if !ok {
		return nil, fmt.Errorf("cipher %s is %w", p.Cipher.Algorithm, ErrUnsupported)
	}
	iv := p.Cipher.Parameters.Bytes
	if len(iv) != cipher.IVSize() || len(k.Data) == 0 || len(k.Data)%cipher.IVSize() != 0 {
		return nil, fmt.Errorf("encrypted key: %w", ErrMalformed)
	}
	if passphrase.Empty() {
		return nil, ErrPassphraseNeeded
	}
	secret, err := derive(p.KDF, passphrase, cipher.KeySize())
	if err != nil {
		return nil, err
	}
	plain, err := cipher.Decrypt(secret, iv, k.Data)
	if err != nil {
		return nil, err
	}
	plain, ok = unpad(plain, cipher.IVSize())
	if !ok || !isStructure(plain) {
		return nil, ErrPassphraseWrong
	}
	return plain, nil
}

// derive makes the key of the cipher from the passphrase. PBKDF2 is Go's own,
// since youmark/pkcs8 misses the hash when the optional key length stands before it.
func derive(kdf pkix.AlgorithmIdentifier, passphrase Secret, size int) ([]byte, error) {
	if kdf.Algorithm.String() == oidScrypt {
		var p scryptParams
		if _, err := asn1.Unmarshal(kdf.Parameters.FullBytes, &p); err != nil {
			return nil, err
		}
		o := pkcs8.ScryptOpts{CostParameter: p.N, BlockSize: p.R, ParallelizationParameter: p.P}
		key, _, err := o.DeriveKey(passphrase.Reveal(), p.Salt, size)
		return key, err
	}
	var p pbkdf2Params
	if _, err := asn1.Unmarshal(kdf.Parameters.FullBytes, &p); err != nil {
		return nil, err
	}
	prf := p.PRF.Algorithm.String()
	h, ok := pbkdf2Hashes[prf]
	if !ok {
		return nil, fmt.Errorf("hash %s is %w", prf, ErrUnsupported)
	}
	return pbkdf2.Key(h, string(passphrase.Reveal()), p.Salt.Bytes, p.Rounds, size)
}

// affordable refuses what would keep a machine busy for more than a few seconds, or
// fill its memory, before any of it is done.
func affordable(a pkix.AlgorithmIdentifier) error {
	switch a.Algorithm.String() {
	case oidPBES2, oidPBMAC1: // both begin with the derivation
		var p pbes2
		if _, err := asn1.Unmarshal(a.Parameters.FullBytes, &p); err != nil {
			return fmt.Errorf("encryption: %w", err)
		}
		return affordable(p.KDF)
	case oidPBKDF2:
		var p pbkdf2Params
		if _, err := asn1.Unmarshal(a.Parameters.FullBytes, &p); err != nil {
			return fmt.Errorf("key derivation: %w", err)
		}
		return fewRounds(p.Rounds)
	case oidScrypt:
		var p scryptParams
		if _, err := asn1.Unmarshal(a.Parameters.FullBytes, &p); err != nil {
			return fmt.Errorf("key derivation: %w", err)
		}
		return smallScrypt(p.N, p.R, p.P)
	}
	return fmt.Errorf("key derivation %s is %w", a.Algorithm, ErrUnsupported)
}

func fewRounds(n int) error {
	if n < 1 || n > maxRounds {
		return fmt.Errorf("%d rounds of key derivation: %w", n, ErrTooCostly)
	}
	return nil
}

func smallScrypt(n, r, p int) error {
	const n1, r1 = 1 << 24, 1 << 10 // so that no product overflows
	fits := n >= 2 && r >= 1 && p >= 1 && n <= n1 && r <= r1 && p <= r1
	if !fits || 128*int64(n)*int64(r) > maxScryptSize || int64(n)*int64(r)*int64(p) > maxScryptWork {
		return fmt.Errorf("scrypt with N=%d r=%d p=%d: %w", n, r, p, ErrTooCostly)
	}
	return nil
}

// unpad takes the padding of RFC 8018, 6.1.1 away.
func unpad(b []byte, size int) ([]byte, bool) {
	if len(b) == 0 {
		return nil, false
	}
	n := int(b[len(b)-1])
	if n == 0 || n > size || n > len(b) || !bytes.Equal(b[len(b)-n:], bytes.Repeat([]byte{byte(n)}, n)) {
		return nil, false
	}
	return b[:len(b)-n], true
}

// decryptPEM opens a key with DEK-Info headers (RFC 1423), as old OpenSSL wrote them.
func (b Block) decryptPEM(passphrase Secret) ([]byte, error) {
	if passphrase.Empty() {
		return nil, ErrPassphraseNeeded
	}
	block := &pem.Block{Type: b.Type, Headers: b.Headers, Bytes: b.Body.Reveal()}
	//lint:ignore SA1019 nothing else reads the keys that OpenSSL wrote until 2010; we never write them.
	der, err := x509.DecryptPEMBlock(block, passphrase.Reveal())
	if errors.Is(err, x509.IncorrectPasswordError) {
		return nil, ErrPassphraseWrong
	}
	return der, err
}

// EncryptedPEM writes the key as encrypted PKCS#8 with scrypt and AES-256.
func (k Key) EncryptedPEM(passphrase Secret) (Secret, error) {
	if passphrase.Empty() {
		return Secret{}, ErrPassphraseNeeded
	}
	if !k.Present() {
		return Secret{}, ErrNothing
	}
	o := &pkcs8.Opts{
		Cipher:  pkcs8.AES256CBC,
		KDFOpts: pkcs8.ScryptOpts{SaltSize: 16, CostParameter: 1 << 15, BlockSize: 8, ParallelizationParameter: 1},
	}
	der, err := pkcs8.MarshalPrivateKey(gocrypto.PrivateKey(k.Signer()), passphrase.Reveal(), o)
	if err != nil {
		return Secret{}, err
	}
	return NewSecret(pem.EncodeToMemory(&pem.Block{Type: "ENCRYPTED PRIVATE KEY", Bytes: der})), nil
}
