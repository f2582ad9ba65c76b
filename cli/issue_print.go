package cli

import (
	"context"
	"fmt"
	"strings"
	"time"

	"kubeid/model"
)

// printReview prints the plan: what would be applied, written, and the commands that
// would do the same.
func (p *program) printReview(f *format, r model.Review) error {
	if f.object() {
		return p.print(f, reviewOf(r))
	}
	rows := [][]string{{"subject", safe(r.Subject)}, {"signed by", safe(r.Places[0].Signer)}, {"key", r.User.KeyType.String()}, {"role", safe(r.User.Role.String())}}
	for _, pl := range r.Places {
		rows = append(rows, []string{"on", cell(pl.Context.Name)}, []string{"server", safe(pl.Address.Server)}, []string{"until", untilWords(r, pl)})
	}
	for _, file := range r.Files {
		rows = append(rows, []string{"writes", safe(file.Path) + "   " + file.What})
	}
	for _, v := range r.Missing() {
		rows = append(rows, []string{"you may not", safe(v.Right.String())})
	}
	p.table(nil, rows)
	for _, pl := range r.Places {
		for _, o := range pl.Objects {
			fmt.Fprintf(p.out, "\n# to be applied to %s\n%s", cell(pl.Context.Name), safeLines(o.YAML))
		}
	}
	for i := range r.Places {
		fmt.Fprintln(p.out, "\n# the same with openssl and kubectl")
		for _, line := range r.Equivalent(i) {
			fmt.Fprintln(p.out, safe(line))
		}
	}
	if err := r.Err(); err != nil {
		p.say("note: " + err.Error())
		p.say("hint: " + model.Hint(err))
	}
	return nil
}

// safeLines makes every line safe to print.
func safeLines(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString(safe(strings.TrimSuffix(line, "\n")) + "\n")
	}
	return b.String()
}

func untilWords(r model.Review, p model.ReviewPlace) string {
	until := p.Until.Local().Format("2006-01-02 15:04 -0700")
	switch {
	case r.User.By != model.ByAuthority:
		return "at most " + until
	case p.Cut:
		return until + ", when the authority ends"
	}
	return until
}

// A reviewFact is the plan as data.
type reviewFact struct {
	APIVersion string      `json:"apiVersion"`
	Kind       string      `json:"kind"`
	DryRun     bool        `json:"dryRun"`
	Subject    string      `json:"subject"`
	Signer     string      `json:"signer"`
	KeyType    string      `json:"keyType"`
	Role       string      `json:"role"`
	Contexts   []planFact  `json:"contexts"`
	Files      []fileFact  `json:"files"`
	Worries    []worryFact `json:"warnings"`
	Missing    []string    `json:"missingRights"`
}

type planFact struct {
	Context  model.Text `json:"context"`
	Entry    string     `json:"entry"`
	Server   string     `json:"server"`
	Until    time.Time  `json:"until"`
	Exact    bool       `json:"untilIsExact"`
	Objects  []string   `json:"objects"`
	Commands []string   `json:"commands"`
}

type fileFact struct {
	Path   string `json:"path"`
	What   string `json:"what"`
	Secret bool   `json:"secret"`
}

type worryFact struct {
	ID        string `json:"id"`
	Text      string `json:"text"`
	Dangerous string `json:"dangerous,omitempty"`
}

func reviewOf(r model.Review) reviewFact {
	out := reviewFact{
		APIVersion: apiVersion, Kind: "IssuePlan", DryRun: true, Subject: r.Subject, KeyType: string(r.User.KeyType), Role: r.User.Role.String(),
		Contexts: []planFact{}, Files: []fileFact{}, Worries: []worryFact{}, Missing: []string{},
	}
	for i, p := range r.Places {
		out.Signer = p.Signer
		fact := planFact{
			Context: p.Context.Name, Entry: p.Entry, Server: p.Address.Server, Until: p.Until.UTC().Truncate(time.Second),
			Exact: r.User.By == model.ByAuthority, Objects: []string{}, Commands: r.Equivalent(i),
		}
		for _, o := range p.Objects {
			fact.Objects = append(fact.Objects, o.YAML)
		}
		out.Contexts = append(out.Contexts, fact)
	}
	for _, f := range r.Files {
		out.Files = append(out.Files, fileFact{f.Path, f.What, f.Secret})
	}
	for _, w := range r.Worries {
		out.Worries = append(out.Worries, worryFact{w.ID, w.Text, w.Type})
	}
	for _, v := range r.Missing() {
		out.Missing = append(out.Missing, v.Right.String())
	}
	return out
}

