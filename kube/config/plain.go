package config

import (
	"bytes"
	"slices"
	"unsafe"

	yaml "go.yaml.in/yaml/v2"
)

// view returns b as a string without copying; b must not change while it is used.
func view(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }

// keyBytes are the bytes of the keys that the scanner takes.
var keyBytes = byteSet("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./")

// aliens is 1 for every byte that base64 (RFC 4648, standard alphabet, without
// padding) does not have.
var aliens = func() (table [256]byte) {
	for c, known := range byteSet("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/") {
		if !known {
			table[c] = 1
		}
	}
	return table
}()

func byteSet(s string) (set [256]bool) {
	for i := range len(s) {
		set[s[i]] = true
	}
	return set
}

func letter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

// specials are the plain words that YAML 1.1 takes for something other than text.
var specials = []string{
	"y", "Y", "yes", "Yes", "YES", "on", "On", "ON", "true", "True", "TRUE",
	"n", "N", "no", "No", "NO", "off", "Off", "OFF", "false", "False", "FALSE",
	"null", "Null", "NULL",
}

func special(word []byte) bool {
	return len(word) <= 5 && slices.Contains(specials, string(word))
}

// printable tells whether b is ASCII that every YAML reader takes as it stands.
func printable(b []byte) bool {
	for _, c := range b {
		if c < 0x20 || c > 0x7e {
			return false
		}
	}
	return true
}

// plain reads a plain scalar on its line and leaves out a comment behind it.
func (s *scanner) plain(n *node) bool {
	b := s.data[n.start:n.end]
	if letter(b[0]) && allBase64(b) {
		n.base64 = len(b)%4 == 0
		return s.word(n, b)
	}
	if i := bytes.Index(b, []byte(" #")); i >= 0 {
		if !printable(b[i:]) {
			return false
		}
		b = bytes.TrimRight(b[:i], " ")
		n.end = n.start + len(b)
	}
	if !plainBody(b) {
		return false
	}
	switch c := b[0]; {
	case letter(c):
		return s.word(n, b)
	case c == '/' || c == '_' || c == '$' || c == '(':
		return true
	case c == '~' && len(b) == 1:
		n.kind = nullNode
		return true
	case c == '-' && len(b) > 1 && b[1] != ' ', c >= '0' && c <= '9', c == '.', c == '+':
		if smallNumber(b) {
			n.kind = otherNode
			return true
		}
		return isText(b)
	}
	return false
}

// word takes true and false as they are and null as nothing; the other words to
// which YAML 1.1 gives a meaning are left to the full parser.
func (s *scanner) word(n *node, b []byte) bool {
	if !special(b) {
		return true
	}
	switch string(b) {
	case "true", "false":
		n.kind = otherNode
		return true
	case "null":
		n.kind = nullNode
		return true
	}
	return false
}

// smallNumber tells whether b is a whole number that every reader takes alike.
func smallNumber(b []byte) bool {
	for _, c := range b {
		if c < '0' || c > '9' {
			return false
		}
	}
	return len(b) == 1 || len(b) < 10 && b[0] != '0'
}

// plainBody tells whether nothing inside b ends a plain scalar or begins a comment.
func plainBody(b []byte) bool {
	return len(b) > 0 && printable(b) && b[len(b)-1] != ':' && !bytes.Contains(b, []byte(": ")) && !bytes.Contains(b, []byte(" #"))
}

// isText asks the YAML library that client-go uses whether a plain scalar is text.
func isText(b []byte) bool {
	if len(b) > 200 {
		return false
	}
	var v any
	if yaml.Unmarshal(b, &v) != nil {
		return false
	}
	text, ok := v.(string)
	return ok && text == string(b)
}

// allBase64 tells whether b is of the base64 alphabet, with its padding at the end.
// Nearly all bytes of a kubeconfig pass here, so it looks at eight at a time.
func allBase64(b []byte) bool {
	end := len(b)
	for end > 0 && len(b)-end < 2 && b[end-1] == '=' {
		end--
	}
	body, alien := b[:end], byte(0)
	for len(body) >= 8 {
		c := body[:8:8]
		alien |= aliens[c[0]] | aliens[c[1]] | aliens[c[2]] | aliens[c[3]] | aliens[c[4]] | aliens[c[5]] | aliens[c[6]] | aliens[c[7]]
		if alien != 0 {
			return false
		}
		body = body[8:]
	}
	for _, c := range body {
		alien |= aliens[c]
	}
	return end > 0 && alien == 0
}

// continued folds the lines that go on with a plain scalar into its text.
func (s *scanner) continued(n *node, column int) bool {
	for s.peek() && s.content > column {
		b := bytes.TrimRight(s.data[s.first:s.end], " ")
		if s.skipped > 0 || n.kind != scalarNode || !plainBody(b) || !letter(b[0]) {
			return false
		}
		if n.style == plainStyle {
			if n.end != lineEnd(s.data, n.start) {
				return false // a comment or blanks end the first line
			}
			n.in, n.style = &inside{text: string(s.data[n.start:n.end])}, otherStyle
		}
		n.in.text += " " + string(b)
		n.end = s.first + len(b)
		s.take()
	}
	return s.known || s.pos >= len(s.data)
}
