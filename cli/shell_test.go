package cli

import (
	"errors"
	"reflect"
	"strings"
	"testing"
)

func TestTheFileOfAShellGoesHoweverItsProgramEnds(t *testing.T) {
	for name, c := range map[string]struct {
		line string
		code int
		err  error
		runs string
		want int
	}{
		"a program that fails":   {"shell dev -- make -k --dry-run", 3, nil, "make -k --dry-run", 3},
		"one that cannot run":    {"shell dev -- nothing", 1, errors.New("no such program"), "nothing", 1},
		"the usual shell":        {"shell dev", 0, nil, "/bin/zsh", 0},
		"on the current context": {"shell -- ls", 0, nil, "ls", 0},
	} {
		t.Run(name, func(t *testing.T) {
			f := twoContexts()
			var ran string
			run(t, f, "kubeid "+c.line, func(w *World) {
				w.Env = func(name string) string { return map[string]string{"SHELL": "/bin/zsh"}[name] }
				w.Child = func(words, env []string) (int, error) {
					ran = strings.Join(words, " ")
					if want := []string{"KUBECONFIG=/run/shell.yaml", "KUBEID_SHELL=dev"}; !reflect.DeepEqual(env, want) {
						t.Errorf("env %q, want %q", env, want)
					}
					if f.shells != 1 {
						t.Errorf("%d files of shells while it runs, want 1", f.shells)
					}
					return c.code, c.err
				}
			}).ends(c.want)
			if ran != c.runs {
				t.Errorf("ran %q, want %q", ran, c.runs)
			}
			if f.shells != 0 {
				t.Errorf("%d files of shells are left", f.shells)
			}
		})
	}
}
