package cli

import (
	"fmt"
	"strings"
	"time"

	"kubeid/model"
)

// requestList is what requests -o json prints; the rules of entries.go hold here as well.
type requestList struct {
	APIVersion string     `json:"apiVersion"`
	Kind       string     `json:"kind"`
	Context    model.Text `json:"context"`
	DryRun     bool       `json:"dryRun,omitempty"`
	Items      []csrFact  `json:"items"`
}

type csrFact struct {
	Name       model.Text        `json:"name"`
	UID        string            `json:"uid"`
	Version    string            `json:"resourceVersion"`
	State      string            `json:"state"`
	Created    string            `json:"created"`
	Forgotten  string            `json:"forgotten,omitempty"`
	Signer     model.Text        `json:"signer"`
	Usages     []model.Text      `json:"usages"`
	Asked      int64             `json:"askedSeconds,omitempty"`
	Granted    int64             `json:"grantedSeconds,omitempty"`
	Requester  model.Text        `json:"requester"`
	Credential model.Text        `json:"requesterCredential,omitzero"`
	Subject    model.Text        `json:"subject"`
	User       model.Text        `json:"user"`
	Groups     []model.Text      `json:"groups"`
	SANs       []model.Text      `json:"sans,omitempty"`
	Key        string            `json:"key"`
	Flags      []flagFact        `json:"flags"`
	Conditions []conditionFact   `json:"conditions"`
	Diagnosis  string            `json:"diagnosis"`
	Stuck      bool              `json:"stuck"`
	Issued     *servedFact       `json:"certificate,omitempty"`
	Texts      map[string]string `json:"pem,omitempty"`
}

type flagFact struct {
	ID      string `json:"id"`
	Gravity string `json:"gravity"`
	Words   string `json:"words"`
}

type conditionFact struct {
	Kind    string     `json:"kind"`
	Reason  model.Text `json:"reason"`
	Message model.Text `json:"message"`
	At      string     `json:"at,omitempty"`
}

func csrFactOf(r model.CSR, v model.SignerView, now time.Time) csrFact {
	d := r.Diagnose(v, now)
	f := csrFact{
		Name: r.Name, UID: r.UID, Version: r.Version, State: r.State(), Created: stamp(r.Created), Forgotten: stamp(r.Forgotten()), Signer: r.Signer, Usages: r.Usages,
		Asked: int64(r.Asked / time.Second), Requester: r.By.User, Credential: r.By.Credential, Subject: r.Body.Subject, User: r.Body.Login.User, Groups: r.Body.Login.Groups,
		SANs: r.Body.SANs, Key: r.Body.Key, Flags: []flagFact{}, Conditions: []conditionFact{}, Diagnosis: d.What, Stuck: d.Stuck,
	}
	if granted, ok := r.Granted(); ok {
		f.Granted = int64(granted / time.Second)
	}
	for _, g := range r.Flags() {
		f.Flags = append(f.Flags, flagFact{g.ID, g.Gravity.String(), g.Words})
	}
	for _, c := range r.Conditions {
		f.Conditions = append(f.Conditions, conditionFact{c.Kind, c.Reason, c.Message, stamp(c.At)})
	}
	if r.Certificate.Issued && r.Certificate.Trouble.Empty() {
		s := servedOf(r.Certificate.Served)
		f.Issued = &s
	}
	return f
}

func (p *program) printRequests(f *format, all model.Requests, shown []model.CSR, now time.Time) error {
	switch {
	case f.object():
		list := requestList{APIVersion: apiVersion, Kind: "RequestList", Context: all.Context.Name, Items: []csrFact{}}
		for _, r := range shown {
			list.Items = append(list.Items, csrFactOf(r, all.View, now))
		}
		return p.print(f, list)
	case f.word == "name":
		for _, r := range shown {
			p.printName(r.Name)
		}
		return nil
	}
	var rows [][]string
	for _, r := range shown {
		rows = append(rows, []string{
			cell(r.Name), model.HumanDuration(now.Sub(r.Created)), subjectWords(r), cell(r.By.User), lifeWords(r), r.State(), forgottenWords(r, now), flagWords(r),
		})
	}
	if len(rows) == 0 {
		p.say(fmt.Sprintf("there are no requests on %s", all.Context.Name))
		return nil
	}
	p.table([]string{"NAME", "AGE", "FOR", "BY", "LIFE", "STATE", "FORGOTTEN", "FLAGS"}, rows)
	return nil
}

