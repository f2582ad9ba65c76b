package kube

import (
	"crypto/x509"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"kubeid/crypto"
	"kubeid/model"
)

// mostSigners is how many authorities of one name are tried for a certificate, and how
// many public keys for a token.
const mostSigners = 16

// relate finds out which authority signed which certificate, which key belongs to it,
// and which tokens are signed with a public key that is at hand.
func relate(found []inspected) {
	signers, byKey := index(found)
	for n := range found {
		f := &found[n]
		if f.certificate != nil {
			f.signer(found, signers[f.certificate.Issuer().String()])
		}
		if f.public != nil {
			f.relatives(found, byKey[f.public.KeyID()])
		}
		if !f.token.Empty() {
			f.tokenSigner(found)
		}
	}
	for n := range found {
		found[n].signing(found, byKey)
	}
	strangers(found)
}

// index finds authorities by their name, each once, and everything by its key.
func index(found []inspected) (signers map[string][]int, byKey map[string][]int) {
	signers, byKey = map[string][]int{}, map[string][]int{}
	seen := map[string]bool{}
	for _, entries := range []bool{false, true} { // a file of its own is the better place to name
		for n, f := range found {
			if f.entry != entries {
				continue
			}
			if f.public != nil {
				byKey[f.public.KeyID()] = append(byKey[f.public.KeyID()], n)
			}
			if f.certificate == nil || seen[f.Certificate.Fingerprint] {
				continue
			}
			seen[f.Certificate.Fingerprint] = true
			name := f.certificate.Subject().String()
			signers[name] = append(signers[name], n)
		}
	}
	return signers, byKey
}

func (f *inspected) say(format string, args ...any) {
	f.Relations = append(f.Relations, model.NewText(fmt.Sprintf(format, args...)))
}

// signed says who signed a certificate, in short and in a sentence.
func (f *inspected) signed(short, format string, args ...any) {
	f.SignedBy = model.NewText(short)
	f.say(format, args...)
}

// signer says who signed a certificate, as far as he is at hand.
func (f *inspected) signer(found []inspected, candidates []int) {
	x := f.certificate.X509()
	if x == nil {
		return
	}
	var other, weak, barred *inspected
	for _, n := range candidates[:min(len(candidates), mostSigners)] {
		a := &found[n]
		if a.certificate.X509() == nil {
			continue
		}
		err := x.CheckSignatureFrom(a.certificate.X509())
		var insecure x509.InsecureAlgorithmError
		var constraint x509.ConstraintViolationError
		switch {
		case err == nil && a.Certificate.Fingerprint == f.Certificate.Fingerprint:
			f.signed("itself", "it has signed itself")
			return
		case err == nil:
			f.signed(a.spotFrom(f.path), "signed by %s", a.called())
			f.judge(a.certificate)
			return
		case errors.As(err, &insecure):
			weak = a
		case errors.As(err, &constraint) && a.Certificate.Fingerprint != f.Certificate.Fingerprint:
			barred = a
		case a.Certificate.Fingerprint != f.Certificate.Fingerprint:
			other = a
		}
	}
	switch {
	case weak != nil:
		f.signed("not checkable", "perhaps signed by %s; the signature is too weak to be checked", weak.called())
	case f.certificate.SelfIssued():
		f.signed("itself", "signed in its own name")
	case barred != nil:
		f.signed("no authority", "its issuer has the name of %s, which may not sign certificates", barred.called())
	case other != nil:
		f.signed("another key", "not signed by %s, which has the issuer's name but another key", other.called())
	case len(found) > 1:
		f.signed("not here", "the authority that signed it is not here")
	}
}

// judge looks for what is odd about a certificate again, now that its issuer is known.
func (f *inspected) judge(issuer *crypto.Certificate) {
	facts := model.NewCertificate(f.certificate, crypto.LintOptions{Leaf: f.own, Issuer: issuer})
	f.Certificate = &facts
}

