package cli

import (
	"context"

	"github.com/spf13/cobra"
)

const aboutDemo = `A place to try everything, without a cluster and without touching anything of yours:
a new folder with kubeconfigs, good ones and bad ones, and two API servers on this
computer that they lead to. It opens on the whole screen, as kubeid does; q ends the
servers and offers to delete the folder, ctrl+c ends them at once and keeps it.

DIR is the folder, which must be new or empty; without it, one among the temporary
files is taken. kubectl and curl work there as well, while the demo runs: the folder's
README.txt says how.`

// A Demo is how the demo shall run.
type Demo struct {
	Dir   string // "" for a new folder among the temporary files
	Tour  bool   // lead through it, one step at a time
	Serve bool   // no screen: only the servers, until an interrupt
	Look
}

func (p *program) demo() *cobra.Command {
	var d Demo
	cmd := &cobra.Command{
		Use:   "demo [DIR]",
		Short: "Try everything on clusters that are made for it, on this computer",
		Long:  aboutDemo,
		Args:  atMost(1),
	}
	cmd.Flags().BoolVar(&d.Tour, "tour", false, "lead through it, one step at a time")
	cmd.Flags().BoolVar(&d.Serve, "serve", false, "run the servers without a screen, until an interrupt; print what to set for kubectl")
	accessibleFlag(cmd, &d.Accessible)
	cmd.RunE = p.begin(func(cmd *cobra.Command, args []string) error {
		if len(args) > 0 {
			d.Dir = args[0]
		}
		return p.tryOut(cmd.Context(), cmd, d)
	})
	return cmd
}

func (p *program) tryOut(ctx context.Context, cmd *cobra.Command, d Demo) error {
	if d.Serve && d.Tour {
		return errUsage("--serve has no screen to lead through with --tour", "take one of the two")
	}
	if !d.Serve && !d.Accessible && (!p.InTerminal || !p.OutTerminal) {
		return errUsage("there is no terminal to draw on", "run "+cmd.CommandPath()+" --serve for the servers alone")
	}
	p.drawing = true
	d.Accessible = d.Accessible || wantsLines(p.Open(p.options())) // the demo has settings of its own
	return p.Demo(ctx, d)
}
