//go:build unix

package main

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/creack/pty"
	"github.com/rogpeppe/go-internal/testscript"

	"kubeid/model"
)

// terminalCommands are the commands of scripts that need a terminal.
func terminalCommands() map[string]func(*testscript.TestScript, bool, []string) {
	return map[string]func(*testscript.TestScript, bool, []string){"terminal": inTerminal, "harmless": harmless}
}

// inTerminal runs a command in a terminal of its own, types something once a text is
// to be seen, and leaves what the terminal got in the file screen:
//
//	terminal code 'text to wait for' 'what to type' command [args...]
//	terminal code text keys [text keys ...] -- command [args...]
func inTerminal(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 4 {
		ts.Fatalf("usage: terminal code text keys command [args...]")
	}
	steps, command := args[1:3], args[3:]
	if i := slices.Index(args, "--"); i > 0 && i%2 == 1 {
		steps, command = args[1:i], args[i+1:]
	}
	cmd := exec.Command(lookPath(ts, command[0]), command[1:]...)
	cmd.Dir = ts.MkAbs(".")
	cmd.Env = []string{"TERM=xterm-256color"}
	for _, name := range []string{"PATH", "HOME", "TMPDIR", "KUBECONFIG", "NO_COLOR", "GOCOVERDIR"} {
		cmd.Env = append(cmd.Env, name+"="+ts.Getenv(name))
	}
	tty, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 24, Cols: 80})
	ts.Check(err)
	defer tty.Close()
	var got display
	done := make(chan struct{})
	go func() { io.Copy(&got, tty); close(done) }()
	for i := 0; i < len(steps); i += 2 {
		keys, err := strconv.Unquote(`"` + steps[i+1] + `"`)
		ts.Check(err)
		if !got.waitFor(steps[i]) {
			cmd.Process.Kill()
			ts.Fatalf("%q did not show up in %q", steps[i], got.String())
		}
		_, err = io.WriteString(tty, keys)
		ts.Check(err)
	}
	timer := time.AfterFunc(patience, func() { cmd.Process.Kill() })
	err = cmd.Wait()
	timer.Stop()
	<-done
	ts.Check(os.WriteFile(ts.MkAbs("screen"), []byte(got.String()), 0o600))
	ts.Logf("[screen]\n%q", got.String())
	if code := cmd.ProcessState.ExitCode(); strconv.Itoa(code) != args[0] {
		ts.Fatalf("ended with code %d (%v), want %s", code, err, args[0])
	}
}

// patience is how long a terminal may take to show something.
const patience = 20 * time.Second

// lookPath finds a command as the script does.
func lookPath(ts *testscript.TestScript, name string) string {
	for _, dir := range filepath.SplitList(ts.Getenv("PATH")) {
		if path := filepath.Join(dir, name); executable(path) {
			return path
		}
	}
	ts.Fatalf("there is no command %s", name)
	return ""
}

func executable(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular() && info.Mode()&0o111 != 0
}

// A display gathers what a terminal is sent.
type display struct {
	mu    sync.Mutex
	bytes bytes.Buffer
}

// Write implements io.Writer.
func (s *display) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.bytes.Write(p)
}

// String returns everything so far.
func (s *display) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.bytes.String()
}

// waitFor waits until text was sent. It looks again and again, for a terminal has no
// way to tell.
func (s *display) waitFor(text string) bool {
	for end := time.Now().Add(patience); !strings.Contains(s.String(), text); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			return false
		}
	}
	return true
}

// harmless tells that a file holds nothing that a terminal could act on, beyond the
// ends of its lines.
func harmless(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: harmless file")
	}
	text := ts.ReadFile(args[0])
	for i, r := range text {
		if r != '\n' && r != '\r' && model.Unsafe(r) {
			ts.Fatalf("%s has %U at %d: %q", args[0], r, i, text)
		}
	}
	if strings.Contains(strings.ReplaceAll(text, "\r\n", ""), "\r") {
		ts.Fatalf("%s has a carriage return inside a line: %q", args[0], text)
	}
}
