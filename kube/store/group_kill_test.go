//go:build linux

package store

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// A pairStage is a folder with two kubeconfigs for one run of the group writer.
type pairStage struct{ dir, a, b, state string }

const (
	pairOld = "user: jane\nkind: Config\n"
	pairNew = "user: janet\nkind: Config\n"
)

func newPairStage(t *testing.T) pairStage {
	t.Helper()
	a, b, s := pair(t, pairOld)
	return pairStage{filepath.Dir(a), a, b, s.dir}
}

// run plays the group writer, perhaps below strace.
func (s pairStage) run(t *testing.T, below ...string) (said string, err error) {
	t.Helper()
	c := role(t, "group", []string{s.a, s.b, s.state, "jane", "janet"}, below...)
	var out bytes.Buffer
	c.Stderr = &out
	err = c.Run()
	return out.String(), err
}

// groupCalls counts how often the writer makes each call before it first touches its
// files, and names the calls that it makes after that.
func groupCalls(t *testing.T) (before map[string]int, after map[string]bool) {
	t.Helper()
	s := newPairStage(t)
	log := filepath.Join(t.TempDir(), "log")
	if said, err := s.run(t, "strace", "-f", "-o", log); err != nil {
		t.Fatalf("%v: %s", err, said)
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
	before, after = map[string]int{}, map[string]bool{}
	begun := false
	for _, m := range made[1:] {
		if m[1] != writer {
			continue
		}
		begun = begun || m[2] != "execve" && strings.Contains(m[3], s.dir)
		if begun {
			after[m[2]] = true
		} else {
			before[m[2]]++
		}
	}
	if !begun {
		t.Fatal("the writer never touched its files")
	}
	return before, after
}

func TestAKillAtAnySystemCallLeavesBothFilesOldOrNew(t *testing.T) {
	needStrace(t)
	start, _ := groupCalls(t)
	for _, call := range changing {
		t.Run(call, func(t *testing.T) {
			t.Parallel()
			between := 0
			for n := start[call] + 1; ; n++ {
				s := newPairStage(t)
				said, err := s.run(t, "strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace="+call, "-e", fmt.Sprintf("inject=%s:signal=SIGKILL:when=%d", call, n))
				if err == nil {
					t.Logf("killed at %d calls, %d of them between the two files", n-1-start[call], between)
					return
				}
				if !killed(err) {
					t.Fatalf("call %d: %v: %s", n, err, said)
				}
				if s.afterKill(t, n) {
					between++
				}
			}
		})
	}
}

// afterKill has the next process end what was begun, and writes and undoes once more.
func (s pairStage) afterKill(t *testing.T, n int) (between bool) {
	t.Helper()
	was := s.say(t, n)
	store := Open(s.state)
	words, err := store.Recover(t.Context())
	now := s.say(t, n)
	between = was[0] != was[1]
	switch {
	case err != nil || now[0] != now[1]:
		t.Fatalf("call %d: Recover() = %q, %v; the files say %q", n, words, err, now)
	case between != (len(words) > 0):
		t.Errorf("call %d: the files said %q, but Recover() = %q", n, was, words)
	}
	if now[0] == pairOld {
		if _, err := store.WriteAll(t.Context(), both(s.a, s.b, "jane", "janet")); err != nil {
			t.Fatalf("call %d: the next write: %v", n, err)
		}
	}
	takeBack(t, store, func() (Step, bool, error) { return store.Undoable(t.Context()) })
	if now := s.say(t, n); now[0] != pairOld || now[1] != pairOld {
		t.Errorf("call %d: after the undo the files say %q", n, now)
	}
	left, err := filepath.Glob(filepath.Join(s.dir, ".*.kubeid-*"))
	locks, _ := filepath.Glob(filepath.Join(s.dir, "*.lock"))
	if err != nil || len(left)+len(locks) > 0 {
		t.Errorf("call %d: %v %v lie about at the end", n, left, locks)
	}
	return between
}

// say returns what the two files say, each of which must be old or new.
func (s pairStage) say(t *testing.T, n int) [2]string {
	t.Helper()
	var out [2]string
	for i, path := range []string{s.a, s.b} {
		got, err := os.ReadFile(path)
		if err != nil || string(got) != pairOld && string(got) != pairNew {
			t.Fatalf("call %d: %s says %q, %v", n, path, got, err)
		}
		out[i] = string(got)
	}
	return out
}

func TestAFaultAtAnySystemCallLeavesBothFilesOldOrNew(t *testing.T) {
	needStrace(t)
	start, after := groupCalls(t)
	for _, f := range []string{
		"openat ENOSPC EIO EMFILE", "write ENOSPC EDQUOT EIO", "fsync ENOSPC EIO", "close EIO",
		"linkat EIO EACCES", "renameat ENOSPC EIO EBUSY EACCES", "unlinkat EACCES",
	} {
		call, errors, _ := strings.Cut(f, " ")
		if !after[call] {
			t.Errorf("the writer never calls %s", call)
		}
		for name := range strings.FieldsSeq(errors) {
			t.Run(call+"/"+name, func(t *testing.T) {
				t.Parallel()
				for n := start[call] + 1; ; n++ {
					s := newPairStage(t)
					log := filepath.Join(t.TempDir(), "log")
					said, err := s.run(t, "strace", "-f", "-qq", "-o", log, "-e", "trace="+call, "-e", fmt.Sprintf("inject=%s:error=%s:when=%d", call, name, n))
					trace, _ := os.ReadFile(log)
					injected := bytes.Contains(trace, []byte("(INJECTED)"))
					now := s.say(t, n)
					switch {
					case now[0] != now[1]:
						t.Fatalf("call %d: the files say %q: %s", n, now, said)
					case err == nil && now[0] == pairOld:
						t.Errorf("call %d: nothing is written, but the writer was content", n)
					case err != nil && now[0] == pairOld != strings.Contains(said, "unchanged"):
						t.Errorf("call %d: the files say %q, the message %s", n, now, said)
					case !injected && err != nil:
						t.Fatalf("without a fault: %v: %s", err, said)
					}
					if !injected {
						return
					}
				}
			})
		}
	}
}
