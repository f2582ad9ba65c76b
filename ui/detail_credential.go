package ui

import (
	"strings"

	"kubeid/model"
)

// credentialLines say in short what was found in a user or a cluster, and until when
// it is good; the page that i opens has the rest.
func credentialLines(env Env, d *detail, kind model.Kind, i int) {
	s := env.Styles
	found, ok := env.Book.Credentials[env.Book.Config.Ref(kind, i)]
	if !ok {
		return
	}
	for n, c := range found.Certificates {
		if kind == model.UserKind && n > 0 {
			break // what is sent along
		}
		if kind == model.UserKind {
			d.add(s.Text, "", "%s", loginWords(c.Login))
		} else {
			d.add(s.Faint, "", "CA %s", orWord(c.Login.User, c.Subject.String()))
		}
		shortLife(env, d, model.Life{NotBefore: c.NotBefore, NotAfter: c.NotAfter, Unread: c.Refused})
		if len(c.Login.Refusals) > 0 && kind == model.UserKind {
			d.add(s.Bad, "", "%s the API server does not take it: %s", s.Glyph.Broken, c.Login.Refusals[0].Text)
		}
	}
	if t := found.Token; t != nil && !t.Expires.IsZero() {
		shortLife(env, d, model.Life{NotBefore: t.Begins(), NotAfter: t.Expires})
	}
	for _, trouble := range found.Troubles {
		d.add(s.Bad, "", "%s %s", s.Glyph.Broken, trouble)
	}
}

// loginWords say whom the API server sees: "jane, in devs and payments".
func loginWords(l model.Login) string {
	words := orWord(l.User, "nobody (no CN)")
	if len(l.Groups) == 0 {
		return words
	}
	groups := make([]string, len(l.Groups))
	for i, g := range l.Groups {
		groups[i] = g.String()
	}
	return words + ", in " + strings.Join(groups, ", ")
}

// shortLife says until when, and draws how much is over.
func shortLife(env Env, d *detail, l model.Life) {
	look, words := lifeLine(env, l)
	d.add(look, "", "%s", words)
	if l.NotBefore.IsZero() || l.NotAfter.IsZero() {
		return
	}
	d.measure(look, l.Used(env.Now), "of %s", plainly(l.NotBefore, l.NotAfter))
}
