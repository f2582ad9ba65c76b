package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"kubeid/model"
)

// writing are the flags of every command that writes.
type writing struct{ dryRun, yes bool }

func (w *writing) flags(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&w.dryRun, "dry-run", false, "print what would change and write nothing")
	cmd.Flags().BoolVar(&w.yes, "yes", false, "do not ask")
}

// carryOut plans a change, and prints the plan or carries it out. The outcome is
// told on standard error; -o prints it as data.
func (p *program) carryOut(ctx context.Context, s Service, f *format, w writing, c model.Change) error {
	plan, err := s.Plan(ctx, c)
	if err != nil {
		return err
	}
	return p.carryOutPlan(ctx, s, f, w, plan)
}

// carryOutPlan prints a plan or carries it out.
func (p *program) carryOutPlan(ctx context.Context, s Service, f *format, w writing, plan model.Plan) error {
	if w.dryRun {
		return p.printPlan(f, w, plan)
	}
	if err := p.mayLose(ctx, plan, w); err != nil {
		return err
	}
	if !plan.Nothing() {
		if _, err := s.Apply(ctx, plan); err != nil {
			return err
		}
	}
	p.tell(plan)
	return p.printOutcome(f, w, plan)
}

// question is what to ask about a plan. Arguments and variables of programs, which may
// be secret, are for a person who decides, and for no log.
func (p *program) question(plan model.Plan) []string {
	if p.InTerminal {
		return plan.Question()
	}
	return plan.Outline()
}

// mayLose asks before something goes, and before something comes in that may do harm.
func (p *program) mayLose(ctx context.Context, plan model.Plan, w writing) error {
	if question := p.question(plan); len(question) > 0 {
		for _, n := range plan.Notes {
			question = append(question, "note: "+n)
		}
		return p.confirm(ctx, w, question...)
	}
	for _, e := range plan.Edits {
		if e.Before.Secret && !e.Before.Absent && e.After.Absent {
			return p.confirm(ctx, w, fmt.Sprintf("this removes a credential: %s in %s", e.Path, e.Place()))
		}
	}
	return nil
}

// tell says what is so now.
func (p *program) tell(plan model.Plan) {
	if plan.Nothing() {
		p.say("nothing to do: " + plan.Change.Fact())
	} else {
		p.say(plan.Change.Fact())
	}
	p.note(plan)
}

// note says what a person should know about a plan.
func (p *program) note(plan model.Plan) {
	for _, n := range plan.Notes {
		p.say("note: " + n)
	}
}

// printPlan prints what would be written.
func (p *program) printPlan(f *format, w writing, plan model.Plan) error {
	if f.word != "" && f.word != "table" && f.word != "wide" {
		return p.printOutcome(f, w, plan)
	}
	if plan.Nothing() {
		p.tell(plan)
		return nil
	}
	p.say("would " + plan.Change.Wish())
	at := ""
	for _, e := range plan.Edits {
		if e.Place() != at {
			at = e.Place()
			fmt.Fprintln(p.out, at)
		}
		for _, l := range e.Diff() {
			fmt.Fprintln(p.out, safe(l))
		}
	}
	p.say(plan.Outline()...)
	p.note(plan)
	return nil
}

// An outcome is a change as data.
type outcome struct {
	APIVersion string     `json:"apiVersion"`
	Kind       string     `json:"kind"`
	Change     string     `json:"change"`
	Context    model.Text `json:"context,omitzero"`
	Namespace  model.Text `json:"namespace,omitzero"`
	DryRun     bool       `json:"dryRun"`
	Edits      []edit     `json:"edits"` // none when nothing was to do
	Notes      []string   `json:"notes,omitempty"`
	Name       model.Text `json:"name,omitzero"`      // what the entry, or the new file, is called then
	Lost       []string   `json:"lost,omitempty"`     // what is gone
	Orphans    []entryRef `json:"orphans,omitempty"`  // what no context uses any more
	Dangers    []danger   `json:"dangers,omitempty"`  // what an import would run, read or send
	Incoming   []incoming `json:"incoming,omitempty"` // what became of the entries of an import
}

type entryRef struct {
	Kind string     `json:"kind"`
	Name model.Text `json:"name"`
	File string     `json:"file"`
}

type danger struct {
	Kind string     `json:"kind"`
	Name model.Text `json:"name"`
	What string     `json:"what"`
}

type incoming struct {
	Kind string     `json:"kind"`
	Name model.Text `json:"name"`
	Fate string     `json:"fate"`
	To   model.Text `json:"to"`
}

type edit struct {
	place
	Path   model.Text  `json:"path"`
	Before *model.Text `json:"before"` // null when nothing stood there
	After  *model.Text `json:"after"`
}

// printOutcome prints a change for programs, when they asked for it.
func (p *program) printOutcome(f *format, w writing, plan model.Plan) error {
	o := outcome{APIVersion: apiVersion, Kind: "Change", DryRun: w.dryRun, Edits: []edit{}, Notes: plan.Notes}
	o.Change = wordFor(plan.Change, &o)
	for _, l := range plan.Lost {
		o.Lost = append(o.Lost, l.What)
	}
	for _, r := range plan.Orphans {
		o.Orphans = append(o.Orphans, entryRef{r.Kind.String(), r.Name, r.File})
	}
	for _, d := range plan.Dangers {
		o.Dangers = append(o.Dangers, danger{d.Kind.String(), d.Name, d.Brief()})
	}
	for _, i := range plan.Incoming {
		o.Incoming = append(o.Incoming, incoming{i.Kind.String(), i.Name, i.Fate.String(), i.To})
	}
	for _, e := range plan.Edits {
		o.Edits = append(o.Edits, edit{place{e.File, e.Line}, e.Path, value(e.Before), value(e.After)})
	}
	switch {
	case f.object():
		return p.print(f, o)
	case f.word == "name" && !o.Name.Empty():
		p.printName(o.Name)
	case f.word == "name" && !o.Context.Empty():
		p.printName(o.Context)
	}
	return nil
}

// wordFor returns the word for a change, and fills in what it is about.
func wordFor(c model.Change, o *outcome) string {
	switch c := c.(type) {
	case model.UseContext:
		o.Context = c.Context.Name
		return "use-context"
	case model.UnsetContext:
		return "unset-context"
	case model.SetNamespace:
		o.Context, o.Namespace = c.Context.Name, c.Namespace
		return "set-namespace"
	case model.Undo:
		return "undo"
	case model.Redo:
		return "redo"
	case model.Rename:
		o.Name = c.To
		return "rename-" + c.Entry.Kind.String()
	case model.Delete:
		return "delete"
	case model.NewContext:
		o.Name = c.Name
		return "new-context"
	case model.CopyContext:
		o.Name = c.To
		return "copy-context"
	case model.SetCluster:
		o.Name = c.Cluster.Name
		return "set-cluster"
	case model.Renew:
		o.Name = c.User.Name
		return "renew"
	case model.Import:
		return "import"
	case model.Export:
		o.Name = model.NewText(c.Out)
		return "export"
	case model.Several:
		if len(c.Changes) > 0 {
			return wordFor(c.Changes[0], o)
		}
	}
	return ""
}

// value shows a value, unless there is none or it is a secret.
func value(v model.Value) *model.Text {
	switch {
	case v.Absent:
		return nil
	case v.Secret:
		hidden := model.NewText("[secret]")
		return &hidden
	}
	return &v.Text
}
