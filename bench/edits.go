package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"kubeid/bench/gen"
)

// An edit is a change beside switching, with the words of the tools that can make it.
// Each round has another aim, so that the same kubeconfig can be edited again and again.
type edit struct {
	what  string
	words map[string]func(aim) []string
	done  func(data []byte, a aim) bool
}

// An aim is what one round edits: a context, and what it brings.
type aim struct {
	name, next string // a context that is there, and a name that is not
	foreign    string // another kubeconfig, with one context of the second name
}

// editSizes are the numbers of contexts at which edits are measured.
var editSizes = []int{100, 10000}

// foreign is another kubeconfig, of one context with its cluster and user.
const foreign = `apiVersion: v1
kind: Config
clusters:
- cluster:
    server: https://NAME:6443
  name: NAME
contexts:
- context:
    cluster: NAME
    user: NAME
  name: NAME
users:
- name: NAME
  user:
    token: NAME
`

func edits() []edit {
	return []edit{
		{
			"rename",
			map[string]func(aim) []string{
				"kubeid":  func(a aim) []string { return []string{"rename", "context", a.name, a.next} },
				"kubectx": func(a aim) []string { return []string{a.next + "=" + a.name} },
				"kubectl": func(a aim) []string { return []string{"config", "rename-context", a.name, a.next} },
				"kubecm":  func(a aim) []string { return []string{"rename", a.name, a.next} },
			},
			func(data []byte, a aim) bool { return named(data, a.next) == 1 && named(data, a.name) == 2 },
		},
		{
			"delete",
			map[string]func(aim) []string{ // kubecm takes cluster and user with it
				"kubeid":  func(a aim) []string { return []string{"delete", "context", a.name, "--yes"} },
				"kubectx": func(a aim) []string { return []string{"-d", a.name} },
				"kubectl": func(a aim) []string { return []string{"config", "delete-context", a.name} },
			},
			func(data []byte, a aim) bool { return named(data, a.name) == 2 },
		},
		{
			"import",
			map[string]func(aim) []string{
				"kubeid": func(a aim) []string { return []string{"import", a.foreign, "--yes"} },
				"kubecm": func(a aim) []string { return []string{"add", "--cover", "--silence-table", "-f", a.foreign} },
			},
			func(data []byte, a aim) bool { return named(data, a.next) == 3 },
		},
	}
}

// named counts the entries of a name: a cluster, a context and a user have each.
func named(data []byte, name string) int {
	return len(regexp.MustCompile(`(?m)^[ -]*name: "?`+regexp.QuoteMeta(name)+`"?\r?$`).FindAll(data, -1))
}

// aimAt returns the aim of a round; the other kubeconfig is written into a folder.
func aimAt(names []string, round int, folder string) (aim, error) {
	next := fmt.Sprintf("bench-%02d", round)
	a := aim{names[len(names)-1-round], next, filepath.Join(folder, next+".yaml")}
	return a, os.WriteFile(a.foreign, []byte(strings.ReplaceAll(foreign, "NAME", next)), 0o600)
}

// editSteps lets every tool make every edit on a copy of the kubeconfig. Beside them the
// plain program writes the same file.
func editSteps(folder string, built map[string]string, size int, quick bool) ([]step, error) {
	names := gen.Names(size)
	var out []step
	for _, e := range edits() {
		for _, t := range tools() {
			program, ok := built[t.name]
			words := e.words[t.name]
			if !ok || words == nil && t.name != "write" {
				continue
			}
			box, err := newSandbox(folder, t.name+"-"+e.what, size, t.env...)
			if err != nil {
				return nil, err
			}
			if t.name == "write" {
				words = func(aim) []string { return []string{box.file} }
			}
			out = append(out, step{task{e.what, t.name, size}, t.rounds(size, quick), func(round int) (sample, error) {
				a, err := aimAt(names, round, box.home)
				if err != nil {
					return sample{}, err
				}
				box.rest()
				cost, _, err := start(built["launch"], box, program, words(a)...)
				if err != nil || t.plain {
					return cost, err
				}
				data, err := os.ReadFile(box.file)
				if err == nil && !e.done(data, a) {
					err = fmt.Errorf("it says that it is done, but the file says otherwise")
				}
				return cost, err
			}})
		}
	}
	return out, nil
}