// relatives says which other things have the same key.
func (f *inspected) relatives(found []inspected, same []int) {
	private := f.Key != nil && f.Key.Private
	var told []string
	for _, n := range same {
		o := &found[n]
		words := ""
		switch {
		case o == f:
		case private && o.Certificate != nil:
			words = "belongs to the certificate " + o.called()
		case private && o.Request != nil:
			words = "belongs to the request " + o.called()
		case private && o.Key != nil && !o.Key.Private:
			words = "belongs to the public key " + o.called()
		case !private && o.Key != nil && o.Key.Private:
			words = "its private key is " + o.called()
		}
		if words != "" && !slices.Contains(told, words) {
			told = append(told, words)
		}
	}
	for _, words := range told[:min(len(told), mostSigners)] {
		f.say("%s", words)
	}
	if private && len(told) == 0 && len(found) > 1 && !signingNames[stem(f.path)] {
		f.say("nothing here belongs to it")
	}
}

// strangers tells of a certificate and a key that have the same name but do not belong
// together. The first key of a file is the one that counts.
func strangers(found []inspected) {
	keys := map[string]*inspected{}
	for n := range found {
		f := &found[n]
		if f.Key != nil && f.Key.Private && keys[family(f.path)] == nil {
			keys[family(f.path)] = f
		}
	}
	told := map[string]bool{}
	for n := range found {
		f := &found[n]
		key := keys[family(f.path)]
		if f.certificate == nil || f.entry || key == nil || told[family(f.path)] {
			continue
		}
		told[family(f.path)] = true
		if f.public.KeyID() != key.public.KeyID() {
			f.say("the key %s does not belong to it", key.called())
			key.say("does not belong to the certificate %s beside it", f.called())
		}
	}
}

// family is the path of a file without its ending.
func family(path string) string { return strings.TrimSuffix(path, filepath.Ext(path)) }

// tokenSigner says with which key at hand a token is signed.
func (f *inspected) tokenSigner(found []inspected) {
	tried := 0
	for n := range found {
		o := &found[n]
		if o.public == nil || o.certificate != nil || tried == mostSigners {
			continue
		}
		tried++
		if crypto.SignedBy(f.token, *o.public) {
			f.say("signed with the key of %s", o.called())
			return
		}
	}
}

// Words about the key pair that signs the tokens of ServiceAccounts.
const (
	signingRole = "ServiceAccount signing key"
	signingNote = "it signs ServiceAccount tokens, and cannot issue a user certificate that logs in"
)

// signing recognises the pair that signs the tokens of ServiceAccounts: it goes by its
// name, and there is no certificate for it.
func (f *inspected) signing(found []inspected, byKey map[string][]int) {
	if f.Key == nil || !signingNames[stem(f.path)] {
		return
	}
	for _, n := range byKey[f.public.KeyID()] {
		if found[n].certificate != nil {
			return
		}
	}
	f.Role = model.NewText(signingRole)
	if !f.Key.Private {
		f.Role = model.NewText(signingRole + " (public half)")
	}
	f.Relations = append([]model.Text{model.NewText(signingNote)}, f.Relations...)
	for n := range found {
		o := &found[n]
		if o.Key != nil && o.Key.Private != f.Key.Private && stem(o.path) == stem(f.path) && o.public.KeyID() != f.public.KeyID() {
			f.say("%s is of another key", o.called())
		}
	}
}

// spot is the place of something: file:line, or the file where it begins it.
func (f *inspected) spot() string { return f.lined(f.Place.String()) }

// spotFrom is the same for somebody in this file: a neighbour is called by his name.
func (f *inspected) spotFrom(path string) string {
	if filepath.Dir(path) != filepath.Dir(f.path) || f.path == "-" {
		return f.spot()
	}
	return f.lined(model.NewText(filepath.Base(f.path)).String())
}

func (f *inspected) lined(place string) string {
	if f.Line < 2 {
		return place
	}
	return fmt.Sprintf("%s:%d", place, f.Line)
}

// called names something for a relative: its place, and whom it names where several
// stand in one file.
func (f *inspected) called() string {
	if f.certificate == nil || f.Line < 2 {
		return f.spot()
	}
	return fmt.Sprintf("%s (%s)", f.spot(), f.Certificate.Subject)
}
