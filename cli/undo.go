package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"kubeid/model"
)

const aboutUndo = `Take the last change back, or the one with this ID. Nothing else in the files changes,
and what was changed in a cluster is not undone by it. Before a credential goes, it asks.

  kubeid undo           take the last change back
  kubeid undo -n 3      the last three, one after the other
  kubeid redo           do again what the last undo took back
  kubeid journal        see what can be undone`

const aboutRedo = `Do again what the last undo took back, as long as nothing else was changed since.`

// An undoing is one call of undo or redo.
type undoing struct {
	*format
	writing
	list, forget bool
	steps        int
}

func (p *program) undo() *cobra.Command {
	var o undoing
	cmd := &cobra.Command{
		Use:               "undo [ID]",
		Short:             "Take the last change back",
		Long:              strings.ReplaceAll(aboutUndo, "kubeid ", p.name+" "),
		ValidArgsFunction: p.recordIDs,
		Args: func(cmd *cobra.Command, args []string) error {
			if o.forget {
				return nil
			}
			return atMost(1)(cmd, args)
		},
	}
	o.format = outputFlag(cmd, "table", "json", "yaml")
	o.writing.flags(cmd)
	cmd.Flags().IntVarP(&o.steps, "steps", "n", 1, "how many changes to take back")
	cmd.Flags().BoolVar(&o.list, "list", false, "list what can be undone, as journal does")
	cmd.Flags().BoolVar(&o.forget, "forget", false, "forget changes, as journal forget does")
	cmd.RunE = p.begin(func(cmd *cobra.Command, args []string) error { return p.undoing(cmd, o, args) })
	return cmd
}

func (p *program) undoing(cmd *cobra.Command, o undoing, args []string) error {
	ctx, s := cmd.Context(), p.Open(p.options())
	switch {
	case o.list && (o.forget || len(args) > 0):
		return errUsage("--list goes with nothing else", "see "+cmd.CommandPath()+" --help")
	case o.list:
		return p.listSteps(ctx, s, o.format)
	case o.forget:
		return p.forget(ctx, s, o.writing, args)
	case len(args) > 0:
		return p.carryOut(ctx, s, o.format, o.writing, model.Undo{ID: args[0]})
	}
	return p.repeat(ctx, s, o, cmd.CommandPath(), func() model.Change { return model.Undo{} })
}

func (p *program) redo() *cobra.Command {
	var o undoing
	cmd := &cobra.Command{
		Use:               "redo",
		Short:             "Do again what the last undo took back",
		Long:              aboutRedo,
		Args:              atMost(0),
		ValidArgsFunction: cobra.NoFileCompletions,
	}
	o.format = outputFlag(cmd, "table", "json", "yaml")
	o.writing.flags(cmd)
	cmd.Flags().IntVarP(&o.steps, "steps", "n", 1, "how many undos to take back")
	cmd.RunE = p.begin(func(cmd *cobra.Command, args []string) error {
		return p.repeat(cmd.Context(), p.Open(p.options()), o, cmd.CommandPath(), func() model.Change { return model.Redo{} })
	})
	return cmd
}

// repeat makes several steps, each after the one before it is done. A dry run shows
// the first one.
func (p *program) repeat(ctx context.Context, s Service, o undoing, command string, step func() model.Change) error {
	switch {
	case o.steps < 1:
		return errUsage(fmt.Sprintf("%d is no number of steps", o.steps), "see "+command+" --help")
	case o.steps > 1 && (o.dryRun || o.object()):
		return errUsage("several steps cannot be shown at once", "leave -n away, or --dry-run and -o")
	}
	for range o.steps {
		if err := p.carryOut(ctx, s, o.format, o.writing, step()); err != nil {
			return err
		}
	}
	return nil
}
