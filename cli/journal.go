package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"kubeid/kube/store"
	"kubeid/model"
)

const aboutJournal = `Show what kubeid has changed: for 30 days, at most 50 changes. The journal stands under
$XDG_STATE_HOME/kubeid (~/.local/state/kubeid). Changed values stand there as they are,
secrets too, readable by nobody but you; they are never shown, and forget removes them.

  kubeid journal              list
  kubeid journal show ID      which files a change has written, and where
  kubeid journal forget ID…   forget changes, or all of them when none is named`

// Journal is what was written.
type Journal interface {
	// Steps returns what was written, the newest first.
	Steps(ctx context.Context) ([]store.Step, error)
	// Forget removes steps, or all of them when none is named.
	Forget(ctx context.Context, ids ...string) error
}

func (p *program) journal() *cobra.Command {
	cmd := &cobra.Command{
		Use:               "journal",
		Short:             "Show or forget what was changed",
		Long:              strings.ReplaceAll(aboutJournal, "kubeid ", p.name+" "),
		Args:              atMost(0),
		ValidArgsFunction: cobra.NoFileCompletions,
	}
	f := outputFlag(cmd, "table", "json", "yaml")
	cmd.RunE = p.begin(func(cmd *cobra.Command, _ []string) error {
		return p.listSteps(cmd.Context(), p.Open(p.options()), f)
	})
	cmd.AddCommand(p.journalShow(), p.journalForget())
	return cmd
}

func (p *program) journalShow() *cobra.Command {
	cmd := &cobra.Command{
		Use:               "show [ID]",
		Short:             "Show which files a change has written, and where",
		Args:              atMost(1),
		ValidArgsFunction: p.recordIDs,
	}
	f := outputFlag(cmd, "table", "json", "yaml")
	cmd.RunE = p.begin(func(cmd *cobra.Command, args []string) error {
		s := p.Open(p.options())
		if len(args) == 0 {
			return p.listSteps(cmd.Context(), s, f)
		}
		return p.showStep(cmd.Context(), s, f, args[0])
	})
	return cmd
}

func (p *program) journalForget() *cobra.Command {
	var w writing
	cmd := &cobra.Command{
		Use:               "forget [ID]...",
		Short:             "Forget changes, which cannot be undone any more then",
		ValidArgsFunction: p.recordIDs,
	}
	w.flags(cmd)
	cmd.RunE = p.begin(func(cmd *cobra.Command, args []string) error {
		return p.forget(cmd.Context(), p.Open(p.options()), w, args)
	})
	return cmd
}

// A recordList is the journal as data.
type recordList struct {
	APIVersion string   `json:"apiVersion"`
	Kind       string   `json:"kind"`
	Items      []record `json:"items"`
}

type record struct {
	ID        string     `json:"id"`
	Time      string     `json:"time"`
	What      model.Text `json:"what"`
	File      string     `json:"file"`             // the first one
	Files     []string   `json:"files"`            // all of them
	Undoes    string     `json:"undoes,omitempty"` // ID of the record that it took back
	TakenBack bool       `json:"takenBack"`        // a later one took it back
}

func recordOf(s store.Step) record {
	r := record{ID: s.ID, Time: s.Time.UTC().Format(time.RFC3339), What: model.NewText(s.Words), Files: []string{}, Undoes: s.Undoes, TakenBack: s.TakenBack}
	for _, one := range s.Records {
		r.Files = append(r.Files, one.File)
	}
	if len(r.Files) > 0 {
		r.File = r.Files[0]
	}
	return r
}

func (p *program) listSteps(ctx context.Context, s Service, f *format) error {
	steps, err := s.Steps(ctx)
	if err != nil {
		return err
	}
	if f.object() {
		out := recordList{apiVersion, "RecordList", []record{}}
		for _, step := range steps {
			out.Items = append(out.Items, recordOf(step))
		}
		return p.print(f, out)
	}
	if len(steps) == 0 {
		p.say("nothing was changed yet")
		return nil
	}
	var rows [][]string
	now := time.Now()
	for _, step := range steps {
		rows = append(rows, []string{safe(step.ID), age(now.Sub(step.Time)), safe(step.Words), where(step), fate(step)})
	}
	p.table([]string{"ID", "AGE", "WHAT", "FILE", "STATE"}, rows)
	return nil
}

