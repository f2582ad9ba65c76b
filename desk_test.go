package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

const twoContexts = `apiVersion: v1
kind: Config
clusters: [{name: c, cluster: {server: "https://c"}}]
users: [{name: u, user: {token: t}}]
contexts:
- {name: one, context: {cluster: c, user: u}} # first
- {name: two, context: {cluster: c, user: u}}
current-context: one # here
`

// soaking asks for the long forms of tests: make soak.
var soaking = os.Getenv("KUBEID_SOAK") != ""

// needStrace skips a test where strace is missing or may not trace.
func needStrace(t *testing.T) {
	t.Helper()
	if err := exec.Command("strace", "-o", "/dev/null", "true").Run(); err != nil {
		t.Skipf("strace does not work here: %v", err)
	}
}

// A desk is a home folder with one kubeconfig.
type desk struct{ dir, file string }

func newDesk(t *testing.T, text string) desk {
	t.Helper()
	dir := t.TempDir()
	d := desk{dir, filepath.Join(dir, "config")}
	if err := os.WriteFile(d.file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return d
}

func (d desk) command(t *testing.T, args ...string) *exec.Cmd {
	c := exec.CommandContext(t.Context(), args[0], args[1:]...)
	c.Env = append(os.Environ(), "HOME="+d.dir, "KUBECONFIG="+d.file, "XDG_STATE_HOME="+filepath.Join(d.dir, "state"), "GOMAXPROCS=2")
	return c
}
