package crypto

import (
	"fmt"
	"math/big"
	"strings"
	"time"
)

// LintOptions say how a certificate is used.
type LintOptions struct {
	Issuer *Certificate // the authority that signed it, if it is at hand
	Leaf   bool         // it logs somebody in or serves, and does not stand among authorities
	Years  int          // lifetimes above are told; 0 tells none
}

// Lint tells what is weak or odd about a certificate. The ids are those of LintRules.
func Lint(c *Certificate, o LintOptions) []Note {
	var notes []Note
	for _, rule := range []func(*Certificate, LintOptions) []Note{
		lintRefused, lintSignature, lintKey, lintSerial, lintDates, lintUse,
	} {
		notes = append(notes, rule(c, o)...)
	}
	return notes
}

// LintRules lists the ids that Lint knows; they are stable.
func LintRules() []string {
	return []string{
		"cert-sha1", "cert-md5", "cert-rsa-small", "cert-rsa-exponent", "cert-no-usage",
		"cert-serial-zero", "cert-serial-negative", "cert-serial-long", "cert-serial-small",
		"cert-outlives-ca", "cert-long-life", "cert-dates-reversed", "cert-version",
		"cert-ca-as-leaf", "cert-key-unknown", "cert-refused",
	}
}

func lintRefused(c *Certificate, _ LintOptions) []Note {
	if c.Refused == nil {
		return nil
	}
	return []Note{{"cert-refused", "Go refuses to read it: " + c.Refused.Error()}}
}

// lintSignature passes over roots, whose own signature nobody relies on.
func lintSignature(c *Certificate, _ LintOptions) []Note {
	name := c.SignatureAlgorithm()
	switch {
	case c.SelfIssued():
	case strings.Contains(name, "MD5") || strings.Contains(name, "MD2"):
		return []Note{{"cert-md5", "signed with " + name + ", which anybody can forge"}}
	case strings.Contains(name, "SHA1"):
		return []Note{{"cert-sha1", "signed with " + name + ", which Go and so kubectl and the apiserver refuse"}}
	}
	return nil
}

// lintKey follows NIST SP 800-131A (2048 bits) and FIPS 186-5, 5.4 (the exponent).
func lintKey(c *Certificate, _ LintOptions) []Note {
	k := c.PublicKey()
	var notes []Note
	if k.Algorithm == "RSA" && k.Bits > 0 && k.Bits < 2048 {
		notes = append(notes, Note{"cert-rsa-small", fmt.Sprintf("an RSA key of %d bits; 2048 are the least", k.Bits)})
	}
	if e := k.exponent(); e != 0 && (e < 65537 || e%2 == 0) {
		notes = append(notes, Note{"cert-rsa-exponent", fmt.Sprintf("the exponent %d of its RSA key is unusual; 65537 is usual", e)})
	}
	if k.Key == nil {
		notes = append(notes, Note{"cert-key-unknown", "Go does not know its kind of key: " + k.String()})
	}
	return notes
}

// lintSerial follows RFC 5280, 4.1.2.2: positive and at most 20 octets; and CA/B
// Baseline Requirements, 7.1: at least 64 bits of chance.
func lintSerial(c *Certificate, _ LintOptions) []Note {
	n := c.Serial
	switch {
	case n == nil:
		return nil
	case n.Sign() < 0:
		return []Note{{"cert-serial-negative", "its serial number is negative"}}
	case n.Sign() == 0:
		return []Note{{"cert-serial-zero", "its serial number is 0"}}
	case n.BitLen() > 159:
		return []Note{{"cert-serial-long", "its serial number is longer than 20 octets"}}
	case n.Cmp(big.NewInt(1<<16)) < 0 && !c.SelfIssued():
		return []Note{{"cert-serial-small", fmt.Sprintf("its serial number is %s, so its authority counts or repeats itself", n)}}
	}
	return nil
}

func lintDates(c *Certificate, o LintOptions) []Note {
	var notes []Note
	if c.NotBefore.IsZero() || c.NotAfter.IsZero() {
		return nil
	}
	if !c.NotAfter.After(c.NotBefore) {
		notes = append(notes, Note{"cert-dates-reversed", "it ends before it begins, so it is never valid"})
	}
	if o.Years > 0 && c.NotAfter.After(c.NotBefore.AddDate(o.Years, 0, 0)) {
		notes = append(notes, Note{"cert-long-life", fmt.Sprintf("it lives longer than %s", years(o.Years))})
	}
	if o.Issuer != nil && c.NotAfter.After(o.Issuer.NotAfter) && !o.Issuer.NotAfter.IsZero() {
		end := o.Issuer.NotAfter.UTC().Format(time.RFC3339)
		notes = append(notes, Note{"cert-outlives-ca", "its authority ends before it does, on " + end})
	}
	return notes
}

func years(n int) string {
	if n == 1 {
		return "a year"
	}
	return fmt.Sprintf("%d years", n)
}

func lintUse(c *Certificate, o LintOptions) []Note {
	var notes []Note
	if c.Version < 3 {
		notes = append(notes, Note{"cert-version", fmt.Sprintf("it is of version %d, which cannot say what it is for", c.Version)})
	}
	if !o.Leaf {
		return notes
	}
	if ca, _ := c.CA(); ca {
		notes = append(notes, Note{"cert-ca-as-leaf", "it is an authority's certificate, used as somebody's own"})
	}
	if len(c.ExtKeyUsages()) == 0 && c.Version >= 3 {
		notes = append(notes, Note{"cert-no-usage", "it does not say what it is for (extended key usage), so it is good for everything"})
	}
	return notes
}
