package cli

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"kubeid/model"
	"kubeid/testdata/cluster"
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

// TestRealManyUsersOneOfWhomFails has the cluster refuse one user of a file, in whose
// group it signs for nobody: the others are added, and log in.
func TestRealManyUsersOneOfWhomFails(t *testing.T) {
	c := cluster.Shared(t)
	jane, root, joe := cluster.Name("jane"), cluster.Name("root"), cluster.Name("joe")
	dir := t.TempDir()
	list, out := filepath.Join(dir, "team.csv"), filepath.Join(dir, "out")
	if err := os.WriteFile(list, []byte("# the team\n"+jane+",devs,ops\n"+root+",system:masters\n"+joe+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(out, 0o700); err != nil {
		t.Fatal(err)
	}
	line := "kubeid issue --from " + list + " --role view --role-namespace default --out " + out
	real(t, c.Admin(), line+" --yes").ends(model.ExitRefused).says("--dangerous system:masters")
	if left, _ := filepath.Glob(filepath.Join(out, "*")); len(left) > 0 {
		t.Fatalf("something was written: %v", left)
	}
	r := real(t, c.Admin(), line+" --yes --dangerous system:masters").ends(model.ExitError).says("one of 3 failed").says(root + ": the server signs for nobody in this group")
	for _, want := range []string{`(?m)^` + jane + ` +ok +`, `(?m)^` + root + ` +failed +- +-$`, `(?m)^` + joe + ` +ok +`} {
		if !regexp.MustCompile(want).MatchString(r.out) {
			t.Errorf("printed no line %s:\n%s", want, r.out)
		}
	}
	files, _ := filepath.Glob(filepath.Join(out, "*"))
	if want := []string{filepath.Join(out, jane+".kubeconfig"), filepath.Join(out, joe+".kubeconfig")}; !slices.Equal(files, want) {
		t.Fatalf("wrote %v, want %v", files, want)
	}
	for n, user := range []string{jane, joe} {
		who, complaints, err := c.Kubectl(t, files[n], "", "auth", "whoami", "-o", "jsonpath={.status.userInfo.username} {.status.userInfo.groups}")
		if err != nil || !strings.HasPrefix(who, user+" ") || strings.Contains(who, "ops") != (user == jane) {
			t.Errorf("%s logs in as %s%s", user, who, complaints)
		}
		if _, complaints, err := c.Kubectl(t, files[n], "", "get", "pods", "-n", "default"); err != nil {
			t.Error(complaints)
		}
	}
	left, _, _ := c.Kubectl(t, c.Admin(), "", "get", "csr,rolebindings", "-A", "-o", "name")
	if strings.Contains(left, root) {
		t.Errorf("something of %s is left:\n%s", root, left)
	}
}
