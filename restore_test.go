//go:build unix

package main

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/creack/pty"

	"kubeid/model"
)

// A session is the program in a pseudo-terminal with somebody in front of it.
type session struct {
	t    *testing.T
	desk desk
	cmd  *exec.Cmd
	tty  *os.File // the terminal's side
	pty  *os.File // the person's side
	was  *term.State

	mu   sync.Mutex
	seen strings.Builder
}

func sit(t *testing.T, program, text string) *session {
	t.Helper()
	path, err := exec.LookPath(program)
	if err != nil {
		t.Fatal(err)
	}
	s := &session{t: t, desk: newDesk(t, text)}
	if s.pty, s.tty, err = pty.Open(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.pty.Close(); s.tty.Close() })
	if err := pty.Setsize(s.pty, &pty.Winsize{Rows: 24, Cols: 80}); err != nil {
		t.Fatal(err)
	}
	if s.was, err = term.GetState(s.tty.Fd()); err != nil {
		t.Fatal(err)
	}
	s.cmd = s.desk.command(t, path)
	s.cmd.Env = append(s.cmd.Env, "TERM=xterm-256color")
	s.cmd.Stdin, s.cmd.Stdout, s.cmd.Stderr = s.tty, s.tty, s.tty
	s.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go s.read()
	return s
}

func (s *session) read() {
	buf := make([]byte, 4096)
	for {
		n, err := s.pty.Read(buf)
		s.mu.Lock()
		s.seen.Write(buf[:n])
		s.mu.Unlock()
		if err != nil {
			return
		}
	}
}

func (s *session) output() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.seen.String()
}

// sees waits until the terminal was sent this text.
func (s *session) sees(want string) *session {
	s.t.Helper()
	return s.until("the terminal shows "+want, func() bool { return strings.Contains(s.output(), want) })
}

// until waits for something outside of the test, with a deadline.
func (s *session) until(what string, ok func() bool) *session {
	s.t.Helper()
	deadline := time.After(20 * time.Second)
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for !ok() {
		select {
		case <-tick.C:
		case <-deadline:
			s.t.Fatalf("waited in vain until %s:\n%q", what, s.output())
		}
	}
	return s
}

func (s *session) types(keys string) *session {
	s.t.Helper()
	if _, err := io.WriteString(s.pty, keys); err != nil {
		s.t.Fatal(err)
	}
	return s
}

// leaves waits for the end of the program and looks at what it left of the terminal.
func (s *session) leaves(code int) {
	s.t.Helper()
	ended := make(chan struct{})
	go func() { s.cmd.Wait(); close(ended) }()
	select {
	case <-ended:
	case <-time.After(20 * time.Second):
		s.t.Fatalf("the program does not end:\n%q", s.output())
	}
	if got := s.cmd.ProcessState.ExitCode(); got != code {
		s.t.Errorf("the program ended with code %d, want %d:\n%q", got, code, s.output())
	}
	now, err := term.GetState(s.tty.Fd())
	if err != nil || *now != *s.was {
		s.t.Errorf("the terminal is left in another mode: %+v, was %+v, %v", now, s.was, err)
	}
	// What the program wrote last may still be on its way to the person's side.
	s.until("everything is taken back", func() bool {
		out := s.output()
		for on, off := range map[string]string{"\x1b[?1049h": "\x1b[?1049l", "\x1b[?25l": "\x1b[?25h", "\x1b[?2004h": "\x1b[?2004l", "\x1b[?1002h": "\x1b[?1002l", "\x1b[?1003h": "\x1b[?1003l"} {
			if strings.LastIndex(out, on) > strings.LastIndex(out, off) {
				return false
			}
		}
		return true
	})
}

func TestAPersonFiltersSwitchesAndQuits(t *testing.T) {
	s := sit(t, "kubeid", twoContexts).sees("1 Contexts").sees("one").types("/tw").sees("tw").types("\r").sees("now on two").types("q")
	s.leaves(0)
	got, err := os.ReadFile(s.desk.file)
	if want := strings.Replace(twoContexts, "current-context: one #", "current-context: two #", 1); err != nil || string(got) != want {
		t.Errorf("the file says %q, %v", got, err)
	}
}

func TestTheTerminalIsGivenBack(t *testing.T) {
	for name, c := range map[string]struct {
		end  func(*session)
		code int
	}{
		"after q":       {func(s *session) { s.types("q") }, 0},
		"after ctrl+c":  {func(s *session) { s.types("\x03") }, 0},
		"after SIGTERM": {func(s *session) { s.cmd.Process.Signal(syscall.SIGTERM) }, model.ExitInterrupted},
		"after SIGHUP":  {func(s *session) { s.cmd.Process.Signal(syscall.SIGHUP) }, model.ExitInterrupted},
	} {
		t.Run(name, func(t *testing.T) {
			s := sit(t, "kubeid", twoContexts).sees("one")
			c.end(s)
			s.leaves(c.code)
		})
	}
	t.Run("after a mistake of ours", func(t *testing.T) {
		s := sit(t, "kubeid-panics", twoContexts).sees("one").types("jj\r")
		s.leaves(1)
	})
}

func TestAChangeFromOutsideIsShown(t *testing.T) {
	s := sit(t, "kubeid", twoContexts).sees("one")
	text := strings.Replace(twoContexts, "name: two", "name: fresh", 1)
	next := filepath.Join(s.desk.dir, "next")
	if err := os.WriteFile(next, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(next, s.desk.file); err != nil {
		t.Fatal(err)
	}
	s.sees("fresh").types("q").leaves(0)
}
