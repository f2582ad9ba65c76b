package crypto

import (
	"bytes"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"net"
	"slices"
	"strings"
	"testing"
	"time"
)

// change makes a template and lets f alter it.
func change(tmpl *x509.Certificate, f func(*x509.Certificate)) *x509.Certificate {
	f(tmpl)
	return tmpl
}

// broken returns the certificate with one bit of its signature turned.
func broken(t testing.TB, c made) *Certificate {
	t.Helper()
	der := slices.Clone(c.DER)
	der[len(der)-1] ^= 1
	return one(t, der)
}

func TestChainSaysExactlyWhyNot(t *testing.T) {
	list := func(certs ...made) []*Certificate {
		var out []*Certificate
		for _, c := range certs {
			out = append(out, c.Certificate)
		}
		return out
	}
	root := sign(t, authority("kubernetes"), nil, nil)
	twin := sign(t, authority("kubernetes"), nil, nil)
	plainTwin := sign(t, change(authority("kubernetes"), func(c *x509.Certificate) { c.SubjectKeyId = []byte{1} }), nil, nil)
	other := sign(t, authority("other"), nil, nil)
	mid := sign(t, authority("mid"), &root, nil)
	midTwin := sign(t, authority("mid"), &root, nil)
	leaf := sign(t, template(), &root, nil)
	deep := sign(t, template(), &mid, nil)
	by := func(f func(*x509.Certificate)) made { return sign(t, change(authority("kubernetes"), f), nil, nil) }

	expiredRoot := by(func(c *x509.Certificate) { c.NotAfter = now.Add(-time.Second) })
	futureRoot := by(func(c *x509.Certificate) { c.NotBefore = now.Add(time.Second) })
	notCA := by(func(c *x509.Certificate) { c.IsCA = false })
	noSign := by(func(c *x509.Certificate) { c.KeyUsage = x509.KeyUsageDigitalSignature })
	serverRoot := by(func(c *x509.Certificate) { c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth} })
	shortRoot := by(func(c *x509.Certificate) { c.MaxPathLenZero = true })
	narrowRoot := by(func(c *x509.Certificate) {
		c.PermittedDNSDomainsCritical, c.PermittedDNSDomains = true, []string{"good.example"}
	})
	oddRoot := by(func(c *x509.Certificate) {
		c.ExtraExtensions = []pkix.Extension{{Id: asn1.ObjectIdentifier{1, 2, 3}, Critical: true, Value: []byte{5, 0}}}
	})
	shortMid := sign(t, authority("mid"), &shortRoot, nil)
	expiredMid := sign(t, change(authority("mid"), func(c *x509.Certificate) { c.NotAfter = now.Add(-day) }), &root, nil)
	dns := func(name string) *x509.Certificate {
		return change(template(), func(c *x509.Certificate) { c.DNSNames = []string{name} })
	}
	server := func(c *x509.Certificate) { c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth} }
	quantum := one(t, mldsaCertificate(t))

	for name, c := range map[string]struct {
		leaf    *Certificate
		between []*Certificate
		roots   []*Certificate
		usage   Usage
		want    Reason
		about   string // subject of the certificate that the reason is about
	}{
		"an end that has come":                          {sign(t, change(template(), func(c *x509.Certificate) { c.NotAfter = now.Add(-time.Second) }), &root, nil).Certificate, nil, list(root), ClientAuth, Expired, "jane"},
		"a beginning to come":                           {sign(t, change(template(), func(c *x509.Certificate) { c.NotBefore = now.Add(time.Second) }), &root, nil).Certificate, nil, list(root), ClientAuth, NotYetValid, "jane"},
		"nobody of that name":                           {leaf.Certificate, nil, list(other), ClientAuth, UnknownAuthority, "jane"},
		"nobody at all":                                 {leaf.Certificate, nil, nil, ClientAuth, UnknownAuthority, "jane"},
		"the same name with another key":                {leaf.Certificate, nil, list(twin), ClientAuth, SameNameOtherKey, "jane"},
		"the same name, another key, among others":      {leaf.Certificate, list(mid), list(other, twin), ClientAuth, SameNameOtherKey, "jane"},
		"the same name, without key ids that say so":    {leaf.Certificate, nil, list(plainTwin), ClientAuth, SameNameOtherKey, "jane"},
		"one in the middle of the same name":            {deep.Certificate, list(midTwin), list(root), ClientAuth, SameNameOtherKey, "jane"},
		"one in the middle that is missing":             {deep.Certificate, nil, list(root), ClientAuth, UnknownAuthority, "jane"},
		"a root that is missing above one in between":   {deep.Certificate, list(mid), list(other), ClientAuth, UnknownAuthority, "mid"},
		"a root of the same name above one in between":  {deep.Certificate, list(mid), list(twin), ClientAuth, SameNameOtherKey, "mid"},
		"a broken signature":                            {broken(t, leaf), nil, list(root), ClientAuth, BadSignature, "jane"},
		"a signer that is no CA":                        {sign(t, template(), &notCA, nil).Certificate, nil, list(notCA), ClientAuth, NotCA, "kubernetes"},
		"a CA that may not sign":                        {sign(t, template(), &noSign, nil).Certificate, nil, list(noSign), ClientAuth, NotCA, "kubernetes"},
		"a root that has ended":                         {sign(t, template(), &expiredRoot, nil).Certificate, nil, list(expiredRoot), ClientAuth, Expired, "kubernetes"},
		"a root that has not begun":                     {sign(t, template(), &futureRoot, nil).Certificate, nil, list(futureRoot), ClientAuth, NotYetValid, "kubernetes"},
		"one in between that has ended":                 {sign(t, template(), &expiredMid, nil).Certificate, list(expiredMid), list(root), ClientAuth, Expired, "mid"},
		"a server's certificate that wants to log in":   {sign(t, change(template(), server), &root, nil).Certificate, nil, list(root), ClientAuth, WrongUsage, "jane"},
		"a client's certificate that wants to serve":    {leaf.Certificate, nil, list(root), ServerAuth, WrongUsage, "jane"},
		"an authority for servers only":                 {sign(t, template(), &serverRoot, nil).Certificate, nil, list(serverRoot), ClientAuth, WrongUsage, "kubernetes"},
		"one authority too many":                        {sign(t, template(), &shortMid, nil).Certificate, list(shortMid), list(shortRoot), ClientAuth, PathLength, "kubernetes"},
		"a name that is not permitted":                  {sign(t, dns("bad.example"), &narrowRoot, nil).Certificate, nil, list(narrowRoot), ClientAuth, NameConstraint, "jane"},
		"an authority with an extension nobody knows":   {sign(t, template(), &oddRoot, nil).Certificate, nil, list(oddRoot), ClientAuth, UnknownExtension, "kubernetes"},
		"an algorithm that Go does not know":            {quantum, nil, list(root), ClientAuth, UnknownAuthority, "post-quantum"},
		"holds":                                         {leaf.Certificate, nil, list(root), ClientAuth, Other, ""},
		"holds through one in between":                  {deep.Certificate, list(midTwin, mid), list(twin, root), ClientAuth, Other, ""},
		"holds for anything without a usage":            {sign(t, change(template(), func(c *x509.Certificate) { c.ExtKeyUsage = nil }), &root, nil).Certificate, nil, list(root), ClientAuth, Other, ""},
		"holds where the name is permitted":             {sign(t, dns("good.example"), &narrowRoot, nil).Certificate, nil, list(narrowRoot), ClientAuth, Other, ""},
		"holds because the certificate itself is known": {leaf.Certificate, nil, list(leaf), ClientAuth, Other, ""},
	} {
		t.Run(name, func(t *testing.T) {
			chain, err := Chain(c.leaf, c.between, c.roots, now, c.usage)
			if c.about == "" {
				if err != nil || len(chain) == 0 || chain[0] != c.leaf {
					t.Fatalf("Chain() = %v, %v", chain, err)
				}
				return
			}
			var e *ChainError
			if !errors.As(err, &e) {
				t.Fatalf("Chain() = %v, %v, want %s", chain, err, c.want)
			}
			if e.Reason != c.want || e.Certificate.Subject().CommonName() != c.about {
				t.Errorf("got %s about %s, want %s about %s (%v)", e.Reason, e.Certificate.Subject(), c.want, c.about, e.Err)
			}
			if strings.Contains(e.Error(), "%!") || e.Err == nil {
				t.Errorf("Error() = %q because of %v", e.Error(), e.Err)
			}
			t.Log(e)
		})
	}
}

