package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

// A format is what -o asks for. It is empty when nothing was asked for.
type format struct {
	word    string
	allowed []string
}

// String implements pflag.Value.
func (f *format) String() string { return f.word }

// Type implements pflag.Value.
func (f *format) Type() string { return strings.Join(f.allowed, "|") }

// Set implements pflag.Value.
func (f *format) Set(word string) error {
	if !slices.Contains(f.allowed, word) {
		return fmt.Errorf("it must be one of %s", strings.Join(f.allowed, ", "))
	}
	f.word = word
	return nil
}

// object tells whether one of the formats for programs was asked for.
func (f *format) object() bool { return f.word == "json" || f.word == "yaml" }

// outputFlag adds -o with the formats that a command knows.
func outputFlag(cmd *cobra.Command, allowed ...string) *format {
	f := &format{allowed: allowed}
	cmd.Flags().VarP(f, "output", "o", "what to print")
	cmd.RegisterFlagCompletionFunc("output", cobra.FixedCompletions(allowed, cobra.ShellCompDirectiveNoFileComp))
	return f
}
