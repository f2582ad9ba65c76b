package cli

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"kubeid/model"
)

const aboutRename = `Give a context, cluster or user another name. Every reference that kubectl resolves to
it follows, in every file, and so does the current context. Nothing is ever overwritten.

  kubeid rename context old new
  kubeid rename user jane janet --in ~/.kube/other   the one that is written there
  kubeid ctx new=old                                 the same for contexts; . is the current one`

// A renaming is one call of rename.
type renaming struct {
	*format
	writing
	in      string
	ownFile bool
}

func (p *program) rename() *cobra.Command {
	cmd := p.group("rename", "context|cluster|user OLD NEW", "Give an entry another name, with all references to it", aboutRename)
	for _, k := range kinds {
		var o renaming
		sub := &cobra.Command{
			Use: k.word + " OLD NEW", Aliases: k.aliases, Short: "Give a " + k.word + " another name",
			Args: exactly(2, "the old and the new name"), ValidArgsFunction: p.names(k.kind, false),
		}
		o.format = outputFlag(sub, "table", "json", "yaml", "name")
		o.writing.flags(sub)
		inFlag(sub, &o.in)
		if k.kind != model.ContextKind {
			sub.Flags().BoolVar(&o.ownFile, "own-file", false, "the contexts of its own file follow, though kubectl took another file's "+k.word+" for them")
		}
		sub.RunE = p.begin(func(cmd *cobra.Command, args []string) error {
			s, state, err := p.load(cmd.Context())
			if err != nil {
				return err
			}
			ref, err := p.entryNamed(state.Config, k.kind, args[0], o.in)
			if err != nil {
				return err
			}
			p.warnOfFiles(state.Config)
			return p.carryOut(cmd.Context(), s, o.format, o.writing, model.Rename{Entry: ref, To: model.NewText(args[1]), OwnFile: o.ownFile})
		})
		cmd.AddCommand(sub)
	}
	return cmd
}

// renameContext does what ctx NEW=OLD wishes for.
func (p *program) renameContext(ctx context.Context, o switching, wish string) error {
	to, old, _ := strings.Cut(wish, "=")
	s, state, err := p.load(ctx)
	if err != nil {
		return err
	}
	ref, err := p.entryNamed(state.Config, model.ContextKind, old, "")
	if err != nil {
		return err
	}
	p.warnOfFiles(state.Config)
	return p.carryOut(ctx, s, o.format, o.writing, model.Rename{Entry: ref, To: model.NewText(to)})
}
