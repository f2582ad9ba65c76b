package model

import (
	"fmt"
	"slices"
	"strings"
)

// A Flag is something to know about a request before approving it.
type Flag struct {
	ID      string // stable
	Gravity Gravity
	Words   string // safe to draw
	Value   string // what has to be named again before it is approved: the name or the group; "" only warns
}

// longLife is a life that is worth a word: a certificate cannot be revoked.
const longLife = year

// Flags tells what is dangerous, odd or bound to fail about a request, the worst first.
func (r CSR) Flags() []Flag {
	f := &flags{}
	b := r.Body
	if !b.Trouble.Empty() {
		f.add("unreadable", GravityError, "the request cannot be read: %s", b.Trouble)
		return f.list
	}
	f.names(r)
	if b.Forged {
		f.add("forged", GravityError, "it is not signed by its own key: somebody asks for a certificate over a key that may not be theirs")
	}
	if b.CA {
		f.add("ca", GravityError, "it asks to become an authority; Kubernetes' own signers pass that over")
	}
	f.usages(r)
	f.life(r)
	if !r.OfNode() && !r.By.User.Empty() && r.By.User != b.Login.User {
		f.add("for-another", GravityInfo, "%s asks for a certificate of somebody else", r.By.User)
	}
	if len(b.SANs) > 0 && r.Signer.Raw() == ClientSigner {
		f.add("sans", GravityInfo, "it names addresses, which a login does not need")
	}
	if r.Certificate.OtherKey {
		f.add("other-key", GravityError, "the certificate is not for the key of the request")
	}
	if r.Certificate.Renamed {
		f.add("renamed", GravityWarning, "the certificate has another subject than the request")
	}
	for i, g := range f.list {
		if g.Gravity == GravityError {
			f.list[i].Value = valueOf(g, r)
		}
	}
	slices.SortStableFunc(f.list, func(a, b Flag) int { return int(b.Gravity - a.Gravity) })
	return f.list
}

type flags struct{ list []Flag }

func (f *flags) add(id string, g Gravity, format string, args ...any) {
	f.list = append(f.list, Flag{ID: id, Gravity: g, Words: fmt.Sprintf(format, args...)})
}

// valueOf is what a flag is about, as it has to be named again.
func valueOf(f Flag, r CSR) string {
	switch {
	case f.ID == "group-masters":
		return "system:masters"
	case f.ID == "group-kubeadm-admins":
		return "kubeadm:cluster-admins"
	case strings.HasPrefix(f.ID, "user-"):
		return r.Body.Login.User.Raw()
	}
	return r.Name.Raw()
}

// Dangerous refuses to approve a request with something dangerous about it that was not
// named again.
func (r CSR) Dangerous(named []string) error {
	var what, todo []string
	for _, f := range r.Flags() {
		if f.Value == "" || slices.Contains(named, f.Value) {
			continue
		}
		what = append(what, f.Words)
		if flag := "--dangerous " + ShellQuote(f.Value); !slices.Contains(todo, flag) {
			todo = append(todo, flag)
		}
	}
	if len(what) == 0 {
		return nil
	}
	return &Problem{
		Exit: ExitRefused, What: fmt.Sprintf("request %s: %s", r.Name, strings.Join(what, "; ")), Todo: "if that is meant, name it once more: " + strings.Join(todo, " "),
	}
}

// loud are the meanings of names that nobody should approve without a thought.
var loud = map[string]Gravity{
	"group-masters": GravityError, "group-kubeadm-admins": GravityError, "user-kubeadm-admin": GravityWarning, "user-kubeadm-super-admin": GravityError,
	"user-system-admin": GravityError, "user-controller-manager": GravityError, "user-apiserver": GravityError, "user-scheduler": GravityWarning,
	"group-nodes": GravityWarning, "group-accounts": GravityWarning, "user-account": GravityWarning, "user-system": GravityWarning, "group-system": GravityWarning,
	"user-proxy": GravityWarning, "user-node-alone": GravityWarning, "group-node-admins": GravityWarning, "name-spaces": GravityWarning,
}

// names judges whom the certificate would name. For nodes system: is no news.
func (f *flags) names(r CSR) {
	b := r.Body
	client := r.Signer.Raw() == ClientSigner || r.Signer.Raw() == KubeletClientSigner
	for _, n := range b.Means {
		g := loud[n.ID]
		if r.OfNode() && (n.ID == "user-node" || n.ID == "group-nodes") {
			g = GravityInfo
		}
		f.add(n.ID, g, "%s", n.Text)
	}
	if client && b.Login.User.Empty() {
		f.add("no-name", GravityWarning, "it has no common name: nobody could log in with the certificate")
	}
	if len(b.UIDs) > 1 || len(b.UIDs) == 1 && b.UIDs[0].Empty() {
		f.add("uid", GravityWarning, "servers from 1.33 on refuse its UID, so that nobody could log in with the certificate")
	}
	for _, t := range append([]Text{b.Login.User}, b.Login.Groups...) {
		if t.String() != t.Raw() {
			f.add("unseen", GravityError, "%s has characters that cannot be seen: it may be read as somebody else", t)
		}
	}
}

// usages judges as the signers do (kubernetes, pkg/controller/certificates/signer,
// validAPIServerClientUsages).
func (f *flags) usages(r CSR) {
	var all []string
	for _, u := range r.Usages {
		all = append(all, u.Raw())
	}
	switch r.Signer.Raw() {
	case ClientSigner:
		for _, u := range all {
			if !slices.Contains([]string{"digital signature", "key encipherment", "client auth"}, u) {
				f.add("usage", GravityWarning, "the signer will refuse the usage %q: the request would fail for good once it is approved", NewText(u))
			}
		}
		if !slices.Contains(all, "client auth") {
			f.add("usage", GravityWarning, `the signer wants the usage "client auth": the request would fail for good once it is approved`)
		}
	case KubeletClientSigner, KubeletServingSigner:
	default:
		f.add("foreign-signer", GravityInfo, "%s is no signer of Kubernetes itself: what the certificate is good for is not known here", r.Signer)
	}
	if slices.Contains(all, "cert sign") || slices.Contains(all, "any") {
		f.add("usage-wide", GravityError, "it asks for the usage %q", strings.Join(all, ", "))
	}
}

func (f *flags) life(r CSR) {
	switch {
	case r.Signer.Raw() != ClientSigner:
	case r.Asked == 0:
		f.add("life", GravityInfo, "it asks for no particular life: the signer gives what is usual there, mostly a year")
	case r.Asked > longLife:
		f.add("life", GravityWarning, "it asks for a life of %s; a certificate cannot be revoked", SpanWords(r.Asked))
	}
}

// Worst returns how bad the worst flag is.
func (r CSR) Worst() Gravity {
	worst := GravityInfo
	for _, f := range r.Flags() {
		worst = max(worst, f.Gravity)
	}
	return worst
}
