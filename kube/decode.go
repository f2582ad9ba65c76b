package kube

import (
	"context"
	"errors"
	"runtime"
	"sync"

	"kubeid/crypto"
	"kubeid/kube/cluster"
	"kubeid/kube/config"
	"kubeid/model"
)

// How many entries are looked into before something is told: few at first, since
// somebody is looking at them. A brief look tells of more each time, as whoever is told
// has work with it too.
const (
	firstBatch = 200
	batch      = 2000
	growth     = 4
)

// Decode looks into the credentials of users and clusters and tells what it found,
// in batches, in the order in which they were asked for. Without look.Files nothing
// but the kubeconfigs is read.
func (s *Service) Decode(ctx context.Context, refs []model.Ref, look model.Look, tell func(model.Event)) error {
	k, files, err := s.load(ctx)
	if err != nil {
		return err
	}
	d := decoding{k: k, files: files, first: firstEntries(k), look: look}
	for size := firstBatch; len(refs) > 0; {
		n := min(size, len(refs))
		found := d.batch(ctx, refs[:n])
		if err := ctx.Err(); err != nil {
			return err
		}
		tell(model.Decoded{Found: found})
		refs = refs[n:]
		if size = batch; look.Brief {
			size = growth * n
		}
	}
	return nil
}

// A decoding is one call of Decode.
type decoding struct {
	k     model.Kubeconfig
	files []*opened
	first map[model.Kind][]int // index of the first entry of each file
	look  model.Look
}

// firstEntries returns the index of the first user and cluster of each file.
func firstEntries(k model.Kubeconfig) map[model.Kind][]int {
	first := map[model.Kind][]int{model.UserKind: make([]int, len(k.Files)), model.ClusterKind: make([]int, len(k.Files))}
	for kind, list := range first {
		for i := k.Len(kind) - 1; i >= 0; i-- {
			list[k.Entry(kind, i).File] = i
		}
	}
	return first
}

// batch looks into some entries, over all cores.
func (d decoding) batch(ctx context.Context, refs []model.Ref) map[model.Ref]model.Credential {
	found := make([]model.Credential, len(refs))
	var wait sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		wait.Go(func() {
			for i := w; i < len(refs) && ctx.Err() == nil; i += workers {
				found[i] = d.credential(refs[i])
				runtime.Gosched() // whoever draws must not wait for thousands of certificates
			}
		})
	}
	wait.Wait()
	out := make(map[model.Ref]model.Credential, len(refs))
	for i, ref := range refs {
		out[ref] = found[i]
	}
	return out
}

func (d decoding) credential(ref model.Ref) model.Credential {
	i := d.k.Find(ref)
	if i < 0 {
		return model.Credential{}
	}
	e := d.k.Entry(ref.Kind, i)
	f := d.files[e.File].config
	if f == nil {
		return model.Credential{}
	}
	at := i - d.first[ref.Kind][e.File]
	if ref.Kind == model.ClusterKind {
		return d.cluster(d.k.Clusters[i], f.Cluster(at))
	}
	return d.user(d.k.Users[i], f.User(at))
}

// cluster looks at the authorities that a cluster trusts.
func (d decoding) cluster(c model.Cluster, m config.Material) model.Credential {
	var out model.Credential
	data := d.material(&out, m.Certificate, c.CA.File)
	d.certificates(&out, data, false)
	return out
}

// user looks at what a user logs in with.
func (d decoding) user(u model.User, m config.Material) model.Credential {
	var out model.Credential
	certificate := d.material(&out, m.Certificate, u.Certificate.File)
	own := d.certificates(&out, certificate, true)
	if d.look.Keys && own != nil && m.Key != nil {
		out.Key = d.key(own, d.secret(&out, m.Key(), u.Key.File))
	}
	if token := d.secret(&out, m.Token, u.Token.File); !token.Empty() {
		t := model.NewToken(crypto.ParseToken(token))
		out.Token = &t
	}
	return out
}

// certificates adds what data holds, and returns the first certificate.
func (d decoding) certificates(out *model.Credential, data []byte, leaf bool) *crypto.Certificate {
	if len(data) == 0 {
		return nil
	}
	if b, ok := d.brief(data); ok {
		out.Certificates = append(out.Certificates, model.BriefCertificate(b))
		return nil
	}
	list, troubles := crypto.ParseCertificates(data)
	for i, c := range list {
		o := crypto.LintOptions{Leaf: leaf && i == 0}
		out.Certificates = append(out.Certificates, model.NewCertificate(c, o))
	}
	for _, t := range troubles {
		if len(list) > 0 && errors.Is(t, crypto.ErrOtherKind) {
			continue // a kubelet keeps its key in the same file
		}
		out.Troubles = append(out.Troubles, model.NewText(t.Error()))
	}
	if len(list) == 0 {
		return nil
	}
	return list[0]
}

// brief reads what a list needs, when that is enough.
func (d decoding) brief(data []byte) (crypto.Brief, bool) {
	if !d.look.Brief {
		return crypto.Brief{}, false
	}
	return crypto.ReadBrief(data)
}

func (d decoding) key(own *crypto.Certificate, data crypto.Secret) model.KeyState {
	if data.Empty() {
		return model.KeyMissing
	}
	return keyState(own, data)
}

// keyState says whether a key belongs to a certificate.
func keyState(own *crypto.Certificate, data crypto.Secret) model.KeyState {
	key, err := crypto.ParseKey(data.Reveal(), crypto.Secret{})
	switch {
	case errors.Is(err, crypto.ErrPassphraseNeeded):
		return model.KeyLocked
	case err != nil:
		return model.KeyBroken
	case crypto.KeyMatches(own, key):
		return model.KeyFits
	}
	return model.KeyForeign
}

// material returns what stands in the kubeconfig or, when that was asked for, in the
// file beside it. client-go takes the first of the two.
func (d decoding) material(out *model.Credential, inline []byte, file model.Text) []byte {
	switch {
	case len(inline) > 0 || file.Empty():
		return inline
	case !d.look.Files:
		out.Unread = append(out.Unread, file)
		return nil
	}
	data, err := cluster.ReadFile(file.Raw())
	if err != nil {
		out.Troubles = append(out.Troubles, model.NewText(err.Error()))
	}
	return data
}

// secret is material for what must not be seen. A token file wins over a token.
func (d decoding) secret(out *model.Credential, inline crypto.Secret, file model.Text) crypto.Secret {
	if !file.Empty() && d.look.Files {
		return crypto.NewSecret(d.material(out, nil, file))
	}
	if inline.Empty() && !file.Empty() {
		out.Unread = append(out.Unread, file)
	}
	return inline
}
