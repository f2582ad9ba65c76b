package model

import "strings"

// lookAtDisk tells what the disk says: who can read secrets, and what is not there.
func lookAtDisk(f *finder) {
	secrets := map[int]bool{}
	for _, u := range f.Config.Users {
		if u.Key.Inline || u.Token.Inline || u.Password || u.Provider != nil {
			secrets[u.File] = true
		}
	}
	for i, file := range f.Config.Files {
		if secrets[i] {
			f.readers(i, file.Path)
		}
	}
	for _, field := range f.facts.Unknown {
		f.unknown(field)
	}
	for _, kind := range []Kind{ClusterKind, UserKind} {
		for i := range f.Config.Len(kind) {
			if f.Config.Shadow(kind, i) < 0 {
				f.pointed(kind, i)
			}
		}
	}
}

// readers tells that others can read a kubeconfig with secrets in it.
func (f *finder) readers(i int, path string) {
	if r := f.facts.Files[path].Readers; r > ReadersOwner {
		f.file("secrets-readable", i, 0, "%s can be read by %s, and has secrets in it", f.Config.Files[i].Label, r)
		f.last("secrets-readable", func(d *Finding) { d.weigh(r) })
	}
}

// weigh makes a file that everybody can read an error.
func (d *Finding) weigh(r Readers) {
	if r == ReadersEveryone {
		d.Gravity = GravityError
	}
}

func (f *finder) unknown(field UnknownField) {
	for i, file := range f.Config.Files {
		if file.Path != field.File {
			continue
		}
		if field.Twice {
			f.file("duplicate-field", i, field.Line, "%s stands there for the second time", field.Path)
			continue
		}
		f.file("unknown-field", i, field.Line, "kubectl does not know %s", field.Path)
		if field.Near != "" {
			f.last("unknown-field", func(d *Finding) { d.Remedy = "did you mean " + field.Near + "?" })
		}
	}
}

// A reference is a file that an entry points to.
type reference struct {
	what   string // "client key"
	path   Text
	secret bool
}

func (f *finder) references(kind Kind, i int) []reference {
	if kind == ClusterKind {
		return present(reference{"certificate authority", f.Config.Clusters[i].CA.File, false})
	}
	u := f.Config.Users[i]
	return present(
		reference{"client certificate", u.Certificate.File, false},
		reference{"client key", u.Key.File, true},
		reference{"token file", u.Token.File, true},
	)
}

func present(list ...reference) []reference {
	var out []reference
	for _, r := range list {
		if !r.path.Empty() {
			out = append(out, r)
		}
	}
	return out
}

// pointed tells what is wrong with the files and the program that an entry points to.
func (f *finder) pointed(kind Kind, i int) {
	for _, r := range f.references(kind, i) {
		fact := f.facts.Files[r.path.Raw()]
		switch {
		case fact.Missing:
			f.entry("reference-missing", kind, i, "its %s %s does not exist", r.what, r.path)
		case !fact.Trouble.Empty():
			f.entry("reference-unreadable", kind, i, "its %s: %s", r.what, fact.Trouble)
		case r.secret && fact.Readers > ReadersOwner:
			f.entry("secrets-readable", kind, i, "its %s %s can be read by %s", r.what, r.path, fact.Readers)
			f.last("secrets-readable", func(d *Finding) { d.weigh(fact.Readers) })
		}
	}
	if kind == ClusterKind || f.Config.Users[i].Exec == nil {
		return
	}
	e := f.Config.Users[i].Exec
	why := f.facts.Programs[e.Command.Raw()]
	if why.Empty() {
		return
	}
	f.entry("exec-not-found", UserKind, i, "the program %q: %s", e.Command, why)
	if hint := strings.TrimSpace(e.InstallHint.String()); hint != "" {
		f.last("exec-not-found", func(d *Finding) { d.Remedy = "the kubeconfig says: " + hint[:min(len(hint), 500)] })
	}
}
