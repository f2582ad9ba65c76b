//go:build linux

package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"kubeid/testdata/cluster"
)

// TestRealInterruptedBetweenAnyTwoSteps sends the program itself SIGINT between any two
// steps of adding a user. It has to end with 130 and to say so, to name all that exists
// then and nothing else, and what it says takes that away has to do it; no key is left.
func TestRealInterruptedBetweenAnyTwoSteps(t *testing.T) {
	c := cluster.Shared(t)
	for way, flags := range map[string][]string{
		"api": {}, "authority": {"--ca-cert", c.Path("client-ca.crt"), "--ca-key", c.Path("client-ca.key")},
		"merged": {"--merge", "CONFIG"}, "pem": {"--format", "pem"},
	} {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			stopped := map[string]bool{}
			stop := func(n int, at moment) bool {
				b, user := newNewcomer(t, c, c.Admin()), cluster.Name("jane")
				before, _ := os.ReadFile(b.kubeconfig)
				args := []string{"issue", "--user", user, "--role", "view", "--role-namespace", "default", "--yes"}
				for _, f := range flags {
					args = append(args, strings.ReplaceAll(f, "CONFIG", b.kubeconfig))
				}
				code, said, done := b.interrupted(t, at, args...)
				if done || code == 0 { // all was done, and only told after it
					if n < 5 || !strings.Contains(strings.Join(said, "\n"), "logged in, with exactly") {
						t.Fatalf("after %d lines it ended with %d:\n%s", n, code, strings.Join(said, "\n"))
					}
					return !done
				}
				b.undone(t, user, n, code, said, before)
				for _, line := range said {
					if step, ok := strings.CutPrefix(line, "ok  "); ok {
						stopped[regexp.MustCompile(`[:/].*`).ReplaceAllString(step, "")] = true
					}
				}
				return true
			}
			most := 0
			for stop(most, lines(most)) {
				most++
			}
			want := []string{"make a key and a request", "give view in default", "write "}
			switch way {
			case "authority":
				want = append(want, "sign it with the authority")
			default:
				want = append(want, "ask the cluster for a certificate", "approve it", "wait for the certificate")
			}
			for _, w := range want {
				if !stopped[w] { // a step may tell one line more or less each time
					stop(most, through(w))
				}
				if !stopped[w] {
					t.Errorf("it was never stopped after %q, but after %v", w, stopped)
				}
			}
		})
	}
}

// undone looks at what an interrupted run has left, and takes it away as was said.
func (b newcomer) undone(t *testing.T, user string, n, code int, said []string, before []byte) {
	t.Helper()
	words := strings.Join(said, "\n")
	if code != 130 || !strings.Contains(words, "kubeid: interrupted") {
		t.Errorf("line %d: it ended with %d:\n%s", n, code, words)
	}
	told, made := strings.Join(after(said, "what exists now:"), "\n"), b.made(t, user)
	for _, object := range made {
		if kind, name, _ := strings.Cut(object, " "); !strings.Contains(told, kind) || !strings.Contains(told, name) {
			t.Errorf("line %d: %s exists, and it says only\n%s", n, object, words)
		}
	}
	for _, path := range b.keys(t) {
		if !strings.Contains(told, path) && !strings.Contains(told, filepath.Dir(path)) && !strings.Contains(path, "/journal/") {
			t.Errorf("line %d: %s holds a key, and it says only\n%s", n, path, words)
		}
	}
	for _, line := range after(said, "to take them away:") {
		run := b.command(t)
		run.Path, run.Args = "/bin/sh", []string{"sh", "-c", line + " --yes"}
		if !strings.HasPrefix(line, "kubeid ") {
			run.Args[2] = line
		}
		if out, err := run.CombinedOutput(); err != nil {
			t.Errorf("line %d: %s: %v: %s", n, line, err, out)
		}
	}
	if left := b.made(t, user); len(left) > 0 {
		t.Errorf("line %d: still there: %v", n, left)
	}
	if now, _ := os.ReadFile(b.kubeconfig); !bytes.Equal(now, before) {
		t.Errorf("line %d: the kubeconfig is not what it was", n)
	}
	for _, path := range b.keys(t) {
		if !strings.Contains(path, "/journal/") { // which is a secret store, and named as such
			t.Errorf("line %d: a key is left in %s", n, path)
		}
	}
}

