package crypto

import (
	"bytes"
	gocrypto "crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/hex"
	"errors"
	"fmt"
	"math/big"
	"net"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/cryptotest"
	"time"
)

func TestCertificateTellsWhatAPersonAsks(t *testing.T) {
	ca := sign(t, authority("kubernetes"), nil, nil)
	tmpl := template()
	tmpl.Subject.ExtraNames = []pkix.AttributeTypeAndValue{{Type: asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 57683, 2}, Value: "uid-42"}}
	tmpl.DNSNames, tmpl.EmailAddresses = []string{"a.example"}, []string{"jane@example"}
	tmpl.IPAddresses = []net.IP{net.IPv4(10, 0, 0, 1), net.ParseIP("2001:db8::1")}
	tmpl.URIs = []*url.URL{{Scheme: "spiffe", Host: "x", Path: "/y"}}
	tmpl.UnknownExtKeyUsage = []asn1.ObjectIdentifier{{1, 2, 3}}
	c := sign(t, tmpl, &ca, nil)
	sum := sha256.Sum256(c.DER)
	_, length := c.CA()
	for what, pair := range map[string][2]string{
		"subject":     {c.Subject().String(), "O=devs + O=payments, CN=jane, 1.3.6.1.4.1.57683.2=uid-42"},
		"issuer":      {c.Issuer().String(), "CN=kubernetes"},
		"groups":      {strings.Join(c.Subject().Organizations(), "|"), "devs|payments"},
		"uid":         {strings.Join(c.Subject().UIDs(), "|"), "uid-42"},
		"names":       {fmt.Sprint(c.SANs()), "[DNS:a.example email:jane@example IP:10.0.0.1 IP:2001:db8::1 URI:spiffe://x/y]"},
		"usages":      {strings.Join(c.KeyUsages(), ", "), "digital signature"},
		"ext. usages": {strings.Join(c.ExtKeyUsages(), ", "), "client auth, 1.2.3"},
		"signature":   {c.SignatureAlgorithm(), "ECDSA-SHA256"},
		"key":         {c.PublicKey().String(), "ECDSA P-256"},
		"fingerprint": {c.Fingerprint(), "X509SHA256=" + hex.EncodeToString(sum[:])},
		"serial":      {c.SerialText(), "61:20:73:65:72:69:61:6c:20:6e:75:6d:62:65:72:2e"},
		"path length": {fmt.Sprint(length), "-1"},
		"key ids":     {hex.EncodeToString(c.AuthorityKeyID()), hex.EncodeToString(ca.SubjectKeyID())},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s = %s, want %s", what, pair[0], pair[1])
		}
	}
	if isCA, _ := ca.CA(); !isCA || !ca.SelfIssued() || c.SelfIssued() {
		t.Error("the authority is not told from the certificate")
	}
}

func TestEveryKindOfKeyHasAName(t *testing.T) {
	curve := func(c elliptic.Curve) gocrypto.Signer {
		k, err := ecdsa.GenerateKey(c, rand.Reader)
		return must(t, k, err)
	}
	for want, key := range map[string]gocrypto.Signer{
		"RSA 1024": rsaKey(t, 1024), "RSA 2048": rsaKey(t, 2048), "Ed25519": edKey(),
		"ECDSA P-224": curve(elliptic.P224()), "ECDSA P-256": curve(elliptic.P256()),
		"ECDSA P-384": curve(elliptic.P384()), "ECDSA P-521": curve(elliptic.P521()),
	} {
		t.Run(want, func(t *testing.T) {
			c := sign(t, template(), nil, key)
			if got := c.PublicKey().String(); got != want {
				t.Errorf("PublicKey() = %s, want %s", got, want)
			}
			k, err := NewKey(key)
			if err != nil || !KeyMatches(c.Certificate, k) {
				t.Errorf("the key does not match its certificate: %v", err)
			}
		})
	}
}