// subjectWords says for whom a request is.
func subjectWords(r model.CSR) string {
	if !r.Body.Trouble.Empty() {
		return "unreadable"
	}
	s := orDash(r.Body.Login.User.String())
	if len(r.Body.Login.Groups) > 0 {
		s += " (" + joined(r.Body.Login.Groups) + ")"
	}
	return s
}

// lifeWords says how long the certificate lives: granted of asked.
func lifeWords(r model.CSR) string {
	asked := "usual"
	if r.Asked > 0 {
		asked = model.Span(r.Asked)
	}
	if granted, ok := r.Granted(); ok {
		if r.Cut() || r.Asked == 0 {
			return model.Span(granted) + " of " + asked
		}
		return model.Span(granted)
	}
	return asked
}

func forgottenWords(r model.CSR, now time.Time) string {
	switch at := r.Forgotten(); {
	case at.IsZero():
		return "-"
	case at.Before(now):
		return "soon"
	default:
		return "in " + model.HumanDuration(at.Sub(now))
	}
}

// flagWords names the flags that are more than good to know.
func flagWords(r model.CSR) string {
	var ids []string
	for _, f := range r.Flags() {
		if f.Gravity > model.GravityInfo {
			ids = append(ids, f.ID)
		}
	}
	return orDash(strings.Join(ids, " "))
}

// printRequest prints one request in full.
func (p *program) printRequest(f *format, ref model.Ref, got model.Fetched, now time.Time) error {
	switch {
	case f.object():
		fact := csrFactOf(got.CSR, got.View, now)
		fact.Texts = map[string]string{"request": string(got.Request)}
		if len(got.Certificate) > 0 {
			fact.Texts["certificate"] = string(got.Certificate)
		}
		return p.print(f, requestList{APIVersion: apiVersion, Kind: "RequestList", Context: ref.Name, Items: []csrFact{fact}})
	case f.word == "name":
		p.printName(got.CSR.Name)
		return nil
	}
	p.table(nil, requestRows(got.CSR, got.View, now))
	return nil
}

// showRequest shows on standard error what is about to be decided on.
func (p *program) showRequest(r model.CSR, all model.Requests, now time.Time) {
	for _, row := range requestRows(r, all.View, now) {
		p.say(fmt.Sprintf("  %-11s %s", row[0], row[1]))
	}
}

// requestRows says everything about a request. All of it is safe to draw.
func requestRows(r model.CSR, v model.SignerView, now time.Time) [][]string {
	var rows [][]string
	add := func(name, value string) {
		if value != "" {
			rows = append(rows, []string{name, value})
		}
	}
	d := r.Diagnose(v, now)
	add("request", cell(r.Name))
	add("state", r.State()+": "+safe(d.What))
	add("to do", safe(d.Todo))
	add("subject", r.Body.Subject.String())
	add("unread", r.Body.Trouble.String())
	add("key", r.Body.Key)
	add("addresses", joined(r.Body.SANs))
	add("usages", joined(r.Usages))
	add("signer", r.Signer.String())
	add("asked by", r.By.User.String())
	add("groups", joined(r.By.Groups))
	add("with", r.By.Credential.String())
	add("life", lifeWords(r))
	add("created", r.Created.Local().Format("2006-01-02 15:04 -0700")+", "+model.HumanDuration(now.Sub(r.Created))+" ago")
	add("forgotten", forgottenWords(r, now))
	for _, c := range r.Conditions {
		add(strings.ToLower(c.Kind), strings.TrimSpace(c.Reason.String()+" "+c.Message.String()))
	}
	if c := r.Certificate; c.Issued {
		add("unread", c.Trouble.String())
		if c.Trouble.Empty() {
			add("valid until", c.NotAfter.Local().Format("2006-01-02 15:04 -0700"))
			add("fingerprint", c.Fingerprint)
			add("serial", c.Serial.String())
		}
	}
	for _, f := range r.Flags() {
		add(f.Gravity.String(), safe(f.Words))
	}
	return rows
}

// printDecisions prints what became of the requests, for programs; after is nil when
// nothing was done.
func (p *program) printDecisions(o *asked, ref model.Ref, decisions []model.Decision, after []model.CSR) error {
	list := requestList{APIVersion: apiVersion, Kind: "RequestList", Context: ref.Name, DryRun: o.dryRun, Items: []csrFact{}}
	if after == nil {
		for _, d := range decisions {
			after = append(after, d.Seen)
		}
	}
	for _, r := range after {
		list.Items = append(list.Items, csrFactOf(r, model.SignerView{}, time.Now()))
		if o.word == "name" {
			p.printName(r.Name)
		}
	}
	if o.object() {
		return p.print(o.format, list)
	}
	return nil
}
