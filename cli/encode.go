package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"kubeid/model"
)

// apiVersion stands in everything that is printed for programs.
const apiVersion = "kubeid/v1"

// print writes v as -o json or -o yaml. Names from files stand in it as they are,
// but escaped so that no terminal could act on them.
func (p *program) print(f *format, v any) error {
	encode := asJSON
	if f.word == "yaml" {
		encode = asYAML
	}
	data, err := encode(v)
	if err != nil {
		return err
	}
	_, err = p.out.Write(data)
	return err
}

func asJSON(v any) ([]byte, error) {
	data, err := plainJSON(v)
	return escaped(data, forJSON), err
}

func plainJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(v)
	return b.Bytes(), err
}

// forJSON escapes r as two halves where that is needed.
func forJSON(r rune) string {
	if r < 0x10000 {
		return fmt.Sprintf(`\u%04x`, r)
	}
	high, low := utf16.EncodeRune(r)
	return fmt.Sprintf(`\u%04x\u%04x`, high, low)
}

// forYAML escapes r for a string in double quotes.
func forYAML(r rune) string {
	if r < 0x10000 {
		return fmt.Sprintf(`\u%04x`, r)
	}
	return fmt.Sprintf(`\U%08x`, r)
}

// asYAML takes the way over JSON, which is YAML as well, so that both say the same
// in the same order; only the styles change.
func asYAML(v any) ([]byte, error) {
	data, err := plainJSON(v)
	if err != nil {
		return nil, err
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(escaped(data, forYAML), &doc); err != nil {
		return nil, err
	}
	restyle(&doc)
	var b bytes.Buffer
	e := yaml.NewEncoder(&b)
	e.SetIndent(2)
	if err := e.Encode(&doc); err != nil {
		return nil, err
	}
	return escaped(b.Bytes(), forYAML), nil
}

// restyle gives every node the block style. Strings keep their double quotes unless
// they are plain words, because readers of YAML 1.1 take yes, 0x1f and 1e3 for
// something else, and because escapes work in double quotes only.
func restyle(n *yaml.Node) {
	quoted := n.Kind == yaml.ScalarNode && n.Tag == "!!str" && !wordy(n.Value)
	empty := n.Kind != yaml.ScalarNode && len(n.Content) == 0
	if !quoted && !empty {
		n.Style = 0
	}
	for _, c := range n.Content {
		restyle(c)
	}
}

// notStrings are the words that YAML 1.1 does not take for strings.
const notStrings = " y yes n no on off true false null nan inf "

// wordy tells whether every reader of YAML takes s, without quotes, for a string.
func wordy(s string) bool {
	if s == "" || strings.Contains(notStrings, " "+strings.ToLower(s)+" ") {
		return false
	}
	for i := range len(s) {
		c := s[i]
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
		if !letter && (i == 0 || !strings.ContainsRune("0123456789-_./", rune(c))) {
			return false
		}
	}
	return true
}

// escaped replaces every rune that a terminal could act on. They can only stand in
// quoted strings: everything else in data was written by an encoder, in ASCII.
func escaped(data []byte, escape func(rune) string) []byte {
	if isASCII(data) {
		return data
	}
	var b bytes.Buffer
	for len(data) > 0 {
		r, n := utf8.DecodeRune(data)
		if r >= 0x7f && model.Unsafe(r) {
			b.WriteString(escape(r))
		} else {
			b.Write(data[:n])
		}
		data = data[n:]
	}
	return b.Bytes()
}

// isASCII tells whether data holds nothing beyond ASCII, and no DEL.
func isASCII(data []byte) bool {
	for _, c := range data {
		if c >= 0x7f {
			return false
		}
	}
	return true
}
