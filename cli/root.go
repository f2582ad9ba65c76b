package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"kubeid/model"
)

const about = `kubeid shows where you can go, who you are there, and switches.

Without a command it opens the program on the whole screen. Every ability is a
command as well: data goes to standard output, talk to standard error.

Exit codes: 0 fine, 1 error, 2 usage, 3 not found, 4 refused or needs a yes,
5 changed meanwhile or locked, 130 interrupted.`

// root is the command without a name. words are those of the command line, or none when
// all commands are wanted.
func (p *program) root(words ...string) *cobra.Command {
	root := &cobra.Command{
		Use:           "kubeid",
		Short:         "Where you can go, who you are there, and until when",
		Long:          about,
		Args:          p.command,
		RunE:          p.begin(p.screen),
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	if p.name != "kubeid" {
		root.Use = "kubectl-identity"
		root.Annotations = map[string]string{cobra.CommandDisplayNameAnnotation: p.name}
	}
	root.SetIn(p.Stdin)
	root.SetOut(p.out)
	root.SetErr(p.Stderr)
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return &model.Problem{Exit: model.ExitUsage, What: err.Error(), Todo: "see " + cmd.CommandPath() + " --help"}
	})
	root.CompletionOptions.DisableDefaultCmd = true
	root.Flags().Bool("version", false, "say which version this is, as the command of that name does")
	root.PersistentFlags().StringVar(&p.kubeconfig, "kubeconfig", "", "this one file, instead of $KUBECONFIG or ~/.kube/config")
	root.MarkPersistentFlagFilename("kubeconfig")
	accessibleFlag(root, &p.accessible)
	root.AddCommand(p.commands(words)...)
	return root
}

// accessibleFlag is for those who do not look at the screen.
func accessibleFlag(cmd *cobra.Command, on *bool) {
	cmd.Flags().BoolVar(on, "accessible", false, "ask one question at a time on plain lines, for screen readers")
}

// screen opens the program on the whole screen, or on plain lines, which need no terminal.
func (p *program) screen(cmd *cobra.Command, _ []string) error {
	if version, _ := cmd.Flags().GetBool("version"); version {
		fmt.Fprintln(p.out, p.Version.filled())
		return nil
	}
	if p.accessible && p.TUI != nil {
		return p.TUI(cmd.Context(), p.Open(p.options()), Look{Accessible: true})
	}
	if !p.InTerminal || !p.OutTerminal || p.TUI == nil {
		cmd.SetOut(p.Stderr)
		cmd.Help()
		return &model.Problem{Exit: model.ExitUsage, What: "there is no terminal to draw on", Todo: "name a command, such as " + p.name + " ctx"}
	}
	p.drawing = true
	s := p.Open(p.options())
	return p.TUI(cmd.Context(), s, Look{Accessible: wantsLines(s)})
}

// wantsLines tells whether the settings want plain lines. Where they cannot be read, the
// screen opens, and says so.
func wantsLines(s Service) bool {
	settings, err := s.Settings()
	return err == nil && settings.Accessible
}

// command refuses words that are no command, with those that come near.
func (p *program) command(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	what := fmt.Sprintf("there is no command %q", cmd.CommandPath()+" "+safe(args[0]))
	if !cmd.HasParent() {
		if err := p.habitual(what, args[0]); err != nil {
			return err
		}
	}
	cmd.SuggestionsMinimumDistance = 2
	if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
		return &model.Problem{Exit: model.ExitUsage, What: what, Todo: "did you mean " + strings.Join(near, " or ") + "?"}
	}
	return &model.Problem{Exit: model.ExitUsage, What: what, Todo: "see " + cmd.CommandPath() + " --help"}
}
