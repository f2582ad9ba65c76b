package crypto

import (
	"crypto/ed25519"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"strings"
	"testing"
)

var passphrase = NewSecret([]byte("correct-horse"))

func TestKeysThatOpenSSLWrote(t *testing.T) {
	ec := must2(t)(ParseKey(read(t, "keys/ec-sec1.pem"), Secret{}))
	rsa := must2(t)(ParseKey(read(t, "keys/rsa-pkcs1.pem"), Secret{}))
	for file, want := range map[string]struct {
		kind, form string
		same       Key
	}{
		"ec-sec1.pem":            {"ECDSA P-256", "SEC1", ec},
		"ec-with-parameters.pem": {"ECDSA P-256", "SEC1", ec},
		"ec-pkcs8.pem":           {"ECDSA P-256", "PKCS#8", ec},
		"rsa-pkcs1.pem":          {"RSA 2048", "PKCS#1", rsa},
		"rsa-pkcs8.pem":          {"RSA 2048", "PKCS#8", rsa},
		"ed25519-pkcs8.pem":      {"Ed25519", "PKCS#8", Key{}},
		"ed25519-pkcs8.der":      {"Ed25519", "PKCS#8", Key{}},
		"rsa-legacy-aes256.pem":  {"RSA 2048", "encrypted PEM", rsa},
		"rsa-legacy-des3.pem":    {"RSA 2048", "encrypted PEM", rsa},
		"ec-legacy-aes128.pem":   {"ECDSA P-256", "encrypted PEM", ec},
		"ec-pbkdf2-sha1.pem":     {"ECDSA P-256", "encrypted PKCS#8", ec},
		"ec-pbkdf2-sha256.pem":   {"ECDSA P-256", "encrypted PKCS#8", ec},
		"ec-pbkdf2-sha512.pem":   {"ECDSA P-256", "encrypted PKCS#8", ec},
		"ec-pbkdf2-des3.pem":     {"ECDSA P-256", "encrypted PKCS#8", ec},
		"ec-scrypt.pem":          {"ECDSA P-256", "encrypted PKCS#8", ec},
		"ec-pbkdf2.der":          {"ECDSA P-256", "encrypted PKCS#8", ec},
	} {
		t.Run(file, func(t *testing.T) {
			data := read(t, "keys/"+file)
			k := must2(t)(ParseKey(data, passphrase))
			if k.Public.String() != want.kind || k.Form != want.form {
				t.Errorf("got %s as %s, want %s as %s", k.Public, k.Form, want.kind, want.form)
			}
			if want.same.Present() && !k.Public.Equal(want.same.Public) {
				t.Error("it is another key")
			}
			if strings.HasPrefix(want.form, "encrypted") {
				if _, err := ParseKey(data, Secret{}); !errors.Is(err, ErrPassphraseNeeded) {
					t.Errorf("without a passphrase: %v", err)
				}
				if _, err := ParseKey(data, NewSecret([]byte("wrong"))); !errors.Is(err, ErrPassphraseWrong) {
					t.Errorf("with a wrong passphrase: %v", err)
				}
			}
		})
	}
}

func must2(t testing.TB) func(Key, error) Key {
	return func(k Key, err error) Key {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return k
	}
}

func TestAWrongPassphraseIsNeverAnotherError(t *testing.T) {
	for _, file := range []string{"rsa-legacy-des3.pem", "ec-legacy-aes128.pem", "ec-pbkdf2-sha256.pem"} {
		data := read(t, "keys/"+file)
		for n := range 600 { // the padding fits by chance once in 256 times
			_, err := ParseKey(data, NewSecret(fmt.Append(nil, "wrong", n)))
			if !errors.Is(err, ErrPassphraseWrong) {
				t.Fatalf("%s, passphrase %d: %v", file, n, err)
			}
		}
	}
}

func TestKeysThatCannotBeUsedSayWhy(t *testing.T) {
	for file, want := range map[string]string{
		"secp256k1.pem":           "unknown elliptic curve",
		"secp256k1-encrypted.pem": "unknown elliptic curve",
		"ed448.pem":               "Ed448 (1.3.101.113) is not supported",
		"dsa.pem":                 "DSA (1.2.840.10040.4.1) is not supported",
		"x25519.pem":              "cannot sign",
		"rsa-pss.pem":             "RSA-PSS (1.2.840.113549.1.1.10) is not supported",
		"openssh.pem":             "ssh-keygen -p -m PKCS8",
		"ec-pbes1.pem":            "openssl pkcs8 -topk8",
		"ec-public.pem":           ErrNothing.Error(),
	} {
		t.Run(file, func(t *testing.T) {
			k, err := ParseKey(read(t, "keys/"+file), passphrase)
			if k.Present() || err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("got %s and %v, want %q", k.Public, err, want)
			}
		})
	}
	if _, err := ParseKey([]byte("hello"), Secret{}); !errors.Is(err, ErrNothing) {
		t.Errorf("a text: %v", err)
	}
}