// where names the file of a step, and counts the others.
func where(s store.Step) string {
	if len(s.Records) == 0 {
		return "-"
	}
	first := safe(s.Records[0].Label)
	if more := len(s.Records) - 1; more > 0 {
		return fmt.Sprintf("%s +%d", first, more)
	}
	return first
}

// fate says what became of a step.
func fate(s store.Step) string {
	if s.TakenBack {
		return "taken back"
	}
	return "-"
}

// age is a time span in one or two digits, as kubectl shows it.
func age(d time.Duration) string {
	for _, unit := range []struct {
		length time.Duration
		letter string
	}{{24 * time.Hour, "d"}, {time.Hour, "h"}, {time.Minute, "m"}} {
		if d >= 2*unit.length {
			return fmt.Sprintf("%d%s", d/unit.length, unit.letter)
		}
	}
	return fmt.Sprintf("%ds", max(0, d)/time.Second)
}

// A recordFact is one change as data. What was written is a secret and has no field.
type recordFact struct {
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
	record
	Writes []write `json:"writes"`
}

type write struct {
	File   string `json:"file"`
	Places int    `json:"places"` // how many places of the file were changed
	Before int    `json:"before"` // how many bytes stood there
	After  int    `json:"after"`  // how many bytes were put there
}

func (p *program) showStep(ctx context.Context, s Service, f *format, id string) error {
	steps, err := s.Steps(ctx)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(steps, func(s store.Step) bool { return s.ID == id })
	if i < 0 {
		return p.noRecord(id)
	}
	step := steps[i]
	fact := recordFact{apiVersion, "Record", recordOf(step), []write{}}
	for _, r := range step.Records {
		w := write{File: r.File, Places: len(r.Patches)}
		for _, h := range r.Patches {
			w.Before, w.After = w.Before+len(h.Old.Reveal()), w.After+len(h.New.Reveal())
		}
		fact.Writes = append(fact.Writes, w)
	}
	if f.object() {
		return p.print(f, fact)
	}
	fmt.Fprintln(p.out, safe(step.Words))
	fmt.Fprintln(p.out, step.Time.Local().Format("2006-01-02 15:04:05 -0700"))
	for n, w := range fact.Writes {
		fmt.Fprintf(p.out, "%s: %d places, %d bytes before, %d after\n", safe(step.Records[n].Label), w.Places, w.Before, w.After)
	}
	if step.TakenBack {
		p.say("taken back")
	}
	return nil
}

func (p *program) noRecord(id string) error {
	return &model.Problem{Exit: model.ExitNotFound, What: fmt.Sprintf("the journal has no record %q", safe(id)), Todo: "see what it has with: " + p.name + " journal"}
}

// forget removes steps after a yes: they cannot be had back.
func (p *program) forget(ctx context.Context, s Service, w writing, ids []string) error {
	steps, err := s.Steps(ctx)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if !slices.ContainsFunc(steps, func(s store.Step) bool { return s.ID == id }) {
			return p.noRecord(id)
		}
	}
	what := "all that could be undone will be forgotten"
	if len(ids) > 0 {
		what = "what cannot be undone any more: " + strings.Join(ids, ", ")
	}
	if w.dryRun {
		p.say(what)
		return nil
	}
	if err := p.confirm(ctx, w, what); err != nil {
		return err
	}
	if err := s.Forget(ctx, ids...); err != nil {
		return err
	}
	p.say("forgotten")
	return nil
}

// recordIDs completes the IDs of steps, with what each one did.
func (p *program) recordIDs(cmd *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	steps, err := p.Open(p.options()).Steps(cmd.Context())
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var out []cobra.Completion
	for _, s := range steps {
		if strings.HasPrefix(s.ID, typed) && harmless(s.ID) {
			out = append(out, cobra.CompletionWithDesc(s.ID, safe(s.Words)))
		}
	}
	return out, cobra.ShellCompDirectiveNoFileComp
}
