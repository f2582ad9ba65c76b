package ui

import (
	"fmt"
	"strings"
	"time"

	"kubeid/model"
)

// reasonWord is the reason of a failure in one or two words: "wrong name".
func reasonWord(f model.Failure) string {
	id := f.Reason.ID()
	for _, stage := range []string{"dns-", "tls-"} {
		id = strings.TrimPrefix(id, stage)
	}
	return strings.ReplaceAll(id, "-", " ")
}

func milliseconds(d time.Duration) string {
	if d < time.Millisecond {
		return "<1 ms"
	}
	return fmt.Sprintf("%d ms", d.Milliseconds())
}

// probeShort says in a list's detail what was found out about a server.
func probeShort(env Env, d *detail, refs ...model.Ref) {
	s := env.Styles
	for _, ref := range refs {
		if env.Probing[ref] {
			d.add(s.Faint, "server", "looking%s", s.Glyph.Cut)
			return
		}
		p, ok := env.Book.Probes[ref]
		if !ok {
			continue
		}
		word, look := s.probeWord(p)
		if len(p.Chain) > 0 && p.Good() {
			word = s.joined(word, "cert "+brief(env.Now, p.Chain[0].NotAfter))
		}
		d.add(look, "server", "%s", word)
		for _, f := range p.Failures {
			d.add(s.Bad, "", "%s", capital(f.Error()))
			d.add(s.Text, "", "%s.", capital(f.Todo()))
		}
		return
	}
}

// probeLines say everything that a look at a server found out.
func probeLines(env Env, d *detail, p model.Probe, full bool) {
	s := env.Styles
	word, look := s.probeWord(p)
	d.add(look, "server", "%s", word)
	d.add(s.Text, "", "%s", orWord(p.Server, "no address"))
	for n, f := range p.Failures {
		d.add(s.Bad, labelOnce(n, "wrong"), "%s", capital(f.Error()))
		d.add(s.Text, "to do", "%s.", capital(f.Todo()))
	}
	warnLines(env, d, p)
	if !full {
		return
	}
	stepLines(env, d, p)
	d.add(s.Text, "", "")
	trustLines(env, d, p)
	clockLines(env, d, p.Clock)
	d.add(s.Faint, "looked at", "%s, as nobody", env.moment(p.At))
	for n, c := range p.Chain {
		d.head(s, map[bool]string{true: "certificate of the server", false: "sent along"}[n == 0])
		endLines(env, d, model.Life{Kind: model.ServerCertificateLife, NotBefore: c.NotBefore, NotAfter: c.NotAfter})
		servedLines(env, d, c, true)
	}
	if p.More > 0 {
		d.add(s.Warn, "more", "%d further certificates, which nobody looked at", p.More)
	}
}

// warnLines say what is dangerous although it works.
func warnLines(env Env, d *detail, p model.Probe) {
	s := env.Styles
	if p.Plain {
		d.add(s.Warn, "", "%s http: nothing is encrypted, and kubectl sends no credential", s.Glyph.Refused)
	}
	if p.Insecure {
		d.add(s.Warn, "", "%s TLS is not verified: whoever stands in between can pose as the server", s.Glyph.Refused)
	}
}

// stepLines are the stages of a connection, with the time each took.
func stepLines(env Env, d *detail, p model.Probe) {
	s := env.Styles
	d.add(s.Text, "", "")
	if !p.Proxy.Empty() {
		d.add(s.Text, "through", "%s", p.Proxy)
	}
	for n, step := range p.Steps {
		look, glyph := s.Good, s.Glyph.Severity[model.Fine]
		for _, f := range p.Failures {
			if f.Stage == step.Stage {
				look, glyph = s.Bad, s.Glyph.Broken
			}
		}
		d.add(look, labelOnce(n, "stages"), "%s %-5s %s", glyph, step.Stage, milliseconds(step.Took))
	}
	if p.TLS != "" {
		d.add(s.Faint, "speaks", "%s", s.joined(p.TLS, p.Protocol))
	}
	if p.Status > 0 {
		d.add(s.Faint, "answer", "%d to /version%s", p.Status, map[bool]string{true: ", which it does not tell strangers"}[p.Status == 401 || p.Status == 403])
	}
}

// trustLines say who vouches for the server, and whom it believes.
func trustLines(env Env, d *detail, p model.Probe) {
	s := env.Styles
	switch p.Trust {
	case model.TrustUnknown:
	case model.TrustConfig, model.TrustSystem:
		d.add(s.Good, "trust", "%s %s", s.Glyph.Severity[model.Fine], p.Trust)
		if !p.SignedBy.Empty() {
			d.add(s.Faint, "", "%s", p.SignedBy)
		}
	default:
		d.add(s.Bad, "trust", "%s %s", s.Glyph.Broken, p.Trust)
	}
	if !p.Name.Empty() {
		d.add(s.Faint, "held to", "the name %s", p.Name)
	}
	for n, ca := range p.ClientCAs {
		d.add(s.Text, labelOnce(n, "accepts"), "%s", map[bool]string{true: "client certificates of ", false: ""}[n == 0]+orWord(ca, "an authority without a name"))
	}
}

func clockLines(env Env, d *detail, c model.Clock) {
	s := env.Styles
	switch {
	case !c.Known:
	case c.Off == 0:
		d.add(s.Faint, "clock", "agrees with that of this computer")
	case c.Off > 0:
		d.add(s.Warn, "clock", "the server is at least %s ahead of this computer", c.Off)
	default:
		d.add(s.Warn, "clock", "the server is at least %s behind this computer", -c.Off)
	}
}