func TestKeysAreWrittenAsClientsReadThem(t *testing.T) {
	for label, signer := range map[string]Key{
		"EC PRIVATE KEY": must2(t)(NewKey(ecKey(t))), "RSA PRIVATE KEY": must2(t)(NewKey(rsaKey(t, 2048))),
		"PRIVATE KEY": must2(t)(NewKey(edKey())),
	} {
		text, err := signer.PEM()
		must(t, text, err)
		b, _ := pem.Decode(text.Reveal())
		if b == nil || b.Type != label {
			t.Fatalf("got %v, want %s", b, label)
		}
		if again := must2(t)(ParseKey(text.Reveal(), Secret{})); !again.Public.Equal(signer.Public) {
			t.Errorf("%s came back as another key", label)
		}
		text, err = signer.EncryptedPEM(passphrase)
		must(t, text, err)
		if again := must2(t)(ParseKey(text.Reveal(), passphrase)); !again.Public.Equal(signer.Public) || again.Form != "encrypted PKCS#8" {
			t.Errorf("%s came back from encryption as another key", label)
		}
	}
	if _, err := (Key{}).PEM(); !errors.Is(err, ErrNothing) {
		t.Errorf("no key: %v", err)
	}
	k := must2(t)(NewKey(edKey()))
	if _, err := k.EncryptedPEM(Secret{}); !errors.Is(err, ErrPassphraseNeeded) {
		t.Errorf("no passphrase: %v", err)
	}
}

func TestAKeyIsNeverPrinted(t *testing.T) {
	k := must2(t)(NewKey(edKey()))
	seed := edKey().Seed()
	seedList := strings.Trim(fmt.Sprint(seed), "[]")
	holder := struct {
		Key    Key
		hidden *Key
	}{k, &k}
	j, err := json.Marshal(holder)
	must(t, j, err)
	said := string(j)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x", "%d"} {
		said += fmt.Sprintf(verb, k) + fmt.Sprintf(verb, &k) + fmt.Sprintf(verb, holder) + fmt.Sprintf(verb, []Key{k})
	}
	for _, leak := range []string{seedList, fmt.Sprintf("%x", seed), strings.Repeat("AAAA", 8), strings.Repeat("0x0, ", 16)} {
		if strings.Contains(said, leak) {
			t.Errorf("the key was told as %q", leak)
		}
	}
	if !k.Signer().(ed25519.PrivateKey).Equal(edKey()) {
		t.Error("it is another key")
	}
}

func TestPublicKeys(t *testing.T) {
	ec := must2(t)(ParseKey(read(t, "keys/ec-sec1.pem"), Secret{}))
	c := sign(t, template(), nil, ec.Signer())
	for name, f := range map[string]struct {
		data []byte
		want string
	}{
		"PUBLIC KEY, as sa.pub":      {read(t, "keys/ec-public.pem"), "ECDSA P-256"},
		"RSA PUBLIC KEY":             {read(t, "keys/rsa-public-pkcs1.pem"), "RSA 2048"},
		"the one in a certificate":   {[]byte(inPEM("CERTIFICATE", c.DER)), "ECDSA P-256"},
		"one that Go does not know":  {read(t, "keys/ed448-public.pem"), "Ed448 (1.3.101.113)"},
		"DER":                        {ec.Public.DER, "ECDSA P-256"},
		"a point that is not on it":  {[]byte(inPEM("PUBLIC KEY", append(ec.Public.DER[:80:80], make([]byte, 11)...))), "P256 point not on curve"},
		"a private key":              {read(t, "keys/ec-sec1.pem"), ErrOtherKind.Error()},
		"a label on something else":  {[]byte(inPEM("PUBLIC KEY", []byte{0x30, 0})), ErrMalformed.Error()},
		"an RSA label on an EC key":  {[]byte(inPEM("RSA PUBLIC KEY", ec.Public.DER)), "x509"},
		"a certificate that is none": {[]byte(inPEM("CERTIFICATE", ec.Public.DER)), "x509"},
	} {
		t.Run(name, func(t *testing.T) {
			k, err := Blocks(f.data)[0].publicKey()
			if got := k.String(); !strings.Contains(got, f.want) && (err == nil || !strings.Contains(err.Error(), f.want)) {
				t.Errorf("got %q and %v, want %q", got, err, f.want)
			}
		})
	}
}

func TestKeyMatchesOnlyItsCertificate(t *testing.T) {
	c := sign(t, template(), nil, nil)
	own, other := must2(t)(NewKey(c.key)), must2(t)(NewKey(ecKey(t)))
	if !KeyMatches(c.Certificate, own) || KeyMatches(c.Certificate, other) || KeyMatches(c.Certificate, Key{}) {
		t.Error("the match is wrong")
	}
	quantum := one(t, mldsaCertificate(t))
	if KeyMatches(quantum, own) {
		t.Error("a key matches a certificate of another kind")
	}
}

func FuzzKeys(f *testing.F) {
	for _, file := range []string{"ec-sec1.pem", "ed25519-pkcs8.pem", "ec-pbkdf2.der", "ec-legacy-aes128.pem", "ec-scrypt.pem", "ec-public.pem"} {
		f.Add(read(f, "keys/"+file))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, b := range Blocks(data) {
			if k, err := b.key(passphrase); err == nil && (k.Signer() == nil || k.Public.Key == nil) {
				t.Error("a key without a key")
			}
			if k, err := b.publicKey(); err == nil && len(k.DER) == 0 {
				t.Error("a public key without a key")
			}
		}
		_, _ = ParseKey(data, Secret{})
	})
}
