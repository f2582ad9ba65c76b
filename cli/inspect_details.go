package cli

import (
	"fmt"
	"strings"
	"time"

	"kubeid/model"
)

// details are lines of a name and a value, one below the other.
type details struct{ rows [][]string }

// add adds a line; a value that is empty is left out.
func (d *details) add(name, value string) {
	if value != "" {
		d.rows = append(d.rows, []string{name, value})
	}
}

// list adds a line for each value, the name before the first.
func (d *details) list(name string, values []model.Text) {
	for _, v := range values {
		d.add(name, v.String())
		name = ""
	}
}

func (d *details) notes(name string, notes []model.Note) {
	for _, n := range notes {
		d.add(name, n.Text.String())
		name = ""
	}
}

// printDetails prints everything of each thing.
func (p *program) printDetails(found model.Inspection, now time.Time) {
	for n, item := range found.Items {
		if n > 0 {
			fmt.Fprintln(p.out)
		}
		var d details
		d.add("what", item.Kind)
		d.add("for", item.Role.String())
		d.add(map[bool]string{true: "server", false: "file"}[found.Probe != nil], placeOfItem(item))
		d.add("trouble", item.Trouble.String())
		switch {
		case item.Certificate != nil:
			d.certificate(*item.Certificate, item, now)
		case item.Request != nil:
			d.request(*item.Request)
		case item.Token != nil:
			d.token(*item.Token, now)
		case item.Key != nil:
			d.key(*item.Key)
		}
		d.list("relations", item.Relations)
		if n == 0 && found.Probe != nil {
			d.server(*found.Probe)
		}
		p.table(nil, d.rows)
	}
	if len(found.Items) == 0 {
		p.say("nothing was found")
	}
}

func (d *details) certificate(c model.Certificate, i model.Inspected, now time.Time) {
	d.add("subject", c.Subject.String())
	if !c.CA {
		d.login(c.Login)
	}
	d.add("issuer", c.Issuer.String())
	if c.NotAfter.IsZero() {
		d.add("until", "cannot be read")
	} else {
		d.add("from", moment(c.NotBefore))
		d.add("until", moment(c.NotAfter)+", "+endsWhen(c.NotBefore, c.NotAfter, now, model.Thresholds{}))
		d.add("used", fmt.Sprintf("%.0f%% of %s", 100*model.Used(now, c.NotBefore, c.NotAfter), howLong(c.NotBefore, c.NotAfter)))
	}
	d.add("names", joined(c.SANs))
	d.add("usages", strings.Join(c.Usages, ", "))
	d.add("authority", authorityWords(c))
	d.add("key", c.Key)
	d.add("signature", c.Signature)
	d.add("serial", c.Serial.String())
	d.add("version", fmt.Sprint(c.Version))
	d.add("key id", i.SubjectKey.String())
	d.add("signer's id", i.SignerKey.String())
	d.add("fingerprint", c.Fingerprint)
	d.add("refused", c.Refused.String())
	d.notes("notes", c.Notes)
}

// login says what a certificate makes of its bearer.
func (d *details) login(l model.Login) {
	if len(l.Refusals) > 0 {
		d.notes("no login", l.Refusals)
		return
	}
	d.add("user", l.User.String())
	d.add("uid", l.UID.String())
	d.add("groups", joined(l.Groups))
	d.notes("meaning", l.Facts)
}

func authorityWords(c model.Certificate) string {
	switch {
	case !c.CA:
		return "no, it may not sign others"
	case c.PathLimit < 0:
		return "yes, it may sign others"
	}
	return fmt.Sprintf("yes, with at most %d authorities below it", c.PathLimit)
}

func (d *details) request(r model.Request) {
	d.add("subject", r.Subject.String())
	d.add("user", r.Login.User.String())
	d.add("uid", r.Login.UID.String())
	d.add("groups", joined(r.Login.Groups))
	d.add("names", joined(r.SANs))
	d.add("usages", strings.Join(r.Usages, ", "))
	if r.CA {
		d.add("authority", "it asks to become one")
	}
	d.add("key", r.Key)
	d.add("signature", r.Signature)
	d.add("refused", r.Refused.String())
}

func (d *details) token(t model.Token, now time.Time) {
	if t.Account.Known() {
		d.add("account", t.Account.String())
	}
	d.add("subject", t.Subject.String())
	for _, c := range t.Names {
		d.add(c.Name, joined(c.Values))
	}
	d.add("issuer", t.Issuer.String())
	d.add("audiences", joined(t.Audiences))
	d.add("bound to", joined(t.Bound))
	d.add("id", t.ID.String())
	d.stamp("issued", t.IssuedAt)
	d.stamp("from", t.NotBefore)
	d.stamp("stale from", t.WarnAfter)
	switch {
	case t.Kind.Opaque():
		d.add("until", "only the server knows")
	case t.Expires.IsZero():
		d.add("until", "it says no end")
	default:
		d.add("until", moment(t.Expires)+", "+endsWhen(t.Begins(), t.Expires, now, model.Thresholds{}))
	}
	d.notes("notes", t.Odd)
	d.add("trust", "it was only decoded; nobody has checked that it is genuine")
}

func (d *details) stamp(name string, t time.Time) {
	if !t.IsZero() {
		d.add(name, moment(t))
	}
}

func (d *details) key(k model.KeyFacts) {
	d.add("key", k.Kind)
	d.add("written as", k.Form)
	d.add("kid", k.ID.String())
}

// server says what a look at the server found out beside its chain.
func (d *details) server(v model.Probe) {
	d.add("trust", v.Trust.String())
	d.add("signed by", v.SignedBy.String())
	d.add("tls", v.TLS)
	d.add("kubernetes", v.Version.String())
	if v.Clock.Known {
		d.add("its clock", clockWords(v.Clock))
	}
	d.list("client CAs", v.ClientCAs)
	for _, f := range v.Failures {
		d.add("failure", model.NewText(f.Error()).String())
	}
}

// moment writes a time for a person: in his own time, with its offset.
func moment(t time.Time) string { return t.Local().Format("2006-01-02 15:04:05 -07:00") }
