package crypto

import (
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"strings"
	"testing"

	"software.sslmate.com/src/go-pkcs12"
)

func TestPKCS12ThatOpenSSLWrote(t *testing.T) {
	jane := one(t, read(t, "pkcs12/jane.pem"))
	for file, want := range map[string]struct {
		passphrase string
		certs      int
		key        bool
	}{
		"modern.p12":            {"correct-horse", 2, true},
		"legacy-rc2.p12":        {"correct-horse", 2, true},
		"legacy-3des.p12":       {"correct-horse", 2, true},
		"certificates-only.p12": {"correct-horse", 2, false},
		"empty-passphrase.p12":  {"", 1, true},
		"nothing-encrypted.p12": {"", 1, true},
	} {
		t.Run(file, func(t *testing.T) {
			data := read(t, "pkcs12/"+file)
			b, err := ParsePKCS12(data, NewSecret([]byte(want.passphrase)))
			if err != nil {
				t.Fatal(err)
			}
			if len(b.Certificates) != want.certs || b.Key.Present() != want.key {
				t.Fatalf("got %d certificates, key %v", len(b.Certificates), b.Key.Present())
			}
			if b.Certificates[0].Fingerprint() != jane.Fingerprint() {
				t.Errorf("the first is %s", b.Certificates[0].Subject())
			}
			if want.key && !KeyMatches(jane, b.Key) {
				t.Error("it is another key")
			}
			if want.passphrase == "" {
				return
			}
			if _, err := ParsePKCS12(data, Secret{}); !errors.Is(err, ErrPassphraseNeeded) {
				t.Errorf("without a passphrase: %v", err)
			}
			if _, err := ParsePKCS12(data, NewSecret([]byte("wrong"))); !errors.Is(err, ErrPassphraseWrong) {
				t.Errorf("with a wrong one: %v", err)
			}
		})
	}
}

func TestPKCS12ComesBackAsItWas(t *testing.T) {
	ca := sign(t, authority("kubernetes"), nil, nil)
	c := sign(t, template(), &ca, nil)
	k := must2(t)(NewKey(c.key))
	data, err := EncodePKCS12(k, []*Certificate{c.Certificate, ca.Certificate}, passphrase)
	must(t, data, err)
	b, err := ParsePKCS12(data.Reveal(), passphrase)
	if err != nil || len(b.Certificates) != 2 || b.Certificates[0].Fingerprint() != c.Fingerprint() || !b.Key.Public.Equal(k.Public) || b.Key.Form != "PKCS#12" {
		t.Errorf("ParsePKCS12() = %v, %v", b, err)
	}
	if _, err := EncodePKCS12(Key{}, b.Certificates, passphrase); !errors.Is(err, ErrNothing) {
		t.Errorf("without a key: %v", err)
	}
	if _, err := ParsePKCS12(c.DER, passphrase); !errors.Is(err, ErrOtherKind) {
		t.Errorf("a certificate: %v", err)
	}
}

func TestAPassphraseDoesNotHinderAFileWithoutOne(t *testing.T) {
	b, err := ParsePKCS12(read(t, "pkcs12/nothing-encrypted.p12"), passphrase)
	if err != nil || !b.Key.Present() || len(b.Certificates) != 1 {
		t.Errorf("ParsePKCS12() = %v, %v", b, err)
	}
}

func TestManyPartsAreNotOpened(t *testing.T) {
	part, err := inData([]byte{0x30, 0})
	must(t, part, err)
	if _, err := ParsePKCS12(file(t, part, part, part), passphrase); !errors.Is(err, ErrUnsupported) {
		t.Errorf("ParsePKCS12() = %v", err)
	}
}

// file builds a PKCS#12 file of these parts, signed with the passphrase of the tests.
func file(t testing.TB, parts ...contentInfo) []byte {
	t.Helper()
	safe, err := asn1.Marshal(parts)
	must(t, safe, err)
	content, err := inData(safe)
	must(t, content, err)
	mac, err := pbmac1(safe, passphrase)
	must(t, mac, err)
	der, err := asn1.Marshal(pfx{3, content, mac})
	return must(t, der, err)
}

