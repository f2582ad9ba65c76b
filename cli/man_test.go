package cli

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

var update = flag.Bool("update", false, "rewrite man pages and completions")

// TestManPagesAndCompletionsAreCurrent keeps docs/man and docs/completions the same as
// what the commands say of themselves.
func TestManPagesAndCompletionsAreCurrent(t *testing.T) {
	want := map[string]string{}
	p := &program{World: World{Stdout: &bytes.Buffer{}, Stderr: &bytes.Buffer{}, Env: func(string) string { return "" }}, name: "kubeid"}
	root := p.root()
	root.InitDefaultHelpCmd()
	manPages(root, want)
	for shell, file := range map[string]string{"bash": "kubeid.bash", "zsh": "_kubeid", "fish": "kubeid.fish", "powershell": "kubeid.ps1", "kubectl": "kubectl_complete-identity"} {
		want[filepath.Join("completions", file)] = run(t, sound(), "kubeid completion "+shell).ends(0).out
	}
	docs := filepath.Join("..", "docs")
	for _, dir := range []string{"man", "completions"} {
		there, err := os.ReadDir(filepath.Join(docs, dir))
		if err != nil && !*update {
			t.Fatal(err)
		}
		for _, e := range there {
			if _, ok := want[filepath.Join(dir, e.Name())]; !ok {
				t.Errorf("docs/%s/%s belongs to no command; delete it", dir, e.Name())
			}
		}
	}
	for name, text := range want {
		path := filepath.Join(docs, name)
		if *update {
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		got, err := os.ReadFile(path)
		if err != nil || strings.ReplaceAll(string(got), "\r\n", "\n") != text {
			t.Errorf("%s is not current: go test ./cli -run ManPages -update", path)
		}
	}
}

// manPages writes the page of a command and of those below it.
func manPages(cmd *cobra.Command, pages map[string]string) {
	name := strings.ReplaceAll(cmd.CommandPath(), " ", "-")
	var b strings.Builder
	fmt.Fprintf(&b, ".TH %q 1 \"\" \"kubeid\" \"kubeid\"\n", strings.ToUpper(name))
	fmt.Fprintf(&b, ".SH NAME\n%s \\- %s\n", roff(name), roff(cmd.Short))
	fmt.Fprintf(&b, ".SH SYNOPSIS\n.B %s\n", roff(cmd.UseLine()))
	about := cmd.Long
	if about == "" {
		about = cmd.Short + "."
	}
	b.WriteString(".SH DESCRIPTION\n")
	for _, part := range strings.Split(strings.TrimSpace(about), "\n\n") {
		if strings.HasPrefix(part, "  ") {
			fmt.Fprintf(&b, ".nf\n%s\n.fi\n.PP\n", roff(part))
			continue
		}
		fmt.Fprintf(&b, "%s\n.PP\n", roff(part))
	}
	if cmd.Example != "" {
		fmt.Fprintf(&b, ".SH EXAMPLES\n.nf\n%s\n.fi\n", roff(cmd.Example))
	}
	cmd.InitDefaultHelpFlag()
	flags(&b, "OPTIONS", cmd.NonInheritedFlags())
	flags(&b, "OPTIONS FOR ALL COMMANDS", cmd.InheritedFlags())
	var see []string
	if cmd.HasParent() {
		see = append(see, strings.ReplaceAll(cmd.Parent().CommandPath(), " ", "-"))
	}
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() {
			see = append(see, name+"-"+c.Name())
			manPages(c, pages)
		}
	}
	if slices.Sort(see); len(see) > 0 {
		fmt.Fprintf(&b, ".SH SEE ALSO\n%s(1)\n", roff(strings.Join(see, "(1), ")))
	}
	pages[filepath.Join("man", name+".1")] = b.String()
}

func flags(b *strings.Builder, title string, set *pflag.FlagSet) {
	if !set.HasAvailableFlags() {
		return
	}
	fmt.Fprintf(b, ".SH %s\n", title)
	set.VisitAll(func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		name := "--" + f.Name
		if f.Shorthand != "" {
			name = "-" + f.Shorthand + ", " + name
		}
		value, usage := pflag.UnquoteUsage(f)
		fmt.Fprintf(b, ".TP\n.B %s\n%s\n", roff(strings.TrimSpace(name+" "+value)), roff(usage))
	})
}

// roff keeps text from being taken for instructions.
func roff(text string) string {
	text = strings.NewReplacer(`\`, `\e`, "-", `\-`, "'", `\(aq`).Replace(text)
	lines := strings.Split(text, "\n")
	for i, l := range lines {
		if strings.HasPrefix(l, ".") {
			lines[i] = `\&` + l
		}
	}
	return strings.Join(lines, "\n")
}
