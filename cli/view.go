package cli

import (
	"context"

	"github.com/spf13/cobra"

	"kubeid/crypto"
	"kubeid/kube"
	"kubeid/model"
)

const aboutView = `Show what kubectl makes of the kubeconfigs as one. Credentials are left out, also what
stands in the arguments and the environment of plugins, in the settings of
auth-providers, and what could be a secret in extensions; --raw shows them.`

// Viewer puts kubeconfigs together.
type Viewer interface {
	// View returns a kubeconfig, which is a secret unless it is shown without them.
	View(ctx context.Context, v kube.Viewing) (crypto.Secret, error)
	// TakesIn tells which files from elsewhere would come to stand in it.
	TakesIn(ctx context.Context, v kube.Viewing) ([]model.Danger, error)
}

func (p *program) views() *cobra.Command {
	var minify, raw, flatten bool
	var context string
	cmd := &cobra.Command{
		Use: "view", Short: "Show what kubectl makes of the kubeconfigs", Long: aboutView,
		Args: atMost(0), ValidArgsFunction: cobra.NoFileCompletions,
	}
	f := outputFlag(cmd, "yaml", "json")
	cmd.Flags().BoolVar(&minify, "minify", false, "only the current context with its cluster and user")
	cmd.Flags().BoolVar(&raw, "raw", false, "with credentials")
	cmd.Flags().BoolVar(&flatten, "flatten", false, "with the content of files, not their paths")
	cmd.Flags().StringVar(&context, "context", "", "only this context with its cluster and user")
	cmd.RegisterFlagCompletionFunc("context", p.names(model.ContextKind, true))
	cmd.RunE = p.begin(func(cmd *cobra.Command, _ []string) error {
		s, state, err := p.load(cmd.Context())
		if err != nil {
			return err
		}
		p.warnOfFiles(state.Config)
		v := kube.Viewing{Show: kube.ShowShort, Embed: flatten, Agreed: true, JSON: f.word == "json"} // it is given to nobody
		if raw {
			v.Show = kube.ShowAll
		}
		if minify || context != "" {
			i, err := p.contextOrCurrent(state.Config, context)
			if err != nil {
				return err
			}
			v.Contexts = []model.Ref{state.Config.Ref(model.ContextKind, i)}
		}
		return p.view(cmd.Context(), s, v)
	})
	return cmd
}

// view prints kubeconfigs put together. On a terminal nothing in them can act on it.
func (p *program) view(ctx context.Context, s Service, v kube.Viewing) error {
	text, err := s.View(ctx, v)
	if err != nil {
		return err
	}
	_, err = p.out.Write(text.Reveal())
	return err
}