func TestChainAtTheBoundarySeconds(t *testing.T) {
	root := sign(t, authority("kubernetes"), nil, nil)
	leaf := sign(t, template(), &root, nil)
	for _, c := range []struct {
		at   time.Time
		want string
	}{
		{leaf.NotBefore.Add(-time.Second), "not-yet-valid"},
		{leaf.NotBefore, ""},
		{leaf.NotAfter, ""},
		{leaf.NotAfter.Add(time.Second), "expired"},
	} {
		_, err := Chain(leaf.Certificate, nil, []*Certificate{root.Certificate}, c.at, ClientAuth)
		got := ""
		var e *ChainError
		if errors.As(err, &e) {
			got = e.Reason.String()
		}
		if got != c.want {
			t.Errorf("at %s: %q, want %q", c.at, got, c.want)
		}
	}
}

func TestASHA1SignatureIsCalledWeak(t *testing.T) {
	root := sign(t, authority("kubernetes"), nil, rsaKey(t, 1024))
	leaf := sign(t, template(), &root, nil)
	// The algorithm is written twice and is not part of what Go compares names by.
	der := bytes.ReplaceAll(leaf.DER, []byte{0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 11}, []byte{0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 5})
	weak := one(t, der)
	_, err := Chain(weak, nil, []*Certificate{root.Certificate}, now, ClientAuth)
	var e *ChainError
	if !errors.As(err, &e) || e.Reason != WeakSignature || e.Detail != "SHA1-RSA" {
		t.Errorf("Chain() = %v", err)
	}
}