// An addedFact is what came of issuing as data.
type addedFact struct {
	APIVersion string       `json:"apiVersion"`
	Kind       string       `json:"kind"`
	Subject    string       `json:"subject"`
	Contexts   []issuedFact `json:"contexts"`
	Files      []fileFact   `json:"files"`
	Waits      string       `json:"waits,omitempty"` // for --resume, while somebody else has to approve
	Error      string       `json:"error,omitempty"`
	Left       []string     `json:"left,omitempty"`
}

type issuedFact struct {
	Context     model.Text `json:"context"`
	Entry       string     `json:"entry"`
	Fingerprint string     `json:"fingerprint"`
	Serial      string     `json:"serial"`
	Authority   string     `json:"authority"`
	From        time.Time  `json:"from"`
	Until       time.Time  `json:"until"`
	Asked       string     `json:"askedLife"`
	Cut         bool       `json:"cut"`
	Bindings    []string   `json:"bindings"`
	Proof       string     `json:"proof"`
	Proved      bool       `json:"proved"`
}

func addedOf(a model.AddedUser, err error) addedFact {
	out := addedFact{APIVersion: apiVersion, Kind: "Issued", Subject: a.Review.Subject, Contexts: []issuedFact{}, Files: []fileFact{}, Waits: a.Kept}
	for _, p := range a.Places {
		out.Contexts = append(out.Contexts, issuedFact{
			Context: p.Context.Name, Entry: p.Entry, Fingerprint: p.Issued.Fingerprint, Serial: p.Issued.Serial, Authority: p.Issued.Authority,
			From: p.Issued.From, Until: p.Issued.Until, Asked: model.Span(p.Asked), Cut: p.Cut,
			Bindings: append([]string{}, p.Issued.Bindings...), Proof: p.Proof.String(), Proved: p.Proof.Good(),
		})
	}
	for _, f := range a.Files {
		out.Files = append(out.Files, fileFact{f.Path, f.What, f.Secret})
	}
	if err != nil {
		out.Error = err.Error()
		for _, l := range a.Left {
			out.Left = append(out.Left, l.String())
		}
	}
	return out
}

// printAdded says what was made, where it is, and how to hand it over.
func (p *program) printAdded(f *format, a model.AddedUser) error {
	for _, pl := range a.Places {
		proof := pl.Proof.String()
		if !pl.Proof.Tried {
			proof = "no login was tried with it"
		}
		p.say(fmt.Sprintf("%s: %s; it is good until %s, and not to be taken back before", pl.Entry, proof, pl.Issued.Until.Local().Format("2006-01-02 15:04")))
	}
	for _, line := range append(handover(a), p.nextSteps(a)...) {
		p.say(line)
	}
	if f.object() {
		return p.print(f, addedOf(a, nil))
	}
	for _, file := range a.Files {
		fmt.Fprintln(p.out, safe(file.Path))
	}
	return nil
}

// handover says how to hand the result over, and how it is used.
func handover(a model.AddedUser) []string {
	if len(a.Files) == 0 || a.Files[0].Merged || a.Kept != "" {
		return nil
	}
	var out []string
	if a.Review.User.For == "" && a.Review.User.Request == "" {
		out = append(out, "whoever has the file is this user: hand it over by a way that only they can read, such as encrypted (--encrypt-to), then delete it here")
	}
	if a.Try != "" {
		out = append(out, "try it:  "+a.Try)
	}
	if a.Curl != "" && a.Review.User.Result != model.AsKubeconfig { // there it is long, and kubectl is nearer
		out = append(out, "or with: "+a.Curl)
	}
	return out
}

// notAdded says what exists now, and offers to take it back.
func (p *program) notAdded(ctx context.Context, s Service, o *issuing, a model.AddedUser, with model.AddWith, failed error) error {
	if o.format.object() {
		if err := p.print(o.format, addedOf(a, failed)); err != nil {
			return err
		}
	}
	return p.takenBack(ctx, s, a.Left, with.Granted, failed)
}