func TestMLDSAShowsItsOID(t *testing.T) {
	c := one(t, mldsaCertificate(t))
	if c.Refused != nil {
		t.Logf("Go refuses it: %v", c.Refused)
	}
	const want = "ML-DSA-65 (2.16.840.1.101.3.4.3.18)"
	if got := c.PublicKey().String(); c.PublicKey().Key == nil && got != want {
		t.Errorf("PublicKey() = %s, want %s", got, want)
	}
	if got := c.SignatureAlgorithm(); c.PublicKey().Key == nil && got != want {
		t.Errorf("SignatureAlgorithm() = %s, want %s", got, want)
	}
	if got := c.Subject().CommonName(); got != "post-quantum" || !c.NotAfter.Equal(now.Add(day)) {
		t.Errorf("subject %s, ends %s", got, c.NotAfter)
	}
	lookAtAll(c)
}

func TestWhatGoRefusesStillHasARow(t *testing.T) {
	tmpl := template()
	tmpl.SerialNumber = new(big.Int).SetBytes([]byte{0x7f, 0x55, 0x66, 0x77, 0x88})
	tmpl.DNSNames = []string{"host.example"}
	good := sign(t, tmpl, nil, nil).DER
	swap := func(old, now string) []byte {
		a, _ := hex.DecodeString(old)
		b, _ := hex.DecodeString(now)
		if bytes.Count(good, a) == 0 || len(a) != len(b) {
			t.Fatalf("%s is not there", old)
		}
		return bytes.ReplaceAll(good, a, b)
	}
	for name, c := range map[string]struct {
		der         []byte
		reason, key string
	}{
		"a negative serial number":       {swap("02057f55667788", "0205ff55667788"), "negative serial", "ECDSA P-256"},
		"a curve that Go does not know":  {swap("2a8648ce3d030107", "2a8648ce3d030101"), "unsupported elliptic curve", "ECDSA P-192"},
		"a curve that nobody here knows": {swap("2a8648ce3d030107", "2a8648ce3d03017f"), "unsupported elliptic curve", "ECDSA on curve 1.2.840.10045.3.1.127"},
		"a version from the future":      {swap("a003020102", "a003020107"), "invalid version", "ECDSA P-256"},
		"a host name that is not ASCII":  {swap(hex.EncodeToString([]byte("host.example")), hex.EncodeToString([]byte("h\xf6st.example"))), "SAN dNSName", "ECDSA P-256"},
		"an extension that is not one":   {swap("0603551d13", "0603551d0e"), "", "ECDSA P-256"},
	} {
		t.Run(name, func(t *testing.T) {
			got := one(t, c.der)
			if got.Refused == nil || !strings.Contains(got.Refused.Error(), c.reason) {
				t.Fatalf("Refused = %v, want %q", got.Refused, c.reason)
			}
			if got.Subject().CommonName() != "jane" || got.Issuer().CommonName() != "jane" || !got.NotAfter.Equal(now.Add(364*day)) {
				t.Errorf("subject %s, issuer %s, ends %s", got.Subject(), got.Issuer(), got.NotAfter)
			}
			if key := got.PublicKey().String(); key != c.key {
				t.Errorf("PublicKey() = %s, want %s", key, c.key)
			}
			if got.X509() != nil || len(LoginOf(got).Refusals) == 0 {
				t.Error("what Go refuses must not log in")
			}
			var e *ChainError
			if _, err := Chain(got, nil, nil, now, ClientAuth); !errors.As(err, &e) || e.Reason != Unreadable {
				t.Errorf("Chain() = %v", err)
			}
			lookAtAll(got)
		})
	}
}

func TestWhatKubernetesPassesOverIsSaid(t *testing.T) {
	c := sign(t, template(), nil, nil)
	withHeaders := strings.Replace(inPEM("CERTIFICATE", c.DER), "-----\n", "-----\nx: y\n\n", 1)
	for name, f := range map[string]struct {
		file  string
		certs int
		why   error
	}{
		"headers":                 {withHeaders, 1, ErrHeaders},
		"OpenSSL's trusted label": {inPEM("TRUSTED CERTIFICATE", append(slices.Clone(c.DER), 0x30, 0x00)), 1, ErrLabel},
		"an old label":            {inPEM("X509 CERTIFICATE", c.DER), 1, ErrLabel},
		"a key":                   {inPEM("PRIVATE KEY", c.DER), 0, ErrOtherKind},
	} {
		t.Run(name, func(t *testing.T) {
			certs, troubles := ParseCertificates([]byte(f.file))
			if len(certs) != f.certs || len(troubles) != 1 || !errors.Is(troubles[0], f.why) {
				t.Errorf("got %d certificates and %v, want %d and %v", len(certs), troubles, f.certs, f.why)
			}
			if len(certs) == 1 && !errors.Is(certs[0].Skipped, f.why) {
				t.Errorf("Skipped = %v", certs[0].Skipped)
			}
			var p x509.CertPool
			if p.AppendCertsFromPEM([]byte(f.file)) {
				t.Error("crypto/x509 takes it after all")
			}
		})
	}
}

