package crypto

import (
	"crypto/pbkdf2"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"testing"

	"github.com/youmark/pkcs8"
)

// encrypted builds an encrypted PKCS#8 key around the parameters of its derivation.
func encrypted(t testing.TB, kdf pkix.AlgorithmIdentifier, data []byte) []byte {
	t.Helper()
	iv, err := asn1.Marshal(make([]byte, 16))
	if err != nil {
		t.Fatal(err)
	}
	aes := pkix.AlgorithmIdentifier{Algorithm: asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 1, 42}, Parameters: asn1.RawValue{FullBytes: iv}}
	params, err := asn1.Marshal(pbes2{kdf, aes})
	if err != nil {
		t.Fatal(err)
	}
	der, err := asn1.Marshal(encryptedKey{
		pkix.AlgorithmIdentifier{Algorithm: asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 5, 13}, Parameters: asn1.RawValue{FullBytes: params}}, data,
	})
	return must(t, der, err)
}

func kdfOf(t testing.TB, id asn1.ObjectIdentifier, params any) pkix.AlgorithmIdentifier {
	t.Helper()
	der, err := asn1.Marshal(params)
	return pkix.AlgorithmIdentifier{Algorithm: id, Parameters: asn1.RawValue{FullBytes: must(t, der, err)}}
}

var (
	idPBKDF2 = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 5, 12}
	idScrypt = asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 11591, 4, 11}
	salt     = asn1.RawValue{Tag: asn1.TagOctetString, Bytes: []byte("saltsalt")}
)

func TestHostileKeysAreRefusedBeforeAnyWork(t *testing.T) {
	data := make([]byte, 64)
	for name, kdf := range map[string]pkix.AlgorithmIdentifier{
		"2^31 rounds":             kdfOf(t, idPBKDF2, pbkdf2Params{Salt: salt, Rounds: 1<<31 - 1}),
		"one round too many":      kdfOf(t, idPBKDF2, pbkdf2Params{Salt: salt, Rounds: maxRounds + 1}),
		"no rounds":               kdfOf(t, idPBKDF2, pbkdf2Params{Salt: salt}),
		"a negative number":       kdfOf(t, idPBKDF2, pbkdf2Params{Salt: salt, Rounds: -1}),
		"scrypt with 4 GiB":       kdfOf(t, idScrypt, scryptParams{Salt: []byte("s"), N: 1 << 22, R: 8, P: 1}),
		"scrypt a thousand times": kdfOf(t, idScrypt, scryptParams{Salt: []byte("s"), N: 1 << 15, R: 8, P: 1000}),
		"scrypt that overflows":   kdfOf(t, idScrypt, scryptParams{Salt: []byte("s"), N: 1 << 30, R: 1 << 30, P: 1 << 30}),
		"scrypt with nothing":     kdfOf(t, idScrypt, scryptParams{Salt: []byte("s")}),
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := ParseKey(encrypted(t, kdf, data), passphrase); !errors.Is(err, ErrTooCostly) {
				t.Errorf("ParseKey() = %v, want %v", err, ErrTooCostly)
			}
		})
	}
}

func TestBrokenEncryptedKeysDoNotPanic(t *testing.T) {
	kdf := kdfOf(t, idPBKDF2, pbkdf2Params{Salt: salt, Rounds: 1})
	for _, n := range []int{0, 1, 15, 17} {
		if _, err := ParseKey(encrypted(t, kdf, make([]byte, n)), passphrase); !errors.Is(err, ErrMalformed) {
			t.Errorf("%d bytes: %v", n, err)
		}
	}
	unknown := kdfOf(t, asn1.ObjectIdentifier{1, 2, 3}, 1)
	if _, err := ParseKey(encrypted(t, unknown, make([]byte, 16)), passphrase); !errors.Is(err, ErrUnsupported) {
		t.Errorf("an unknown derivation: %v", err)
	}
}

// Java writes the optional length of the key before the hash, where youmark/pkcs8
// does not look for it.
func TestAKeyWithTheLengthOfItsKeyIsOpened(t *testing.T) {
	plain, err := x509.MarshalPKCS8PrivateKey(edKey())
	must(t, plain, err)
	secret, err := pbkdf2.Key(sha256.New, "correct-horse", salt.Bytes, 10, 32)
	must(t, secret, err)
	data, err := pkcs8.AES256CBC.Encrypt(secret, make([]byte, 16), plain)
	must(t, data, err)
	sha := pkix.AlgorithmIdentifier{Algorithm: asn1.ObjectIdentifier{1, 2, 840, 113549, 2, 9}}
	der := encrypted(t, kdfOf(t, idPBKDF2, pbkdf2Params{Salt: salt, Rounds: 10, Length: 32, PRF: sha}), data)
	k, err := ParseKey(der, passphrase)
	if err != nil || k.Public.Algorithm != "Ed25519" {
		t.Errorf("ParseKey() = %v, %v", k, err)
	}
}
