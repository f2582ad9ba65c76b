package ui

import (
	"strings"
	"time"

	"kubeid/model"
)

// whoamiDetail says whom a server takes us for.
func whoamiDetail(env Env, w model.Whoami) detail {
	s := env.Styles
	var d detail
	switch {
	case w.Anonymous():
		d.add(s.Bad, "user", "%s %s", s.Glyph.Broken, w.User)
		d.add(s.Text, "", "The server takes you for nobody: it was sent no credential, or accepted none.")
	default:
		d.add(s.Good, "user", "%s", orWord(w.User, "without a name"))
	}
	if len(w.Groups) == 0 {
		d.add(s.Faint, "groups", "none")
	}
	for n, g := range w.Groups {
		d.add(s.Text, labelOnce(n, "groups"), "%s", g)
	}
	if !w.UID.Empty() {
		d.add(s.Text, "uid", "%s", w.UID)
	}
	for n, x := range w.Extra {
		values := make([]string, len(x.Values))
		for i, v := range x.Values {
			values[i] = v.String()
		}
		d.add(s.Text, labelOnce(n, "extra"), "%s: %s", x.Key, strings.Join(values, ", "))
	}
	d.add(s.Text, "", "")
	for n, sent := range w.Sent {
		d.add(s.Text, labelOnce(n, "sent"), "%s", sent)
	}
	if words, known := credentialWords(env, w); known {
		d.add(s.Good, "", "%s %s", s.Glyph.Severity[model.Fine], words)
	}
	for n, warning := range w.Warnings {
		d.add(s.Warn, labelOnce(n, "warns"), "%s", warning)
	}
	d.add(s.Faint, "server", "%s", s.joined(w.Server.String(), w.API, w.Took.Round(time.Millisecond).String()))
	d.add(s.Faint, "asked", "%s", env.moment(w.At))
	return d
}

// credentialWords tell whether the server took the very certificate or token that
// stands in the kubeconfig.
func credentialWords(env Env, w model.Whoami) (string, bool) {
	i := env.Book.Config.Find(w.Context)
	id := w.CredentialID().Raw()
	if i < 0 || id == "" {
		return "", false
	}
	u := env.Book.resolve(i).User
	if u < 0 {
		return "", false
	}
	ref := env.Book.Config.Ref(model.UserKind, u)
	found := env.Book.Credentials[ref]
	switch {
	case len(found.Certificates) > 0 && found.Certificates[0].Fingerprint == id:
		return "the server took the certificate of user " + ref.Name.String(), true
	case found.Token != nil && !found.Token.ID.Empty() && "JTI="+found.Token.ID.Raw() == id:
		return "the server took the token of user " + ref.Name.String(), true
	}
	return "", false
}
