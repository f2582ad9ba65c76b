package crypto

import (
	"math/big"
	"strings"
	"time"
)

// outline reads what it can of a certificate without judging it, for those that
// crypto/x509 refuses. It returns false when the bytes are no certificate at all:
// when the names, the dates or the key cannot be found.
func outline(der []byte) (*Certificate, bool) {
	c := &Certificate{DER: der, Version: 1}
	outer := reader{rest: der}
	whole := reader{rest: outer.next(tagSequence).body, bad: outer.bad}
	tbs := reader{rest: whole.next(tagSequence).body, bad: whole.bad}
	if v, ok := tbs.maybe(0xa0); ok {
		number := reader{rest: v.body}
		if n := readInteger(number.next(tagInteger).body); n.IsInt64() {
			c.Version = int(n.Int64()) + 1
		}
	}
	c.Serial = readInteger(tbs.next(tagInteger).body)
	algorithm := reader{rest: tbs.next(tagSequence).body}
	c.signature = algorithm.next(tagOID).oid()
	c.issuer = tbs.next(tagSequence).full
	validity := reader{rest: tbs.next(tagSequence).body}
	c.NotBefore, c.NotAfter = readTime(validity.any()), readTime(validity.any())
	c.subject = tbs.next(tagSequence).full
	c.key = tbs.next(tagSequence).full
	if tbs.bad {
		return nil, false
	}
	for tbs.more() {
		if e := tbs.any(); e.tag == 0xa3 && c.Version >= 3 { // extensions came with version 3
			list := reader{rest: e.body}
			c.extensions = readExtensions(list.next(tagSequence).body)
		}
	}
	return c, true
}

// readExtensions reads a list of extensions (RFC 5280, 4.1), as far as it is one.
func readExtensions(body []byte) []extension {
	var out []extension
	list := reader{rest: body}
	for list.more() {
		one := reader{rest: list.next(tagSequence).body}
		id := one.next(tagOID)
		critical, ok := one.maybe(tagBoolean)
		value := one.next(tagOctetString)
		if one.bad {
			continue
		}
		out = append(out, extension{id.oid(), ok && len(critical.body) == 1 && critical.body[0] != 0, value.body})
	}
	return out
}

// readInteger reads a number in two's complement, of any length.
func readInteger(b []byte) *big.Int {
	n := new(big.Int).SetBytes(b)
	if len(b) > 0 && b[0]&0x80 != 0 {
		n.Sub(n, new(big.Int).Lsh(big.NewInt(1), uint(len(b))*8))
	}
	return n
}

// Ways in which dates are written; the first of each are the right ones.
var (
	utcTimes         = []string{"060102150405Z", "0601021504Z", "060102150405-0700", "0601021504-0700"}
	generalizedTimes = []string{"20060102150405Z", "20060102150405.999999999Z", "200601021504Z", "20060102150405-0700", "20060102150405"}
)

// readTime reads a date, also one that is written wrongly; zero when it is none.
func readTime(e element) time.Time {
	text, layouts := strings.TrimSpace(string(e.body)), generalizedTimes
	if e.tag == tagUTCTime {
		layouts = utcTimes
	}
	for _, layout := range layouts {
		t, err := time.Parse(layout, text)
		if err != nil {
			continue
		}
		if e.tag == tagUTCTime && t.Year() >= 2050 { // RFC 5280, 4.1.2.5.1
			t = t.AddDate(-100, 0, 0)
		}
		return t.UTC()
	}
	return time.Time{}
}
