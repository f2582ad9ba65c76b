package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"kubeid/model"
)

// What a command wants to be given: how many words, what says in the error what is
// missing, and another command behind a group of them.

// exactly takes n words.
func exactly(n int, what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if err := atLeast(n, what)(cmd, args); err != nil {
			return err
		}
		return atMost(n)(cmd, args)
	}
}

// atLeast takes n words or more.
func atLeast(n int, what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) >= n {
			return nil
		}
		return errUsage(cmd.CommandPath()+" needs "+what, "see "+cmd.CommandPath()+" --help")
	}
}

// atMost takes up to n words.
func atMost(n int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) <= n {
			return nil
		}
		what := fmt.Sprintf("%s takes no %q", cmd.CommandPath(), safe(args[n]))
		return &model.Problem{Exit: model.ExitUsage, What: what, Todo: "see " + cmd.CommandPath() + " --help"}
	}
}

// group returns a command that only holds others.
func (p *program) group(name, use, short, long string) *cobra.Command {
	return &cobra.Command{
		Use: name + " " + use, Short: short, Long: strings.ReplaceAll(long, "kubeid ", p.name+" "), Args: p.command,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return errUsage(name+" needs to know what", "see "+cmd.CommandPath()+" --help")
		},
	}
}

// errUsage makes an error of usage.
func errUsage(what, todo string) error {
	return &model.Problem{Exit: model.ExitUsage, What: what, Todo: todo}
}
