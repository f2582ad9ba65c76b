package kube

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"

	"kubeid/crypto"
	"kubeid/kube/config"
	"kubeid/model"
)

// kubeconfig looks into a kubeconfig, and tells whether it is one.
func (i *inspecting) kubeconfig(path string, data []byte) bool {
	if bytes.HasPrefix(bytes.TrimSpace(data), []byte("-----BEGIN")) || !bytes.Contains(data, []byte("users")) && !bytes.Contains(data, []byte("clusters")) {
		return false
	}
	read, err := config.Read(data)
	if err != nil {
		if !bytes.Contains(data, []byte("current-context")) && !bytes.Contains(data, []byte("kind: Config")) {
			return false
		}
		i.trouble(path, "kubeconfig", err)
		return true
	}
	if len(read.Users)+len(read.Clusters)+len(read.Contexts) == 0 {
		return false
	}
	absolute, err := filepath.Abs(path)
	if err != nil {
		absolute = path
	}
	files := []*opened{{path: absolute, data: data, config: read}}
	k := i.service.merge(files)
	d := decoding{k: k, files: files, first: firstEntries(k), look: model.Look{Files: i.files, Keys: true}}
	if read.Refused != "" {
		i.trouble(path, "kubeconfig", errors.New("kubectl refuses this file: "+read.Refused))
	}
	for n := range k.Users {
		i.user(path, d, n)
	}
	for n := range k.Clusters {
		i.cluster(path, d, n)
	}
	return true
}

// entry begins something that stands in an entry of a kubeconfig.
func (i *inspecting) entry(path string, k model.Kubeconfig, kind model.Kind, n int, what string) inspected {
	e := k.Entry(kind, n)
	f := i.at(path, what)
	f.Line, f.entry = e.Line, true
	role := fmt.Sprintf("%s %s", kind, e.Name)
	if whose := controlKubeconfigs[filepath.Base(path)]; whose != "" {
		role += ", kubeconfig of " + whose
	}
	f.Role = model.NewText(role)
	return f
}

// user adds what a user entry logs in with.
func (i *inspecting) user(path string, d decoding, n int) {
	u := d.k.Users[n]
	m := d.files[0].config.User(n)
	var out model.Credential
	certs, troubles := parsed(d.material(&out, m.Certificate, u.Certificate.File))
	for at, c := range certs {
		f := i.entry(path, d.k, model.UserKind, n, crypto.Item{Certificate: c}.Kind())
		f.setCertificate(c)
		if f.own = at == 0; f.own && m.Key != nil {
			f.judge(nil)
			if state := d.key(c, d.secret(&out, m.Key(), u.Key.File)); state != model.KeyMissing || i.files {
				f.say("%s", state)
			}
		}
		i.add(f)
	}
	token := d.secret(&out, m.Token, u.Token.File)
	if !token.Empty() {
		t := crypto.ParseToken(token)
		f := i.entry(path, d.k, model.UserKind, n, t.Kind.String())
		f.setToken(token, t)
		i.add(f)
	}
	i.troubles(i.entry(path, d.k, model.UserKind, n, "user"), out, troubles)
	if len(certs) == 0 && token.Empty() && len(troubles)+len(out.Troubles)+len(out.Unread) == 0 {
		f := i.entry(path, d.k, model.UserKind, n, "user")
		f.say("%s", u.Identity().Long)
		i.add(f)
	}
}

// cluster adds the authorities that a cluster trusts.
func (i *inspecting) cluster(path string, d decoding, n int) {
	var out model.Credential
	certs, troubles := parsed(d.material(&out, d.files[0].config.Cluster(n).Certificate, d.k.Clusters[n].CA.File))
	for _, c := range certs {
		f := i.entry(path, d.k, model.ClusterKind, n, crypto.Item{Certificate: c}.Kind())
		f.setCertificate(c)
		f.own = false
		f.judge(nil)
		i.add(f)
	}
	i.troubles(i.entry(path, d.k, model.ClusterKind, n, "cluster"), out, troubles)
}

// troubles adds what could not be read of an entry, and what was not opened.
func (i *inspecting) troubles(f inspected, out model.Credential, troubles []crypto.Trouble) {
	for _, t := range troubles {
		if !errors.Is(t.Err, crypto.ErrOtherKind) { // a key may stand beside its certificate
			out.Troubles = append(out.Troubles, model.NewText(t.Error()))
		}
	}
	for _, t := range out.Troubles {
		f.Trouble = t
		i.add(f)
	}
	for _, file := range out.Unread {
		f.Trouble = model.NewText("not opened: " + file.Raw())
		i.add(f)
	}
}

// parsed reads certificates; nothing holds none.
func parsed(data []byte) ([]*crypto.Certificate, []crypto.Trouble) {
	if len(data) == 0 {
		return nil, nil
	}
	return crypto.ParseCertificates(data)
}