// TestRealInterruptedWhileItWaits interrupts the wait for a certificate that nobody signs.
func TestRealInterruptedWhileItWaits(t *testing.T) {
	c := cluster.Own(t, cluster.Options{NoSigner: true})
	b, user := newNewcomer(t, c, c.Admin()), cluster.Name("jane")
	before, _ := os.ReadFile(b.kubeconfig)
	cmd := b.command(t, "issue", "--user", user, "--yes")
	var said bytes.Buffer
	cmd.Stderr = &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for range 300 {
		if out, _, _ := c.Kubectl(t, c.Admin(), "", "get", "csr", "-o", "jsonpath={.items[*].status.conditions[*].type}"); strings.Contains(out, "Approved") {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	time.Sleep(500 * time.Millisecond)
	cmd.Process.Signal(os.Interrupt)
	cmd.Wait()
	b.undone(t, user, -1, cmd.ProcessState.ExitCode(), strings.Split(strings.TrimSpace(said.String()), "\n"), before)
}

// TestRealInterruptedAndResumed leaves approving to somebody else, and interrupts between
// any two steps of keeping the key and of going on. A key that is kept stays kept, and
// the user comes of it in the end.
func TestRealInterruptedAndResumed(t *testing.T) {
	c := cluster.Shared(t)
	for n := 0; ; n++ {
		b, user := newNewcomer(t, c, c.Admin()), cluster.Name("jane")
		before, _ := os.ReadFile(b.kubeconfig)
		code, said, done := b.interrupted(t, lines(n), "issue", "--user", user, "--no-approve", "--yes")
		kept := filepath.Join(b.dir, "state", "kubeid", "pending", user+".json")
		if _, err := os.Stat(kept); err != nil {
			b.undone(t, user, n, code, said, before)
			continue
		}
		if len(b.keys(t)) != 1 || code != 0 && code != 130 {
			t.Errorf("line %d: it ended with %d, and keys stand in %v", n, code, b.keys(t))
		}
		if info, err := os.Stat(kept); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%v, %v", info.Mode(), err)
		}
		b.resumed(t, user, n)
		if done {
			return
		}
	}
}

// resumed has the request approved by somebody else, and goes on, once interrupted after
// n lines.
func (b newcomer) resumed(t *testing.T, user string, n int) {
	t.Helper()
	at := slices.IndexFunc(b.made(t, user), func(o string) bool { return strings.HasPrefix(o, "CertificateSigningRequest ") })
	if at < 0 {
		t.Fatal("there is no request")
	}
	_, name, _ := strings.Cut(b.made(t, user)[at], " ")
	if _, complaints, err := b.Kubectl(t, b.Admin(), "", "certificate", "approve", name); err != nil {
		t.Fatal(complaints)
	}
	code, said, _ := b.interrupted(t, lines(n%5), "issue", "--resume", user, "--yes")
	if code != 0 && code != 130 {
		t.Fatalf("--resume, interrupted after %d lines, ended with %d:\n%s", n%5, code, strings.Join(said, "\n"))
	}
	if code == 130 {
		for _, path := range after(said, "to take them away:") {
			if file, ok := strings.CutPrefix(path, "rm "); ok {
				os.Remove(strings.Trim(file, "'"))
			}
		}
		if _, err := b.command(t, "issue", "--resume", user, "--yes", "-o", "name").Output(); err != nil {
			t.Fatalf("--resume after it was interrupted: %v %s", err, err.(*exec.ExitError).Stderr)
		}
	}
	if keys := b.keys(t); len(keys) != 1 || !strings.Contains(keys[0], "/handover/") {
		t.Errorf("keys stand in %v", keys)
	} else if out, complaints, err := b.Kubectl(t, keys[0], "", "auth", "whoami", "-o", "jsonpath={.status.userInfo.username}"); err != nil || out != user {
		t.Errorf("logs in as %q: %s", out, complaints)
	}
}
