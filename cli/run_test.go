package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"kubeid/kube"
	"kubeid/model"
)

func TestWithoutATerminalKubeidHelps(t *testing.T) {
	r := run(t, twoContexts(), "kubeid").ends(2).prints("").says("Usage:\n  kubeid [")
	if !strings.HasSuffix(r.errors, "hint: name a command, such as kubeid ctx\n") {
		t.Errorf("said %s", r.errors)
	}
}

func TestOnATerminalKubeidOpensTheScreen(t *testing.T) {
	opened := false
	screen := func(w *World) { w.TUI = func(context.Context, Service, Look) error { opened = true; return nil } }
	run(t, twoContexts(), "kubeid", terminal, screen).ends(0).prints("").silent()
	if !opened {
		t.Error("opened no screen")
	}
}

func TestUnknownCommandsGetSuggestions(t *testing.T) {
	run(t, twoContexts(), "kubeid cxt").ends(2).prints("").says(`there is no command "kubeid cxt"`).says("did you mean ctx")
	run(t, twoContexts(), "kubeid frobnicate").ends(2).says("hint: see kubeid --help")
	run(t, twoContexts(), "kubeid get contxts").ends(2).says("did you mean contexts?")
}

func TestWordsOfOtherProgramsLeadToOurs(t *testing.T) {
	for typed, want := range map[string]string{
		"use-context prod": "kubeid ctx NAME", "switch prod": "kubeid ctx NAME", "ls": "kubeid get contexts", "rm prod": "kubeid delete context NAME",
		"config use-context prod": "kubeid ctx NAME", "config view": "kubeid view", "config set-context prod": "kubeid ns NAME, or kubeid new context NAME",
	} {
		run(t, twoContexts(), "kubeid "+typed).ends(2).prints("").says("there is no command").says("hint: here it is: " + want + "\n")
	}
	run(t, twoContexts(), "kubectl-identity use prod").ends(2).says("hint: here it is: kubectl identity ctx NAME\n")
	run(t, twoContexts(), "kubeid config prod").ends(2).says(`config takes no "prod"`)
	run(t, twoContexts(), "kubeid --version").ends(0).contains("kubeid ")
}

// Whatever a habit leads to is a command that there is.
func TestHabitsLeadToCommands(t *testing.T) {
	for word, here := range habits {
		for _, way := range strings.Split(here, ", or ") {
			var words []string
			for _, w := range strings.Fields(way) {
				if w == strings.ToLower(w) && !strings.HasPrefix(w, "-") {
					words = append(words, w)
				}
			}
			r := run(t, twoContexts(), "kubeid "+strings.Join(words, " ")+" --help").ends(0)
			if !strings.Contains(r.out, "kubeid "+strings.Join(words, " ")) {
				t.Errorf("%s leads to %s, which is none", word, way)
			}
		}
	}
}

func TestAsAPluginKubeidSpeaksOfKubectl(t *testing.T) {
	for _, name := range []string{"kubectl-identity", "/usr/bin/kubectl-identity", "kubectl-identity.exe"} {
		run(t, twoContexts(), name+" ctx --help").ends(0).says("").contains("kubectl identity ctx [NAME").contains("kubectl identity ctx NAME       switch")
	}
	run(t, twoContexts(), "kubectl-identity --help").ends(0).contains("kubectl identity [command]")
	run(t, twoContexts(), "kubectl-identity ctx -x").ends(2).says("hint: see kubectl identity ctx --help")
}

func (r result) contains(want string) result {
	r.t.Helper()
	if !strings.Contains(r.out, want) {
		r.t.Errorf("%s: printed\n%swant in it\n%s", r.args, r.out, want)
	}
	return r
}

// An empty variable in a script must not turn a file into the terminal, nor another
// context into the current one.
func TestAFlagWithoutAValueIsNotAFlagLeftOut(t *testing.T) {
	for _, args := range []string{"export prod --out=", "ns web --context=", "whoami --context=", "delete context prod --in=", "issue --user jane --encrypt-to="} {
		s := twoContexts()
		r := run(t, s, "kubeid "+args).ends(2).prints("").says("has no value\nhint: give it one, or leave it away")
		if len(s.applied)+len(s.viewed) > 0 {
			t.Errorf("%s: did %v, showed %v", r.args, s.applied, s.viewed)
		}
	}
	run(t, twoContexts(), "kubeid ctx --kubeconfig=").ends(0)
}

func TestErrorsComeWithWhatToDo(t *testing.T) {
	s := &fake{err: &model.Problem{Exit: model.ExitConflict, What: "it is locked", Todo: "wait", Cause: errors.New("by\nsomebody")}}
	run(t, s, "kubeid ctx").ends(5).prints("").says("kubeid: it is locked: by\\x0asomebody\nhint: wait\n")
}

