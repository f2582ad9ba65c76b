package kube

import (
	"context"
	"os"
	"path/filepath"

	"kubeid/crypto"
	"kubeid/kube/store"
	"kubeid/model"
)

// planFiles decides which files will be written. They must not be there yet.
func (o *onboarding) planFiles(context.Context) error {
	base := model.FileName(o.user.Subject.User)
	if len(o.places) == 1 {
		base = model.FileName(o.places[0].Entry)
	}
	folder := o.service.store.Handover()
	one := func(ending, what string, secret bool) error {
		path := o.user.Out
		if path == "" {
			path = store.FreeName(folder, base, ending)
		} else if err := store.Free(path); err != nil {
			return err
		}
		o.review.Files = append(o.review.Files, model.PlannedFile{Path: path, What: what, Secret: secret})
		return nil
	}
	encrypted, words := "", ""
	if o.user.For != "" {
		encrypted, words = ".age", ", encrypted to the recipient"
	}
	switch {
	case o.user.By == model.ByOthers && !o.resumed:
		return one(".csr", "the request, to be signed by somebody else", false)
	case o.waits():
		return nil
	case o.request != nil:
		return one(".crt", "the certificate", false)
	case o.user.Result == model.AsPKCS12:
		return one(".p12"+encrypted, "PKCS#12 with key, certificate and authority"+words, true)
	case o.user.Result == model.AsPEM:
		return o.planPEM(folder, base)
	case o.user.Result == model.AsMerged:
		var names []string
		for _, p := range o.places {
			names = append(names, p.Entry)
		}
		merged, err := o.service.planMerge(o.user.Out, names...)
		o.review.Files = append(o.review.Files, merged)
		return err
	case o.user.Result == model.AsRenewed:
		o.planRenewal()
		return nil
	}
	return one(".kubeconfig"+encrypted, "a kubeconfig with everything inside"+words, true)
}

// pemNames are the files of one place, in their folder.
type pemNames struct{ ca, certificate, key string }

func (o *onboarding) pemNames(p *place) pemNames {
	if len(o.places) == 1 {
		base := model.FileName(o.user.Subject.User)
		return pemNames{"ca.crt", base + ".crt", base + ".key"}
	}
	base := model.FileName(p.Entry)
	return pemNames{base + ".ca.crt", base + ".crt", base + ".key"}
}

// planPEM plans a folder of files: an own one for the handover, or one that is named,
// which may be there already.
func (o *onboarding) planPEM(folder, base string) error {
	dir := o.user.Out
	if dir == "" {
		dir = store.FreeName(folder, base, "")
	}
	add := func(name, what string, secret bool) error {
		path := filepath.Join(dir, name)
		if o.user.Out != "" {
			if err := freeIn(dir, path); err != nil {
				return err
			}
		}
		o.review.Files = append(o.review.Files, model.PlannedFile{Path: path, What: what, Secret: secret})
		return nil
	}
	for _, p := range o.places {
		n := o.pemNames(p)
		if len(p.ca) > 0 {
			if err := add(n.ca, "the authority of the server", false); err != nil {
				return err
			}
		}
		if err := add(n.certificate, "the certificate", false); err != nil {
			return err
		}
		if err := add(n.key, "the private key", true); err != nil {
			return err
		}
	}
	return add(model.FileName(o.user.Subject.User)+".kubeconfig", "a kubeconfig that refers to them", false)
}

// freeIn tells why a file cannot be written into a folder that is there already or will
// be made.
func freeIn(dir, path string) error {
	if _, err := os.Stat(dir); err != nil {
		return store.Free(dir)
	}
	return store.Free(path)
}

// write writes the planned files, all or none.
func (o *onboarding) write(ctx context.Context) error {
	does := "write " + o.review.Files[len(o.review.Files)-1].Path
	switch o.user.Result {
	case model.AsMerged:
		return o.steps.do(ctx, does, o.merge)
	case model.AsRenewed:
		return o.steps.do(ctx, "put it in the place of the old one", o.renew)
	}
	return o.steps.do(ctx, does, func(ctx context.Context) (string, error) {
		contents, err := o.contents()
		if err != nil {
			return "", err
		}
		if err := o.folders(); err != nil {
			return "", err
		}
		for i, f := range o.review.Files {
			if err := store.NewFile(f.Path, contents[i].Reveal()); err != nil {
				for _, written := range o.added.Files {
					os.Remove(written.Path)
				}
				o.added.Files = nil
				return "", err
			}
			o.added.Files = append(o.added.Files, f)
		}
		var paths []string
		for _, f := range o.added.Files {
			paths = append(paths, f.Path)
			o.left(model.Leftover{Kind: "file", Name: f.Path})
		}
		for _, p := range o.places {
			if p.certificate == nil {
				continue
			}
			if err := o.amend(ctx, p, nil, paths); err != nil {
				return "", err
			}
		}
		return "for you alone (0600)", nil
	})
}

// folders makes the folders for the files.
func (o *onboarding) folders() error {
	if o.user.Out == "" {
		if err := o.service.store.MakeHandover(); err != nil {
			return err
		}
	}
	if o.user.Result != model.AsPEM || o.request != nil {
		return nil
	}
	return store.NewFolder(filepath.Dir(o.review.Files[0].Path))
}

// contents are what the planned files will hold, in their order.
func (o *onboarding) contents() ([]crypto.Secret, error) {
	first := o.places[0]
	var out []crypto.Secret
	add := func(s crypto.Secret, err error) error {
		out = append(out, s)
		return err
	}
	plain := func(b []byte) error { return add(crypto.NewSecret(b), nil) }
	var err error
	switch {
	case o.waits():
		err = plain(first.request.PEM())
	case o.request != nil:
		err = plain(first.certificatePEM())
	case o.user.Result == model.AsPKCS12:
		err = add(first.pkcs12(o.authority, o.with.Output))
	case o.user.Result == model.AsPEM:
		for _, p := range o.places {
			if len(p.ca) > 0 {
				plain(p.ca)
			}
			plain(p.certificatePEM())
			if err := add(p.key.PEM()); err != nil {
				return nil, err
			}
		}
		err = add(o.kubeconfig(first, referring))
	default:
		err = add(o.kubeconfig(first, embedded))
	}
	if err == nil && o.user.For != "" {
		out[0], err = store.Encrypt(out[0], o.user.For)
	}
	return out, err
}

// pkcs12 puts key, certificate and what signed it into one file.
func (p *place) pkcs12(a *crypto.Authority, passphrase crypto.Secret) (crypto.Secret, error) {
	if passphrase.Empty() {
		return crypto.Secret{}, &model.Problem{Exit: model.ExitUsage, What: "a PKCS#12 file needs a passphrase", Todo: "give one with --p12-passphrase-file", Cause: crypto.ErrPassphraseNeeded}
	}
	chain := append([]*crypto.Certificate{p.certificate}, p.chain...)
	if a != nil {
		chain = append(chain, a.Certificate)
	}
	return crypto.EncodePKCS12(p.key, chain, passphrase)
}
