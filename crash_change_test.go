//go:build linux

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The two files of the changes that are killed: what one of them holds is used by both.
const (
	firstOfTwo = `apiVersion: v1
kind: Config
clusters:
- {name: c, cluster: {server: "https://c"}}
users:
# who we are
- name: jane
  user: {token: t}
contexts:
- {name: one, context: {cluster: c, user: jane}} # first
- {name: old, context: {cluster: c, user: jane}}
current-context: one
`
	secondOfTwo = `contexts:
- name: two
  context:
    cluster: c
    user: jane # of the other file
`
	toImport = `clusters:
- {name: d, cluster: {server: "https://d"}}
users:
- {name: jane, user: {token: another}}
contexts:
- {name: new, context: {cluster: d, user: jane}}
`
)

// changes are the commands that are killed. What has to be done before is done by the
// commands in front.
var changes = []struct {
	name    string
	command string
	before  []string
}{
	{"rename in two files", "rename user jane janet", nil},
	{"rename of a cluster", "rename cluster c d", nil},
	{"rename of the current context", "rename context one eins", nil},
	{"delete", "delete context old --yes", nil},
	{"delete in two files", "delete context one two --yes --with-orphans", nil},
	{"new context", "new context three --cluster c --user jane", nil},
	{"set cluster", "set cluster c --server https://other", nil},
	{"import", "import import --yes", nil},
	{"namespace", "ns web", nil},
	{"undo in two files", "undo --yes", []string{"rename user jane janet"}},
	{"redo in two files", "redo --yes", []string{"rename user jane janet", "undo --yes"}},
}

// A pair is what the two files say.
type pair struct{ first, second string }

// crashDesk returns a home with the two files, after some commands.
func crashDesk(t *testing.T, program string, before []string) desk {
	t.Helper()
	d := newDesk(t, firstOfTwo)
	for name, text := range map[string]string{"other": secondOfTwo, "import": toImport} {
		if err := os.WriteFile(filepath.Join(d.dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, line := range before {
		d.does(t, program, line)
	}
	return d
}

// on returns a command of the program on both files, perhaps below another program.
func (d desk) on(t *testing.T, program, line string, below ...string) *exec.Cmd {
	c := d.command(t, append(append(below, program), strings.Fields(line)...)...)
	c.Env = append(c.Env, "KUBECONFIG="+d.file+string(os.PathListSeparator)+filepath.Join(d.dir, "other"))
	c.Dir = d.dir
	return c
}

func (d desk) does(t *testing.T, program, line string) {
	t.Helper()
	if out, err := d.on(t, program, line).CombinedOutput(); err != nil {
		t.Fatalf("%s: %v: %s", line, err, out)
	}
}

func (d desk) says(t *testing.T) pair {
	t.Helper()
	first, err := os.ReadFile(d.file)
	if err != nil {
		t.Fatal(err)
	}
	second, err := os.ReadFile(filepath.Join(d.dir, "other"))
	if err != nil {
		t.Fatal(err)
	}
	return pair{string(first), string(second)}
}

// TestAChangeKilledAtAnySystemCall kills every command that writes at the calls with
// which it changes something, and, when soaking, at every call that it makes.
func TestAChangeKilledAtAnySystemCall(t *testing.T) {
	needStrace(t)
	if raceDetector {
		t.Skip("the race detector slows a program under strace tenfold, and there is one thread")
	}
	program, err := exec.LookPath("kubeid-on-one-thread")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range changes {
		t.Run(strings.ReplaceAll(c.name, " ", "-"), func(t *testing.T) {
			t.Parallel()
			d := crashDesk(t, program, c.before)
			was := d.says(t)
			start, kinds := d.callsOf(t, program, c.command)
			is := d.says(t)
			if was == is {
				t.Fatalf("%s changes nothing", c.command)
			}
			killed, between := 0, 0
			for kind := range kinds {
				if !soaking && !strings.Contains(" renameat renameat2 linkat unlinkat fsync ", " "+kind+" ") {
					continue
				}
				for n := start[kind] + 1; ; n++ {
					d := crashDesk(t, program, c.before)
					out, err := d.on(t, program, c.command, "strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace="+kind,
						"-e", fmt.Sprintf("inject=%s:signal=SIGKILL:when=%d", kind, n)).CombinedOutput()
					if err == nil {
						break
					}
					if !wasKilled(err) {
						t.Fatalf("%s %d: %v: %s", kind, n, err, out)
					}
					killed++
					if d.isWhole(t, program, fmt.Sprintf("%s %d", kind, n), was, is) {
						between++
					}
				}
			}
			t.Logf("killed at %d calls, %d of them between two files", killed, between)
		})
	}
}

// isWhole has the next command end what was begun, and holds the files against what
// they said before and should say after it; then it changes them once more.
func (d desk) isWhole(t *testing.T, program, at string, was, is pair) (between bool) {
	t.Helper()
	left := d.says(t)
	if left.first != was.first && left.first != is.first || left.second != was.second && left.second != is.second {
		t.Fatalf("%s: the files say %+v", at, left)
	}
	out, err := d.on(t, program, "ctx").CombinedOutput()
	now := d.says(t)
	if err != nil || now != was && now != is {
		t.Fatalf("%s: after the next command (%v: %s) the files say %+v", at, err, out, now)
	}
	between = left != was && left != is
	if between != strings.Contains(string(out), "is finished now") {
		t.Errorf("%s: the files said %+v, and the next command %s", at, left, out)
	}
	d.does(t, program, "import import --yes --rename cluster/d=next")
	d.does(t, program, "import import --yes --rename cluster/d=last --file other")
	for _, pattern := range []string{".config.kubeid*", ".other.kubeid*", "*.lock"} {
		if lies, _ := filepath.Glob(filepath.Join(d.dir, pattern)); len(lies) > 0 {
			t.Errorf("%s: %v lie about", at, lies)
		}
	}
	return between
}

// callsOf is systemCalls of a command on both files, which it carries out.
func (d desk) callsOf(t *testing.T, program, line string) (before map[string]int, kinds map[string]bool) {
	t.Helper()
	log := filepath.Join(t.TempDir(), "log")
	if out, err := d.on(t, program, line, "strace", "-f", "-o", log).CombinedOutput(); err != nil {
		t.Fatalf("%s: %v: %s", line, err, out)
	}
	return countCalls(t, log, d.file)
}
