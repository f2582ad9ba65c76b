package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"k8s.io/client-go/tools/clientcmd"
)

// kitContents are the kubeconfigs of the edit kit that all tools get, in every style.
var kitContents = []string{"kind", "gke", "eks"}

// A kitCase is a case of testdata/edits, whose README explains the format.
type kitCase struct {
	Operations []map[string]any
	Edits      []kitEdit
}

type kitEdit struct {
	At             int
	Remove, Insert string
}

// A chore is a change that several tools have a command for.
type chore struct {
	name  string
	suits func(before []byte, c kitCase) bool
	words map[string]func(op map[string]any) []string // by tool
}

// word returns a field of an operation.
func word(op map[string]any, key string) string { return fmt.Sprint(op[key]) }

func chores() []chore {
	return []chore{
		{"use a context", func(_ []byte, c kitCase) bool {
			return is(c, "use-context") && len(c.Edits) == 1 && word(c.Operations[0], "context") != "another" && word(c.Operations[0], "context") != ""
		}, map[string]func(map[string]any) []string{
			"kubeid":  func(o map[string]any) []string { return []string{"ctx", word(o, "context")} },
			"kubectl": func(o map[string]any) []string { return []string{"config", "use-context", word(o, "context")} },
			"kubectx": func(o map[string]any) []string { return []string{word(o, "context")} },
			"kubecm":  func(o map[string]any) []string { return []string{"switch", "--silence-table", word(o, "context")} },
		}},
		{"set a namespace", func(_ []byte, c kitCase) bool {
			return is(c, "set-namespace") && len(c.Edits) == 1 && word(c.Operations[0], "namespace") == "shop"
		}, map[string]func(map[string]any) []string{
			"kubeid": func(o map[string]any) []string {
				return []string{"ns", "--context", word(o, "context"), word(o, "namespace")}
			},
			"kubectl": func(o map[string]any) []string {
				return []string{"config", "set-context", word(o, "context"), "--namespace", word(o, "namespace")}
			},
		}},
		{"rename a context", func(_ []byte, c kitCase) bool {
			return len(c.Edits) > 0 && word(c.Operations[0], "do") == "rename" && word(c.Operations[0], "kind") == "context" && word(c.Operations[0], "to") == "renamed"
		}, map[string]func(map[string]any) []string{
			"kubeid": func(o map[string]any) []string { return []string{"rename", "context", word(o, "name"), word(o, "to")} },
			"kubectl": func(o map[string]any) []string {
				return []string{"config", "rename-context", word(o, "name"), word(o, "to")}
			},
			"kubectx": func(o map[string]any) []string { return []string{word(o, "to") + "=" + word(o, "name")} },
			"kubecm":  func(o map[string]any) []string { return []string{"rename", word(o, "name"), word(o, "to")} },
		}},
		{"delete a context", func(before []byte, c kitCase) bool {
			config, err := clientcmd.Load(before)
			return err == nil && is(c, "delete") && len(c.Edits) > 0 && word(c.Operations[0], "kind") == "context" && config.CurrentContext != word(c.Operations[0], "name")
		}, map[string]func(map[string]any) []string{
			"kubeid":  func(o map[string]any) []string { return []string{"delete", "context", "--yes", word(o, "name")} },
			"kubectl": func(o map[string]any) []string { return []string{"config", "delete-context", word(o, "name")} },
			"kubectx": func(o map[string]any) []string { return []string{"-d", word(o, "name")} },
		}},
		{"delete a cluster", func(_ []byte, c kitCase) bool {
			return is(c, "delete") && len(c.Edits) > 0 && word(c.Operations[0], "kind") == "cluster"
		}, map[string]func(map[string]any) []string{
			"kubeid":  func(o map[string]any) []string { return []string{"delete", "cluster", "--yes", word(o, "name")} },
			"kubectl": func(o map[string]any) []string { return []string{"config", "delete-cluster", word(o, "name")} },
		}},
		{"set a server", func(_ []byte, c kitCase) bool {
			return is(c, "set") && len(c.Edits) > 0 && word(c.Operations[0], "field") == "server"
		}, map[string]func(map[string]any) []string{
			"kubeid": func(o map[string]any) []string {
				return []string{"set", "cluster", word(o, "name"), "--server", word(o, "value")}
			},
			"kubectl": func(o map[string]any) []string {
				return []string{"config", "set-cluster", word(o, "name"), "--server", word(o, "value")}
			},
		}},
	}
}

// is tells whether a case is this one operation alone.
func is(c kitCase, do string) bool {
	return len(c.Operations) == 1 && word(c.Operations[0], "do") == do
}

// A score is how one tool did one task on all files.
type score struct {
	task, tool          string
	files, failed       int      // failed: the tool says no
	identical           int      // every byte outside the value is as it was
	comments, commented int      // files that kept all of their comments, of those that have some
	unknown, unknowns   int      // files that kept all fields, of those with some that kubectl does not know
	wrong               int      // client-go reads something else than it should, or nothing
	words               []string // what was said of the first failures
}

// scoreKit lets all tools carry out their tasks on the kit.
func scoreKit(folder string, built map[string]string) ([]score, error) {
	paths, err := filepath.Glob("../testdata/edits/*.json")
	if err != nil || len(paths) == 0 {
		return nil, fmt.Errorf("the edit kit is not there: %w", err)
	}
	var scores []score
	for _, t := range chores() {
		for _, tool := range []string{"kubeid", "kubectl", "kubectx", "kubecm"} {
			if t.words[tool] == nil || built[tool] == "" {
				continue
			}
			say("%s: %s", t.name, tool)
			s := score{task: t.name, tool: tool}
			for _, path := range paths {
				if err := s.style(folder, path, t, built[tool]); err != nil {
					return nil, err
				}
			}
			scores = append(scores, s)
		}
	}
	return scores, nil
}

func (s *score) style(folder, path string, t chore, program string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var kit struct {
		Files []struct {
			Name, Before string
			Cases        []kitCase
		}
	}
	if err := json.Unmarshal(data, &kit); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	for _, f := range kit.Files {
		content, _, _ := strings.Cut(f.Name, ".")
		i := slices.IndexFunc(f.Cases, func(c kitCase) bool { return t.suits([]byte(f.Before), c) })
		if !slices.Contains(kitContents, content) || i < 0 {
			continue
		}
		home := filepath.Join(folder, "kit", s.tool)
		if err := os.RemoveAll(home); err != nil {
			return err
		}
		after, err := runOnce(home, program, []byte(f.Before), t.words[s.tool](f.Cases[i].Operations[0]))
		s.count([]byte(f.Before), after, f.Cases[i], err)
	}
	return nil
}

// runOnce gives a tool a home with one kubeconfig and returns what becomes of it.
func runOnce(home, program string, before []byte, args []string) ([]byte, error) {
	box := newHome(home)
	if err := os.MkdirAll(filepath.Dir(box.file), 0o700); err != nil {
		return nil, err
	}
	if err := os.WriteFile(box.file, before, 0o600); err != nil {
		return nil, err
	}
	cmd := exec.Command(program, args...)
	cmd.Dir, cmd.Env = home, append(box.env, "KUBECM_DISABLE_K8S_MORE_INFO=1") // else it asks a cluster
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	failed := cmd.Run()
	after, err := os.ReadFile(box.file)
	if err == nil && failed != nil {
		err = fmt.Errorf("%w: %s", failed, oneLine(out.String()))
	}
	return after, err
}
