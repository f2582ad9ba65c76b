//go:build unix

package ui

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/creack/pty"

	"kubeid/model"
)

// This file drives the program in a real pseudo-terminal, in real time: the test
// binary runs itself as a child, and whatever the child does, the terminal must be
// given back as it was.

const childEnv = "KUBEID_UI_TEST_CHILD"

func TestMain(m *testing.M) {
	if mode := os.Getenv(childEnv); mode != "" {
		os.Exit(child(mode))
	}
	os.Exit(m.Run())
}

// child is the program in the pseudo-terminal.
func child(mode string) int {
	b := newFake(sample())
	b.loaded.Recent = []model.Text{text("prod-eu"), text("staging")}
	if mode == "panics" {
		b.watchErr = func() error { return nil }
		_, err := Run(context.Background(), panicking{b}, Options{})
		return model.ExitCode(err)
	}
	if mode == "pick" {
		_, err := Pick(context.Background(), b, "", Options{})
		return model.ExitCode(err)
	}
	if mode == "writes" {
		b.hold = make(chan struct{})
	}
	end, err := Run(context.Background(), b, Options{})
	if end.Signal != nil {
		return model.ExitInterrupted
	}
	return model.ExitCode(err)
}

// panicking breaks when something is to be planned.
type panicking struct{ *fakeBackend }

func (panicking) Plan(context.Context, model.Change) (model.Plan, error) { panic("out of luck") }

// terminal is a pseudo-terminal with the program in it.
type terminal struct {
	t      *testing.T
	cmd    *exec.Cmd
	tty    *os.File
	slave  *os.File
	before *term.State
	mu     sync.Mutex
	out    bytes.Buffer
	done   chan error
}

func open(t *testing.T, mode string, env ...string) *terminal {
	t.Helper()
	tty, slave, err := pty.Open()
	if err != nil {
		t.Skipf("no pseudo-terminal here: %v", err)
	}
	if err := pty.Setsize(tty, &pty.Winsize{Rows: 24, Cols: 80}); err != nil {
		t.Fatal(err)
	}
	before, err := term.GetState(slave.Fd())
	if err != nil {
		t.Fatal(err)
	}
	x := &terminal{t: t, tty: tty, slave: slave, before: before, done: make(chan error, 1)}
	x.cmd = exec.Command(os.Args[0])
	x.cmd.Env = append(append(os.Environ(), childEnv+"="+mode, "TERM=xterm-256color"), env...)
	x.cmd.Stdin, x.cmd.Stdout, x.cmd.Stderr = slave, slave, slave
	x.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := x.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { io.Copy(writer{x}, tty) }()
	go func() { x.done <- x.cmd.Wait() }()
	t.Cleanup(func() { x.cmd.Process.Kill(); tty.Close(); slave.Close() })
	return x
}

type writer struct{ x *terminal }

func (w writer) Write(p []byte) (int, error) {
	w.x.mu.Lock()
	defer w.x.mu.Unlock()
	return w.x.out.Write(p)
}

func (x *terminal) text() string {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.out.String()
}

// sees waits until the program has written this.
func (x *terminal) sees(want string) *terminal {
	x.t.Helper()
	x.until(want, func(out string) bool { return strings.Contains(out, want) })
	return x
}

// until waits until what was written is as it should be.
func (x *terminal) until(what string, good func(string) bool) {
	x.t.Helper()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if good(x.text()) {
			return
		}
	}
	x.t.Fatalf("no %q in %q", what, x.text())
}

func (x *terminal) press(keys string) *terminal {
	x.t.Helper()
	if _, err := x.tty.WriteString(keys); err != nil {
		x.t.Fatal(err)
	}
	return x
}

// ends waits for the program and checks that the terminal is as it was before.
func (x *terminal) ends(code int) {
	x.t.Helper()
	select {
	case err := <-x.done:
		var exit *exec.ExitError
		got := 0
		if errors.As(err, &exit) {
			got = exit.ExitCode()
		}
		if got != code {
			x.t.Errorf("ended with %d, want %d: %q", got, code, x.text())
		}
	case <-time.After(20 * time.Second):
		x.t.Fatalf("still running: %q", x.text())
	}
	after, err := term.GetState(x.slave.Fd())
	if err != nil {
		x.t.Fatal(err)
	}
	if *after != *x.before {
		x.t.Error("the terminal's modes are not what they were")
	}
	for on, off := range map[string]string{"\x1b[?1049h": "\x1b[?1049l", "\x1b[?25l": "\x1b[?25h", "\x1b[?2004h": "\x1b[?2004l"} {
		x.until(off, func(out string) bool { return strings.LastIndex(out, on) <= strings.LastIndex(out, off) })
	}
}

func TestTheTerminalIsGivenBack(t *testing.T) {
	start := func(t *testing.T, mode string, env ...string) *terminal {
		return open(t, mode, env...).sees("prod-us")
	}
	t.Run("after a walk and q", func(t *testing.T) {
		x := start(t, "run")
		x.press("/").press("stagi").press("\r").sees("now on staging").press("q").ends(0)
	})
	t.Run("after ctrl+c", func(t *testing.T) { start(t, "run").press("\x03").ends(0) })
	t.Run("after a panic", func(t *testing.T) {
		start(t, "panics").press("\x1b[B\r").sees("out of luck").ends(1)
	})
	for _, sig := range []syscall.Signal{syscall.SIGTERM, syscall.SIGINT, syscall.SIGHUP} {
		t.Run("after "+sig.String(), func(t *testing.T) {
			x := start(t, "run")
			if err := x.cmd.Process.Signal(sig); err != nil {
				t.Fatal(err)
			}
			x.ends(model.ExitInterrupted)
		})
	}
	t.Run("after ctrl+c while something is written", func(t *testing.T) {
		start(t, "writes").press("\x1b[B\r").sees("waiting for somebody").press("\x03").ends(0)
	})
	t.Run("after the picker", func(t *testing.T) {
		start(t, "pick").press("\r").sees("now on staging").ends(0)
		start(t, "pick").press("\x03").ends(model.ExitInterrupted)
	})
}

func TestNoColorMeansNoColor(t *testing.T) {
	for _, env := range [][]string{{"NO_COLOR=yes"}, {"NO_COLOR=0"}, {"TERM=dumb"}, {"NO_COLOR=1", "COLORTERM=truecolor"}} {
		x := open(t, "run", env...)
		x.sees("prod-us").press("q").ends(0)
		if colour := regexp.MustCompile(`\x1b\[[0-9;]*(3[0-8]|4[0-8]|9[0-7])[;m]`).FindString(x.text()); colour != "" {
			t.Errorf("%s: %q in %q", env, colour, x.text())
		}
	}
	x := open(t, "run", "COLORTERM=truecolor")
	if x.sees("prod-us").press("q").ends(0); !strings.Contains(x.text(), "38;2;") {
		t.Errorf("no colours in %q", x.text())
	}
}