// shrouded is a part with an encrypted key that asks for this many rounds.
func shrouded(t testing.TB, rounds int) []byte {
	t.Helper()
	key := encrypted(t, kdfOf(t, idPBKDF2, pbkdf2Params{Salt: salt, Rounds: rounds}), make([]byte, 64))
	bags, err := asn1.Marshal([]struct {
		ID    asn1.ObjectIdentifier
		Value asn1.RawValue `asn1:"tag:0,explicit"`
	}{{oidShroudedKey, explicit(key)}})
	return must(t, bags, err)
}

func TestHostilePKCS12IsRefusedBeforeAnyWork(t *testing.T) {
	const many = 1<<31 - 1
	open, err := inData(shrouded(t, many))
	must(t, open, err)
	legacy := kdfOf(t, asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 12, 1, 3}, pbeParams{[]byte("saltsalt"), many})
	var sealed encryptedData
	sealed.Info.Type, sealed.Info.Algorithm, sealed.Info.Data = oidData, legacy, make([]byte, 64)
	der, err := asn1.Marshal(sealed)
	must(t, der, err)
	costlyMAC := func(algorithm pkix.AlgorithmIdentifier, rounds int) []byte {
		content, err := inData([]byte{0x30, 0})
		must(t, content, err)
		out, err := asn1.Marshal(pfx{3, content, macData{digestInfo{algorithm, make([]byte, 32)}, []byte("salt"), rounds}})
		return must(t, out, err)
	}
	pbmac := kdfOf(t, idPBKDF2, pbkdf2Params{Salt: salt, Rounds: many, Length: 32})
	for name, data := range map[string][]byte{
		"in the key":            file(t, open),
		"in an encrypted part":  file(t, contentInfo{oidEncryptedData, explicit(der)}),
		"in the MAC":            costlyMAC(pkix.AlgorithmIdentifier{Algorithm: asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}}, many),
		"in the MAC of RFC9579": costlyMAC(kdfOf(t, asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 5, 14}, pbes2{pbmac, pbmac}), 1),
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := ParsePKCS12(data, passphrase); !errors.Is(err, ErrTooCostly) {
				t.Errorf("ParsePKCS12() = %v, want %v", err, ErrTooCostly)
			}
		})
	}
}

// A key inside an encrypted part can ask for work that nobody sees from outside.
func TestAKeyInsideAnEncryptedPartIsNotOpened(t *testing.T) {
	plain := shrouded(t, 1<<31-1)
	kdf := pbkdf2Params{Salt: salt, Rounds: 1, PRF: pkix.AlgorithmIdentifier{Algorithm: asn1.ObjectIdentifier{1, 2, 840, 113549, 2, 9}}}
	secret, err := derive(kdfOf(t, idPBKDF2, kdf), passphrase, 32)
	must(t, secret, err)
	data, err := pbes2Ciphers["2.16.840.1.101.3.4.1.42"].Encrypt(secret, make([]byte, 16), plain)
	must(t, data, err)
	var shell encryptedKey
	_, err = asn1.Unmarshal(encrypted(t, kdfOf(t, idPBKDF2, kdf), data), &shell)
	must(t, shell, err)
	var sealed encryptedData
	sealed.Info.Type, sealed.Info.Algorithm, sealed.Info.Data = oidData, shell.Algorithm, data
	der, err := asn1.Marshal(sealed)
	must(t, der, err)
	_, err = ParsePKCS12(file(t, contentInfo{oidEncryptedData, explicit(der)}), passphrase)
	if !errors.Is(err, ErrUnsupported) || !strings.Contains(err.Error(), "inside an encrypted part") {
		t.Errorf("ParsePKCS12() = %v", err)
	}
}

func FuzzPKCS12(f *testing.F) {
	c := sign(f, template(), nil, edKey())
	for _, e := range []*pkcs12.Encoder{pkcs12.Modern, pkcs12.LegacyDES, pkcs12.LegacyRC2, pkcs12.Passwordless} {
		data, err := e.WithIterations(1).Encode(c.key, c.x, nil, "")
		f.Add(must(f, data, err), "")
	}
	f.Fuzz(func(t *testing.T, data []byte, pass string) {
		if len(data) > 1<<16 {
			return
		}
		b, err := ParsePKCS12(data, NewSecret([]byte(pass)))
		if err == nil && len(b.Certificates) == 0 {
			t.Error("nothing, and no reason")
		}
		if errors.Is(err, pkcs12.ErrDecryption) {
			t.Errorf("an error of the library came through: %v", err)
		}
	})
}
