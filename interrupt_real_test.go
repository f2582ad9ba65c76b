//go:build linux

package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"kubeid/testdata/cluster"
)

// slowReader reads what a program says so slowly that the program waits: a pipe of
// packets with room for one. What is said stays one line ahead of what was read, so that
// a program can be stopped exactly between two steps.
type slowReader struct {
	out  *os.File
	in   *os.File
	said []string
}

func newSlowReader(t *testing.T) *slowReader {
	t.Helper()
	var fds [2]int
	if err := syscall.Pipe2(fds[:], syscall.O_DIRECT|syscall.O_CLOEXEC); err != nil {
		t.Skip("this system has no pipes of packets: ", err)
	}
	const setPipeSize = 1031 // F_SETPIPE_SZ
	if _, _, failed := syscall.Syscall(syscall.SYS_FCNTL, uintptr(fds[1]), setPipeSize, 4096); failed != 0 {
		t.Fatal(failed)
	}
	r := &slowReader{in: os.NewFile(uintptr(fds[0]), "said"), out: os.NewFile(uintptr(fds[1]), "saying")}
	t.Cleanup(func() { r.in.Close() })
	if _, err := r.out.WriteString("the room is taken\n"); err != nil {
		t.Fatal(err)
	}
	return r
}

// next takes a line out, so that the program can say one more.
func (r *slowReader) next() error {
	line := make([]byte, 4096)
	n, err := r.in.Read(line)
	if n > 0 && !strings.HasPrefix(string(line[:n]), "the room is taken") {
		r.said = append(r.said, strings.TrimSuffix(string(line[:n]), "\n"))
	}
	return err
}

// waits tells whether the program waits for room on standard error; false when it ended.
func waits(t *testing.T, pid int, ended <-chan struct{}) bool {
	t.Helper()
	writing := fmt.Sprintf("%d 0x2 ", syscall.SYS_WRITE)
	for late := time.Now().Add(time.Minute); time.Now().Before(late); time.Sleep(2 * time.Millisecond) {
		select {
		case <-ended:
			return false
		default:
		}
		calls, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/syscall", pid))
		for _, c := range calls {
			if text, _ := os.ReadFile(c); bytes.HasPrefix(text, []byte(writing)) {
				return true
			}
		}
	}
	t.Fatal("it neither says anything nor ends")
	return false
}

// A bench is a home folder of its own beside a real cluster.
type bench struct {
	*cluster.Cluster
	dir, kubeconfig string
}