func TestAnAuthorityOfAnUnknownKindIsSaid(t *testing.T) {
	ca := one(t, mldsaCertificate(t, pkix.Extension{Id: asn1.ObjectIdentifier{2, 5, 29, 19}, Critical: true, Value: []byte{0x30, 3, 1, 1, 0xff}}))
	if ca.PublicKey().Key != nil {
		t.Skip("this Go knows ML-DSA")
	}
	namesake := sign(t, authority("post-quantum"), nil, nil)
	leaf := sign(t, template(), &namesake, nil)
	_, err := Chain(leaf.Certificate, nil, []*Certificate{ca}, now, ClientAuth)
	var e *ChainError
	if !errors.As(err, &e) || e.Reason != UnknownAlgorithm || !strings.Contains(e.Detail, "ML-DSA-65") {
		t.Errorf("Chain() = %v", err)
	}
}

func TestAThousandTwinsTakeNoTime(t *testing.T) {
	root := sign(t, authority("kubernetes"), nil, nil)
	leaf := sign(t, template(), &root, nil)
	twin := sign(t, authority("kubernetes"), nil, nil)
	var many []*Certificate
	for range 1000 {
		c := *twin.Certificate
		many = append(many, &c)
	}
	begin := time.Now()
	_, err := Chain(leaf.Certificate, many, many, now, ClientAuth)
	var e *ChainError
	if !errors.As(err, &e) || e.Reason != SameNameOtherKey || time.Since(begin) > 5*time.Second {
		t.Errorf("Chain() = %v after %s", err, time.Since(begin))
	}
}

func TestSANsOfALoopbackServer(t *testing.T) {
	tmpl := change(template(), func(c *x509.Certificate) { c.IPAddresses = []net.IP{net.IPv6loopback} })
	if got := sign(t, tmpl, nil, nil).SANs(); len(got) != 1 || got[0].String() != "IP:::1" {
		t.Errorf("SANs() = %v", got)
	}
}
