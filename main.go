// Command kubeid shows where you can go, who you are there, and until when.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/charmbracelet/x/term"

	"kubeid/cli"
	"kubeid/kube"
	"kubeid/ui"
)

// version is set by the linker for a release (-ldflags "-X main.version=v1.2.3").
var version string

func main() { os.Exit(run()) }

// run wires the packages together and returns the exit code. The first ctrl+c asks
// the work to stop where it is safe; the second one ends the program at once. Signals
// are not given back at the end, which would cost a small command a fiftieth.
func run() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	context.AfterFunc(ctx, stop)
	return cli.Run(ctx, os.Args, cli.World{
		Stdin:       os.Stdin,
		Stdout:      os.Stdout,
		Stderr:      os.Stderr,
		InTerminal:  term.IsTerminal(os.Stdin.Fd()),
		OutTerminal: term.IsTerminal(os.Stdout.Fd()),
		Env:         os.Getenv,
		Version:     cli.Version{Version: version},
		Open:        func(o kube.Options) cli.Service { return kube.New(o) },
		TUI:         screen,
		Demo:        demonstrate,
		Pick:        pick,
		Shell:       shell,
	})
}

// screen runs the program on the whole screen. It minds signals by itself, since it
// has to give the terminal back first.
func screen(ctx context.Context, s cli.Service, l cli.Look) error {
	end, err := show(ctx, s, ui.Options{Accessible: l.Accessible})
	switch {
	case err == nil && end.Signal != nil:
		return context.Canceled
	case err == nil && end.Demo:
		return demonstrate(ctx, cli.Demo{Tour: true, Look: l})
	}
	return err
}

// show draws until a person leaves, and goes on after each shell that they opened.
func show(ctx context.Context, s cli.Service, opts ui.Options) (ui.Outcome, error) {
	for {
		end, err := ui.Run(context.WithoutCancel(ctx), backend(s), opts)
		for _, line := range end.After {
			fmt.Fprintln(os.Stderr, line)
		}
		if err != nil || end.Shell.Name.Empty() {
			return end, err
		}
		opts.Tour, opts.Said = false, "Back from the shell on "+end.Shell.Name.String()
		if _, err := shell(ctx, s, end.Shell, "", nil); err != nil {
			opts.Said = err.Error()
		}
	}
}

// The screens need more of the Service than the commands do, and cli does not know them.
var _ ui.Backend = (*kube.Service)(nil)

func backend(s cli.Service) ui.Backend { return s.(ui.Backend) }

// pick lets a person choose a context in a few lines. It minds signals by itself too.
func pick(ctx context.Context, s cli.Service, filter string) error {
	_, err := ui.Pick(context.WithoutCancel(ctx), backend(s), filter, ui.Options{})
	return err
}
