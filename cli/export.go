package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"kubeid/kube"
	"kubeid/model"
)

const aboutExport = `Write contexts with their clusters and users, and no others, into a kubeconfig that
stands by itself: files that it points to are put into it; preferences and extensions go
along as with kubectl, without what could be a secret. --out makes a new file for
you alone, and never overwrites, so undo has nothing to do with it; without it the result
goes to standard output, though not to a terminal, unless it is --redacted. Files outside
of the kubeconfig's folder are named first: on a terminal it asks, without one it needs
--yes. No private key goes along with an authority.

  kubeid export prod --out prod.kubeconfig
  kubeid export prod stage --redacted`

// An exporting is one call of export.
type exporting struct {
	*format
	writing
	out      string
	redacted bool
}

func (p *program) exports() *cobra.Command {
	var o exporting
	cmd := &cobra.Command{
		Use: "export CONTEXT...", Short: "Write contexts into a kubeconfig that stands by itself", Long: strings.ReplaceAll(aboutExport, "kubeid ", p.name+" "),
		Args: atLeast(1, "the name of a context"), ValidArgsFunction: p.names(model.ContextKind, true),
	}
	o.format = outputFlag(cmd, "yaml", "json", "name")
	o.writing.flags(cmd)
	cmd.Flags().StringVar(&o.out, "out", "", "the new file")
	cmd.MarkFlagFilename("out")
	cmd.Flags().BoolVar(&o.redacted, "redacted", false, "without credentials")
	cmd.RunE = p.begin(func(cmd *cobra.Command, args []string) error { return p.exporting(cmd.Context(), o, args) })
	return cmd
}

func (p *program) exporting(ctx context.Context, o exporting, names []string) error {
	s, state, err := p.load(ctx)
	if err != nil {
		return err
	}
	var refs []model.Ref
	for _, name := range names {
		ref, err := p.entryNamed(state.Config, model.ContextKind, name, "")
		if err != nil {
			return err
		}
		refs = append(refs, ref)
	}
	switch {
	case o.out != "":
		return p.carryOut(ctx, s, o.format, o.writing, model.Export{Contexts: refs, Out: absolute(o.out), Redacted: o.redacted})
	case p.OutTerminal && !o.redacted:
		return &model.Problem{Exit: model.ExitRefused, What: "the credentials would be shown on the terminal", Todo: "write them to a file with --out FILE, or look with --redacted"}
	}
	v := kube.Viewing{Contexts: refs, Embed: !o.redacted, Handed: true, JSON: o.word == "json"}
	if o.redacted {
		v.Show = kube.ShowNoSecrets
	}
	dangers, err := s.TakesIn(ctx, v)
	if err != nil {
		return err
	}
	var question []string
	for _, d := range dangers {
		question = append(question, fmt.Sprintf("%s %q %s", d.Kind, d.Name, d.What))
	}
	if len(question) > 0 {
		if err := p.confirm(ctx, o.writing, question...); err != nil {
			return err
		}
	}
	v.Agreed = true
	return p.view(ctx, s, v)
}
