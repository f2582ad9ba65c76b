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

// mayLose asks before something goes, and before something comes in that may do harm.
func (p *program) mayLose(ctx context.Context, plan model.Plan, w writing) error {
	if question := plan.Question(); len(question) > 0 {
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
	for _, e := range plan.Edits {
		fmt.Fprintln(p.out, e.Place())
		for _, l := range e.Diff() {
			fmt.Fprintln(p.out, safe(l))
		}
	}
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
	switch c := plan.Change.(type) {
	case model.UseContext:
		o.Change, o.Context = "use-context", c.Context.Name
	case model.UnsetContext:
		o.Change = "unset-context"
	case model.SetNamespace:
		o.Change, o.Context, o.Namespace = "set-namespace", c.Context.Name, c.Namespace
	case model.Undo:
		o.Change = "undo"
	}
	for _, e := range plan.Edits {
		o.Edits = append(o.Edits, edit{place{e.File, e.Line}, e.Path, value(e.Before), value(e.After)})
	}
	switch {
	case f.object():
		return p.print(f, o)
	case f.word == "name" && !o.Context.Empty():
		p.printName(o.Context)
	}
	return nil
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
