package cli

import (
	"slices"
	"strings"
	"testing"
)

func TestEveryVerbIsCalledByItsNames(t *testing.T) {
	for _, cmd := range (&program{name: "kubeid"}).root().Commands() {
		words := append([]string{cmd.Name()}, cmd.Aliases...)
		at := slices.IndexFunc(verbs, func(v verb) bool { return strings.HasPrefix(v.words+" ", cmd.Name()+" ") })
		if at < 0 || !slices.Equal(strings.Fields(verbs[at].words), words) {
			t.Errorf("the command %q is not called by these words: %v", cmd.Name(), verbs[max(0, at)].words)
		}
	}
	for _, v := range verbs {
		for _, word := range strings.Fields(v.words) {
			made := (&program{name: "kubeid"}).root(word).Commands()
			if len(made) != 1 || made[0].Name() != word && !made[0].HasAlias(word) {
				t.Errorf("%q does not make its command alone", word)
			}
		}
	}
}

func TestAllCommandsAreThereWhenNoneIsCalledFirst(t *testing.T) {
	for _, words := range [][]string{nil, {"help", "ctx"}, {"--kubeconfig", "x", "ctx"}, {"__complete", ""}, {"ctxx"}, {"--help"}} {
		if made := (&program{name: "kubeid"}).root(words...).Commands(); len(made) != len(verbs) {
			t.Errorf("%q makes %d commands, want %d", words, len(made), len(verbs))
		}
	}
}
