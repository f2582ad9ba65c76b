package config

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/url"
	"path/filepath"
	"slices"
	"strings"

	"kubeid/model"
)

// An Entry is an entry on its way from one file to another.
type Entry struct {
	Kind model.Kind
	Name string
	Body Body
}

// Entries returns the entries of a kind in their order, with all their fields.
func (f *File) Entries(kind model.Kind) ([]Entry, error) {
	out := make([]Entry, 0, f.count(kind))
	for i := range f.count(kind) {
		b, err := f.rawAt(kind, i)
		if err != nil {
			return nil, err
		}
		out = append(out, Entry{kind, f.entry(kind, i).Name.Raw(), b})
	}
	return out, nil
}

// essence names the fields that make an entry what it is. What a tool remembers
// beside them (extensions, hints) does not count.
var essence = [...][]string{
	model.ContextKind: {"cluster", "user", "namespace"},
	model.ClusterKind: {
		"server", "certificate-authority-data", "certificate-authority", "tls-server-name", "proxy-url",
		"insecure-skip-tls-verify", "disable-compression",
	},
	model.UserKind: {
		"client-certificate-data", "client-certificate", "client-key-data", "client-key", "token", "tokenFile",
		"username", "password", "exec", "auth-provider", "as", "as-uid", "as-groups", "as-user-extra",
	},
}

// A Fingerprint stands for what an entry says, whatever its name. Two entries with
// the same one reach the same server in the same way, or log in by the same
// credential.
type Fingerprint [sha256.Size]byte

// Fingerprint returns the fingerprint of an entry; false when there is nothing to
// know it by: a cluster without a server, a user without a credential.
func (e Entry) Fingerprint() (Fingerprint, bool) {
	seen, known := value{kind: mappingNode}, false
	for _, field := range essence[e.Kind] {
		v := essential(field, e.Body.value.get(field))
		if v.kind == nullNode || v.text == "" && len(v.items) == 0 || v.text == "false" {
			continue
		}
		seen = seen.with(field, v)
		known = known || e.Kind != model.ClusterKind || field == "server"
	}
	return sha256.Sum256([]byte(fmt.Sprint(e.Kind) + seen.json())), known
}

// essential returns a value without what makes no difference.
func essential(field string, v value) value {
	switch {
	case field == "server" && v.kind == scalarNode:
		return textValue(sameServer(v.text))
	case strings.HasSuffix(field, "-data") && v.kind == scalarNode:
		if data, err := base64.StdEncoding.DecodeString(v.text); err == nil {
			return textValue(strings.TrimSpace(strings.ReplaceAll(string(data), "\r\n", "\n")))
		}
	case field == "exec":
		out := value{kind: mappingNode}
		for _, key := range []string{"command", "args", "env", "apiVersion"} {
			if w := v.get(key); len(w.items) > 0 || w.text != "" {
				out = out.with(key, w)
			}
		}
		return out
	}
	return v
}

// sameServer writes an address in the one way that stands for all that mean the same.
func sameServer(server string) string {
	u, err := url.Parse(server)
	if err != nil || u.Host == "" {
		return server
	}
	u.Scheme, u.Host, u.Path = strings.ToLower(u.Scheme), strings.ToLower(u.Host), strings.TrimRight(u.Path, "/")
	if port := u.Port(); u.Scheme == "https" && port == "443" || u.Scheme == "http" && port == "80" {
		u.Host = strings.TrimSuffix(u.Host, ":"+port)
	}
	return u.String()
}

// fileFields names the fields that hold the path of a file.
var fileFields = []string{"certificate-authority", "client-certificate", "client-key", "tokenFile"}

// A FileField is a field that names a file.
type FileField struct {
	Field string // certificate-authority, client-certificate, client-key, tokenFile, exec.command
	Path  string // as it is written: relative to the folder of its kubeconfig
}

// Files returns the fields that name files. The command of a credential plugin is
// one when it has a folder in it; without one it is looked up in PATH.
func (e Entry) Files() []FileField {
	var out []FileField
	for _, field := range fileFields {
		if path := e.Body.Text(field); path != "" && slices.Contains(essence[e.Kind], field) {
			out = append(out, FileField{field, path})
		}
	}
	if command := e.Body.value.get("exec").get("command").text; e.Kind == model.UserKind && hasFolder(command) {
		out = append(out, FileField{"exec.command", command})
	}
	return out
}

func hasFolder(path string) bool { return strings.ContainsRune(path, filepath.Separator) }

// Rebase returns the entry with its relative paths rewritten so that they mean the
// same files from another folder: relative where they lie below it, else absolute, as
// client-go writes them (clientcmd.RelativizePathWithNoBacksteps).
func (e Entry) Rebase(from, to string) Entry {
	for _, f := range e.Files() {
		if filepath.IsAbs(f.Path) {
			continue
		}
		path := filepath.Join(from, f.Path)
		if rel, err := filepath.Rel(to, path); err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
			path = rel
			if f.Field == "exec.command" && !hasFolder(path) {
				path = "." + string(filepath.Separator) + path
			}
		}
		e.Body = e.Body.withFile(f.Field, path)
	}
	return e
}

func (b Body) withFile(field, path string) Body {
	if field != "exec.command" {
		return b.With(field, path)
	}
	exec := b.value.get("exec").with("command", textValue(path))
	return Body{b.fields().with("exec", exec)}
}

// Embed returns the body with the content of a file in place of its path: a
// certificate or key as its …-data field, a token without the blanks around it.
func (b Body) Embed(field string, content []byte) Body {
	name, text := field+"-data", base64.StdEncoding.EncodeToString(content)
	if field == "tokenFile" {
		name, text = "token", strings.TrimSpace(string(content))
	}
	v := b.fields().without(name)
	if i := slices.Index(v.keys, field); i >= 0 {
		v.keys, v.items = slices.Clone(v.keys), slices.Clone(v.items)
		v.keys[i], v.items[i] = name, textValue(text)
		return Body{v}
	}
	return Body{v.with(name, textValue(text))}
}
