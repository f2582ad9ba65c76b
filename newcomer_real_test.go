//go:build linux

package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kubeid/testdata/cluster"
)

// A newcomer is a home folder of its own beside a real cluster, in which the program runs.
type newcomer struct {
	*cluster.Cluster
	dir, kubeconfig string
}

func newNewcomer(t *testing.T, c *cluster.Cluster, kubeconfig string) newcomer {
	t.Helper()
	b := newcomer{c, t.TempDir(), ""}
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
func (b newcomer) command(t *testing.T, args ...string) *exec.Cmd {
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

// made lists the requests and bindings of a user, as kubectl names them.
func (b newcomer) made(t *testing.T, user string) []string {
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
func (b newcomer) keys(t *testing.T) []string {
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
