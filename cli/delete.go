package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"kubeid/model"
)

const aboutDelete = `Delete contexts, clusters or users. On a terminal it says what will be gone and asks;
without one it needs --yes. Deleting the current context unsets it. Clusters and users
that no context uses any more stay, and are told; --with-orphans deletes them as well.

  kubeid delete context old older
  kubeid delete context lab --with-orphans
  kubeid ctx -d old                        the same for contexts; . is the current one`

// A deleting is one call of delete.
type deleting struct {
	*format
	writing
	in      string
	orphans bool
}

func (p *program) delete() *cobra.Command {
	cmd := p.group("delete", "context|cluster|user NAME...", "Delete entries", aboutDelete)
	for _, k := range kinds {
		var o deleting
		sub := &cobra.Command{
			Use: k.word + " NAME...", Aliases: k.aliases, Short: "Delete " + k.word + "s",
			Args: atLeast(1, "the name of a "+k.word), ValidArgsFunction: p.names(k.kind, true),
		}
		o.format = outputFlag(sub, "table", "json", "yaml", "name")
		o.writing.flags(sub)
		inFlag(sub, &o.in)
		if k.kind == model.ContextKind {
			sub.Flags().BoolVar(&o.orphans, "with-orphans", false, "also the clusters and users that no context would use any more")
		}
		sub.RunE = p.begin(func(cmd *cobra.Command, args []string) error { return p.deleting(cmd.Context(), o, k.kind, args) })
		cmd.AddCommand(sub)
	}
	return cmd
}

func (p *program) deleting(ctx context.Context, o deleting, kind model.Kind, names []string) error {
	s, state, err := p.load(ctx)
	if err != nil {
		return err
	}
	var c model.Delete
	for _, name := range names {
		ref, err := p.entryNamed(state.Config, kind, name, o.in)
		if err != nil {
			return err
		}
		if !slices.Contains(c.Entries, ref) {
			c.Entries = append(c.Entries, ref)
		}
	}
	p.warnOfFiles(state.Config)
	plan, err := s.Plan(ctx, c)
	if err != nil {
		return err
	}
	if o.orphans && len(plan.Orphans) > 0 {
		c.Entries = append(c.Entries, plan.Orphans...)
		return p.carryOut(ctx, s, o.format, o.writing, c)
	}
	if err := p.carryOutPlan(ctx, s, o.format, o.writing, plan); err != nil {
		return err
	}
	p.offer(plan.Orphans)
	return nil
}

// offer says which entries no context uses any more, and how to delete them.
func (p *program) offer(orphans []model.Ref) {
	for _, k := range kinds {
		var names, words []string
		for _, r := range orphans {
			if r.Kind == k.kind {
				names = append(names, fmt.Sprintf("%q", r.Name))
				if strings.HasPrefix(r.Name.Raw(), "-") && !slices.Contains(words, "--") {
					words = append([]string{"--"}, words...) // what follows is a name
				}
				words = append(words, model.ShellQuote(r.Name.String()))
			}
		}
		if len(names) > 0 {
			p.say(fmt.Sprintf("hint: no context uses %s %s any more: %s delete %s %s", k.word, strings.Join(names, ", "), p.name, k.word, strings.Join(words, " ")))
		}
	}
}
