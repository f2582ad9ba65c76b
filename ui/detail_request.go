package ui

import (
	"strings"

	"kubeid/model"
)

// requestDetail says everything about a request: where it is and why, whom it would name,
// what is dangerous, and what was issued.
func requestDetail(env Env, q model.Requests, r model.CSR) detail {
	s := env.Styles
	d := detail{title: r.Name.String()}
	glyph, look := s.requestMark(r)
	diagnosis := r.Diagnose(q.View, env.Now)
	d.add(look, "state", "%s %s", glyph, r.State())
	d.add(s.Text, "", "%s.", capital(diagnosis.What))
	if diagnosis.Todo != "" {
		d.add(s.Text, "to do", "%s.", capital(diagnosis.Todo))
	}
	for _, f := range r.Flags() {
		glyph, look := s.flag(f.Gravity)
		d.add(look, labelOf(f.Gravity), "%s %s", glyph, f.Words)
	}
	d.add(s.Text, "", "")
	if !r.Body.Trouble.Empty() {
		d.add(s.Bad, "unread", "%s", r.Body.Trouble)
	}
	d.add(s.Title, "user", "%s", orWord(r.Body.Login.User, "no common name"))
	for n, g := range r.Body.Login.Groups {
		d.add(s.Text, labelOnce(n, "groups"), "%s", g)
	}
	if len(r.Body.Login.Groups) == 0 {
		d.add(s.Faint, "groups", "none")
	}
	for n, u := range r.Body.UIDs {
		d.add(s.Text, labelOnce(n, "uid"), "%s", u)
	}
	d.add(s.Text, "subject", "%s", r.Body.Subject)
	for n, a := range r.Body.SANs {
		d.add(s.Text, labelOnce(n, "addresses"), "%s", a)
	}
	d.add(s.Text, "key", "%s", r.Body.Key)
	d.add(s.Text, "usages", "%s", joinTexts(r.Usages))
	d.add(s.Text, "signer", "%s", r.Signer)
	d.add(s.Text, "life", "%s", lifeOfRequest(r))
	d.add(s.Text, "", "")
	d.add(s.Text, "asked by", "%s", r.By.User)
	if groups := joinTexts(r.By.Groups); groups != "" {
		d.add(s.Faint, "", "in %s", groups)
	}
	if !r.By.Credential.Empty() {
		d.add(s.Faint, "with", "%s", r.By.Credential)
	}
	d.since(env, "created", r.Created)
	if at := r.Forgotten(); !at.IsZero() {
		d.add(s.Faint, "forgotten", "%s", forgottenIn(env, r))
	}
	for _, c := range r.Conditions {
		d.add(s.Text, strings.ToLower(c.Kind), "%s", s.joined(c.Reason.String(), c.Message.String(), env.moment(c.At)))
	}
	issuedLines(env, &d, r)
	return d
}

func issuedLines(env Env, d *detail, r model.CSR) {
	s, c := env.Styles, r.Certificate
	switch {
	case !c.Issued:
		return
	case !c.Trouble.Empty():
		d.add(s.Bad, "unread", "%s", c.Trouble)
		return
	}
	d.head(s, "issued")
	d.add(s.Text, "until", "%s", env.moment(c.NotAfter))
	d.add(s.Text, "by", "%s", c.Issuer)
	d.add(s.Faint, "serial", "%s", c.Serial)
	d.add(s.Faint, "sum", "%s", c.Fingerprint)
}

// flag returns the sign of a flag: what is dangerous works all the same, so it is not
// the sign of what is broken.
func (s Styles) flag(g model.Gravity) (string, ink) {
	if g == model.GravityError {
		return s.Glyph.Severity[model.Urgent], s.Bad
	}
	return s.gravity(g)
}

// labelOf is the label before a flag.
func labelOf(g model.Gravity) string {
	switch g {
	case model.GravityError:
		return "danger"
	case model.GravityWarning:
		return "warning"
	}
	return "note"
}

// lifeOfRequest says how long a certificate would live, or lives: asked and granted.
func lifeOfRequest(r model.CSR) string {
	asked := "as long as is usual there"
	if r.Asked > 0 {
		asked = model.SpanWords(r.Asked)
	}
	granted, ok := r.Granted()
	switch {
	case !ok && r.Asked > 0:
		return "up to " + asked
	case !ok:
		return asked
	case r.Cut():
		return model.SpanWords(granted) + " granted of " + asked + " asked"
	case r.Asked == 0:
		return model.SpanWords(granted) + ", which is usual there"
	}
	return model.SpanWords(granted)
}

// forgottenIn says when the cluster forgets a request.
func forgottenIn(env Env, r model.CSR) string {
	at := r.Forgotten()
	if !at.After(env.Now) {
		return "within the hour"
	}
	return "in " + plainly(env.Now, at) + ", at most an hour later"
}

// requestMark returns the glyph of a request, and how loud it is: what is dangerous or
// stuck first.
func (s Styles) requestMark(r model.CSR) (string, ink) {
	_, failed := r.Is(model.Failed)
	_, denied := r.Is(model.Denied)
	switch worst := r.Worst(); {
	case failed || denied:
		return s.Glyph.Broken, s.Bad
	case r.Pending() && worst > model.GravityInfo:
		return s.flag(worst)
	case r.Pending():
		return s.Glyph.Severity[model.Unknown], s.Warn
	case r.Certificate.Issued:
		return s.Glyph.Severity[model.Fine], s.Good
	}
	return s.Glyph.Severity[model.Soon], s.Warn
}
