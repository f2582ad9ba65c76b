package kube

import (
	"context"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"kubeid/crypto"
	"kubeid/kube/config"
	"kubeid/model"
)

// Inspect tells what a file, a folder or a server (https://…) holds: certificates,
// keys, requests, tokens, kubeconfigs. Nothing of it is trusted, run or sent. The
// passphrase opens what is encrypted, and may be empty. An error is that there was
// nothing to look at; what cannot be read is an Inspected with the reason.
func (s *Service) Inspect(ctx context.Context, what string, passphrase crypto.Secret) (model.Inspection, error) {
	i := inspecting{service: s, ctx: ctx, passphrase: passphrase, files: true}
	if strings.HasPrefix(what, "https://") {
		return i.server(what)
	}
	info, err := os.Stat(what)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return model.Inspection{}, noSuchFile(what)
	case err != nil:
		return model.Inspection{}, unreadableFile(what, err)
	case info.IsDir():
		return i.folder(what)
	}
	data, _, err := readFile(what)
	if err != nil {
		return model.Inspection{}, unreadableFile(what, err)
	}
	i.file(what, data)
	return i.end(), ctx.Err()
}

// MaxInspect is how many bytes of one file are looked at.
const MaxInspect = config.MaxSize

// InspectBytes tells what was read from a pipe holds. Files that it points to are not
// looked at, since nobody knows from which folder it came.
func (s *Service) InspectBytes(ctx context.Context, data []byte, passphrase crypto.Secret) (model.Inspection, error) {
	if len(data) > MaxInspect {
		return model.Inspection{}, unreadableFile("standard input", config.TooLarge(int64(len(data))))
	}
	i := inspecting{service: s, ctx: ctx, passphrase: passphrase}
	i.file("-", data)
	return i.end(), ctx.Err()
}

func noSuchFile(what string) error {
	p := &model.Problem{Exit: model.ExitNotFound, What: fmt.Sprintf("there is no file %q", model.NewText(what)), Todo: "name a file, a folder, https://host:port, or - for standard input"}
	if host, port, ok := strings.Cut(what, ":"); ok && host != "" && port != "" && strings.Trim(port, "0123456789") == "" {
		p.Todo = "for a server write https://" + what
	}
	return p
}

func unreadableFile(what string, err error) error {
	return &model.Problem{Exit: model.ExitError, What: fmt.Sprintf("%s %s", model.NewText(what), problemOf(err)), Todo: "check what it is, and who may read it"}
}

// An inspecting is one call of Inspect.
type inspecting struct {
	service    *Service
	ctx        context.Context
	passphrase crypto.Secret
	files      bool // whether files may be opened that a kubeconfig points to
	found      []inspected
	left       []model.Text
}

// An inspected is a thing with what has to be seen to find its relatives.
type inspected struct {
	model.Inspected
	path        string // of the file
	entry       bool   // it stands in a kubeconfig
	certificate *crypto.Certificate
	own         bool // the certificate is for somebody, and not among authorities
	public      *crypto.PublicKey
	token       crypto.Secret
}

// end finds out how everything belongs together.
func (i *inspecting) end() model.Inspection {
	relate(i.found)
	out := model.Inspection{Left: i.left}
	for _, f := range i.found {
		out.Items = append(out.Items, f.Inspected)
	}
	return out
}

// file looks into the bytes of one file.
func (i *inspecting) file(path string, data []byte) {
	if i.kubeconfig(path, data) {
		return
	}
	items := crypto.Items(data, i.passphrase)
	for _, item := range items {
		i.item(path, item)
	}
	if len(items) == 0 {
		i.trouble(path, "unknown", errNothingKnown)
	}
}

var errNothingKnown = errors.New("nothing in it is a certificate, a key, a request, a token or a kubeconfig")

// trouble adds something that could not be read.
func (i *inspecting) trouble(path, kind string, err error) *inspected {
	f := i.at(path, kind)
	f.Trouble = model.NewText(err.Error())
	return i.add(f)
}

// at begins something that stands in a file.
func (i *inspecting) at(path, kind string) inspected {
	place := model.NewText(path)
	if filepath.IsAbs(path) {
		place = i.service.label(path)
	}
	return inspected{Inspected: model.Inspected{Place: place, Kind: kind}, path: path}
}

func (i *inspecting) add(f inspected) *inspected {
	i.found = append(i.found, f)
	return &i.found[len(i.found)-1]
}

// item adds one thing that crypto has found in a file.
func (i *inspecting) item(path string, item crypto.Item) {
	f := i.at(path, item.Kind())
	f.Line, f.Role = item.Line, component(path, item)
	if item.Trouble != nil {
		f.Trouble = model.NewText(item.Trouble.Error())
		f.Locked = errors.Is(item.Trouble, crypto.ErrPassphraseNeeded) || errors.Is(item.Trouble, crypto.ErrPassphraseWrong)
		if item.Type == "" && crypto.IsPKCS12(item.Body.Reveal()) {
			f.Kind = "PKCS#12"
		}
	}
	switch {
	case item.Bundle != nil:
		i.bundle(f, *item.Bundle)
		return
	case item.Certificate != nil:
		f.setCertificate(item.Certificate)
	case item.Key != nil:
		f.setKey(*item.Key)
	case item.PublicKey != nil:
		f.public = item.PublicKey
		f.Key = &model.KeyFacts{Kind: item.PublicKey.String(), ID: model.NewText(item.PublicKey.KeyID())}
		f.PEM = inPEM("PUBLIC KEY", item.PublicKey.DER)
	case item.Request != nil:
		f.setRequest(item.Request)
	case item.Token != nil:
		f.setToken(item.Body, *item.Token)
	}
	i.add(f)
}

// bundle adds what a PKCS#12 file holds.
func (i *inspecting) bundle(f inspected, b crypto.Bundle) {
	if b.Key.Present() {
		key := f
		key.Kind = "private key"
		key.setKey(b.Key)
		i.add(key)
	}
	for _, c := range b.Certificates {
		one := f
		one.Kind = crypto.Item{Certificate: c}.Kind()
		one.setCertificate(c)
		i.add(one)
	}
}

func (f *inspected) setCertificate(c *crypto.Certificate) {
	public := c.PublicKey()
	f.certificate, f.public, f.own = c, &public, f.Kind != "authority"
	f.SubjectKey, f.SignerKey = hexText(c.SubjectKeyID()), hexText(c.AuthorityKeyID())
	f.PEM = inPEM("CERTIFICATE", c.DER)
	facts := model.NewCertificate(c, crypto.LintOptions{Leaf: f.own}) // again once its issuer is known
	f.Certificate = &facts
}

func (f *inspected) setKey(k crypto.Key) {
	f.public = &k.Public
	f.Key = &model.KeyFacts{Private: true, Kind: k.Public.String(), Form: k.Form, ID: model.NewText(k.Public.KeyID())}
}

func (f *inspected) setRequest(r *crypto.Request) {
	public := r.PublicKey()
	f.public = &public
	facts := model.NewRequest(r)
	f.Request = &facts
	f.PEM = inPEM("CERTIFICATE REQUEST", r.DER)
}

func (f *inspected) setToken(token crypto.Secret, t crypto.Token) {
	f.token = token
	facts := model.NewToken(t)
	f.Token = &facts
}

func inPEM(label string, der []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: label, Bytes: der}))
}

// hexText writes an id as openssl does, but for the case: "ab:cd".
func hexText(id []byte) model.Text {
	pairs := make([]string, len(id))
	for i, b := range id {
		pairs[i] = hex.EncodeToString([]byte{b})
	}
	return model.NewText(strings.Join(pairs, ":"))
}
