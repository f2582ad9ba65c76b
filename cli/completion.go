package cli

import (
	"github.com/spf13/cobra"

	"kubeid/model"
)

const aboutCompletion = `Print a script that completes commands, flags and live names.

  bash          source <(kubeid completion bash)
  zsh           kubeid completion zsh > "${fpath[1]}/_kubeid"
  fish          kubeid completion fish > ~/.config/fish/completions/kubeid.fish
  powershell    kubeid completion powershell | Out-String | Invoke-Expression
  kubectl       kubeid completion kubectl > ~/.local/bin/kubectl_complete-identity
                chmod +x ~/.local/bin/kubectl_complete-identity

The last one is for kubectl 1.26 and newer, which asks a program of that name when it
completes "kubectl identity".`

// forKubectl is the program that kubectl asks: it must be on the PATH, executable,
// and named kubectl_complete-identity.
const forKubectl = `#!/bin/sh
exec kubectl-identity __complete "$@"
`

func (p *program) completion() *cobra.Command {
	shells := []string{"bash", "zsh", "fish", "powershell", "kubectl"}
	return &cobra.Command{
		Use:       "completion bash|zsh|fish|powershell|kubectl",
		Short:     "Print a script that completes commands and names in a shell",
		Long:      aboutCompletion,
		ValidArgs: shells,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return errUsage("completion needs the name of one shell", "see "+cmd.CommandPath()+" --help")
			}
			return nil
		},
		RunE: p.begin(func(cmd *cobra.Command, args []string) error { return p.script(cmd.Root(), args[0]) }),
	}
}

func (p *program) script(root *cobra.Command, shell string) error {
	switch shell {
	case "bash":
		return root.GenBashCompletionV2(p.out, true)
	case "zsh":
		return root.GenZshCompletion(p.out)
	case "fish":
		return root.GenFishCompletion(p.out, true)
	case "powershell":
		return root.GenPowerShellCompletionWithDesc(p.out)
	case "kubectl":
		_, err := p.out.WriteString(forKubectl)
		return err
	}
	return &model.Problem{Exit: model.ExitUsage, What: "no completion for the shell " + safe(shell), Todo: "there is one for bash, zsh, fish, powershell and kubectl"}
}
