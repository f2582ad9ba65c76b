package model

import "kubeid/crypto"

// lookAtCredentials tells what is wrong with the certificates, keys and tokens that
// were looked at.
func lookAtCredentials(f *finder) {
	for _, kind := range []Kind{ClusterKind, UserKind} {
		for i := range f.Config.Len(kind) {
			c, ok := f.State.Credentials[f.Config.Ref(kind, i)]
			if !ok || f.Config.Shadow(kind, i) >= 0 {
				continue
			}
			f.troubles(kind, i, c)
			for _, cert := range c.Certificates {
				f.notes(kind, i, cert.Notes, cert)
			}
			if kind == UserKind {
				f.key(i, c.Key)
				f.login(i, c)
				f.token(i, c.Token)
			}
		}
	}
}

// troubles tells what could not be read, but for files: the disk says that.
func (f *finder) troubles(kind Kind, i int, c Credential) {
	for _, t := range c.Troubles {
		if !f.onDisk(kind, i, t) {
			f.entry("credential-unreadable", kind, i, "%s", t)
		}
	}
}

// onDisk tells whether this trouble is one of the files of an entry, which was told already.
func (f *finder) onDisk(kind Kind, i int, trouble Text) bool {
	for _, r := range f.references(kind, i) {
		if f.facts.Files[r.path.Raw()].Trouble == trouble {
			return true
		}
	}
	return false
}

func (f *finder) notes(kind Kind, i int, notes []Note, c Certificate) {
	for _, n := range notes {
		f.entry(n.ID, kind, i, "%s: %s", c.Subject, n.Text)
	}
}

var keyRules = map[KeyState]string{
	KeyMissing: "key-missing", KeyForeign: "key-mismatch", KeyLocked: "key-locked", KeyBroken: "key-broken",
}

func (f *finder) key(i int, s KeyState) {
	if rule, ok := keyRules[s]; ok && f.Config.Users[i].Key.Present() {
		f.entry(rule, UserKind, i, "%s", s)
	}
}

// login tells what the API server makes of the user's own certificate.
func (f *finder) login(i int, c Credential) {
	if len(c.Certificates) == 0 {
		return
	}
	own := c.Certificates[0].Login
	for _, n := range own.Refusals {
		f.entry("login-refused", UserKind, i, "%s", n.Text)
	}
	for _, n := range own.Facts {
		switch n.ID {
		case "group-masters":
			f.entry("system-masters", UserKind, i, "%s", n.Text)
		case "group-kubeadm-admins", "user-controller-manager":
			f.entry("cluster-admin", UserKind, i, "%s", n.Text)
		}
	}
}

func (f *finder) token(i int, t *Token) {
	if t == nil {
		return
	}
	switch {
	case t.Kind == crypto.BootstrapToken, t.Kind == crypto.EncryptedJWT:
	case t.Kind.Opaque():
		f.entry("token-opaque", UserKind, i, "its token does not say when it ends")
	case t.Expires.IsZero() && len(t.Odd) == 0:
		f.entry("token-endless", UserKind, i, "the token of %s has no end", tokenName(*t, f.Config.Ref(UserKind, i)))
	}
	for _, n := range t.Odd {
		f.entry(n.ID, UserKind, i, "its token: %s", n.Text)
	}
}
