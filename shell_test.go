//go:build unix

package main

import (
	"bufio"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestAShellOutlivesCtrlCAndLeavesNothingBehind interrupts the program, which must go on
// as long as the shell does, and then hangs up.
func TestAShellOutlivesCtrlCAndLeavesNothingBehind(t *testing.T) {
	d := newDesk(t, contested)
	run := filepath.Join(d.dir, "run")
	cmd := d.command(t, "kubeid", "shell", "first", "--", "sh", "-c", "echo $KUBECONFIG; read line; echo got $line; read more")
	cmd.Env = append(cmd.Env, "XDG_RUNTIME_DIR="+run)
	to, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	from, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(from)
	says := func(want string) string {
		t.Helper()
		if !lines.Scan() || !strings.Contains(lines.Text(), want) {
			t.Fatalf("the shell says %q, want %q in it", lines.Text(), want)
		}
		return lines.Text()
	}
	file := says(run)
	for range 3 {
		cmd.Process.Signal(os.Interrupt)
	}
	to.Write([]byte("that\n"))
	says("got that")
	if _, err := os.Stat(file); err != nil {
		t.Errorf("while the shell runs: %v", err)
	}
	cmd.Process.Signal(syscall.SIGHUP)
	cmd.Wait()
	if got := cmd.ProcessState.ExitCode(); got != 128+int(syscall.SIGHUP) {
		t.Errorf("exit code %d, want %d", got, 128+int(syscall.SIGHUP))
	}
	if _, err := os.Stat(file); !os.IsNotExist(err) {
		t.Errorf("when it has ended: %v, want no file", err)
	}
}
