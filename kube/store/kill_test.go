//go:build linux

package store

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
)

// changing are the system calls of one write with which it changes or opens something.
var changing = []string{
	"openat", "write", "fsync", "fchmod", "close", "mkdirat", "flock", "linkat", "renameat", "unlinkat",
}

// needStrace skips a test where strace is missing or may not trace.
func needStrace(t *testing.T) {
	t.Helper()
	if raceDetector {
		t.Skip("hundreds of short processes are slow with -race, which sees nothing in them")
	}
	if err := exec.Command("strace", "-o", "/dev/null", "true").Run(); err != nil {
		t.Skipf("strace does not work here: %v", err)
	}
}

// A stage is a folder with one kubeconfig for one run of the writer.
type stage struct{ dir, file, state string }

// byAnother is what somebody adds who overtakes, and other the file in which he
// has it ready.
const byAnother = "# by another\n"

func (s stage) other() string { return s.dir + ".other" }

func newStage(t *testing.T) stage {
	t.Helper()
	dir := t.TempDir()
	s := stage{dir, filepath.Join(dir, "config"), filepath.Join(dir, "state", "kubeid")}
	for path, text := range map[string]string{s.file: oldText, s.other(): oldText + byAnother} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// run plays the writer below strace with this injection.
func (s stage) run(t *testing.T, call, inject, way string) (stderr string, injected bool, err error) {
	t.Helper()
	s.ready(t, way)
	log := filepath.Join(t.TempDir(), "log")
	c := role(t, "replace", []string{s.file, s.state, "dev", "prod", way},
		"strace", "-f", "-qq", "-o", log, "-e", "trace="+call, "-e", "inject="+call+":"+inject)
	var said bytes.Buffer
	c.Stderr = &said
	err = c.Run()
	trace, _ := os.ReadFile(log)
	return said.String(), bytes.Contains(trace, []byte("(INJECTED)")), err
}

// ready makes the stage ready for one way of writing.
func (s stage) ready(t *testing.T, way string) {
	t.Helper()
	if way != "stale" {
		return
	}
	if err := plantStale(s.file + ".lock"); err != nil {
		t.Fatal(err)
	}
}

// leftovers returns what lies in the folder beside the kubeconfig and the state.
func (s stage) leftovers(t *testing.T) (temps []os.FileInfo, locked bool) {
	t.Helper()
	entries, err := os.ReadDir(s.dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		info, err := e.Info()
		switch name := e.Name(); {
		case err != nil:
			t.Fatal(err)
		case name == "config", name == "state":
		case name == "config.lock":
			locked = true
		case isTemp(name):
			temps = append(temps, info)
		default:
			t.Errorf("%s was left behind", name)
		}
	}
	return temps, locked
}

// calls counts how often the writer's thread makes each system call before it first
// touches the stage, so that start-up is not injected into.
func calls(t *testing.T, way string) map[string]int {
	t.Helper()
	s := newStage(t)
	s.ready(t, way)
	log := filepath.Join(t.TempDir(), "log")
	if out, err := role(t, "replace", []string{s.file, s.state, "dev", "prod", way}, "strace", "-f", "-o", log).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	data, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	made := regexp.MustCompile(`(?m)^(\d+) +(\w+)\((.*)$`).FindAllStringSubmatch(string(data), -1)
	writer := ""
	for _, m := range made {
		if strings.HasPrefix(m[2], "rename") {
			writer = m[1]
		}
	}
	count := map[string]int{}
	for _, m := range made[1:] {
		if m[1] != writer {
			continue
		}
		if m[2] != "execve" && strings.Contains(m[3], s.dir) {
			return count
		}
		count[m[2]]++
	}
	t.Fatal("the writer never touched its files")
	return nil
}

func killed(err error) bool {
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		return false
	}
	status := exit.Sys().(syscall.WaitStatus)
	return status.Signaled() && status.Signal() == syscall.SIGKILL
}

func TestAKillAtAnySystemCallLeavesTheOldOrTheNewFile(t *testing.T) {
	needStrace(t)
	for _, way := range []struct {
		name string
		most int // temporary files that may be left
	}{
		{"plain", 1},
		{"named", 2},     // the lock's own, until it is published
		{"stale", 1},     // a lock of a dead process is recovered first
		{"overtaken", 1}, // somebody changes the file meanwhile: it is edited again, under the lock
	} {
		start := calls(t, way.name)
		for _, call := range changing {
			t.Run(way.name+"/"+call, func(t *testing.T) {
				t.Parallel()
				for n := start[call] + 1; ; n++ {
					s := newStage(t)
					said, _, err := s.run(t, call, fmt.Sprintf("signal=SIGKILL:when=%d", n), way.name)
					if err == nil {
						t.Logf("killed at %d calls of %s", n-1-start[call], call)
						return
					}
					if !killed(err) {
						t.Fatalf("call %d: %v: %s", n, err, said)
					}
					s.afterKill(t, n, way.most)
				}
			})
		}
	}
}

// afterKill looks at what a killed writer left, and writes once more.
func (s stage) afterKill(t *testing.T, n, most int) {
	t.Helper()
	got, err := os.ReadFile(s.file)
	text, overtaken := strings.CutSuffix(string(got), byAnother)
	if err != nil || text != oldText && text != newText {
		t.Fatalf("call %d: the file says %q, %v", n, got, err)
	}
	if _, err := os.Stat(s.other()); overtaken && err == nil {
		t.Errorf("call %d: what overtook is still there", n)
	}
	temps, _ := s.leftovers(t)
	if len(temps) > most {
		t.Errorf("call %d: %d temporary files are left, want %d at most", n, len(temps), most)
	}
	for _, temp := range temps {
		if temp.Mode() != 0o600 {
			t.Errorf("call %d: the temporary file has mode %v", n, temp.Mode())
		}
	}
	store := Open(s.state)
	r, ok, err := store.Undoable(t.Context())
	if err != nil || ok != (text == newText) {
		t.Errorf("call %d: Undoable() = %v, %v, %v but the file says %q", n, r.Words, ok, err, got)
	}
	if _, err := store.Write(t.Context(), Write{Path: s.file, Edit: replaceAll("kind", "more")}); err != nil {
		t.Fatalf("call %d: the next write: %v", n, err)
	}
	next, err := os.ReadFile(s.file)
	if want := bytes.Replace(got, []byte("kind"), []byte("more"), 1); err != nil || !bytes.Equal(next, want) {
		t.Errorf("call %d: after the next write the file says %q, %v; want %q", n, next, err, want)
	}
	if temps, locked := s.leftovers(t); len(temps) > 0 || locked {
		t.Errorf("call %d: after the next write %d temporary files are left, locked: %v", n, len(temps), locked)
	}
}

// isTemp tells whether name is one that tempName gave, for any file and process.
func isTemp(name string) bool {
	return strings.HasPrefix(name, ".") && strings.Contains(name, ".kubeid-")
}
