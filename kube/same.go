package kube

import (
	"bytes"
	"crypto/sha256"
	"net/url"
	"path/filepath"
	"strings"

	"kubeid/kube/config"
	"kubeid/model"
)

// "You already have this as X": two entries are the same when they have the same
// fingerprint, with paths counted from where each stands. Few of ten thousand entries
// can be the same as one that comes in, so what costs nothing to see is compared first.

// find returns the index of an entry here that is the same, whatever its name; the
// one of the same name first, -1 when there is none.
func (in *intake) find(e config.Entry) int {
	if n := in.desk.k.Effective(e.Kind, model.NewText(e.Name)); n >= 0 && in.same(e, n) {
		return n
	}
	print, known := in.print(e, filepath.Dir(in.desk.files[in.file].path))
	if n, ok := in.known(e.Kind)[print]; ok && known {
		return n
	}
	return -1
}

// same tells whether entry n here says the same.
func (in *intake) same(e config.Entry, n int) bool {
	at := in.desk.k.Entry(e.Kind, n)
	o := in.desk.files[at.File]
	if o.config == nil {
		return false
	}
	body, err := o.config.Raw(e.Kind, at.Name.Raw())
	if err != nil {
		return false
	}
	here, _ := in.print(config.Entry{Kind: e.Kind, Name: e.Name, Body: body}, filepath.Dir(o.path))
	there, _ := in.print(e, filepath.Dir(in.desk.files[in.file].path))
	return here == there
}

// print returns what an entry is known by, with its paths counted from a folder.
func (in *intake) print(e config.Entry, folder string) (config.Fingerprint, bool) {
	return e.Rebase(folder, "").Fingerprint()
}

// known returns the entries here that kubectl takes, by what they are known by. Those
// that cannot be the same as any that comes in are left out.
func (in *intake) known(kind model.Kind) map[config.Fingerprint]int {
	if in.here[kind] != nil {
		return in.here[kind]
	}
	coming, sums := map[sketch]bool{}, map[[sha256.Size]byte]bool{}
	for i := range entryNames(in.from, kind) {
		coming[in.sketch(in.from, kind, i)] = true
		sums[certificateSum(in.from, kind, i)] = true
	}
	out := map[config.Fingerprint]int{}
	for at, o := range in.desk.files {
		if o.config == nil {
			continue
		}
		for i, name := range entryNames(o.config, kind) {
			if !coming[in.sketch(o.config, kind, i)] || !sums[certificateSum(o.config, kind, i)] {
				continue
			}
			n := in.desk.k.Effective(kind, name)
			if n < 0 || in.desk.k.Entry(kind, n).File != at || in.overwrites(kind, name) {
				continue
			}
			body, err := o.config.Raw(kind, name.Raw())
			if err != nil {
				continue
			}
			print, ok := in.print(config.Entry{Kind: kind, Name: name.Raw(), Body: body}, filepath.Dir(o.path))
			if _, twice := out[print]; ok && !twice {
				out[print] = n
			}
		}
	}
	in.here[kind] = out
	return out
}

// overwrites tells whether an entry here may be replaced by the one of its name that
// comes in: then it is not what another one is known as.
func (in *intake) overwrites(kind model.Kind, name model.Text) bool {
	act, _ := in.choice(kind, name)
	return (act == model.Overwrite || act == model.Auto && in.wish.Taken == model.Overwrite) && in.has(kind, name)
}

// A sketch is what can be told of an entry at no cost; the same entries have the same.
type sketch struct {
	first, second, third       string
	certificate, token, plugin bool
	provider                   bool
}

func (in *intake) sketch(f *config.File, kind model.Kind, i int) sketch {
	switch kind {
	case model.ContextKind:
		c := f.Contexts[i]
		cluster, user := c.Cluster.Raw(), c.User.Raw()
		if f == in.from {
			cluster, user = in.nameHere(model.ClusterKind, cluster), in.nameHere(model.UserKind, user)
		}
		return sketch{first: cluster, second: user, third: c.Namespace.Raw()}
	case model.ClusterKind:
		host := f.Clusters[i].Server.Raw()
		if u, err := url.Parse(host); err == nil {
			host = u.Hostname()
		}
		return sketch{first: strings.ToLower(host)}
	}
	u := f.Users[i]
	return sketch{first: u.Username.Raw(), certificate: u.Certificate.Inline, token: u.Token.Inline, plugin: u.Exec != nil, provider: u.Provider != nil}
}

// certificateSum tells users by their certificates, which have to be decoded for it. All
// other entries have none.
func certificateSum(f *config.File, kind model.Kind, i int) (sum [sha256.Size]byte) {
	if kind == model.UserKind && f.Users[i].Certificate.Inline {
		sum = sha256.Sum256(bytes.TrimSpace(bytes.ReplaceAll(f.User(i).Certificate, []byte("\r\n"), []byte("\n"))))
	}
	return sum
}

// nameHere returns what a cluster or user that comes in is called here.
func (in *intake) nameHere(kind model.Kind, name string) string {
	if here, ok := in.named[kind][name]; ok {
		return here
	}
	return name
}

// entryNames returns the names of all entries of a kind in a file.
func entryNames(f *config.File, kind model.Kind) []model.Text {
	var out []model.Text
	switch kind {
	case model.ContextKind:
		for i := range f.Contexts {
			out = append(out, f.Contexts[i].Name)
		}
	case model.ClusterKind:
		for i := range f.Clusters {
			out = append(out, f.Clusters[i].Name)
		}
	case model.UserKind:
		for i := range f.Users {
			out = append(out, f.Users[i].Name)
		}
	}
	return out
}
