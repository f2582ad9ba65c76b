package crypto

import (
	gocrypto "crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"math/big"
	"os"
	"testing"
	"time"
)

// now is the moment at which the tests live.
var now = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

const day = 24 * time.Hour

// A made certificate comes with its key.
type made struct {
	*Certificate
	key gocrypto.Signer
}

// template is the certificate of jane for a year, ready to be changed.
func template() *x509.Certificate {
	return &x509.Certificate{
		SerialNumber: new(big.Int).SetBytes([]byte("a serial number.")),
		Subject:      pkix.Name{CommonName: "jane", Organization: []string{"devs", "payments"}},
		NotBefore:    now.Add(-day), NotAfter: now.Add(364 * day),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
		BasicConstraintsValid: true,
	}
}

// authority is a template for a CA of ten years.
func authority(name string) *x509.Certificate {
	return &x509.Certificate{
		SerialNumber: new(big.Int).SetBytes([]byte("another number..")),
		Subject:      pkix.Name{CommonName: name},
		NotBefore:    now.Add(-365 * day), NotAfter: now.Add(3650 * day),
		KeyUsage: x509.KeyUsageCertSign, BasicConstraintsValid: true, IsCA: true,
	}
}

func ecKey(t testing.TB) gocrypto.Signer {
	t.Helper()
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func rsaKey(t testing.TB, bits int) gocrypto.Signer {
	t.Helper()
	t.Setenv("GODEBUG", "rsa1024min=0")
	k, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// sign makes a certificate; without a parent it signs itself.
func sign(t testing.TB, tmpl *x509.Certificate, parent *made, key gocrypto.Signer) made {
	t.Helper()
	if key == nil {
		key = ecKey(t)
	}
	by, byKey := tmpl, key
	if parent != nil {
		by, byKey = parent.x, parent.key
	}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, by, key.Public(), byKey)
	if err != nil {
		t.Fatal(err)
	}
	return made{one(t, der), key}
}

// one reads the only certificate there is.
func one(t testing.TB, data []byte) *Certificate {
	t.Helper()
	certs, troubles := ParseCertificates(data)
	if len(certs) != 1 || len(troubles) != 0 {
		t.Fatalf("got %d certificates and the troubles %v, want one and none", len(certs), troubles)
	}
	return certs[0]
}

func inPEM(label string, der []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: label, Bytes: der}))
}

func read(t testing.TB, path string) []byte {
	t.Helper()
	data, err := os.ReadFile("testdata/" + path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func must[T any](t testing.TB, v T, err error) T {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return v
}

var mldsa65 = pkix.AlgorithmIdentifier{Algorithm: asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 3, 18}}

// mldsaCertificate builds a certificate with an ML-DSA-65 key and signature (RFC
// 9881) by hand, since Go 1.26 cannot. Key and signature are of the right length.
func mldsaCertificate(t testing.TB, extensions ...pkix.Extension) []byte {
	t.Helper()
	name := pkix.Name{CommonName: "post-quantum"}.ToRDNSequence()
	key := make([]byte, 1952)
	signature := make([]byte, 3309)
	sum := sha256.Sum256([]byte("ML-DSA"))
	copy(key, sum[:])
	type validity struct{ NotBefore, NotAfter time.Time }
	type publicKey struct {
		Algorithm pkix.AlgorithmIdentifier
		Key       asn1.BitString
	}
	type tbs struct {
		Version   int `asn1:"explicit,tag:0"`
		Serial    *big.Int
		Algorithm pkix.AlgorithmIdentifier
		Issuer    pkix.RDNSequence
		Validity  validity
		Subject   pkix.RDNSequence
		Key       publicKey
		More      []pkix.Extension `asn1:"explicit,tag:3,optional,omitempty"`
	}
	der, err := asn1.Marshal(struct {
		TBS       tbs
		Algorithm pkix.AlgorithmIdentifier
		Signature asn1.BitString
	}{
		tbs{
			2, big.NewInt(1 << 40), mldsa65, name,
			validity{now.Add(-day), now.Add(day)},
			name,
			publicKey{mldsa65, asn1.BitString{Bytes: key, BitLength: len(key) * 8}},
			extensions,
		},
		mldsa65,
		asn1.BitString{Bytes: signature, BitLength: len(signature) * 8},
	})
	return must(t, der, err)
}

func edKey() ed25519.PrivateKey { return ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)) }
