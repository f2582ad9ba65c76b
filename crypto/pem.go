package crypto

import (
	"bytes"
	"encoding/base64"
	"encoding/pem"
	"strings"
)

// A Block is one piece of what a file holds. Its body is a Secret, since nobody
// knows yet whether it is a key.
type Block struct {
	Type    string            // the label of the PEM block, "" for bytes without one
	Line    int               // where it begins, from 1; 0 for bytes without PEM
	Headers map[string]string // "DEK-Info" and the like
	Body    Secret            // the DER
	Err     error             // why there is no body, or not all of it
}

// Blocks takes apart what a file holds: PEM blocks (RFC 7468) with anything between
// them, DER, several of them behind each other, or either in base64, as a
// kubeconfig has it. What encoding/pem finds is found, and every BEGIN line that it
// passes over is a Block with the reason.
func Blocks(data []byte) []Block {
	if isDER(data) {
		return splitDER(data)
	}
	if isUTF16(data) {
		return []Block{{Err: ErrUTF16}}
	}
	if bytes.Contains(data, pemBegin) {
		return splitPEM(data)
	}
	inner, ok := fromBase64(data)
	switch {
	case ok && isDER(inner):
		return splitDER(inner)
	case ok && bytes.Contains(inner, pemBegin):
		return splitPEM(inner)
	}
	return nil
}

var (
	pemBegin     = []byte("-----BEGIN ")
	pemBeginLine = []byte("\n-----BEGIN ")
)

func splitPEM(data []byte) []Block {
	var out []Block
	rest, line := data, 1
	for {
		found, after := pem.Decode(rest)
		if found == nil {
			return append(out, passedOver(rest, line)...)
		}
		region := rest[:len(rest)-len(after)]
		own := bytes.LastIndex(region, pemBegin)
		out = append(out, passedOver(region[:own], line)...)
		out = append(out, Block{
			Type: found.Type, Line: line + newlines(region[:own]),
			Headers: found.Headers, Body: NewSecret(found.Bytes),
		})
		line += newlines(region)
		rest = after
	}
}

// passedOver lists the BEGIN lines of a part of the file that has no good block.
func passedOver(part []byte, line int) []Block {
	var out []Block
	from := 0
	for {
		i := bytes.Index(part[from:], pemBegin)
		if i < 0 {
			return out
		}
		at := from + i
		line += newlines(part[from:at])
		from = at + len(pemBegin)
		label, whole := beginLine(part[from:])
		starts := at == 0 || part[at-1] == '\n'
		if starts || whole {
			out = append(out, Block{Type: label, Line: line, Err: whyLost(part[from:], label, starts, whole)})
		}
	}
}

func newlines(b []byte) int { return bytes.Count(b, []byte("\n")) }

// beginLine returns the label of a BEGIN line and whether the line is whole.
func beginLine(b []byte) (label string, whole bool) {
	b = b[:min(len(b), 200)]
	if end := bytes.IndexByte(b, '\n'); end >= 0 {
		b = b[:end]
	}
	label, whole = strings.CutSuffix(strings.TrimRight(string(b), " \t\r"), "-----")
	if !whole {
		return "", false
	}
	return label, true
}

// whyLost says why encoding/pem did not take the block whose label begins body.
func whyLost(body []byte, label string, starts, whole bool) error {
	switch {
	case !starts:
		return ErrIndented
	case !whole:
		return ErrMalformed
	}
	if next := bytes.Index(body, pemBeginLine); next >= 0 {
		body = body[:next]
	}
	_, body, _ = bytes.Cut(body, []byte("\n"))
	text, end, found := bytes.Cut(body, []byte("-----END "))
	if !found {
		return ErrCut
	}
	if other, _ := beginLine(end); other != label {
		return ErrEndLine
	}
	if _, err := base64.StdEncoding.DecodeString(strings.NewReplacer(" ", "", "\t", "").Replace(string(text))); err != nil {
		return ErrBase64
	}
	return ErrMalformed
}

func isUTF16(data []byte) bool {
	return bytes.HasPrefix(data, []byte{0xff, 0xfe}) || bytes.HasPrefix(data, []byte{0xfe, 0xff})
}

// fromBase64 undoes the base64 of a kubeconfig, with or without line breaks.
func fromBase64(data []byte) ([]byte, bool) {
	data = bytes.TrimSpace(data)
	if bytes.ContainsAny(data, " \t") {
		data = bytes.Join(bytes.Fields(data), nil)
	}
	out, err := base64.StdEncoding.DecodeString(string(data))
	if err != nil {
		out, err = base64.RawStdEncoding.DecodeString(string(data))
	}
	return out, err == nil && len(out) > 0
}
