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

const aboutUndo = `Take the last change back, or the one with this ID. Nothing else in the file changes.

kubeid keeps what it changed for 30 days, at most 50 changes, in its journal under
$XDG_STATE_HOME/kubeid (~/.local/state/kubeid). Changed values stand there as they are,
secrets too, readable by nobody but you; --forget removes them.`

// Journal is what was written.
type Journal interface {
	// Records returns what was written, the newest first.
	Records(ctx context.Context) ([]store.Record, error)
	// Forget removes records, or all of them when none is named.
	Forget(ctx context.Context, ids ...string) error
}

// An undoing is one call of undo.
type undoing struct {
	*format
	writing
	list, forget bool
}

func (p *program) undo() *cobra.Command {
	var o undoing
	cmd := &cobra.Command{
		Use:               "undo [ID]",
		Short:             "Take the last change back",
		Long:              aboutUndo,
		ValidArgsFunction: p.recordIDs,
		Args: func(cmd *cobra.Command, args []string) error {
			if o.forget {
				return nil
			}
			return atMost(1)(cmd, args)
		},
	}
	o.format = outputFlag(cmd, "table", "json", "yaml")
	o.flags(cmd)
	cmd.Flags().BoolVar(&o.list, "list", false, "list what can be undone, the newest first")
	cmd.Flags().BoolVar(&o.forget, "forget", false, "remove the records with these IDs, or all of them, from the journal")
	cmd.RunE = p.begin(func(cmd *cobra.Command, args []string) error { return p.undoing(cmd, o, args) })
	return cmd
}

func (p *program) undoing(cmd *cobra.Command, o undoing, args []string) error {
	ctx, s := cmd.Context(), p.Open(p.options())
	switch {
	case o.list && (o.forget || len(args) > 0):
		return errUsage("--list goes with nothing else", "see "+cmd.CommandPath()+" --help")
	case o.list:
		return p.listRecords(ctx, s, o)
	case o.forget:
		return p.forget(ctx, s, o, args)
	}
	undo := model.Undo{}
	if len(args) > 0 {
		undo.ID = args[0]
	}
	return p.carryOut(ctx, s, o.format, o.writing, undo)
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
	File      string     `json:"file"`
	Undoes    string     `json:"undoes,omitempty"` // ID of the record that it took back
	TakenBack bool       `json:"takenBack"`        // a later one took it back
}

func (p *program) listRecords(ctx context.Context, s Service, o undoing) error {
	records, err := s.Records(ctx)
	if err != nil {
		return err
	}
	if o.object() {
		out := recordList{apiVersion, "RecordList", []record{}}
		for _, r := range records {
			out.Items = append(out.Items, record{r.ID, r.Time.UTC().Format(time.RFC3339), model.NewText(r.Words), r.File, r.Undoes, r.TakenBack})
		}
		return p.print(o.format, out)
	}
	if len(records) == 0 {
		p.say("nothing was changed yet")
		return nil
	}
	var rows [][]string
	now := time.Now()
	for _, r := range records {
		rows = append(rows, []string{safe(r.ID), age(now.Sub(r.Time)), safe(r.Words), safe(r.Label), fate(r)})
	}
	p.table([]string{"ID", "AGE", "WHAT", "FILE", "STATE"}, rows)
	return nil
}

// fate says what became of a record.
func fate(r store.Record) string {
	if r.TakenBack {
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

// forget removes records after a yes: they cannot be had back.
func (p *program) forget(ctx context.Context, s Service, o undoing, ids []string) error {
	records, err := s.Records(ctx)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if !slices.ContainsFunc(records, func(r store.Record) bool { return r.ID == id }) {
			return &model.Problem{Exit: model.ExitNotFound, What: fmt.Sprintf("the journal has no record %q", safe(id)), Todo: "see what it has with: " + p.name + " undo --list"}
		}
	}
	what := "all that could be undone will be forgotten"
	if len(ids) > 0 {
		what = "what cannot be undone any more: " + strings.Join(ids, ", ")
	}
	if o.dryRun {
		p.say(what)
		return nil
	}
	if err := p.confirm(ctx, o.writing, what); err != nil {
		return err
	}
	if err := s.Forget(ctx, ids...); err != nil {
		return err
	}
	p.say("forgotten")
	return nil
}

// recordIDs completes the IDs of records, with what each one did.
func (p *program) recordIDs(cmd *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	records, err := p.Open(p.options()).Records(cmd.Context())
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var out []cobra.Completion
	for _, r := range records {
		if strings.HasPrefix(r.ID, typed) && harmless(r.ID) {
			out = append(out, cobra.CompletionWithDesc(r.ID, safe(r.Words)))
		}
	}
	return out, cobra.ShellCompDirectiveNoFileComp
}
