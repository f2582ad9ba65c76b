//go:build linux

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// everyReference is a kubeconfig that could run and open a lot, if somebody did.
const everyReference = `apiVersion: v1
kind: Config
clusters:
- name: c
  cluster: {server: "https://127.0.0.1:1", certificate-authority: TRAP/ca.crt, proxy-url: "http://127.0.0.1:1"}
users:
- name: plugin
  user: {exec: {apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never, command: ./TRAP/run, args: [x]}}
- name: files
  user: {client-certificate: TRAP/tls.crt, client-key: TRAP/tls.key, tokenFile: TRAP/token}
- name: provider
  user: {auth-provider: {name: gcp, config: {cmd-path: TRAP/run}}}
contexts:
- {name: one, context: {cluster: c, user: plugin}}
- {name: two, context: {cluster: c, user: files}}
- {name: three, context: {cluster: c, user: provider}}
current-context: one
`

// TestLookingRunsAndOpensNothing watches every command that lists or switches: no
// other program is started, no connection made, no referenced file opened (R9).
func TestLookingRunsAndOpensNothing(t *testing.T) {
	needStrace(t)
	program, err := exec.LookPath("kubeid")
	if err != nil {
		t.Fatal(err)
	}
	for _, args := range []string{
		"ctx", "ctx two", "ctx -", "ctx -c", "ctx -u --dry-run", "ctx nobody", "ns", "ns web", "undo", "undo --list",
		"get contexts -o wide", "get clusters -o json", "get users -o yaml", "version", "completion bash", "__complete ctx ",
	} {
		t.Run(args, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t, everyReference)
			trap := filepath.Join(d.dir, "TRAP")
			if err := os.Mkdir(trap, 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(trap, "run"), []byte("#!/bin/sh\n"), 0o700); err != nil {
				t.Fatal(err)
			}
			log := filepath.Join(t.TempDir(), "log")
			d.command(t, append([]string{"strace", "-f", "-qq", "-o", log, "-e", "trace=execve,execveat,connect,sendto,open,openat,openat2,stat,newfstatat,statx", program}, strings.Split(args, " ")...)...).Run()
			data, err := os.ReadFile(log)
			if err != nil {
				t.Fatal(err)
			}
			if runs := regexp.MustCompile(`execve(at)?\(`).FindAll(data, -1); len(runs) != 1 {
				t.Errorf("%d programs were started, want none but ours:\n%s", len(runs), data)
			}
			for _, bad := range []string{"connect(", "sendto(", "TRAP"} {
				if strings.Contains(string(data), bad) {
					t.Errorf("%s was seen:\n%s", bad, data)
				}
			}
		})
	}
}