func TestTruncatedCertificatesAreReasons(t *testing.T) {
	der := sign(t, template(), nil, nil).DER
	for n := range der {
		certs, troubles := ParseCertificates([]byte(inPEM("CERTIFICATE", der[:n])))
		if len(certs)+len(troubles) != 1 {
			t.Fatalf("cut at %d: %d rows and %d reasons", n, len(certs), len(troubles))
		}
	}
}

func TestFlippedBitsAreRowsOrReasons(t *testing.T) {
	der := sign(t, template(), nil, nil).DER
	for bit := range len(der) * 8 {
		der[bit/8] ^= 1 << (bit % 8)
		certs, troubles := ParseCertificates([]byte(inPEM("CERTIFICATE", der)))
		der[bit/8] ^= 1 << (bit % 8)
		if len(certs)+len(troubles) != 1 {
			t.Fatalf("bit %d: %d rows and %d reasons", bit, len(certs), len(troubles))
		}
		for _, c := range certs {
			lookAtAll(c)
		}
	}
}

func TestNamesAreEscaped(t *testing.T) {
	tmpl := template()
	tmpl.Subject = pkix.Name{CommonName: " a,b=c+d\"e\\f<g>h;i ", Organization: []string{"#x"}}
	got := sign(t, tmpl, nil, nil).Subject().String()
	if want := `O=\#x, CN=\ a\,b\=c\+d\"e\\f\<g\>h\;i\ `; got != want {
		t.Errorf("String() = %s, want %s", got, want)
	}
}

func TestDatesAreReadHoweverTheyAreWritten(t *testing.T) {
	for text, want := range map[string]time.Time{
		"\x17491231235959Z":     time.Date(2049, 12, 31, 23, 59, 59, 0, time.UTC),
		"\x17500101000000Z":     time.Date(1950, 1, 1, 0, 0, 0, 0, time.UTC),
		"\x172402292359Z":       time.Date(2024, 2, 29, 23, 59, 0, 0, time.UTC),
		"\x17240229235959+0100": time.Date(2024, 2, 29, 22, 59, 59, 0, time.UTC),
		"\x1899991231235959Z":   time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC),
		"\x1820240229235959.5Z": time.Date(2024, 2, 29, 23, 59, 59, 5e8, time.UTC),
		"\x18never":             {},
		"\x17230229000000Z":     {},
	} {
		if got := readTime(element{tag: text[0], body: []byte(text[1:])}); !got.Equal(want) {
			t.Errorf("readTime(%q) = %s, want %s", text, got, want)
		}
	}
}

func TestTheSameSeedMakesTheSameCertificate(t *testing.T) {
	var prints []string
	for range 2 {
		cryptotest.SetGlobalRandom(t, 1)
		prints = append(prints, sign(t, template(), nil, nil).Fingerprint())
	}
	const want = "X509SHA256="
	if prints[0] != prints[1] || !strings.HasPrefix(prints[0], want) || len(prints[0]) != len(want)+64 {
		t.Errorf("fingerprints %q", prints)
	}
}

func FuzzCertificates(f *testing.F) {
	c := sign(f, template(), nil, edKey())
	f.Add(c.DER)
	f.Add([]byte(inPEM("CERTIFICATE", c.DER)))
	f.Add(mldsaCertificate(f))
	f.Fuzz(func(t *testing.T, data []byte) {
		certs, troubles := ParseCertificates(data)
		if len(certs)+len(troubles) == 0 {
			t.Fatal("neither a row nor a reason")
		}
		for _, c := range certs {
			if c.Refused == nil {
				sameAsGo(t, "fuzzed", c)
			}
			lookAtAll(c)
			_, _, _, _ = c.SANs(), c.KeyUsages(), c.ExtKeyUsages(), c.AuthorityKeyID()
		}
		for _, i := range Items(data, Secret{}) {
			_ = i.Kind()
		}
	})
}
