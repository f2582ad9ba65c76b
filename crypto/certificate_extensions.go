package crypto

import (
	"encoding/hex"
	"net/netip"
	"strconv"
	"strings"
)

// A SAN is one alternative name of a subject (RFC 5280, 4.2.1.6).
type SAN struct {
	Kind  string // "DNS", "IP", "email", "URI", "name", "id" or "other"
	Value string
}

// String writes the name as OpenSSL does: "DNS:localhost".
func (s SAN) String() string { return s.Kind + ":" + s.Value }

// find returns the value of an extension.
func (c *Certificate) find(oid string) ([]byte, bool) {
	if c.x != nil {
		for _, e := range c.x.Extensions {
			if e.Id.String() == oid {
				return e.Value, true
			}
		}
		return nil, false
	}
	return findExtension(c.extensions, oid)
}

func findExtension(list []extension, oid string) ([]byte, bool) {
	for _, e := range list {
		if e.oid == oid {
			return e.value, true
		}
	}
	return nil, false
}

// KeyUsages returns what the key may be used for, in the words of
// certificates.k8s.io: "digital signature". None means that nothing is said.
func (c *Certificate) KeyUsages() []string {
	value, _ := c.find(oidKeyUsage)
	return readKeyUsages(value)
}

func readKeyUsages(value []byte) []string {
	outer := reader{rest: value}
	field := outer.next(tagBitString).body
	if len(field) < 2 {
		return nil
	}
	var out []string
	for i, words := range keyUsages {
		if at := 1 + i/8; at < len(field) && field[at]&(0x80>>(i%8)) != 0 {
			out = append(out, words)
		}
	}
	return out
}

// ExtKeyUsages returns what the certificate may be used for: "client auth", or the
// OID of a usage without a name. None means that nothing is said.
func (c *Certificate) ExtKeyUsages() []string {
	value, _ := c.find(oidExtKeyUsage)
	return readExtKeyUsages(value)
}

func readExtKeyUsages(value []byte) []string {
	outer := reader{rest: value}
	list := reader{rest: outer.next(tagSequence).body, bad: outer.bad}
	var out []string
	for list.more() {
		e := list.next(tagOID)
		if list.bad {
			break
		}
		id := e.oid()
		if words, ok := extKeyUsages[id]; ok {
			id = words
		}
		out = append(out, id)
	}
	return out
}

// CA tells whether the certificate says of itself that it may sign others, and
// through how many more authorities; -1 means any number.
func (c *Certificate) CA() (ca bool, pathLength int) {
	value, ok := c.find(oidBasicConstraints)
	if !ok {
		return false, -1
	}
	outer := reader{rest: value}
	fields := reader{rest: outer.next(tagSequence).body, bad: outer.bad}
	flag, _ := fields.maybe(tagBoolean)
	ca = len(flag.body) == 1 && flag.body[0] != 0
	if length, ok := fields.maybe(tagInteger); ok {
		if n := readInteger(length.body); n.IsInt64() && n.Int64() >= 0 && n.Int64() < 1<<31 {
			return ca, int(n.Int64())
		}
	}
	return ca, -1
}

// SubjectKeyID returns the name of this certificate's key; nil when it has none.
func (c *Certificate) SubjectKeyID() []byte {
	value, _ := c.find(oidSubjectKeyID)
	outer := reader{rest: value}
	return outer.next(tagOctetString).body
}

// AuthorityKeyID returns the name of the key that signed; nil when it is not said.
func (c *Certificate) AuthorityKeyID() []byte {
	value, _ := c.find(oidAuthorityKeyID)
	outer := reader{rest: value}
	fields := reader{rest: outer.next(tagSequence).body, bad: outer.bad}
	id, _ := fields.maybe(0x80)
	return id.body
}

// SANs returns the names and addresses that the certificate is good for.
func (c *Certificate) SANs() []SAN {
	value, _ := c.find(oidSubjectAltName)
	return readSANs(value)
}

func readSANs(value []byte) []SAN {
	outer := reader{rest: value}
	list := reader{rest: outer.next(tagSequence).body, bad: outer.bad}
	var out []SAN
	for list.more() {
		e := list.any()
		if list.bad {
			break
		}
		out = append(out, readSAN(e))
	}
	return out
}

func readSAN(e element) SAN {
	switch e.tag {
	case 0x81:
		return SAN{"email", string(e.body)}
	case 0x82:
		return SAN{"DNS", string(e.body)}
	case 0x86:
		return SAN{"URI", string(e.body)}
	case 0x87:
		if ip, ok := netip.AddrFromSlice(e.body); ok {
			return SAN{"IP", ip.Unmap().String()}
		}
		return SAN{"IP", hex.EncodeToString(e.body)}
	case 0x88:
		return SAN{"id", e.oid()}
	case 0xa4:
		return SAN{"name", readName(e.body).String()}
	}
	return SAN{"other", hex.EncodeToString(e.body)}
}

// SerialText writes the serial number as openssl does: in decimal when it is small,
// else in hexadecimal pairs.
func (c *Certificate) SerialText() string {
	if c.Serial == nil {
		return ""
	}
	if c.Serial.IsInt64() && c.Serial.BitLen() < 32 {
		return strconv.FormatInt(c.Serial.Int64(), 10)
	}
	return pairs(c.Serial.Bytes(), c.Serial.Sign() < 0)
}

func pairs(b []byte, negative bool) string {
	var s strings.Builder
	if negative {
		s.WriteByte('-')
	}
	for i, c := range b {
		if i > 0 {
			s.WriteByte(':')
		}
		s.WriteString(hex.EncodeToString([]byte{c}))
	}
	return s.String()
}
