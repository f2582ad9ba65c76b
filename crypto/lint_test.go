package crypto

import (
	"bytes"
	"crypto/rsa"
	"crypto/x509"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestLint(t *testing.T) {
	ca := sign(t, authority("kubernetes"), nil, nil)
	leaf := func(f func(*x509.Certificate)) *Certificate {
		return sign(t, change(template(), f), &ca, nil).Certificate
	}
	serial := func(b ...byte) *Certificate {
		return leaf(func(c *x509.Certificate) { c.SerialNumber = new(big.Int).SetBytes(b) })
	}
	patched := func(c *Certificate, old, now []byte) *Certificate {
		if !bytes.Contains(c.DER, old) {
			t.Fatalf("%x is not there", old)
		}
		return one(t, bytes.ReplaceAll(c.DER, old, now))
	}
	sha256rsa, sha1rsa, md5rsa := rsaOID(11), rsaOID(5), rsaOID(4)
	rsaCA := sign(t, authority("rsa"), nil, rsaKey(t, 2048))
	byRSA := sign(t, template(), &rsaCA, nil)
	small := sign(t, template(), &ca, rsaKey(t, 1024))
	three := rsaKey(t, 2048).(*rsa.PrivateKey)
	for name, c := range map[string]struct {
		cert *Certificate
		o    LintOptions
		want string
	}{
		"nothing to say":              {leaf(func(*x509.Certificate) {}), LintOptions{Issuer: ca.Certificate, Leaf: true, Years: 1}, ""},
		"SHA-1":                       {patched(byRSA.Certificate, sha256rsa, sha1rsa), LintOptions{Leaf: true}, "cert-sha1"},
		"MD5":                         {patched(byRSA.Certificate, sha256rsa, md5rsa), LintOptions{Leaf: true}, "cert-md5"},
		"SHA-1 of a root":             {patched(rsaCA.Certificate, sha256rsa, sha1rsa), LintOptions{}, ""},
		"a small RSA key":             {small.Certificate, LintOptions{Leaf: true}, "cert-rsa-small"},
		"the exponent 3":              {patched(sign(t, template(), &ca, three).Certificate, []byte{2, 3, 1, 0, 1}, []byte{2, 3, 0, 0x80, 3}), LintOptions{Leaf: true}, "cert-rsa-exponent"},
		"no usage":                    {leaf(func(c *x509.Certificate) { c.ExtKeyUsage = nil }), LintOptions{Leaf: true}, "cert-no-usage"},
		"no usage, as an authority":   {ca.Certificate, LintOptions{}, ""},
		"an authority used as a leaf": {ca.Certificate, LintOptions{Leaf: true}, "cert-ca-as-leaf cert-no-usage"},
		"the serial 1":                {serial(1), LintOptions{Leaf: true}, "cert-serial-small"},
		"the serial 1 of a root":      {sign(t, change(authority("x"), func(c *x509.Certificate) { c.SerialNumber = big.NewInt(1) }), nil, nil).Certificate, LintOptions{}, ""},
		"the serial 0":                {patched(serial(0x55, 0x66, 0x77), []byte{2, 3, 0x55, 0x66, 0x77}, []byte{2, 3, 0, 0, 0}), LintOptions{Leaf: true}, "cert-refused cert-serial-zero"},
		"a negative serial":           {patched(serial(0x55, 0x66, 0x77), []byte{2, 3, 0x55, 0x66, 0x77}, []byte{2, 3, 0xd5, 0x66, 0x77}), LintOptions{Leaf: true}, "cert-refused cert-serial-negative"},
		"a serial of 20 octets":       {serial(bytes.Repeat([]byte{0x7f}, 20)...), LintOptions{Leaf: true}, ""},
		"a life of a year":            {leaf(func(c *x509.Certificate) { c.NotAfter = c.NotBefore.AddDate(1, 0, 0) }), LintOptions{Leaf: true, Years: 1}, ""},
		"a second more than a year":   {leaf(func(c *x509.Certificate) { c.NotAfter = c.NotBefore.AddDate(1, 0, 0).Add(time.Second) }), LintOptions{Leaf: true, Years: 1}, "cert-long-life"},
		"until the year 9999":         {leaf(func(c *x509.Certificate) { c.NotAfter = lastTime }), LintOptions{Leaf: true, Years: 10}, "cert-long-life"},
		"a second beyond its CA":      {leaf(func(c *x509.Certificate) { c.NotAfter = ca.NotAfter.Add(time.Second) }), LintOptions{Issuer: ca.Certificate, Leaf: true}, "cert-outlives-ca"},
		"the same end as its CA":      {leaf(func(c *x509.Certificate) { c.NotAfter = ca.NotAfter }), LintOptions{Issuer: ca.Certificate, Leaf: true}, ""},
		"an end before the beginning": {leaf(func(c *x509.Certificate) { c.NotAfter = c.NotBefore.Add(-day) }), LintOptions{Leaf: true}, "cert-dates-reversed"},
		"ML-DSA":                      {one(t, mldsaCertificate(t)), LintOptions{}, "cert-key-unknown"},
		"version 1": {
			patched(leaf(func(*x509.Certificate) {}), []byte{0xa0, 3, 2, 1, 2}, []byte{0xa0, 3, 2, 1, 0}),
			LintOptions{Leaf: true},
			"cert-version",
		},
	} {
		t.Run(name, func(t *testing.T) {
			notes := Lint(c.cert, c.o)
			if got := ids(notes); got != c.want {
				t.Errorf("Lint() = %s, want %s (%v)", got, c.want, c.cert.Refused)
			}
			for _, n := range notes {
				if n.Text == "" || strings.Contains(n.Text, "%!") {
					t.Errorf("%s says %q", n.ID, n.Text)
				}
			}
		})
	}
}

func rsaOID(last byte) []byte { return []byte{0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, last} }

func TestASerialOf21OctetsIsLong(t *testing.T) {
	c := *sign(t, template(), nil, nil).Certificate
	c.Serial = new(big.Int).Lsh(big.NewInt(1), 160)
	if got := ids(Lint(&c, LintOptions{})); got != "cert-serial-long" {
		t.Errorf("Lint() = %s", got)
	}
}

func TestTheListOfRulesIsComplete(t *testing.T) {
	known := strings.Fields(`cert-sha1 cert-md5 cert-rsa-small cert-rsa-exponent cert-no-usage cert-serial-zero cert-serial-negative
		cert-serial-long cert-serial-small cert-outlives-ca cert-long-life cert-dates-reversed cert-version cert-ca-as-leaf cert-key-unknown cert-refused`)
	if !slices.Equal(LintRules(), known) {
		t.Errorf("LintRules() = %v", LintRules())
	}
}
