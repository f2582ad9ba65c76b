package main

import (
	"context"
	"errors"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"kubeid/kube"
	"kubeid/model"
	"kubeid/ui"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"kubeid": main, "kubectl-identity": main, "kubeid-on-one-thread": onOneThread, "kubeid-panics": panics, "made": made,
		"add-with-client-go": addWithClientGo,
	})
}

// onOneThread is the program for strace, which counts system calls by thread.
func onOneThread() {
	runtime.LockOSThread()
	main()
}

// panics is the program with a mistake that shows when a switch is planned.
func panics() {
	s := broken{kube.New(kube.Options{Kubeconfig: os.Getenv("KUBECONFIG"), StateDir: os.Getenv("XDG_STATE_HOME")})}
	if _, err := ui.Run(context.Background(), s, ui.Options{}); err != nil {
		os.Exit(1)
	}
}

type broken struct{ *kube.Service }

func (broken) Plan(context.Context, model.Change) (model.Plan, error) { panic("a mistake") }

// TestScripts drives the commands as a person at a prompt does. Every script has a
// home folder of its own.
func TestScripts(t *testing.T) {
	commands := map[string]func(*testscript.TestScript, bool, []string){
		"ends":  ends,
		"bytes": writeBytes,
		"same":  same,
		"quiet": quiet,
	}
	maps.Copy(commands, terminalCommands())
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/scripts",
		RequireExplicitExec: true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("HOME", filepath.Join(e.WorkDir, "home"))
			e.Setenv("KUBECONFIG", "")
			return os.MkdirAll(filepath.Join(e.WorkDir, "home", ".kube"), 0o700)
		},
		Cmds: commands,
	})
}

// ends runs a command, which must end with the code: ends 3 kubeid ctx ghost.
func ends(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: ends code command [args...]")
	}
	got := 0
	var exit *exec.ExitError
	switch err := ts.Exec(args[1], args[2:]...); {
	case errors.As(err, &exit):
		got = exit.ExitCode()
	case err != nil:
		ts.Fatalf("%v", err)
	}
	if strconv.Itoa(got) != args[0] {
		ts.Fatalf("%s ended with code %d, want %s", strings.Join(args[1:], " "), got, args[0])
	}
}

// writeBytes writes a file in which \x1b and its like are bytes: bytes file 'text'.
func writeBytes(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: bytes file text")
	}
	text, err := strconv.Unquote(`"` + args[1] + `"`)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o600))
}

// same compares two files byte by byte, without a diff that would show their secrets.
func same(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: [!] same file1 file2")
	}
	if equal := ts.ReadFile(args[0]) == ts.ReadFile(args[1]); equal == neg {
		ts.Fatalf("%s and %s: same is %v", args[0], args[1], equal)
	}
}

// quiet tells that the last command said nothing on standard output and error, or
// on the one that is named.
func quiet(ts *testscript.TestScript, neg bool, args []string) {
	for _, name := range []string{"stdout", "stderr"} {
		if len(args) > 0 && args[0] != name {
			continue
		}
		if said := ts.ReadFile(name); neg == (said == "") {
			ts.Fatalf("%s has %q", name, said)
		}
	}
}
