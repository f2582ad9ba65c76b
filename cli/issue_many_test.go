package cli

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kubeid/model"
)

func TestManyUsersAreAddedFromAFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "team.csv")
	write := func(text string) {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("# the team\njane, devs, ops\nbob\n\"o'neil, x\",devs\n")
	f := twoContexts()
	run(t, f, "kubeid issue --from "+file+" --role view --role-namespace web").ends(model.ExitRefused).says("3 users")
	r := run(t, f, "kubeid issue --from "+file+" --role view --role-namespace web --yes").ends(0)
	if len(f.added) != 3 || !slices.Equal(f.added[0].Subject.Groups, []string{"devs", "ops"}) || f.added[2].Subject.User != "o'neil, x" || f.added[1].Role.Name != "view" || !strings.Contains(r.out, "jane") || strings.Count(r.out, "\n") != 4 {
		t.Errorf("added %+v\n%s", f.added, r.out)
	}
	f = twoContexts()
	f.addErr = errSign
	run(t, f, "kubeid issue --from "+file+" --yes").ends(model.ExitError).says("jane: the authority is on holiday").says("3 users of 3 failed")
	f = twoContexts()
	f.worries = []model.Worry{{Text: "dangerous", Type: "jane"}}
	run(t, f, "kubeid issue --from "+file+" --yes").ends(model.ExitRefused)
	if len(f.added) > 0 {
		t.Error("somebody was added although another one is dangerous")
	}
	for text, want := range map[string]string{"": "has 0 users", "jane\njane\n": "stands there twice", ",devs\n": "has no name", "a\"b\n": "not a list"} {
		write(text)
		run(t, twoContexts(), "kubeid issue --from "+file+" --yes").ends(model.ExitUsage).says(want)
	}
	run(t, twoContexts(), "kubeid issue --from /nowhere --yes").ends(model.ExitNotFound)
	run(t, twoContexts(), "kubeid issue --from "+file+" --user jane --yes").ends(model.ExitUsage)
}
