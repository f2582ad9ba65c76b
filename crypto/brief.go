package crypto

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"time"
)

// A Brief is what a list tells of a certificate.
type Brief struct {
	CommonName          string
	NotBefore, NotAfter time.Time
	Fingerprint         string // as Certificate.Fingerprint gives it
}

// ReadBrief takes from a file what a list needs, in less than half of the time that
// crypto/x509 takes to read and judge the whole certificate. It takes only the usual
// file: one PEM block with a certificate whose name and dates are written in the usual
// way. It returns false for any other, which ParseCertificates reads. Of a certificate
// that crypto/x509 accepts both say the same; one that it refuses may have a Brief.
func ReadBrief(data []byte) (Brief, bool) {
	der, ok := loneBlock(data)
	if !ok {
		return Brief{}, false
	}
	outer := reader{rest: der}
	whole := reader{rest: outer.next(tagSequence).body, bad: outer.bad}
	tbs := reader{rest: whole.next(tagSequence).body, bad: whole.bad || len(outer.rest) > 0}
	tbs.maybe(0xa0)       // the version
	tbs.next(tagInteger)  // the serial number
	tbs.next(tagSequence) // the signature's algorithm
	tbs.next(tagSequence) // who signed it
	validity := reader{rest: tbs.next(tagSequence).body}
	from, known := usualTime(validity.any())
	to, known2 := usualTime(validity.any())
	name, named := usualName(tbs.next(tagSequence).body)
	if tbs.bad || !known || !known2 || !named {
		return Brief{}, false
	}
	sum := sha256.Sum256(der)
	return Brief{name, from, to, fingerprintWord + hex.EncodeToString(sum[:])}, true
}

// The lines around a certificate in PEM.
var (
	certificateBegin = []byte("-----BEGIN CERTIFICATE-----\n")
	certificateEnd   = []byte("\n-----END CERTIFICATE-----\n")
)

// loneBlock returns the DER of a file that is one certificate in PEM with nothing
// around it: no headers, and only base64 and line ends between its two lines.
func loneBlock(data []byte) ([]byte, bool) {
	body, begun := bytes.CutPrefix(data, certificateBegin)
	body, ended := bytes.CutSuffix(body, certificateEnd)
	if !begun || !ended {
		return nil, false
	}
	der := make([]byte, base64.StdEncoding.DecodedLen(len(body)))
	n, err := base64.StdEncoding.Decode(der, body)
	return der[:n], err == nil
}

// usualTime reads a date to the second in UTC, as RFC 5280 (4.1.2.5) wants them.
func usualTime(e element) (time.Time, bool) {
	text, year := e.body, 0
	switch {
	case e.tag == tagUTCTime && len(text) == len("060102150405Z"):
		if year = digits(text[:2]); year < 50 {
			year += 100
		}
		year, text = year+1900, text[2:]
	case e.tag == tagGeneralizedTime && len(text) == len("20060102150405Z"):
		year, text = digits(text[:4]), text[4:]
	default:
		return time.Time{}, false
	}
	month, day, hour, minute, second := digits(text[:2]), digits(text[2:4]), digits(text[4:6]), digits(text[6:8]), digits(text[8:10])
	if min(year, month, day, hour, minute, second) < 0 || hour > 23 || minute > 59 || second > 59 || text[10] != 'Z' {
		return time.Time{}, false
	}
	t := time.Date(year, time.Month(month), day, hour, minute, second, 0, time.UTC)
	return t, int(t.Month()) == month && t.Day() == day
}

// digits reads a number; it is below zero, whatever is added later, when it is none.
func digits(b []byte) int {
	n := 0
	for _, c := range b {
		if c < '0' || c > '9' {
			return -10_000
		}
		n = 10*n + int(c-'0')
	}
	return n
}

// usualName returns the common name of a subject, if it has one and all of it is
// plain ASCII.
func usualName(sequence []byte) (name string, ok bool) {
	names := reader{rest: sequence}
	for names.more() {
		set := reader{rest: names.next(tagSet).body}
		for set.more() {
			pair := reader{rest: set.next(tagSequence).body}
			kind, value := pair.next(tagOID), pair.any()
			text := value.tag == tagUTF8String || value.tag == tagPrintableString
			if pair.bad || !text || !visible(value.body) {
				return "", false
			}
			if string(kind.body) == commonName {
				name = string(value.body) // the last one counts, as in crypto/x509
			}
		}
		names.bad = names.bad || set.bad
	}
	return name, name != "" && !names.bad
}

// commonName is the OID 2.5.4.3 in DER.
const commonName = "\x55\x04\x03"

func visible(b []byte) bool {
	for _, c := range b {
		if c < 0x20 || c > 0x7e {
			return false
		}
	}
	return true
}
