package crypto

import (
	"crypto/x509"
	"encoding/hex"
)

// Tags of ASN.1 that are looked for (X.690).
const (
	tagBoolean         = 0x01
	tagInteger         = 0x02
	tagBitString       = 0x03
	tagOctetString     = 0x04
	tagOID             = 0x06
	tagUTF8String      = 0x0c
	tagPrintableString = 0x13
	tagUTCTime         = 0x17
	tagGeneralizedTime = 0x18
	tagSequence        = 0x30
	tagSet             = 0x31
)

// An element is one tag-length-value. It is read more leniently than DER allows
// (lengths need not be minimal), because a certificate that Go refuses still
// deserves a row that says whose it is.
type element struct {
	tag  byte
	body []byte
	full []byte
}

// readElement takes the first element off b.
func readElement(b []byte) (e element, rest []byte, ok bool) {
	if len(b) < 2 || b[0]&0x1f == 0x1f {
		return element{}, b, false
	}
	size, head := int(b[1]), 2
	if size >= 0x80 {
		n := size & 0x7f
		if n == 0 || n > 4 || len(b) < 2+n {
			return element{}, b, false
		}
		size = 0
		for _, c := range b[2 : 2+n] {
			size = size<<8 | int(c)
		}
		head += n
	}
	if size < 0 || size > len(b)-head {
		return element{}, b, false
	}
	end := head + size
	return element{b[0], b[head:end], b[:end]}, b[end:], true
}

// A reader walks along elements; once one is missing, all that follow are.
type reader struct {
	rest []byte
	bad  bool
}

// next takes an element with this tag, or says that reading went wrong.
func (r *reader) next(tag byte) element {
	e, rest, ok := readElement(r.rest)
	if r.bad || !ok || e.tag != tag {
		r.bad = true
		return element{}
	}
	r.rest = rest
	return e
}

// any takes an element with whatever tag.
func (r *reader) any() element {
	e, rest, ok := readElement(r.rest)
	if r.bad || !ok {
		r.bad = true
		return element{}
	}
	r.rest = rest
	return e
}

// maybe takes an element if it has this tag.
func (r *reader) maybe(tag byte) (element, bool) {
	if r.bad || len(r.rest) == 0 || r.rest[0] != tag {
		return element{}, false
	}
	e := r.next(tag)
	return e, !r.bad
}

func (r *reader) more() bool { return !r.bad && len(r.rest) > 0 }

// oid writes an object identifier with dots, or in hex when it is none.
func (e element) oid() string {
	var id x509.OID
	if err := id.UnmarshalBinary(e.body); err != nil {
		return "0x" + hex.EncodeToString(e.body)
	}
	return id.String()
}

// isDER tells whether data looks like DER and not like text that begins with a 0.
func isDER(data []byte) bool {
	if len(data) < 2 || data[0] != tagSequence {
		return false
	}
	for _, c := range data[:min(len(data), 64)] {
		if c >= 0x7f || c < ' ' && c != '\n' && c != '\r' && c != '\t' {
			return true
		}
	}
	return false
}

// splitDER takes DER structures apart that stand behind each other.
func splitDER(data []byte) []Block {
	var out []Block
	for len(data) > 0 {
		e, rest, ok := readElement(data)
		if !ok || e.tag != tagSequence {
			if !blank(data) {
				out = append(out, Block{Body: NewSecret(data), Err: ErrCut})
			}
			break
		}
		out = append(out, Block{Body: NewSecret(e.full)})
		data = rest
	}
	return out
}

func blank(data []byte) bool {
	for _, c := range data {
		if c != '\n' && c != '\r' && c != ' ' && c != '\t' && c != 0 {
			return false
		}
	}
	return true
}
