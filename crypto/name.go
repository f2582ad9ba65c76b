package crypto

import (
	"encoding/hex"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// OIDs of the parts of a name that Kubernetes looks at. The last one carries the
// UID of a user (k8s.io/apimachinery/pkg/apis/asn1/oid.go).
const (
	oidCommonName   = "2.5.4.3"
	oidOrganization = "2.5.4.10"
	OIDUID          = "1.3.6.1.4.1.57683.2"
)

// A Name is a subject or an issuer: relative names in the order of the certificate,
// each of one or several attributes (RFC 5280, 4.1.2.4).
type Name struct{ RDNs [][]Attribute }

// An Attribute is one part of a name.
type Attribute struct {
	OID   string
	Value string
	Text  bool // a string; otherwise Value is its DER in hex
}

// readName reads as much of a name as there is.
func readName(raw []byte) Name {
	var n Name
	outer := reader{rest: raw}
	names := reader{rest: outer.next(tagSequence).body, bad: outer.bad}
	for names.more() {
		set := reader{rest: names.next(tagSet).body, bad: names.bad}
		var rdn []Attribute
		for set.more() {
			pair := reader{rest: set.next(tagSequence).body, bad: set.bad}
			id, value := pair.next(tagOID), pair.any()
			if pair.bad {
				break
			}
			text, ok := readString(value)
			rdn = append(rdn, Attribute{id.oid(), text, ok})
		}
		if len(rdn) > 0 {
			n.RDNs = append(n.RDNs, rdn)
		}
	}
	return n
}

// All returns the values of every attribute with this OID, in order.
func (n Name) All(oid string) []string {
	var out []string
	for _, rdn := range n.RDNs {
		for _, a := range rdn {
			if a.OID == oid && a.Text {
				out = append(out, a.Value)
			}
		}
	}
	return out
}

// CommonName returns the CN; when there are several the last one, as
// crypto/x509/pkix does, and with it the apiserver.
func (n Name) CommonName() string {
	all := n.All(oidCommonName)
	if len(all) == 0 {
		return ""
	}
	return all[len(all)-1]
}

// Organizations returns every O in the order of the certificate.
func (n Name) Organizations() []string { return n.All(oidOrganization) }

// UIDs returns the Kubernetes UIDs of the name; more than one is refused.
func (n Name) UIDs() []string { return n.All(OIDUID) }

// String writes the name in the order of the certificate with the escapes of
// RFC 4514: "CN=jane, O=devs + O=payments". Unknown attributes show their OID.
func (n Name) String() string {
	var rdns []string
	for _, rdn := range n.RDNs {
		var parts []string
		for _, a := range rdn {
			parts = append(parts, a.String())
		}
		rdns = append(rdns, strings.Join(parts, " + "))
	}
	return strings.Join(rdns, ", ")
}

// String writes the attribute: "CN=jane".
func (a Attribute) String() string {
	key, known := attributeNames[a.OID]
	if !known {
		key = a.OID
	}
	if !a.Text {
		return key + "=#" + a.Value
	}
	return key + "=" + escape(a.Value)
}

// escape follows RFC 4514, 2.4.
func escape(s string) string {
	var b strings.Builder
	for i, r := range s {
		edge := r == ' ' && (i == 0 || i == len(s)-1) || r == '#' && i == 0
		if edge || strings.ContainsRune(`,+"\<>;=`, r) {
			b.WriteByte('\\')
		}
		if r == 0 {
			b.WriteString(`\00`)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

var attributeNames = map[string]string{
	oidCommonName: "CN", "2.5.4.4": "SN", "2.5.4.5": "SERIALNUMBER", "2.5.4.6": "C", "2.5.4.7": "L", "2.5.4.8": "ST",
	"2.5.4.9": "STREET", oidOrganization: "O", "2.5.4.11": "OU", "2.5.4.12": "T", "2.5.4.17": "POSTALCODE",
	"2.5.4.42": "GN", "2.5.4.43": "INITIALS", "2.5.4.44": "GENERATION", "2.5.4.46": "DNQ", "2.5.4.65": "PSEUDONYM",
	"0.9.2342.19200300.100.1.1": "UID", "0.9.2342.19200300.100.1.25": "DC", "1.2.840.113549.1.9.1": "EMAIL",
}

// readString decodes the string types of ASN.1, leniently: what is not valid in its
// type is still shown.
func readString(e element) (string, bool) {
	switch e.tag {
	case 0x0c, 0x12, 0x13, 0x16, 0x1a: // UTF8, Numeric, Printable, IA5, Visible
		return string(e.body), true
	case 0x14: // T61, which everybody reads as Latin-1
		var b []byte
		for _, c := range e.body {
			b = utf8.AppendRune(b, rune(c))
		}
		return string(b), true
	case 0x1e: // BMP
		return fromBMP(e.body), true
	case 0x1c: // Universal
		var b []byte
		for i := 0; i+3 < len(e.body); i += 4 {
			b = utf8.AppendRune(b, rune(e.body[i])<<24|rune(e.body[i+1])<<16|rune(e.body[i+2])<<8|rune(e.body[i+3]))
		}
		return string(b), true
	}
	return hex.EncodeToString(e.full), false
}

func fromBMP(b []byte) string {
	if n := len(b); n >= 2 && b[n-1] == 0 && b[n-2] == 0 {
		b = b[:n-2]
	}
	var units []uint16
	for i := 0; i+1 < len(b); i += 2 {
		units = append(units, uint16(b[i])<<8|uint16(b[i+1]))
	}
	return string(utf16.Decode(units))
}
