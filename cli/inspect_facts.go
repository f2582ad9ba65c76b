package cli

import (
	"time"

	"kubeid/model"
)

// The shapes that inspect -o json prints; the rules of entries.go hold here as well.

type inspectionFact struct {
	APIVersion string          `json:"apiVersion"`
	Kind       string          `json:"kind"`
	Items      []inspectedFact `json:"items"`
	Server     *probeFact      `json:"server,omitempty"`
	Left       []model.Text    `json:"left,omitempty"` // what was not looked at
}

type inspectedFact struct {
	File        model.Text       `json:"file"`
	Line        int              `json:"line,omitempty"`
	Kind        string           `json:"kind"`
	Role        model.Text       `json:"role,omitzero"`
	Severity    string           `json:"severity"`
	NotBefore   string           `json:"notBefore,omitempty"`
	NotAfter    string           `json:"notAfter,omitempty"`
	Trouble     model.Text       `json:"trouble,omitzero"`
	Locked      bool             `json:"locked,omitempty"` // a passphrase is needed
	SignedBy    model.Text       `json:"signedBy,omitzero"`
	Relations   []model.Text     `json:"relations,omitempty"`
	Certificate *certificateFact `json:"certificate,omitempty"`
	Key         *keyFact         `json:"key,omitempty"`
	Request     *requestFact     `json:"request,omitempty"`
	Token       *tokenFact       `json:"token,omitempty"`
}

type certificateFact struct {
	servedFact
	Version        int          `json:"version"`
	User           model.Text   `json:"user,omitzero"` // whom it logs in
	UID            model.Text   `json:"uid,omitzero"`
	Groups         []model.Text `json:"groups,omitempty"`
	NoLogin        []noteFact   `json:"noLogin,omitempty"` // why it logs nobody in
	Meaning        []noteFact   `json:"meaning,omitempty"`
	Usages         []string     `json:"usages,omitempty"`
	PathLimit      *int         `json:"pathLimit,omitempty"`
	SubjectKeyID   model.Text   `json:"subjectKeyID,omitzero"`
	AuthorityKeyID model.Text   `json:"authorityKeyID,omitzero"`
	Refused        model.Text   `json:"refused,omitzero"`
	Notes          []noteFact   `json:"notes,omitempty"`
}

type keyFact struct {
	Private bool       `json:"private"`
	Kind    string     `json:"kind"`
	Form    string     `json:"form,omitempty"`
	ID      model.Text `json:"kid"`
}

type requestFact struct {
	Subject   model.Text   `json:"subject"`
	User      model.Text   `json:"user,omitzero"`
	UID       model.Text   `json:"uid,omitzero"`
	Groups    []model.Text `json:"groups,omitempty"`
	SANs      []model.Text `json:"sans,omitempty"`
	Usages    []string     `json:"usages,omitempty"`
	Key       string       `json:"key"`
	Signature string       `json:"signature"`
	CA        bool         `json:"ca"`
	Refused   model.Text   `json:"refused,omitzero"`
}

type tokenFact struct {
	Issuer         model.Text    `json:"issuer,omitzero"`
	Subject        model.Text    `json:"subject,omitzero"`
	ID             model.Text    `json:"id,omitzero"`
	Names          []model.Claim `json:"names,omitempty"` // what the server may take for the name and the groups
	Audiences      []model.Text  `json:"audiences,omitempty"`
	ServiceAccount *account      `json:"serviceAccount,omitempty"`
	Bound          []model.Text  `json:"boundTo,omitempty"`
	IssuedAt       string        `json:"issuedAt,omitempty"`
	WarnAfter      string        `json:"warnAfter,omitempty"`
	Verified       bool          `json:"verified"` // whether a cluster's key was seen to fit; false where it was only decoded
	Notes          []noteFact    `json:"notes,omitempty"`
}

type noteFact struct {
	ID   string     `json:"id"`
	Text model.Text `json:"text"`
}

func notesOf(notes []model.Note) []noteFact {
	var out []noteFact
	for _, n := range notes {
		out = append(out, noteFact{n.ID, n.Text})
	}
	return out
}

func inspectionOf(found model.Inspection, now time.Time) inspectionFact {
	out := inspectionFact{APIVersion: apiVersion, Kind: "Inspection", Items: []inspectedFact{}, Left: found.Left}
	for _, i := range found.Items {
		out.Items = append(out.Items, inspectedOf(i, now))
	}
	if found.Probe != nil {
		probe := probeOf(*found.Probe)
		out.Server = &probe
	}
	return out
}

func inspectedOf(i model.Inspected, now time.Time) inspectedFact {
	notBefore, notAfter := i.Life()
	out := inspectedFact{
		File: i.Place, Line: i.Line, Kind: i.Kind, Role: i.Role, Severity: severityID(i.Severity(now, model.Thresholds{})),
		NotBefore: stamp(notBefore), NotAfter: stamp(notAfter), Trouble: i.Trouble, Locked: i.Locked, SignedBy: i.SignedBy, Relations: i.Relations,
	}
	if i.Certificate != nil {
		out.Certificate = certificateOf(*i.Certificate, i)
	}
	if k := i.Key; k != nil {
		out.Key = &keyFact{k.Private, k.Kind, k.Form, k.ID}
	}
	if r := i.Request; r != nil {
		out.Request = &requestFact{r.Subject, r.Login.User, r.Login.UID, r.Login.Groups, r.SANs, r.Usages, r.Key, r.Signature, r.CA, r.Refused}
	}
	if t := i.Token; t != nil {
		out.Token = tokenFactOf(*t)
	}
	return out
}

func tokenFactOf(t model.Token) *tokenFact {
	out := &tokenFact{
		Issuer: t.Issuer, Subject: t.Subject, ID: t.ID, Names: t.Names, Audiences: t.Audiences, Bound: t.Bound,
		IssuedAt: stamp(t.IssuedAt), WarnAfter: stamp(t.WarnAfter), Notes: notesOf(t.Odd),
	}
	if t.Account.Known() {
		out.ServiceAccount = &account{t.Account.Namespace, t.Account.Name}
	}
	return out
}

func certificateOf(c model.Certificate, i model.Inspected) *certificateFact {
	out := &certificateFact{
		servedFact: servedOf(c.Served), Version: c.Version, Usages: c.Usages,
		SubjectKeyID: i.SubjectKey, AuthorityKeyID: i.SignerKey, Refused: c.Refused, Notes: notesOf(c.Notes),
	}
	if c.CA && c.PathLimit >= 0 {
		out.PathLimit = &c.PathLimit
	}
	switch {
	case c.CA:
	case len(c.Login.Refusals) > 0:
		out.NoLogin = notesOf(c.Login.Refusals)
	default:
		out.User, out.UID, out.Groups, out.Meaning = c.Login.User, c.Login.UID, c.Login.Groups, notesOf(c.Login.Facts)
	}
	return out
}
