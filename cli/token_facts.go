package cli

import (
	"kubeid/model"
)

// printTokenReview prints what would be made and written.
func (p *program) printTokenReview(f *format, r model.TokenReview) error {
	if f.object() {
		return p.print(f, tokenPlanOf(r))
	}
	rows := [][]string{{"account", r.Wish.Account.String()}, {"token", r.Wish.By.String()}, {"server", safe(r.Address.Server)}, {"entry", safe(r.Entry)}}
	if r.Wish.By == model.ByRequest {
		rows = append(rows, []string{"life", "at most " + model.SpanWords(r.Wish.Life)})
	}
	for _, o := range r.Objects {
		rows = append(rows, []string{"makes", safe(o.What)})
	}
	for _, file := range r.Files {
		rows = append(rows, []string{"writes", safe(file.Path) + "   " + file.What})
	}
	for _, v := range r.Missing() {
		rows = append(rows, []string{"you may not", v.Right.String()})
	}
	p.table(nil, rows)
	return nil
}

// A tokenPlan is what would be made, as data.
type tokenPlan struct {
	APIVersion string      `json:"apiVersion"`
	Kind       string      `json:"kind"`
	DryRun     bool        `json:"dryRun"`
	Account    account     `json:"account"`
	Exists     bool        `json:"accountExists"`
	Way        string      `json:"way"`
	Life       string      `json:"askedLife,omitempty"`
	Server     string      `json:"server"`
	Entry      string      `json:"entry"`
	Objects    []string    `json:"objects"`
	Files      []fileFact  `json:"files"`
	Readers    []string    `json:"readers,omitempty"`
	Worries    []worryFact `json:"warnings"`
	Missing    []string    `json:"missingRights"`
}

// tokenWays name the ways to a token for programs.
var tokenWays = [...]string{"token-request", "new-secret", "existing-secret"}

func tokenPlanOf(r model.TokenReview) tokenPlan {
	out := tokenPlan{
		APIVersion: apiVersion, Kind: "TokenPlan", DryRun: true, Account: account{r.Wish.Account.Namespace, r.Wish.Account.Name}, Exists: r.Exists, Way: tokenWays[r.Wish.By],
		Server: r.Address.Server, Entry: r.Entry, Objects: []string{}, Files: writtenFiles(r.Files), Worries: []worryFact{}, Missing: []string{},
	}
	if r.Wish.By == model.ByRequest {
		out.Life = model.Span(r.Wish.Life)
	}
	for _, o := range r.Objects {
		out.Objects = append(out.Objects, o.What)
	}
	for _, h := range r.Readers {
		out.Readers = append(out.Readers, h.Subject.String())
	}
	for _, w := range r.Worries {
		out.Worries = append(out.Worries, worryFact{w.ID, w.Text, w.Type})
	}
	for _, v := range r.Missing() {
		out.Missing = append(out.Missing, v.Right.String())
	}
	return out
}

func writtenFiles(files []model.PlannedFile) []fileFact {
	out := []fileFact{}
	for _, f := range files {
		out = append(out, fileFact{f.Path, f.What, f.Secret})
	}
	return out
}

// A madeFact is a token that was made, as data. The token itself stands in it only when
// it was asked for.
type madeFact struct {
	APIVersion string       `json:"apiVersion"`
	Kind       string       `json:"kind"`
	Account    account      `json:"account"`
	Way        string       `json:"way"`
	ID         model.Text   `json:"jti,omitzero"`
	Token      string       `json:"token,omitempty"`
	Asked      string       `json:"askedLife,omitempty"`
	Granted    string       `json:"grantedLife,omitempty"`
	Cut        bool         `json:"cut"`
	Until      string       `json:"until,omitempty"`
	Warnings   []model.Text `json:"warnings,omitempty"`
	Anchor     model.Text   `json:"anchor,omitzero"`
	Secret     model.Text   `json:"secret,omitzero"`
	Proof      string       `json:"proof"`
	Proved     bool         `json:"proved"`
	Files      []fileFact   `json:"files"`
	Revoke     string       `json:"revoke,omitempty"`
	Curl       string       `json:"curl,omitempty"`
	Left       []string     `json:"left,omitempty"`
	Error      string       `json:"error,omitempty"`
}

func madeOf(m model.MadeToken, failed error, show bool) madeFact {
	w := m.Review.Wish
	out := madeFact{
		APIVersion: apiVersion, Kind: "Token", Account: account{w.Account.Namespace, w.Account.Name}, Way: tokenWays[w.By], ID: m.Facts.ID,
		Cut: m.Cut(), Until: stamp(m.Facts.Expires), Warnings: m.Warned, Anchor: m.Anchor, Secret: m.Secret, Proof: m.Proof.String(), Proved: m.Proof.Good(),
		Files: writtenFiles(m.Files), Revoke: m.Revoke, Curl: m.Curl,
	}
	if w.By == model.ByRequest {
		out.Asked, out.Granted = model.Span(m.Asked), model.Span(m.Granted)
	}
	if show {
		out.Token = string(m.Token.Reveal())
	}
	for _, l := range m.Left {
		out.Left = append(out.Left, l.String())
	}
	if failed != nil {
		out.Error = failed.Error()
	}
	return out
}

// A tokenCheckFact is what a token says and what the cluster says about it, as data.
type tokenCheckFact struct {
	APIVersion string         `json:"apiVersion"`
	Kind       string         `json:"kind"`
	Sort       string         `json:"tokenKind"`
	Until      string         `json:"until,omitempty"`
	Extended   bool           `json:"extended"`
	Says       tokenFact      `json:"says"`
	Context    model.Text     `json:"context,omitzero"`
	Alive      string         `json:"alive,omitempty"` // yes, no, unclear
	Sent       bool           `json:"sent"`
	Looked     []tokenFinding `json:"looked,omitempty"`
}

type tokenFinding struct {
	What  string `json:"what"`
	Holds string `json:"good"`
	Words string `json:"words"`
}

func tokenCheckOf(c model.TokenCheck) tokenCheckFact {
	out := tokenCheckFact{APIVersion: apiVersion, Kind: "TokenCheck", Sort: c.Token.Kind.String(), Until: stamp(c.Token.Expires), Extended: c.Token.Extended(), Says: *tokenFactOf(c.Token), Sent: c.Sent}
	out.Says.Verified = c.Of(model.TokenSignature) == model.Yes
	if c.Context == (model.Ref{}) {
		return out
	}
	out.Context, out.Alive = c.Context.Name, c.Alive().String()
	for _, f := range c.Findings {
		out.Looked = append(out.Looked, tokenFinding{f.What, f.Holds.String(), f.Words})
	}
	return out
}

// A revokedFact is what came of revoking, as data.
type revokedFact struct {
	APIVersion string       `json:"apiVersion"`
	Kind       string       `json:"kind"`
	DryRun     bool         `json:"dryRun"`
	Secret     account      `json:"secret"`
	Account    account      `json:"account"`
	Stops      []model.Text `json:"stops"`
	Seen       bool         `json:"refusalSeen"`
	Took       float64      `json:"seconds"`
}

func (p *program) printRevoked(f *format, r model.Revoked, dry bool) error {
	if !f.object() {
		return nil
	}
	return p.print(f, revokedFact{
		apiVersion, "Revocation", dry, account{r.Secret.Namespace, r.Secret.Name}, account{r.Of.Namespace, r.Of.Name}, r.Stops, r.Seen, r.Took.Seconds(),
	})
}
