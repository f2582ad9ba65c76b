package cli

import (
	"strings"
	"unicode"

	"github.com/spf13/cobra"

	"kubeid/model"
)

// names completes the names of one kind, each once on a line.
func (p *program) names(kind model.Kind, many bool) cobra.CompletionFunc {
	return func(cmd *cobra.Command, args []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
		if len(args) > 0 && !many {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		loaded, err := p.Open(p.options()).Load(cmd.Context())
		if err != nil {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return offered(loaded.Config.Names(kind), typed), cobra.ShellCompDirectiveNoFileComp
	}
}

// namespaces completes the namespaces that the kubeconfigs already use.
func (p *program) namespaces(cmd *cobra.Command, args []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	loaded, err := p.Open(p.options()).Load(cmd.Context())
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var known []string
	for _, ns := range loaded.Config.Namespaces(loaded.Config.CurrentContext()) {
		known = append(known, ns.Raw())
	}
	return offered(known, typed), cobra.ShellCompDirectiveNoFileComp
}

// offered returns the names that begin with what was typed and that are harmless
// in a shell. The scripts of some shells put what is offered into the line as it is.
func offered(names []string, typed string) []cobra.Completion {
	var out []cobra.Completion
	for _, n := range names {
		if strings.HasPrefix(n, typed) && harmless(n) {
			out = append(out, n)
		}
	}
	return out
}

// harmless tells whether a shell takes s for one plain word.
func harmless(s string) bool {
	for i, r := range s {
		switch {
		case unicode.IsLetter(r) && !model.Unsafe(r), r >= '0' && r <= '9':
		case strings.ContainsRune("_./@:", r):
		case i > 0 && strings.ContainsRune("-+=%,~#", r):
		default:
			return false
		}
	}
	return s != ""
}
