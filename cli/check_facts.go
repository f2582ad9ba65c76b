package cli

import (
	"strings"
	"time"

	"kubeid/model"
)

// The shapes that check -o json prints; the rules of entries.go hold here as well.

// A checkFact is all that check found out.
type checkFact struct {
	APIVersion string         `json:"apiVersion"`
	Kind       string         `json:"kind"`
	Time       string         `json:"time"`
	Status     string         `json:"status"` // fine, soon, urgent, unknown
	Code       int            `json:"code"`
	Summary    string         `json:"summary"`
	Counts     map[string]int `json:"counts"` // by severity
	Items      []checkedFact  `json:"items"`  // the worst first
}

// A checkedFact is one thing that ends, or that could not be looked at.
type checkedFact struct {
	Severity    string       `json:"severity"`
	Kind        string       `json:"kind"`
	Name        model.Text   `json:"name"`
	NotBefore   string       `json:"notBefore,omitempty"`
	NotAfter    string       `json:"notAfter,omitempty"`
	SecondsLeft *int64       `json:"secondsLeft,omitempty"` // less than 0 when it is over
	Fingerprint string       `json:"fingerprint,omitempty"`
	Reason      model.Text   `json:"reason,omitzero"` // why nothing is known
	Contexts    []model.Text `json:"contexts"`
	Entries     []entryFact  `json:"entries"`
}

// An entryFact names an entry and its place.
type entryFact struct {
	Kind string     `json:"kind"`
	Name model.Text `json:"name"`
	place
}

func checkOf(c checkup) checkFact {
	out := checkFact{
		APIVersion: apiVersion, Kind: "Check", Time: stamp(c.now), Status: c.status(), Code: c.code(), Summary: c.summary(),
		Counts: map[string]int{}, Items: []checkedFact{},
	}
	for v, n := range c.counts {
		out.Counts[severityID(model.Severity(v))] = n
	}
	for _, f := range c.checked {
		out.Items = append(out.Items, checkedOf(c, f))
	}
	return out
}

func checkedOf(c checkup, f checked) checkedFact {
	out := checkedFact{
		Severity: severityID(f.severity), Kind: f.id, Name: f.What, NotBefore: stamp(f.NotBefore), NotAfter: stamp(f.NotAfter),
		Fingerprint: fingerprint(f.Life), Reason: f.Unread, Contexts: []model.Text{}, Entries: []entryFact{},
	}
	if !f.NotAfter.IsZero() {
		left := f.NotAfter.Unix() - c.now.Unix()
		out.SecondsLeft = &left
	}
	k := c.state.Config
	for _, i := range f.Contexts {
		out.Contexts = append(out.Contexts, k.Contexts[i].Name)
	}
	for _, r := range f.Refs {
		out.Entries = append(out.Entries, entryFact{r.Kind.String(), r.Name, placeOf(k, r.Kind, k.Find(r))})
	}
	return out
}

// fingerprint returns that of a certificate, as the API server writes it.
func fingerprint(l model.Life) string {
	if strings.HasPrefix(l.ID, "X509SHA256=") {
		return l.ID
	}
	return ""
}

// stamp writes a time for programs; nothing for none.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// severityID names a severity for programs.
func severityID(s model.Severity) string {
	if s == model.Endless {
		return "endless"
	}
	return strings.ReplaceAll(s.String(), " ", "-")
}

// lifeKind names the kinds of what ends for programs.
func lifeKind(k model.LifeKind) string {
	return [...]string{
		model.ClientCertificateLife: "client-certificate",
		model.AuthorityLife:         "authority",
		model.ServerCertificateLife: "server-certificate",
		model.TokenLife:             "token",
	}[k]
}