func newBench(t *testing.T, c *cluster.Cluster, kubeconfig string) bench {
	t.Helper()
	b := bench{c, t.TempDir(), ""}
	b.kubeconfig = filepath.Join(b.dir, "config")
	text, err := os.ReadFile(kubeconfig)
	if err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{"tmp", "cwd"} {
		if err := os.Mkdir(filepath.Join(b.dir, dir), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(b.kubeconfig, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return b
}

// command is the program itself, with nothing of whoever runs the test.
func (b bench) command(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	program, err := exec.LookPath("kubeid")
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, args...)
	cmd.Dir = filepath.Join(b.dir, "cwd")
	cmd.Env = []string{
		"HOME=" + b.dir, "KUBECONFIG=" + b.kubeconfig, "XDG_STATE_HOME=" + filepath.Join(b.dir, "state"), "XDG_CONFIG_HOME=" + filepath.Join(b.dir, "xdg"),
		"TMPDIR=" + filepath.Join(b.dir, "tmp"), "KUBERC=off", "PATH=" + b.Bin + ":" + filepath.Dir(program) + ":/usr/bin:/bin",
	}
	return cmd
}

// interrupted runs the program and sends it SIGINT once it has said n lines and wants to
// say one more: between two steps. done tells that it had ended before.
func (b bench) interrupted(t *testing.T, n int, args ...string) (code int, said []string, done bool) {
	t.Helper()
	r := newSlowReader(t)
	cmd := b.command(t, args...)
	cmd.Stderr = r.out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	r.out.Close()
	ended := make(chan struct{})
	go func() { cmd.Wait(); close(ended) }()
	done = !waits(t, cmd.Process.Pid, ended)
	for range n {
		if done {
			break
		}
		if err := r.next(); err != nil {
			t.Fatal(err)
		}
		done = !waits(t, cmd.Process.Pid, ended)
	}
	if !done {
		cmd.Process.Signal(os.Interrupt)
		time.Sleep(20 * time.Millisecond) // the program hears it while it waits
	}
	for {
		if err := r.next(); errors.Is(err, io.EOF) {
			break
		}
	}
	<-ended
	return cmd.ProcessState.ExitCode(), r.said, done
}

// made lists the requests and bindings of a user, as kubectl names them.
func (b bench) made(t *testing.T, user string) []string {
	t.Helper()
	out, complaints, err := b.Kubectl(t, b.Admin(), "", "get", "csr,rolebindings,clusterrolebindings", "-A", "-o", `go-template={{range .items}}{{.kind}} {{.metadata.name}}{{"\n"}}{{end}}`)
	if err != nil {
		t.Fatal(complaints)
	}
	var found []string
	for _, line := range strings.Split(out, "\n") {
		if strings.Contains(line, user) {
			found = append(found, line)
		}
	}
	return found
}

// keys lists the files of the home folder in which a private key stands.
func (b bench) keys(t *testing.T) []string {
	t.Helper()
	var found []string
	filepath.WalkDir(b.dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		if bytes.Contains(text, []byte("PRIVATE KEY")) || bytes.Contains(text, []byte("client-key-data")) || bytes.Contains(text, []byte(`"key":`)) {
			found = append(found, path)
		}
		return err
	})
	return slices.DeleteFunc(found, func(path string) bool { return path == b.kubeconfig })
}

// after returns the lines that stand indented below a heading.
func after(said []string, heading string) []string {
	var out []string
	at := slices.Index(said, heading)
	if at < 0 {
		return nil
	}
	for _, line := range said[at+1:] {
		rest, indented := strings.CutPrefix(line, "  ")
		if !indented {
			break
		}
		out = append(out, rest)
	}
	return out
}

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
			for n := 0; ; n++ {
				b, user := newBench(t, c, c.Admin()), cluster.Name("jane")
				before, _ := os.ReadFile(b.kubeconfig)
				args := []string{"issue", "--user", user, "--role", "view", "--role-namespace", "default", "--yes"}
				for _, f := range flags {
					args = append(args, strings.ReplaceAll(f, "CONFIG", b.kubeconfig))
				}
				code, said, done := b.interrupted(t, n, args...)
				if done || code == 0 {
					t.Log(n, done, strings.Join(said, "\n"))
					if n < 5 || !done && !strings.Contains(strings.Join(said, "\n"), "logged in, with exactly") {
						t.Fatalf("after %d lines it ended with %d:\n%s", n, code, strings.Join(said, "\n"))
					}
					if done {
						break
					}
					continue // all was done, and only told after it
				}
				b.undone(t, user, n, code, said, before)
				for _, line := range said {
					if step, ok := strings.CutPrefix(line, "ok  "); ok {
						stopped[regexp.MustCompile(`[:/].*`).ReplaceAllString(step, "")] = true
					}
				}
			}
			want := []string{"make a key and a request", "give view in default", "write "}
			switch way {
			case "authority":
				want = append(want, "sign it with the authority")
			default:
				want = append(want, "ask the cluster for a certificate", "approve it", "wait for the certificate")
			}
			for _, w := range want {
				if !stopped[w] {
					t.Errorf("it was never stopped after %q, but after %v", w, stopped)
				}
			}
		})
	}
}

// undone looks at what an interrupted run has left, and takes it away as was said.
func (b bench) undone(t *testing.T, user string, n, code int, said []string, before []byte) {
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
	b, user := newBench(t, c, c.Admin()), cluster.Name("jane")
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
		b, user := newBench(t, c, c.Admin()), cluster.Name("jane")
		before, _ := os.ReadFile(b.kubeconfig)
		code, said, done := b.interrupted(t, n, "issue", "--user", user, "--no-approve", "--yes")
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
func (b bench) resumed(t *testing.T, user string, n int) {
	t.Helper()
	at := slices.IndexFunc(b.made(t, user), func(o string) bool { return strings.HasPrefix(o, "CertificateSigningRequest ") })
	if at < 0 {
		t.Fatal("there is no request")
	}
	_, name, _ := strings.Cut(b.made(t, user)[at], " ")
	if _, complaints, err := b.Kubectl(t, b.Admin(), "", "certificate", "approve", name); err != nil {
		t.Fatal(complaints)
	}
	code, said, _ := b.interrupted(t, n%5, "issue", "--resume", user, "--yes")
	if code != 0 && code != 130 {
		t.Fatalf("--resume, interrupted after %d lines, ended with %d:\n%s", n%5, code, strings.Join(said, "\n"))
	}
	if code == 130 {
		for _, path := range after(said, "to take them away:") {
			if file, ok := strings.CutPrefix(path, "rm "); ok {
				os.Remove(strings.Trim(file, "'"))
			}
		}
		out, err := b.command(t, "issue", "--resume", user, "--yes", "-o", "name").Output()
		if err != nil {
			t.Fatalf("--resume after it was interrupted: %v %s", err, err.(*exec.ExitError).Stderr)
		}
		said = []string{strings.TrimSpace(string(out))}
	}
	if keys := b.keys(t); len(keys) != 1 || !strings.Contains(keys[0], "/handover/") {
		t.Errorf("keys stand in %v", keys)
	} else if out, complaints, err := b.Kubectl(t, keys[0], "", "auth", "whoami", "-o", "jsonpath={.status.userInfo.username}"); err != nil || out != user {
		t.Errorf("logs in as %q: %s", out, complaints)
	}
}
