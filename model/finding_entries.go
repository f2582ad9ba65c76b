package model

import (
	"net/netip"
	"net/url"
	"slices"
	"strings"
)

// lookAtContexts tells of contexts that lead nowhere or elsewhere.
func lookAtContexts(f *finder) {
	k := f.Config
	for i, c := range k.Contexts {
		r := k.Resolve(i)
		if r.Shadow >= 0 {
			f.entry("shadowed", ContextKind, i, "kubectl uses the one in %s", k.Place(ContextKind, r.Shadow))
			f.last("shadowed", func(d *Finding) { d.Gravity = f.rules["shadowed"].Gravity })
			continue
		}
		if r.Cluster < 0 {
			f.dangling(i, ClusterKind, c.Cluster)
		}
		if r.User < 0 {
			f.dangling(i, UserKind, c.User)
		}
		if r.ForeignCluster {
			f.mixedUp(i, ClusterKind, r.Cluster)
		}
		if r.ForeignUser {
			f.mixedUp(i, UserKind, r.User)
		}
		for _, why := range c.refusals() {
			f.refused(ContextKind, i, why)
		}
	}
}

// refusals says what is wrong with a context by itself.
func (c Context) refusals() []Text {
	out := slices.Clone(c.Wrong)
	if c.Name.Empty() {
		out = append(out, NewText("it has no name"))
	}
	if err := CheckNamespace(c.Namespace.Raw()); !c.Namespace.Empty() && err != nil {
		out = append(out, NewText(err.Error()))
	}
	return out
}

func (f *finder) dangling(i int, kind Kind, name Text) {
	if name.Empty() {
		f.entry("dangling-reference", ContextKind, i, "it names no %s", kind)
		return
	}
	f.entry("dangling-reference", ContextKind, i, "there is no %s %q", kind, name)
	if near := f.guess(kind, name); len(near) > 0 {
		f.last("dangling-reference", func(d *Finding) { d.Remedy = "did you mean " + orList(near) + "?" })
	}
}

// mixedUp tells that context i goes out with entry e of another file.
func (f *finder) mixedUp(i int, kind Kind, e int) {
	own := Ref{f.Config.Files[f.Config.Contexts[i].File].Path, kind, f.Config.Entry(kind, e).Name}
	f.mixed[own] = true
	f.entry("mixed-up", ContextKind, i, "would use %s %q of %s, not the one in its own file", kind, own.Name, f.Config.Place(kind, e))
}

// maxGuesses is how many names are guessed at: each is held against all that there are.
const maxGuesses = 100

// guess returns names that may be meant.
func (f *finder) guess(kind Kind, name Text) []string {
	if f.guesses++; f.guesses > maxGuesses {
		return nil
	}
	if f.names[kind] == nil {
		f.names[kind] = f.Config.Names(kind)
	}
	return Nearest(name.Raw(), f.names[kind])
}

// lookAtClusters tells what is wrong with the way to a server.
func lookAtClusters(f *finder) {
	for i, c := range f.Config.Clusters {
		if f.passedOver(ClusterKind, i) {
			continue
		}
		for _, why := range c.Refusals() {
			f.refused(ClusterKind, i, why)
		}
		if c.Insecure {
			f.entry("insecure-skip-tls-verify", ClusterKind, i, "the certificate of %s is not verified", Address(c.Server))
		}
		if !c.TLS() && !c.Server.Empty() {
			f.entry("http-server", ClusterKind, i, "%s is not encrypted", Address(c.Server))
			if local(c.Server.Raw()) {
				f.last("http-server", func(d *Finding) { d.Gravity = GravityInfo })
			}
		}
		for _, address := range []Text{c.Server, c.ProxyURL} {
			if shown := Address(address); shown != address {
				f.entry("secret-in-address", ClusterKind, i, "%s has something before the @", shown)
			}
		}
	}
}

// local tells whether an address is on this computer, as that of kubectl proxy.
func local(address string) bool {
	if !strings.Contains(address, "://") {
		address = "http://" + address
	}
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	ip, err := netip.ParseAddr(u.Hostname())
	return u.Hostname() == "localhost" || err == nil && ip.IsLoopback()
}

// lookAtUsers tells what is wrong with the ways to log in.
func lookAtUsers(f *finder) {
	for i, u := range f.Config.Users {
		if f.passedOver(UserKind, i) {
			continue
		}
		for _, why := range slices.Concat(u.unusable(), u.twoHeaders()) { // the others have rules of their own
			f.refused(UserKind, i, why)
		}
		if !u.Username.Empty() || u.Password {
			f.entry("basic-auth", UserKind, i, "it logs in with a user name and a password")
		}
		if u.Exec != nil && !u.Exec.APIVersion.Empty() && !u.Exec.known() {
			f.entry("exec-version", UserKind, i, "its plugin speaks %q", u.Exec.APIVersion)
		}
		f.provider(i, u)
		f.ways(i, u)
	}
}

func (f *finder) provider(i int, u User) {
	if u.Provider == nil {
		return
	}
	if name := u.Provider.Name; name.Raw() != lastProvider {
		f.entry("auth-provider-removed", UserKind, i, "kubectl knows no auth-provider %q any more", name)
		return
	}
	f.entry("auth-provider", UserKind, i, "it logs in with the auth-provider %q", u.Provider.Name)
}

// ways tells of credentials that are there and not used.
func (f *finder) ways(i int, u User) {
	ways := u.Credentials()
	unsent := func(w Way) bool { return !w.Sent && !w.Refused }
	if !slices.ContainsFunc(ways, func(w Way) bool { return !unsent(w) }) && f.reached(UserKind, i) {
		f.entry("no-credential", UserKind, i, "it has no credential, so the server sees system:anonymous")
	}
	for _, w := range ways {
		if !w.Refused && !w.Wins {
			f.entry("credential-unused", UserKind, i, "%s: %s", w.Mechanism, w.Why)
		}
	}
}

// passedOver tells of an entry that kubectl does not take, or that no context names.
// Only what is wrong with the first is of no interest, so it returns true for it. One
// that a context of its file wants was told as mixed up.
func (f *finder) passedOver(kind Kind, i int) bool {
	if s := f.Config.Shadow(kind, i); s >= 0 {
		twin := f.Config.Entry(kind, i).File == f.Config.Entry(kind, s).File
		if !twin && !f.mixed[f.Config.Ref(kind, i)] {
			f.entry("shadowed", kind, i, "kubectl uses the one in %s", f.Config.Place(kind, s))
		}
		return true
	}
	if !f.reached(kind, i) {
		f.entry("unused", kind, i, "no context uses it")
	}
	return false
}
