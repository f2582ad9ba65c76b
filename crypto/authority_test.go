package crypto

import (
	"bytes"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/cryptotest"
	"time"
)

// kubernetes is an authority of ten years with its key.
func kubernetes(t testing.TB, change ...func(*x509.Certificate)) Authority {
	t.Helper()
	tmpl := authority("kubernetes")
	for _, c := range change {
		c(tmpl)
	}
	ca := sign(t, tmpl, nil, nil)
	return orDie(NewAuthority(ca.Certificate, orDie(NewKey(ca.key))))
}

func orDie[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

var jane = Subject{User: "jane", Groups: []string{"payments", "devs"}, UID: "uid-42"}

func TestACertificateOfEveryKindOfKeyLogsIn(t *testing.T) {
	a := kubernetes(t)
	for _, kind := range KeyTypes() {
		t.Run(string(kind), func(t *testing.T) {
			key := orDie(GenerateKey(kind))
			if got := key.Public.String(); got != kind.String() {
				t.Errorf("made a key of kind %s, want %s", got, kind)
			}
			r := orDie(NewRequest(jane, key))
			c := orDie(a.Sign(r, now, 90*day))
			l := LoginOf(c)
			if len(l.Refusals) > 0 || l.User != "jane" || l.UID != "uid-42" || !slices.Equal(l.Groups, []string{"devs", "payments"}) {
				t.Errorf("logs in as %+v", l)
			}
			if !KeyMatches(c, key) {
				t.Error("the certificate is about another key")
			}
			if _, err := Chain(c, nil, []*Certificate{a.Certificate}, now, ClientAuth); err != nil {
				t.Errorf("the apiserver would not take it: %v", err)
			}
			if _, err := Chain(c, nil, []*Certificate{a.Certificate}, now, ServerAuth); err == nil {
				t.Error("it can be a server's too")
			}
			if !slices.Equal(c.KeyUsages(), []string{"digital signature"}) || !slices.Equal(c.ExtKeyUsages(), []string{"client auth"}) {
				t.Errorf("usages %q, %q", c.KeyUsages(), c.ExtKeyUsages())
			}
			if ca, _ := c.CA(); ca || len(c.SANs()) > 0 || len(c.SubjectKeyID()) != 20 || !bytes.Equal(c.AuthorityKeyID(), a.Certificate.SubjectKeyID()) {
				t.Errorf("authority %v, names %v, ids %x and %x", ca, c.SANs(), c.SubjectKeyID(), c.AuthorityKeyID())
			}
			if notes := Lint(c, LintOptions{Issuer: a.Certificate, Leaf: true, Years: 1}); len(notes) > 0 {
				t.Errorf("our own lint says %v", notes)
			}
			checkForms(t, key)
		})
	}
}

// checkForms reads a key back from every form in which it can be written.
func checkForms(t *testing.T, key Key) {
	t.Helper()
	pass := NewSecret([]byte("correct horse"))
	for form, write := range map[string]func() (Secret, error){
		"": key.PEM, "PKCS#8": key.PKCS8, "encrypted PKCS#8": func() (Secret, error) { return key.EncryptedPEM(pass) },
	} {
		written, err := write()
		if err != nil {
			t.Fatal(err)
		}
		back, err := ParseKey(written.Reveal(), pass)
		if err != nil || !back.Public.Equal(key.Public) || form != "" && back.Form != form {
			t.Errorf("%s came back as %v in form %s: %v", form, back, back.Form, err)
		}
	}
}

func TestTheLifeOfACertificateIsCutWhereItsAuthorityEnds(t *testing.T) {
	a := kubernetes(t, func(c *x509.Certificate) { c.NotAfter = now.Add(30 * day) })
	key := orDie(GenerateKey(ECDSAP256))
	for name, test := range map[string]struct {
		at    time.Time
		life  time.Duration
		until time.Time
		err   error
	}{
		"shorter than the authority":    {now, 8 * time.Hour, now.Add(8 * time.Hour), nil},
		"longer than the authority":     {now, 365 * day, now.Add(30 * day), nil},
		"a century":                     {now, 100 * 365 * day, now.Add(30 * day), nil},
		"parts of a second are cut":     {now.Add(999 * time.Millisecond), time.Hour, now.Add(time.Hour), nil},
		"on the last second":            {now.Add(30*day - time.Second), time.Hour, now.Add(30 * day), nil},
		"the authority has ended":       {now.Add(30 * day), time.Hour, time.Time{}, ErrTooOld},
		"the authority has not begun":   {now.Add(-366 * day), time.Hour, time.Time{}, ErrTooYoung},
		"the authority ended long past": {now.Add(300 * day), time.Hour, time.Time{}, ErrTooOld},
	} {
		t.Run(name, func(t *testing.T) {
			c, err := a.Sign(orDie(NewRequest(jane, key)), test.at, test.life)
			if !errors.Is(err, test.err) {
				t.Fatalf("error %v, want %v", err, test.err)
			}
			if err != nil {
				return
			}
			from := test.at.Truncate(time.Second).Add(-5 * time.Minute)
			if !c.NotBefore.Equal(from) || !c.NotAfter.Equal(test.until) {
				t.Errorf("valid from %s until %s, want %s until %s", c.NotBefore, c.NotAfter, from, test.until)
			}
		})
	}
}

func TestOnlyAnAuthoritySigns(t *testing.T) {
	a, other := kubernetes(t), orDie(GenerateKey(ECDSAP256))
	leaf := sign(t, template(), nil, nil)
	noSign := sign(t, func() *x509.Certificate { c := authority("x"); c.KeyUsage = x509.KeyUsageCRLSign; return c }(), nil, nil)
	servers := sign(t, func() *x509.Certificate {
		c := authority("x")
		c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
		return c
	}(), nil, nil)
	for name, test := range map[string]struct {
		c    *Certificate
		k    Key
		want error
	}{
		"a key of something else":     {a.Certificate, other, ErrForeignKey},
		"no key":                      {a.Certificate, Key{}, ErrForeignKey},
		"a leaf":                      {leaf.Certificate, orDie(NewKey(leaf.key)), ErrNoCA},
		"one that may not sign":       {noSign.Certificate, orDie(NewKey(noSign.key)), ErrNoCA},
		"one for servers and no more": {servers.Certificate, orDie(NewKey(servers.key)), ErrNoCA},
	} {
		if _, err := NewAuthority(test.c, test.k); !errors.Is(err, test.want) {
			t.Errorf("%s: %v, want %v", name, err, test.want)
		}
	}
}

func TestARequestThatIsNotSignedByItsKeyIsNotSigned(t *testing.T) {
	r := orDie(NewRequest(jane, orDie(GenerateKey(ECDSAP256))))
	der := bytes.Clone(r.DER)
	der[bytes.Index(der, []byte("jane"))] = 'm'
	forged, troubles := ParseRequests(der)
	if len(forged) != 1 || len(troubles) > 0 {
		t.Fatal(troubles)
	}
	if _, err := kubernetes(t).Sign(forged[0], now, day); !errors.Is(err, ErrSignature) {
		t.Errorf("got %v", err)
	}
}

func TestSubjectsThatCannotLogInAreRefused(t *testing.T) {
	key := orDie(GenerateKey(ECDSAP256))
	for name, s := range map[string]Subject{
		"no name": {}, "an empty group": {User: "jane", Groups: []string{"a", ""}},
		"a zero byte": {User: "ja\x00ne"}, "no UTF-8": {User: "jane", Groups: []string{"\xff"}},
	} {
		if _, err := NewRequest(s, key); !errors.Is(err, ErrSubject) {
			t.Errorf("%s: %v", name, err)
		}
	}
	two := pkix.Name{CommonName: "jane", ExtraNames: []pkix.AttributeTypeAndValue{
		{Type: []int{1, 3, 6, 1, 4, 1, 57683, 2}, Value: "a"}, {Type: []int{1, 3, 6, 1, 4, 1, 57683, 2}, Value: "b"},
	}}
	der := orDie(x509.CreateCertificateRequest(nil, &x509.CertificateRequest{Subject: two}, key.Signer()))
	r, _ := ParseRequests(der)
	if _, err := kubernetes(t).Sign(r[0], now, day); !errors.Is(err, ErrSubject) {
		t.Errorf("two UIDs: %v", err)
	}
}

func TestASubjectComesBackAsItWas(t *testing.T) {
	for _, s := range []Subject{
		jane,
		{User: "jane"},
		{User: "Jürgen Groß", Groups: []string{"größe", "z a", "*", "a&b", "dev@x"}},
		{User: "a,b+c=d\\", Groups: []string{"x", "x", "y"}},
		{User: strings.Repeat("x", 300), UID: "ü"},
	} {
		r := orDie(NewRequest(s, orDie(GenerateKey(Ed25519))))
		back, err := r.Subject().Subject()
		if err != nil || !back.Same(s) || r.Subject().String() != s.Name().String() {
			t.Errorf("%+v came back as %+v, %v", s, back, err)
		}
	}
	if jane.Same(Subject{User: "jane", Groups: jane.Groups}) || jane.Same(Subject{User: "jane", UID: "uid-42", Groups: []string{"devs"}}) {
		t.Error("different subjects are called the same")
	}
}

// TestSigningIsReproducible signs the same with the same chance, byte for byte, and
// something else with other chance.
func TestSigningIsReproducible(t *testing.T) {
	a := kubernetes(t)
	var got [3][]byte
	for i, seed := range []uint64{1, 1, 2} {
		cryptotest.SetGlobalRandom(t, seed)
		c := orDie(a.Sign(orDie(NewRequest(jane, orDie(GenerateKey(Ed25519)))), now, day))
		got[i] = c.DER
		if c.Serial.BitLen() > 128 || c.Serial.BitLen() < 100 {
			t.Errorf("serial of %d bits", c.Serial.BitLen())
		}
	}
	if !bytes.Equal(got[0], got[1]) || bytes.Equal(got[0], got[2]) {
		t.Error("chance is not what makes the difference")
	}
}

func TestKindsOfKeysAreReadAsPeopleWriteThem(t *testing.T) {
	for s, want := range map[string]KeyType{
		"": ECDSAP256, "ecdsa": ECDSAP256, "P-384": ECDSAP384, "ECDSA P-521": ECDSAP521, "ecdsa_p256": ECDSAP256,
		"rsa": RSA2048, "RSA:4096": RSA4096, "rsa3072": RSA3072, "Ed25519": Ed25519,
	} {
		if got, err := ParseKeyType(s); err != nil || got != want {
			t.Errorf("%q is %q, %v, want %q", s, got, err, want)
		}
	}
	for _, s := range []string{"rsa-1024", "dsa", "256", "x"} {
		if _, err := ParseKeyType(s); !errors.Is(err, ErrUnsupported) {
			t.Errorf("%q: %v", s, err)
		}
	}
}