func TestAnInterruptionIs130(t *testing.T) {
	s := &fake{err: context.Canceled}
	run(t, s, "kubeid ctx").ends(130).prints("").says("kubeid: interrupted\n")
	s.err = fmt.Errorf("~/.kube/config is unchanged: %w", context.Canceled)
	run(t, s, "kubeid ctx prod").ends(130).prints("").says("kubeid: ~/.kube/config is unchanged: interrupted\n")
}

func TestAQuestionCanBeInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	p := &program{World: World{InTerminal: true, Stdin: never{}, Stderr: &strings.Builder{}}}
	if err := p.confirm(ctx, writing{}, "sure"); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want an interruption", err)
	}
}

// never is a keyboard on which nobody types.
type never struct{}

func (never) Read([]byte) (int, error) { select {} }

func TestTheEnvironmentSaysWhereTheFilesAre(t *testing.T) {
	for _, c := range []struct {
		name string
		env  map[string]string
		line string
		want kube.Options
	}{
		{"home alone", map[string]string{"HOME": "/h"}, "kubeid ctx", kube.Options{Home: "/h", StateDir: "/h/.local/state/kubeid", ConfigDir: "/h/.config/kubeid"}},
		{"a list", map[string]string{"HOME": "/h", "KUBECONFIG": "a:b"}, "kubeid ctx", kube.Options{List: "a:b", Home: "/h", StateDir: "/h/.local/state/kubeid", ConfigDir: "/h/.config/kubeid"}},
		{"a state folder", map[string]string{"HOME": "/h", "XDG_STATE_HOME": "/s"}, "kubeid ctx", kube.Options{Home: "/h", StateDir: "/s/kubeid", ConfigDir: "/h/.config/kubeid"}},
		{"a relative state folder is none", map[string]string{"HOME": "/h", "XDG_STATE_HOME": "s"}, "kubeid ctx", kube.Options{Home: "/h", StateDir: "/h/.local/state/kubeid", ConfigDir: "/h/.config/kubeid"}},
		{"the flag", map[string]string{"HOME": "/h", "KUBECONFIG": "a"}, "kubeid --kubeconfig c ctx", kube.Options{Kubeconfig: "c", List: "a", Home: "/h", StateDir: "/h/.local/state/kubeid", ConfigDir: "/h/.config/kubeid"}},
		{"the flag behind", map[string]string{"HOME": "/h"}, "kubeid get users --kubeconfig=c", kube.Options{Kubeconfig: "c", Home: "/h", StateDir: "/h/.local/state/kubeid", ConfigDir: "/h/.config/kubeid"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got kube.Options
			run(t, twoContexts(), c.line, func(w *World) {
				w.Env = func(name string) string { return c.env[name] }
				w.Open = func(o kube.Options) Service { got = o; return twoContexts() }
			}).ends(0)
			if got.Say == nil {
				t.Error("nobody is told of waiting")
			}
			c.want.NoJournal = true // no command of these says what could be undone
			if got.Say = nil; !reflect.DeepEqual(got, c.want) {
				t.Errorf("got %+v, want %+v", got, c.want)
			}
		})
	}
}

func TestVersionReadsNoFile(t *testing.T) {
	closed := func(w *World) {
		w.Open = nil
		w.Version = Version{Version: "v1.2.3", Commit: "0123456789abcdef", Time: "2026-11-01T12:00:00Z"}
	}
	run(t, nil, "kubeid version", closed).ends(0).contains("kubeid v1.2.3 (0123456789ab) go").silent()
	var v Version
	if err := json.Unmarshal([]byte(run(t, nil, "kubeid version -o json", closed).ends(0).out), &v); err != nil {
		t.Fatal(err)
	}
	if v.APIVersion != "kubeid/v1" || v.Kind != "Version" || v.Version != "v1.2.3" || v.Go == "" {
		t.Errorf("got %+v", v)
	}
}

func TestEveryShellGetsItsScript(t *testing.T) {
	for shell, want := range map[string]string{
		"bash": "__start_kubeid", "zsh": "#compdef kubeid", "fish": "complete -c kubeid", "powershell": "Register-ArgumentCompleter",
		"kubectl": "exec kubectl-identity __complete \"$@\"\n",
	} {
		run(t, nil, "kubeid completion "+shell, func(w *World) { w.Open = nil }).ends(0).contains(want).silent()
	}
	run(t, nil, "kubeid completion csh").ends(2).prints("").says("no completion for the shell csh")
	run(t, nil, "kubeid completion").ends(2)
}
