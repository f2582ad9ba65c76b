package ui

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"kubeid/crypto"
	"kubeid/model"
)

// reviewing is the last page: everything else as lines that can be changed, and what
// would be done in full.
func (s addUser) reviewing(env Env, a answers) page {
	u, with := s.answers(env, a)
	p := page{title: "Review", review: true, next: "Add " + u.Subject.User}
	if s.isRenewal() {
		p.next = "Renew " + u.Subject.User
	}
	p.fields = append(p.fields, s.howFields(u)...)
	p.fields = append(p.fields, s.lifeFields(env, a)...)
	if !s.isRenewal() {
		p.fields = append(p.fields, s.resultFields(env, u)...)
	}
	p.fields = append(p.fields, s.notes(env, userAnswers{u, with.Authority}, func() []field { return append(s.reviewed(env), s.atLeisure()...) })...)
	return p
}

func (s addUser) howFields(u model.NewUser) []field {
	how := field{
		kind: choiceField, name: askHow, label: "how", start: answer{text: "api"},
		options: []option{
			{value: "api", label: "the cluster signs", note: "Through its CSR API, approved by you"},
			{value: "authority", label: "a local authority signs", note: "With ca.crt and ca.key, as kubeadm has them"},
			{value: "request", label: "somebody else signs", note: "Key and request wait here for the certificate: kubeid accept"},
		},
	}
	if last := s.offers.Last; s.offers.Answered {
		how.start.text = howValues[last.By]
	}
	if s.offers.Trouble != nil || s.isRenewal() && s.renews.Subject.UID != "" { // the API drops UIDs
		how.start.text = "authority"
	}
	if s.isRenewal() {
		how.options = how.options[:2]
		if how.start.text == "request" {
			how.start.text = "api"
		}
	}
	out := []field{how}
	if u.By == model.ByAuthority {
		out = append(out,
			field{kind: textField, name: askCA, label: "authority", start: answer{text: s.offers.Last.CA}, help: "Path of the authority's certificate: ca.crt", judge: needed("the path of its certificate")},
			field{kind: textField, name: askKey, label: "its key", start: answer{text: s.offers.Last.Key}, help: "Path of the authority's key: ca.key", judge: needed("the path of its key")},
			field{kind: secretField, name: askPassphrase, label: "passphrase", help: "Only where the key is encrypted"},
		)
		if !s.isRenewal() {
			out = append(out, field{kind: textField, name: askUID, label: "uid", help: "May stay empty; counts from Kubernetes 1.33 on"})
		}
	}
	return out
}

// lifeFields ask how long, and for which key. They begin with what the settings say, else
// with what was answered for this cluster last.
func (s addUser) lifeFields(env Env, a answers) []field {
	start, other := "90d", "45d"
	if d := cmp.Or(env.Settings.Defaults.Life, s.offers.Last.Life); d > 0 {
		if start = amongLives(usualLives, d); start == "" {
			start, other = otherLife, model.Span(d)
		}
	}
	life := field{kind: choiceField, name: askLife, label: "life", start: answer{text: start}, options: append(usualLives[:len(usualLives):len(usualLives)], option{value: otherLife})}
	life.help = "It cannot be taken back before it ends"
	out := []field{life}
	if a.text(askLife) == otherLife {
		out = append(out, field{
			kind: textField, name: askOtherLife, label: "how long", start: answer{text: other}, help: "Such as 12h, 45d or 26w",
			judge: func(a answer) judgement {
				if _, err := model.ParseDuration(strings.TrimSpace(a.text)); err != nil {
					return judgement{bad, capital(model.Hint(err))}
				}
				return judgement{}
			},
		})
	}
	var kinds []option
	for _, t := range crypto.KeyTypes() {
		kinds = append(kinds, option{value: string(t), label: t.String(), note: keyNotes[t]})
	}
	kind := string(cmp.Or(env.Settings.Defaults.KeyType, s.offers.Last.KeyType, crypto.ECDSAP256))
	if s.isRenewal() {
		kind = string(s.renews.KeyType) // whatever the settings say
	}
	return append(out, field{kind: choiceField, name: askKeyType, label: "key", start: answer{text: kind}, options: kinds})
}

// amongLives finds the option that is this long; "" when none is.
func amongLives(lives []option, d time.Duration) string {
	for _, l := range lives {
		if own, err := model.ParseDuration(l.value); err == nil && own == d {
			return l.value
		}
	}
	return ""
}

// usualLives are the ones that are offered.
var usualLives = []option{
	{value: "8h", label: "8 hours", note: "A working day"},
	{value: "24h", label: "24 hours"},
	{value: "30d", label: "30 days"},
	{value: "90d", label: "90 days"},
	{value: "365d", label: "1 year", note: "Nobody can take it back for a year"},
}

var keyNotes = map[crypto.KeyType]string{
	crypto.ECDSAP256: "Small, quick, and read by every client", crypto.RSA2048: "For old clients",
	crypto.Ed25519: "Not read by every client: the Java ones of fabric8 do not",
}

