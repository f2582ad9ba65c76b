package model

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// EntryName is what the entries of a new user are called: {user}, {cluster} and
// {context} in the template are replaced.
func EntryName(template, user, cluster, context string) string {
	return strings.NewReplacer("{user}", user, "{cluster}", cluster, "{context}", context).Replace(template)
}

const fileLetters = lettersAndDigits + "@._-"

// maxFileName leaves room for endings; most file systems end at 255 bytes.
const maxFileName = 100

// FileName makes a name into one that is safe as part of a path on every system. Names
// that differ give file names that differ: what was changed gets a short sum behind it.
func FileName(name string) string {
	return safeName(name, func(r rune) bool { return strings.ContainsRune(fileLetters, r) }, maxFileName)
}

// ObjectName makes a name into one of an object of Kubernetes: a DNS subdomain
// (RFC 1123). Names that differ give names that differ.
func ObjectName(name string) string {
	return safeName(name, func(r rune) bool { return strings.ContainsRune("abcdefghijklmnopqrstuvwxyz0123456789-", r) }, 100)
}

func safeName(name string, fine func(rune) bool, most int) string {
	out := strings.Map(func(r rune) rune {
		if fine(r) {
			return r
		}
		if low := r | 0x20; r >= 'A' && r <= 'Z' && fine(low) {
			return low
		}
		return '-'
	}, name)
	out = strings.Trim(out[:min(len(out), most)], ".-")
	if out == name && !reserved(out) {
		return out
	}
	if reserved(out) {
		out = "x-" + out
	}
	sum := sha256.Sum256([]byte(name))
	return strings.TrimLeft(out+"-", "-") + hex.EncodeToString(sum[:4])
}

// reserved tells whether Windows keeps the name for a device, whatever its ending.
func reserved(name string) bool {
	stem, _, _ := strings.Cut(strings.ToUpper(name), ".")
	switch stem {
	case "", "CON", "PRN", "AUX", "NUL":
		return true
	}
	port := strings.HasPrefix(stem, "COM") || strings.HasPrefix(stem, "LPT")
	return port && len(stem) == 4 && stem[3] >= '0' && stem[3] <= '9'
}

// BindingName is what the binding of a role to a user is called. It is made of both, so
// that giving the same once more finds what is there.
func BindingName(user string, r RoleWish) string {
	return "kubeid:" + strings.ToLower(r.Kind()) + ":" + ObjectName(r.Name) + ":" + ObjectName(user)
}

// RequestName is what the request for a certificate of a user is called, with a mark
// that makes it the only one. EKS passes over requests whose names begin with csr-
// (aws/containers-roadmap#2079).
func RequestName(user, mark string) string { return "kubeid-" + ObjectName(user) + "-" + mark }
