//go:build linux

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"kubeid/kube"
	"kubeid/model"
)

// TestASwitchKilledAtAnySystemCall runs the whole program and kills it at every
// call of every kind that it makes once it has begun to look at its kubeconfig.
func TestASwitchKilledAtAnySystemCall(t *testing.T) {
	needStrace(t)
	if raceDetector {
		t.Skip("the race detector slows a program under strace tenfold, and there is one thread")
	}
	program, err := exec.LookPath("kubeid-on-one-thread")
	if err != nil {
		t.Fatal(err)
	}
	before, kinds := systemCalls(t, newDesk(t, twoContexts), program, "ctx", "two")
	for kind := range kinds {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			killed, swapped := 0, 0
			for n := before[kind] + 1; ; n++ {
				d := newDesk(t, twoContexts)
				out, err := d.command(t, "strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace="+kind,
					"-e", fmt.Sprintf("inject=%s:signal=SIGKILL:when=%d", kind, n), program, "ctx", "two").CombinedOutput()
				switch {
				case err == nil:
					t.Logf("killed at %d calls, %d of them after the new file was in place", killed, swapped)
					return
				case !wasKilled(err):
					t.Fatalf("call %d: %v: %s", n, err, out)
				}
				killed++
				if d.survived(t, n) {
					swapped++
				}
			}
		})
	}
}

// survived holds the file against the old and the new one, and switches again.
func (d desk) survived(t *testing.T, n int) (swapped bool) {
	t.Helper()
	want := strings.Replace(twoContexts, "current-context: one #", "current-context: two #", 1)
	got, err := os.ReadFile(d.file)
	if err != nil || string(got) != twoContexts && string(got) != want {
		t.Fatalf("call %d: the file says %q, %v", n, got, err)
	}
	s := kube.New(kube.Options{Kubeconfig: d.file, Home: d.dir, StateDir: filepath.Join(d.dir, "state", "kubeid")})
	for _, name := range []string{"one", "two"} {
		plan, err := s.Plan(t.Context(), model.UseContext{Context: model.Ref{File: d.file, Kind: model.ContextKind, Name: model.NewText(name)}})
		if err == nil {
			_, err = s.Apply(t.Context(), plan)
		}
		if err != nil {
			t.Fatalf("call %d: the next switch to %s: %v", n, name, err)
		}
	}
	if next, err := os.ReadFile(d.file); err != nil || string(next) != want {
		t.Fatalf("call %d: after the next switch the file says %q, %v", n, next, err)
	}
	left, err := filepath.Glob(filepath.Join(d.dir, ".config.kubeid*"))
	if locks, _ := filepath.Glob(d.file + ".lock*"); err != nil || len(left)+len(locks) > 0 {
		t.Errorf("call %d: %v %v lie about after the next switch", n, left, locks)
	}
	return string(got) == want
}

func wasKilled(err error) bool {
	exit, ok := err.(*exec.ExitError)
	return ok && exit.Sys().(syscall.WaitStatus).Signal() == syscall.SIGKILL
}

// systemCalls returns the kinds of calls that the main thread makes from the moment
// it knows its kubeconfig, and how often it made each before, so that the start of
// the runtime is not killed hundreds of times.
func systemCalls(t *testing.T, d desk, program string, args ...string) (before map[string]int, kinds map[string]bool) {
	t.Helper()
	log := filepath.Join(t.TempDir(), "log")
	if out, err := d.command(t, append([]string{"strace", "-f", "-o", log, program}, args...)...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return countCalls(t, log, d.file)
}

// countCalls reads what strace has written of a program.
func countCalls(t *testing.T, log, file string) (before map[string]int, kinds map[string]bool) {
	t.Helper()
	data, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	calls := regexp.MustCompile(`(?m)^(\d+) +(\w+)\(.*$`).FindAllStringSubmatch(string(data), -1)
	before, kinds = map[string]int{}, map[string]bool{}
	begun := false
	for _, c := range calls[1:] {
		begun = begun || strings.Contains(c[0], file)
		switch main := c[1] == calls[0][1]; {
		case main && begun && c[2] != "exit_group":
			kinds[c[2]] = true
		case main:
			before[c[2]]++
		}
	}
	if len(kinds) < 10 {
		t.Fatalf("only %v were seen", kinds)
	}
	return before, kinds
}
