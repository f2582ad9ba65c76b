package config

import (
	"encoding/base64"

	"kubeid/crypto"
)

// A Material is what stands in an entry itself: certificates as they are written
// (PEM, mostly), and what must not be seen.
type Material struct {
	Certificate []byte               // of a user its own, of a cluster its authorities
	Key         func() crypto.Secret // decoded when it is asked for; nil when there can be none
	Token       crypto.Secret
}

// User returns what stands in user i.
func (f *File) User(i int) Material {
	if !f.fast {
		return at(f.users, i)
	}
	body := f.body("users", i, "user")
	return Material{
		Certificate: f.decoded(body, "client-certificate-data"),
		Key:         func() crypto.Secret { return crypto.NewSecret(f.decoded(body, "client-key-data")) },
		Token:       crypto.NewSecret([]byte(f.text(body, "token"))),
	}
}

// Cluster returns what stands in cluster i.
func (f *File) Cluster(i int) Material {
	if !f.fast {
		return at(f.clusters, i)
	}
	return Material{Certificate: f.decoded(f.body("clusters", i, "cluster"), "certificate-authority-data")}
}

func at(list []Material, i int) Material {
	if i < len(list) {
		return list[i]
	}
	return Material{}
}

func (f *File) body(list string, i int, key string) *node {
	items := f.root.get(f.data, list)
	if items == nil || i >= len(items.children()) {
		return nil
	}
	return items.children()[i].get(f.data, key)
}

func (f *File) text(body *node, key string) string {
	if n := body.get(f.data, key); n != nil {
		return n.value(f.data)
	}
	return ""
}

func (f *File) decoded(body *node, key string) []byte {
	n := body.get(f.data, key)
	if n == nil {
		return nil
	}
	text := n.bytes(f.data)
	out := make([]byte, base64.StdEncoding.DecodedLen(len(text)))
	size, err := base64.StdEncoding.Decode(out, text)
	if err != nil {
		return nil // the scanner has checked it
	}
	return out[:size]
}
