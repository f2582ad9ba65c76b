package ui

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"kubeid/model"
)

// Options say how the program meets the terminal. The zero value is the usual one.
type Options struct {
	ASCII   bool           // draw no sign beyond ASCII
	Zone    *time.Location // in which times are told; nil means that of this computer
	Environ []string       // nil means os.Environ
	Demo    string         // the folder of the demo that is shown, or ""
	Tour    bool           // lead through the demo
	Said    string         // what was done before, to be said first

	Accessible bool // one question at a time, on plain lines

	Input  io.Reader
	Output io.Writer
}

func (o Options) env(name string) string {
	environ := o.Environ
	if environ == nil {
		environ = os.Environ()
	}
	for i := len(environ) - 1; i >= 0; i-- {
		if value, ok := strings.CutPrefix(environ[i], name+"="); ok {
			return value
		}
	}
	return ""
}

func (o Options) zone() *time.Location {
	if o.Zone == nil {
		return time.Local
	}
	return o.Zone
}

// dumb tells whether the terminal says of itself that it can do nothing.
func (o Options) dumb() bool { return o.env("TERM") == "dumb" }

// plain tells whether no colours are wanted: any NO_COLOR that is not empty.
// (colorprofile asks for a truth value, and so ignores NO_COLOR=yes.)
func (o Options) plain() bool { return o.env("NO_COLOR") != "" || o.dumb() }

func (o Options) theme() theme { return theme{NoColor: o.plain(), ASCII: o.ASCII || o.dumb()} }

// framesPerSecond is the most that tea allows: a frame goes out at the next tick of
// its clock, and at the usual 60 a key may wait 17 ms for nothing.
const framesPerSecond = 120

func (o Options) program(m tea.Model) *tea.Program {
	opts := []tea.ProgramOption{tea.WithoutSignalHandler(), tea.WithFPS(framesPerSecond)}
	if o.Accessible { // a talk reads and writes by itself
		return tea.NewProgram(m, append(opts, tea.WithoutRenderer(), tea.WithInput(nil), tea.WithOutput(o.output()), tea.WithWindowSize(80, 24))...)
	}
	if o.plain() {
		opts = append(opts, tea.WithColorProfile(colorprofile.ASCII))
	}
	if o.Environ != nil {
		opts = append(opts, tea.WithEnvironment(o.Environ))
	}
	if o.Input != nil {
		opts = append(opts, tea.WithInput(o.Input))
	}
	if o.Output != nil {
		opts = append(opts, tea.WithOutput(o.Output))
	}
	return tea.NewProgram(m, opts...)
}

func (o Options) input() io.Reader {
	if o.Input == nil {
		return os.Stdin
	}
	return o.Input
}

func (o Options) output() io.Writer {
	if o.Output == nil {
		return os.Stdout
	}
	return o.Output
}

// An Outcome says how the program ended.
type Outcome struct {
	Signal      os.Signal // the signal that ended it, or nil
	Interrupted bool      // by ctrl+c
	Demo        bool      // because somebody wants to see the demo
	Shell       model.Ref // because somebody wants a shell on this context; or none
	After       []string  // lines for the terminal: what there is of work that was under way
}

// Run shows the program until it is left. The terminal is restored however it ends.
func Run(ctx context.Context, b Backend, opts Options) (Outcome, error) {
	var first tea.Model = New(ctx, b, opts)
	if opts.Accessible {
		first = newTalk(New(ctx, b, opts), opts.input(), opts.output())
	}
	m, sig, err := run(ctx, first, opts)
	end := Outcome{Signal: sig}
	switch m := m.(type) {
	case App:
		end.Interrupted, end.Demo, end.Shell, end.After = m.interrupted, m.wantsDemo, m.wantsShell, m.after
	case *talk:
		end.Demo, end.After = m.app.wantsDemo, m.app.after
	}
	return end, err
}

// run runs a model, turning signals and the end of ctx into an orderly end: the
// first one asks, the second one insists. ctx is not given to tea, which would
// leave everything as it lies.
func run(ctx context.Context, m tea.Model, opts Options) (tea.Model, os.Signal, error) {
	p := opts.program(typeahead{model: m})
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)
	defer signal.Stop(signals)
	defer context.AfterFunc(ctx, func() { p.Send(stopMsg{}) })()

	done, got := make(chan struct{}), make(chan os.Signal, 2)
	go func() {
		defer close(got)
		for {
			select {
			case s := <-signals:
				got <- s
				if len(got) > 1 {
					p.Kill()
					return
				}
				p.Send(stopMsg{})
			case <-done:
				return
			}
		}
	}()
	end, err := p.Run()
	close(done)
	if errors.Is(err, tea.ErrProgramPanic) {
		err = fmt.Errorf("a mistake in this program: %w", err)
	}
	if t, ok := end.(typeahead); ok {
		end = t.model
	}
	return end, <-got, err
}
