package cli

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"kubeid/kube"
	"kubeid/model"
)

const aboutShell = `Open a shell that is on one context, whatever the other terminals do: it has a
kubeconfig of its own with this context and nothing else. The namespace that is set
there, and all else that is changed, counts in this shell alone, and goes with it.
Behind -- stands a program to run instead of the shell; its exit code is kept.

  kubeid shell prod
  kubeid shell prod -n web -- kubectl get pods

Without a name it is the current context. $KUBEID_SHELL is the name of the context, for
your prompt.`

// Shells make the kubeconfigs of shells, and take them away.
type Shells interface {
	NewShell(ctx context.Context, which model.Ref, namespace string) (kube.ShellFile, error)
	EndShell(ctx context.Context, f kube.ShellFile) error
}

func (p *program) shell() *cobra.Command {
	var namespace string
	cmd := &cobra.Command{
		Use: "shell [CONTEXT] [-- PROGRAM [ARG]...]", Short: "A shell, or one program, that is on a context of its own", Long: strings.ReplaceAll(aboutShell, "kubeid ", p.name+" "),
		Args: beforeDash(1), ValidArgsFunction: p.names(model.ContextKind, false),
	}
	cmd.Flags().StringVarP(&namespace, "namespace", "n", "", "the namespace there, instead of the context's")
	cmd.RegisterFlagCompletionFunc("namespace", p.namespaces)
	cmd.RunE = p.begin(func(cmd *cobra.Command, args []string) error {
		name, words := "", args
		if n := cmd.ArgsLenAtDash(); n < 0 {
			name, words = strings.Join(args, ""), nil
		} else {
			name, words = strings.Join(args[:n], ""), args[n:]
		}
		return p.shelled(cmd.Context(), name, namespace, words)
	})
	return cmd
}

// beforeDash takes up to n words before a double dash, and any number behind it.
func beforeDash(n int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if at := cmd.ArgsLenAtDash(); at >= 0 {
			args = args[:at]
		}
		return atMost(n)(cmd, args)
	}
}

// shelled runs the words, or the usual shell, on a context of its own.
func (p *program) shelled(ctx context.Context, name, namespace string, words []string) error {
	s, state, err := p.load(ctx)
	if err != nil {
		return err
	}
	p.warnOfFiles(state.Config)
	i, err := p.contextOrCurrent(state.Config, name)
	if err != nil {
		return err
	}
	p.code, err = p.Shell(ctx, s, state.Config.Ref(model.ContextKind, i), namespace, words)
	return err
}
