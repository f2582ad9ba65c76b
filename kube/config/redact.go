package config

import (
	"bytes"
	"encoding/base64"
	"slices"
	"strconv"
	"strings"

	"kubeid/model"
)

// What stands in place of a secret, and of data that is only too long to read: the
// words of kubectl config view. Both are base64, so kubectl loads what they stand in.
const (
	redacted = "REDACTED"
	omitted  = "DATA+OMITTED"
)

// Redacted returns the entry without secrets: keys, tokens, passwords, the arguments
// and environment of a credential plugin, the settings of an auth provider, passwords
// inside of addresses, and fields of a user that nobody knows yet.
func (e Entry) Redacted() Entry {
	e.Body = Body{redact(e.Kind, []string{bodyKey(e.Kind)}, e.Body.value)}
	return e
}

// Short returns the entry with DATA+OMITTED for certificates, to be looked at.
func (e Entry) Short() Entry {
	for _, field := range e.Body.value.keys {
		if strings.HasSuffix(field, "-data") && e.Body.Text(field) != redacted {
			e.Body = e.Body.With(field, omitted)
		}
	}
	return e
}

// holdsKey tells whether a private key stands in a field that is for certificates.
func holdsKey(field, text string) bool {
	if !strings.HasSuffix(field, "-data") {
		return false
	}
	data, err := base64.StdEncoding.DecodeString(text)
	return err == nil && bytes.Contains(data, []byte("PRIVATE KEY-----"))
}

func redact(kind model.Kind, path []string, v value) value {
	return redactWhere(path, v, func(path []string, text string) bool {
		return secretAt(kind, path) || holdsKey(path[len(path)-1], text) || len(path) > 2 && path[1] == "extensions" && looksSecret(text)
	})
}

// redactExtension hides what could be a secret in what a program keeps.
func redactExtension(path []string, v value) value {
	return redactWhere(path, v, func(path []string, text string) bool {
		return slices.ContainsFunc(path, soundsSecret) || looksSecret(text)
	})
}

func redactWhere(path []string, v value, secret func(path []string, text string) bool) value {
	switch v.kind {
	case nullNode:
		return v
	case scalarNode, otherNode:
		switch {
		case secret(path, v.text):
			return textValue(redacted)
		case v.kind == scalarNode:
			return textValue(redactURL(v.text))
		}
		return v
	}
	out := value{kind: v.kind, keys: slices.Clone(v.keys)}
	for i, item := range v.items {
		step := strconv.Itoa(i)
		if v.kind == mappingNode {
			step = v.keys[i]
		}
		out.items = append(out.items, redactWhere(append(slices.Clip(path), step), item, secret))
	}
	return out
}
