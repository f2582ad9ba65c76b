package cli

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"kubeid/kube"
	"kubeid/model"
)

// A World is everything outside that the commands touch. main hands it over, so
// that nothing here reads the environment or writes to the terminal on its own.
type World struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer

	InTerminal, OutTerminal bool // whether standard input and output are terminals

	Env     func(name string) string
	Version Version

	Open func(kube.Options) Service                                // the abilities
	TUI  func(ctx context.Context, s Service, l Look) error        // the program on the whole screen, or on plain lines
	Demo func(ctx context.Context, d Demo) error                   // makes a demo and shows it
	Pick func(ctx context.Context, s Service, filter string) error // switches to what a person chooses in a few lines; context.Canceled when it is nothing

	// Shell runs words, or the usual shell, on a context of its own, and returns the exit code.
	Shell func(ctx context.Context, s Shells, which model.Ref, namespace string, words []string) (int, error)
}

// A Look is how a person meets the program.
type Look struct {
	Accessible bool // one question at a time on plain lines, in place of the whole screen
}

// Service is what the commands need of kube.Service.
type Service interface {
	Load(ctx context.Context) (model.Loaded, error)
	Decode(ctx context.Context, entries []model.Ref, look model.Look, tell func(model.Event)) error
	Plan(ctx context.Context, c model.Change) (model.Plan, error)
	Apply(ctx context.Context, p model.Plan) (model.Applied, error)
	Watch(ctx context.Context, tell func(model.Event)) error
	PreviousNamespace(ref model.Ref) (string, bool)
	Journal
	Viewer
	Locks
	Prober
	Logins
	Inspector
	Doctor
	Onboarding
	Requests
	Accounts
	Shells
}

// A program is one run of the command line.
type program struct {
	World
	name       string // how a person calls it: "kubeid" or "kubectl identity"
	kubeconfig string // --kubeconfig
	accessible bool   // --accessible
	out        *bufio.Writer
	drawing    bool // whether a screen or the picker has the terminal
	begun      bool // whether a command was found and began; before that, every error is one of usage
	code       int  // with which a command that did all it should ends
}

// Run carries out the command line args, whose first element is the program's own
// name, and returns the exit code.
func Run(ctx context.Context, args []string, w World) int {
	p := &program{World: w, name: calledAs(args[0]), out: bufio.NewWriter(w.Stdout)}
	root := p.root(args[1:]...)
	root.SetArgs(args[1:])
	err := root.ExecuteContext(ctx)
	if flushed := p.out.Flush(); err == nil {
		err = flushed
	}
	if err != nil && !p.begun {
		err = p.usage(err)
	}
	return p.report(err)
}

// calledAs tells how a person calls the program: a plugin is called by kubectl.
func calledAs(arg string) string {
	name := strings.TrimSuffix(filepath.Base(arg), ".exe")
	if strings.HasPrefix(name, "kubectl-") {
		return "kubectl identity"
	}
	return "kubeid"
}

// begin marks the place where the command line has been understood.
func (p *program) begin(run func(cmd *cobra.Command, args []string) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		if err := notEmpty(cmd); err != nil {
			return err
		}
		p.begun = true
		return run(cmd, args)
	}
}

// elsewhere names the flags that say where something goes, or what it comes from or is
// protected by. Without them it would go to a place that nobody named.
var elsewhere = []string{
	"base", "ca-cert", "ca-key", "ca-out", "context", "encrypt-to", "file", "from", "from-csr", "in", "kubeconfig-out",
	"like", "merge", "out", "p12-passphrase-file", "passphrase-file", "token-file", "token-out",
}

// notEmpty refuses a flag without a value, as --out "$FILE" is where FILE is not set:
// the credentials would be printed then.
func notEmpty(cmd *cobra.Command) (err error) {
	cmd.Flags().Visit(func(f *pflag.Flag) {
		if f.Value.Type() == "string" && f.Value.String() == "" && slices.Contains(elsewhere, f.Name) {
			err = errUsage("--"+f.Name+" has no value", "give it one, or leave it away")
		}
	})
	return err
}

// usage turns what cobra complains about into an error of usage.
func (p *program) usage(err error) error {
	if model.Hint(err) != "" {
		return err
	}
	what, _, _ := strings.Cut(err.Error(), "\n")
	return &model.Problem{Exit: model.ExitUsage, What: what, Todo: "see " + p.name + " --help"}
}

// report says on standard error what went wrong and what to do, one line each,
// and returns the exit code.
func (p *program) report(err error) int {
	code := model.ExitCode(err)
	if err == nil {
		return p.code
	}
	what := strings.ReplaceAll(err.Error(), context.Canceled.Error(), "interrupted")
	fmt.Fprintln(p.Stderr, "kubeid: "+safe(what))
	if hint := model.Hint(err); hint != "" {
		fmt.Fprintln(p.Stderr, "hint: "+safe(hint))
	}
	return code
}

// say tells a person something that is no data.
func (p *program) say(words ...string) {
	for _, w := range words {
		fmt.Fprintln(p.Stderr, safe(w))
	}
}

// safe keeps a message on one line and its terminal unharmed, whatever came into it.
func safe(words string) string { return model.NewText(words).String() }
