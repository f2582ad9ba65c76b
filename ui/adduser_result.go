package ui

import (
	"path/filepath"

	"kubeid/model"
)

// addedResult shows what came of adding a user.
func (c commands) addedResult(a model.AddedUser, with model.AddWith, err error) result {
	r := result{tone: good, after: afterwards(a.Left, a.Files, err), facts: func(env Env) detail { return addedDetail(env, a) }}
	switch {
	case a.Kept != "" && a.Review.User.By == model.ByOthers:
		r.tone, r.said = careful, a.Review.User.Subject.User+" waits for somebody who signs the request; then: kubeid accept FILE"
	case a.Kept != "":
		r.tone, r.said = careful, a.Review.User.Subject.User+" waits for somebody who approves the request; then: kubeid issue --resume "+model.ShellQuote(a.Kept)
	case err == nil && proved(a) && a.Review.User.Result == model.AsRenewed:
		r.said = a.Review.User.Subject.User + " is renewed and can log in; u brings the old certificate back"
	case err == nil && proved(a):
		r.said = a.Review.User.Subject.User + " can log in"
	default:
		r.tone, r.said = careful, a.Review.User.Subject.User+" has a certificate"
	}
	for _, f := range a.Files {
		r.copy = append(r.copy, copying("path of "+filepath.Base(f.Path), f.Path))
	}
	for _, line := range []struct{ name, text string }{{"kubectl line", a.Try}, {"curl line", a.Curl}} {
		if line.text != "" {
			r.copy = append(r.copy, copying(line.name, line.text))
		}
	}
	for _, p := range a.Places {
		r.copy = append(r.copy, copying("fingerprint for "+p.Entry, p.Issued.Fingerprint))
	}
	r.next = c.takingBack(a.Left, with.Granted, err)
	return r
}

// takingBack offers to take away what failed work has left behind.
func (c commands) takingBack(left []model.Leftover, granted model.Consent, err error) []item {
	if err == nil || len(left) == 0 {
		return nil
	}
	return []item{{name: "take away what exists now", note: left[0].String(), do: c.takeBack(left, granted)}}
}

func proved(a model.AddedUser) bool {
	for _, p := range a.Places {
		if !p.Proof.Good() {
			return false
		}
	}
	return len(a.Places) > 0
}

// addedDetail is who, what, until when, where, and how to hand it over.
func addedDetail(env Env, a model.AddedUser) detail {
	s, d := env.Styles, detail{}
	d.add(s.Text, "who", "%s", safe(a.Review.Subject))
	for _, p := range a.Places {
		d.add(s.Text, "", "")
		d.add(s.Title, "on", "%s", p.Context.Name)
		look := s.Good
		if !p.Proof.Good() || p.Proof.Weak {
			look = s.Soon
		}
		d.add(look, "proof", "%s", capital(safe(p.Proof.String())))
		until := p.Issued.Until.In(env.Zone).Format("2006-01-02 15:04")
		d.add(s.Text, "until", "%s, and not to be taken back before", until)
		if p.Cut {
			d.add(s.Soon, "asked", "%s; granted %s", model.SpanWords(p.Asked), model.SpanWords(p.Granted()))
		}
		d.add(s.Text, "signed by", "%s", safe(p.Issued.Authority))
		for i, b := range p.Issued.Bindings {
			d.add(s.Text, labelOnce(i, "may do"), "%s", safe(b))
		}
	}
	d.add(s.Text, "", "")
	for i, f := range a.Files {
		d.add(s.Text, labelOnce(i, "written to"), "%s", safe(f.Path))
	}
	for i, l := range a.Left {
		d.add(s.Soon, labelOnce(i, "exists now"), "%s", l)
	}
	if len(a.Files) > 0 && !a.Files[0].Merged && a.Kept == "" && a.Review.User.For == "" {
		d.add(s.Text, "hand over", "Whoever has the file is this user. Give it to them by a way that only they can read, then delete it here.")
	}
	if a.Try != "" {
		d.add(s.Text, "try it", "%s", safe(a.Try))
	}
	if a.Curl != "" && a.Review.User.Result != model.AsKubeconfig { // there it is long; y has it
		d.add(s.Faint, "or", "%s", safe(a.Curl))
	}
	return d
}
