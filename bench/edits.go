package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"

	"kubeid/bench/gen"
)

// An edit is a change beside switching, with the words of the tools that can make it. It
// gets the folder of a sandbox and the last context.
type edit struct {
	what  string
	words map[string]func(home, name string) []string
	done  func(data []byte, name string) bool
}

// editSizes are the numbers of contexts at which edits are measured.
var editSizes = []int{100, 10000}

// What an edit brings: the new name of a context, and the entries of another kubeconfig.
const (
	newName  = "bench-renamed"
	newEntry = "bench-imported"
	foreign  = `apiVersion: v1
kind: Config
clusters:
- cluster:
    server: https://127.0.0.1:6443
  name: ` + newEntry + `
contexts:
- context:
    cluster: ` + newEntry + `
    user: ` + newEntry + `
  name: ` + newEntry + `
users:
- name: ` + newEntry + `
  user:
    token: none
`
)

// foreignFile is where the other kubeconfig lies, beside a sandbox.
func foreignFile(home string) string { return filepath.Join(home, "foreign.yaml") }

func edits() []edit {
	return []edit{
		{"rename", map[string]func(home, name string) []string{
			"kubeid":  func(_, name string) []string { return []string{"rename", "context", name, newName} },
			"kubectx": func(_, name string) []string { return []string{newName + "=" + name} },
			"kubectl": func(_, name string) []string { return []string{"config", "rename-context", name, newName} },
			"kubecm":  func(_, name string) []string { return []string{"rename", name, newName} },
		}, func(data []byte, name string) bool { return named(data, newName) == 1 && named(data, name) == 2 }},
		{"delete", map[string]func(home, name string) []string{ // kubecm takes cluster and user with it
			"kubeid":  func(_, name string) []string { return []string{"delete", "context", name, "--yes"} },
			"kubectx": func(_, name string) []string { return []string{"-d", name} },
			"kubectl": func(_, name string) []string { return []string{"config", "delete-context", name} },
		}, func(data []byte, name string) bool { return named(data, name) == 2 }},
		{"import", map[string]func(home, name string) []string{
			"kubeid": func(home, _ string) []string { return []string{"import", foreignFile(home), "--yes"} },
			"kubecm": func(home, _ string) []string {
				return []string{"add", "--cover", "--silence-table", "-f", foreignFile(home)}
			},
		}, func(data []byte, _ string) bool { return named(data, newEntry) == 3 }},
	}
}

// named counts the entries of a name: a cluster, a context and a user have each.
func named(data []byte, name string) int {
	return len(regexp.MustCompile(`(?m)^[ -]*name: "?`+regexp.QuoteMeta(name)+`"?\r?$`).FindAll(data, -1))
}

// editSteps lets every tool make every edit on a fresh copy of the kubeconfig. Beside
// them the plain program writes the same file.
func editSteps(folder string, built map[string]string, size int, quick bool) ([]step, error) {
	names := gen.Names(size)
	name := names[len(names)-1]
	var out []step
	for _, e := range edits() {
		for _, t := range tools() {
			program, ok := built[t.name]
			words := e.words[t.name]
			if t.name == "write" {
				words = func(home, _ string) []string { return []string{newHome(home).file} }
			}
			if !ok || words == nil {
				continue
			}
			box, err := newSandbox(folder, t.name+"-"+e.what, size, t.env...)
			if err != nil {
				return nil, err
			}
			if err := os.WriteFile(foreignFile(box.home), []byte(foreign), 0o600); err != nil {
				return nil, err
			}
			args := words(box.home, name)
			ready := func() error { return box.fill(folder, size) }
			out = append(out, step{task{e.what, t.name, size}, t.rounds(size, quick), ready, func(int) (sample, error) {
				box.rest()
				cost, _, err := start(built["launch"], box, program, args...)
				if err != nil || t.plain {
					return cost, err
				}
				data, err := os.ReadFile(box.file)
				if err == nil && !e.done(data, name) {
					err = fmt.Errorf("it says that it is done, but the file says otherwise")
				}
				return cost, err
			}})
		}
	}
	return out, nil
}