func (s addUser) resultFields(env Env, u model.NewUser) []field {
	start := resultValues[s.offers.Last.Result]
	if s.offers.Last.Result == model.AsMerged {
		start = resultValues[model.AsKubeconfig]
	}
	out := []field{{
		kind: choiceField, name: askResult, label: "result", start: answer{text: start},
		options: []option{
			{value: "kubeconfig", label: "a new kubeconfig", note: "Everything in one file, to be handed over"},
			{value: "merge", label: "merged into a kubeconfig", note: "A context and a user more, in a file that is there"},
			{value: "pem", label: "PEM files", note: "ca.crt, NAME.crt and NAME.key, with a kubeconfig that refers to them"},
			{value: "p12", label: "PKCS#12", note: "One encrypted file, for browsers and Java"},
		},
	}}
	switch u.Result {
	case model.AsMerged:
		file := ""
		if files := env.Book.Config.Files; len(files) > 0 {
			file = files[0].Label.Raw()
		}
		out = append(out, field{kind: textField, name: askOut, label: "file", start: answer{text: file}, help: "The kubeconfig that gets the new entries", judge: needed("the kubeconfig")})
	case model.AsPKCS12:
		out = append(out, field{kind: secretField, name: askP12, label: "passphrase for it", help: "Whoever opens the file needs it", judge: needed("a passphrase")})
		fallthrough
	default:
		out = append(out, field{kind: textField, name: askOut, label: "write it to", help: "May stay empty: then to the handover folder, for you alone; nothing is overwritten"})
	}
	if len(u.Contexts) == 1 {
		out = append(out, field{
			kind: textField, name: askServer, label: "address for them", start: answer{text: s.ownServer(env, u.Contexts[0])},
			help: "As they reach the server from where they are",
		})
	}
	if u.Result == model.AsKubeconfig || u.Result == model.AsPKCS12 {
		out = append(out, field{kind: textField, name: askRecipient, label: "encrypt to", help: "May stay empty; an age1… or ssh-ed25519 key of theirs"})
	}
	return out
}

// atLeisure is what can be read at leisure: what is applied, and the commands that do
// the same.
func (s addUser) atLeisure() []field {
	var commands, objects []string
	for i, p := range s.review.Places {
		commands = append(commands, s.review.Equivalent(i)...)
		for _, o := range p.Objects {
			objects = append(objects, strings.Split(strings.TrimSpace(o.YAML), "\n")...)
		}
	}
	var out []field
	if len(objects) > 0 {
		out = append(out, field{kind: noteField, leisure: true, label: "What is applied", lines: objects})
	}
	if len(commands) > 0 {
		out = append(out, field{kind: noteField, leisure: true, label: "The same with openssl and kubectl", lines: commands})
	}
	return out
}

// reviewed says what has to be seen right above the button.
func (s addUser) reviewed(env Env) []field {
	r := s.review
	lines := []string{r.Subject, "signed by " + r.Places[0].Signer}
	for _, p := range r.Places {
		lines = append(lines, s.untilLine(env, p))
	}
	if role := r.User.Role; !role.None() {
		lines = append(lines, "may do: "+role.String())
	}
	for _, f := range r.Files {
		if f.Merged {
			lines = append(lines, f.What+" in "+f.Path)
			continue
		}
		lines = append(lines, "written to "+f.Path)
	}
	return append([]field{{kind: noteField, label: "What they get", lines: lines}}, s.concerns()...)
}

// concerns are what is odd, and what stands in the way.
func (s addUser) concerns() []field {
	r := s.review
	var out []field
	for _, n := range r.Notes {
		out = append(out, field{kind: noteField, text: capital(n)})
	}
	for _, w := range r.Worries {
		if w.Type == "" {
			out = append(out, field{kind: noteField, tone: careful, text: capital(w.Text)})
		}
	}
	var may []string
	for _, v := range r.Blocking() {
		may = append(may, v.Right.String())
	}
	switch {
	case len(may) > 0:
		out = append(out, field{kind: noteField, tone: bad, text: "You may not " + strings.Join(may, ", nor ") + ". Ask an administrator of the cluster."})
	case r.User.By == model.ByAPI && !r.Approves():
		out = append(out, field{kind: noteField, tone: careful, text: "You may not approve it: the request waits for somebody who may, and key and request are kept here."})
	}
	return append(out, worried(r.User.Untyped(r.Worries))...)
}

// untilLine says how long it is good, as far as that is known.
func (s addUser) untilLine(env Env, p model.ReviewPlace) string {
	until := p.Until.In(env.Zone).Format("2006-01-02 15:04")
	words := fmt.Sprintf("%s: until %s, and not to be taken back before", p.Entry, until)
	switch {
	case s.review.User.By != model.ByAuthority:
		words = fmt.Sprintf("%s: up to %s, and not to be taken back before", p.Entry, until)
		if p.Granted > 0 {
			words += "; last granted here: " + model.SpanWords(p.Granted)
		}
	case p.Cut:
		words += "; the authority itself ends then"
	}
	return words
}
