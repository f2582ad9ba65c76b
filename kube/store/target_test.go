package store

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kubeid/model"
)

// links makes symbolic links in dir: name and where it leads, in pairs.
func links(t *testing.T, dir string, pairs ...string) {
	t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		at := filepath.Join(dir, pairs[i])
		if err := os.MkdirAll(filepath.Dir(at), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(pairs[i+1], at); err != nil {
			t.Fatal(err)
		}
	}
}

func TestSymbolicLinksAreFollowed(t *testing.T) {
	for _, c := range []struct {
		name, write string
		links       []string
		real        string
		locks       string // as seen while it is written
	}{
		{"no link", "config", nil, "config", "config.lock"},
		{"a link beside it", "a", []string{"a", "config"}, "config", "a.lock config.lock"},
		{"a chain of links", "a", []string{"a", "b", "b", "sub/c", "sub/c", "../config"}, "config", "a.lock config.lock"},
		{"a link to a folder", "sub/config", []string{"sub", "."}, "config", "config.lock"},
		{"a way up behind a link to a folder", "in/../config", []string{"deep/down/x", "y", "in", "deep/down"}, "deep/config", "deep/config.lock"},
		{"a dangling link", "a", []string{"a", "new"}, "new", "a.lock new.lock"},
		{"a dangling link into a folder that is missing", "a", []string{"a", "x/y/new"}, "x/y/new", "a.lock x/y/new.lock"},
		{"a folder that is missing", "x/y/new", nil, "x/y/new", "x/y/new.lock"},
	} {
		t.Run(c.name, func(t *testing.T) {
			file, s := kubeconfig(t, oldText)
			dir, err := filepath.EvalSymlinks(filepath.Dir(file))
			if err != nil {
				t.Fatal(err)
			}
			links(t, dir, c.links...)
			target, err := resolve(dir + "/" + c.write)
			if err != nil {
				t.Fatal(err)
			}
			if want := filepath.Join(dir, c.real); target.real != want {
				t.Errorf("resolved to %s, want %s", target.real, want)
			}
			if got := strings.ReplaceAll(strings.Join(target.locks, " "), dir+"/", ""); got != c.locks {
				t.Errorf("the locks are %s, want %s", got, c.locks)
			}
			missing := false
			if _, err := os.Stat(target.real); err != nil {
				missing = true
			}
			if _, err := s.Write(t.Context(), Write{Path: dir + "/" + c.write, Missing: missing, Edit: appendLine("more\n")}); err != nil {
				t.Fatal(err)
			}
			want := oldText + "more\n"
			if missing {
				want = "more\n"
			}
			says(t, target.real, want)
			for i := 0; i < len(c.links); i += 2 {
				if to, err := os.Readlink(filepath.Join(dir, c.links[i])); err != nil || to != c.links[i+1] {
					t.Errorf("the link %s leads to %q, %v", c.links[i], to, err)
				}
			}
			if missing {
				mode(t, target.real, 0o600)
			}
			if strings.HasPrefix(c.real, "x/") {
				mode(t, filepath.Join(dir, "x"), os.ModeDir|0o700)
				mode(t, filepath.Join(dir, "x/y"), os.ModeDir|0o700)
			}
		})
	}
}

func mode(t *testing.T, path string, want os.FileMode) {
	t.Helper()
	if info, err := os.Stat(path); err != nil || info.Mode() != want {
		t.Errorf("%s has mode %v, %v; want %v", filepath.Base(path), info.Mode(), err, want)
	}
}

func TestALinkThatLeadsElsewhereMeanwhileIsFollowedAnew(t *testing.T) {
	file, s := kubeconfig(t, oldText)
	dir := filepath.Dir(file)
	other := filepath.Join(dir, "other")
	if err := os.WriteFile(other, []byte(oldText), 0o600); err != nil {
		t.Fatal(err)
	}
	links(t, dir, "a", "config")
	s.patience = 10 * patience
	foreignLock(t, file)
	retarget := func(Holder) {
		links(t, dir, "b", "other")
		if err := os.Rename(filepath.Join(dir, "b"), filepath.Join(dir, "a")); err != nil {
			t.Error(err)
		}
		if err := os.Remove(file + ".lock"); err != nil {
			t.Error(err)
		}
	}
	if _, err := s.Write(t.Context(), Write{Path: filepath.Join(dir, "a"), Edit: replaceAll("dev", "prod"), Waiting: retarget}); err != nil {
		t.Fatal(err)
	}
	says(t, file, oldText)
	says(t, other, newText)
	if got := names(t, dir); got != "a config other" {
		t.Errorf("the folder has %s", got)
	}
}

func TestWhatCannotBeReplacedIsRefused(t *testing.T) {
	for _, c := range []struct {
		name    string
		prepare func(t *testing.T, file string) (path string)
		says    []string
	}{
		{"a folder", func(t *testing.T, file string) string { return filepath.Dir(file) }, []string{"a folder"}},
		{"a name that ends as a folder", func(t *testing.T, file string) string { return filepath.Dir(file) + "/" }, []string{"a folder"}},
		{"links in a circle", func(t *testing.T, file string) string {
			links(t, filepath.Dir(file), "a", "b", "b", "a")
			return filepath.Join(filepath.Dir(file), "a")
		}, []string{"in a circle"}},
		{"a second hard link", func(t *testing.T, file string) string {
			if err := os.Link(file, file+".2"); err != nil {
				t.Fatal(err)
			}
			return file
		}, []string{"2 names", "hard links"}},
		{"a read-only file", func(t *testing.T, file string) string {
			if err := os.Chmod(file, 0o444); err != nil {
				t.Fatal(err)
			}
			return file
		}, []string{"read-only", "0444"}},
		{"a folder that would lie in a file", func(t *testing.T, file string) string { return file + "/config" }, []string{"not a directory"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			file, s := kubeconfig(t, oldText)
			path := c.prepare(t, file)
			before := names(t, filepath.Dir(file))
			_, err := s.Write(t.Context(), Write{Path: path, Edit: appendLine("more\n")})
			if err == nil {
				t.Fatal("it was written")
			}
			for _, want := range append(c.says, path+" is unchanged") {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%q does not say %q", err, want)
				}
			}
			if code := model.ExitCode(err); code != model.ExitRefused && code != model.ExitError {
				t.Errorf("the code is %d", code)
			}
			says(t, file, oldText)
			if after := names(t, filepath.Dir(file)); after != before {
				t.Errorf("the folder has %s, want %s", after, before)
			}
		})
	}
}

func TestAFailedWriteTakesItsFoldersAway(t *testing.T) {
	dir := t.TempDir()
	s := Open(filepath.Join(dir, "state"))
	if err := os.WriteFile(s.dir, nil, 0o600); err != nil { // no journal can be there
		t.Fatal(err)
	}
	if _, err := s.Write(t.Context(), Write{Path: filepath.Join(dir, "x/y/config"), Edit: appendLine("more\n")}); err == nil {
		t.Fatal("it was written without a journal")
	}
	if got := names(t, dir); got != "" {
		t.Errorf("the folder has %s", got)
	}
}
