//go:build linux

package store

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"kubeid/model"
)

func TestModesAreKeptWhateverTheUmask(t *testing.T) {
	for _, umask := range []string{"000", "022", "077"} {
		for _, was := range []os.FileMode{0, 0o600, 0o640, 0o644, 0o660} {
			t.Run(fmt.Sprintf("umask %s, mode %04o", umask, was), func(t *testing.T) {
				t.Parallel()
				dir := t.TempDir()
				file, state, want := filepath.Join(dir, "new", "config"), filepath.Join(dir, "share", "state"), was
				if was == 0 {
					want = 0o600
				} else {
					file = filepath.Join(dir, "config")
					if err := os.WriteFile(file, []byte(oldText), 0o600); err != nil {
						t.Fatal(err)
					}
					if err := os.Chmod(file, was); err != nil {
						t.Fatal(err)
					}
				}
				c := role(t, "append", []string{file, state, "more\n"}, "sh", "-c", "umask "+umask+`; exec "$0" "$@"`)
				if out, err := c.CombinedOutput(); err != nil {
					t.Fatalf("%v: %s", err, out)
				}
				mode(t, file, want)
				mode(t, state, os.ModeDir|0o700)
				mode(t, filepath.Dir(state), os.ModeDir|0o700)
				mode(t, filepath.Join(state, journalName), 0o600)
				if was == 0 {
					mode(t, filepath.Dir(file), os.ModeDir|0o700)
				}
			})
		}
	}
}

func TestRootKeepsTheOwner(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("needs root")
	}
	file, s := kubeconfig(t, oldText)
	if err := os.Chown(file, 1234, 4321); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Write(t.Context(), Write{Path: file, Edit: replaceAll("dev", "prod")}); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	if stat := info.Sys().(*syscall.Stat_t); stat.Uid != 1234 || stat.Gid != 4321 {
		t.Errorf("it belongs to %d:%d now", stat.Uid, stat.Gid)
	}
}

// nobody is a user who owns nothing but what a test gives to it.
const nobody = 65534

// asNobody makes a stage that belongs to nobody, and returns how to play a role as nobody.
func asNobody(t *testing.T) (stage, func(name string, args ...string) *exec.Cmd) {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("needs root, to become somebody else")
	}
	dir, err := os.MkdirTemp("", "store")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	binary := filepath.Join(dir, "binary")
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	s := stage{filepath.Join(dir, "home"), filepath.Join(dir, "home", "config"), filepath.Join(dir, "home", "state")}
	for _, step := range []error{
		copyFile(self, binary), os.Chmod(dir, 0o755), os.Mkdir(s.dir, 0o700),
		os.WriteFile(s.file, []byte(oldText), 0o600), os.Chown(s.dir, nobody, nobody), os.Chown(s.file, nobody, nobody),
	} {
		if step != nil {
			t.Fatal(step)
		}
	}
	return s, func(name string, args ...string) *exec.Cmd {
		c := exec.CommandContext(t.Context(), binary, args...)
		c.Env = append(os.Environ(), roleVar+"="+name)
		c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
		return c
	}
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE, 0o755)
	if err != nil {
		return err
	}
	if _, err := io.Copy(out, in); err != nil {
		return err
	}
	return out.Close()
}

func TestWhatTheUserMayNotWriteIsLeftAlone(t *testing.T) {
	for _, c := range []struct {
		name    string
		prepare func(s stage) error
		says    string
	}{
		{"a file of another user in a folder of one's own", func(s stage) error { return errors.Join(os.Chown(s.file, 0, nobody), os.Chmod(s.file, 0o664)) }, "belongs to another user (uid 0)"},
		{"a folder that is read-only", func(s stage) error { return os.Chmod(s.dir, 0o500) }, "folder is not writable"},
		{"a folder that cannot be entered", func(s stage) error { return os.Chmod(s.dir, 0o600) }, "permission denied"},
		{"a file that cannot be read", func(s stage) error { return os.Chmod(s.file, 0o200) }, "permission denied"},
		{"a group that is not one's own, and may read", func(s stage) error {
			return errors.Join(os.Chown(s.file, nobody, 4321), os.Chmod(s.file, 0o640))
		}, "owner and group"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, play := asNobody(t)
			state := filepath.Join(filepath.Dir(s.dir), "state")
			if err := os.Mkdir(state, 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.Chown(state, nobody, nobody); err != nil {
				t.Fatal(err)
			}
			if err := c.prepare(s); err != nil {
				t.Fatal(err)
			}
			out, err := play("replace", s.file, state, "dev", "prod").CombinedOutput()
			if err == nil {
				t.Fatal("it was written")
			}
			for _, want := range []string{s.file + " is unchanged", c.says} {
				if !strings.Contains(string(out), want) {
					t.Errorf("%q does not say %q", out, want)
				}
			}
			says(t, s.file, oldText)
			if got := names(t, s.dir); got != "config" {
				t.Errorf("the folder has %s", got)
			}
		})
	}
}

func TestAGroupThatMayNotReadIsNoReasonToRefuse(t *testing.T) {
	s, play := asNobody(t)
	if err := os.Chown(s.file, nobody, 4321); err != nil {
		t.Fatal(err)
	}
	if out, err := play("replace", s.file, s.state, "dev", "prod").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	says(t, s.file, newText)
	mode(t, s.file, 0o600)
}

func TestALinkInAFolderThatIsReadOnlyNeedsNoLockThere(t *testing.T) {
	s, play := asNobody(t)
	locked := filepath.Join(filepath.Dir(s.dir), "etc")
	links(t, locked, "config", s.file)
	if err := os.Chmod(locked, 0o755); err != nil {
		t.Fatal(err)
	}
	if out, err := play("replace", filepath.Join(locked, "config"), s.state, "dev", "prod").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	says(t, s.file, newText)
}

func TestALimitOnFileSizesIsToldAndDoesNoHarm(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "config")
	text := []byte(oldText + strings.Repeat("# ballast\n", 10000))
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	c := role(t, "replace", []string{file, filepath.Join(dir, "state"), "dev", "prod"}, "sh", "-c", `ulimit -f 20; exec "$0" "$@"`)
	out, err := c.CombinedOutput()
	if err == nil || !bytes.Contains(out, []byte(file+" is unchanged")) || !bytes.Contains(out, []byte("file too large")) {
		t.Errorf("got %v: %s", err, out)
	}
	says(t, file, string(text))
	if got := names(t, dir); got != "config" {
		t.Errorf("the folder has %s", got)
	}
}

func TestAFullDiskIsToldAndDoesNoHarm(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=64k"); err != nil {
		t.Skipf("no file system of a small size can be had: %v", err)
	}
	t.Cleanup(func() { syscall.Unmount(dir, 0) })
	file := filepath.Join(dir, "config")
	text := oldText + strings.Repeat("# ballast\n", 4000)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Open(t.TempDir()).Write(t.Context(), Write{Path: file, Edit: replaceAll("dev", "prod")})
	if err == nil || !strings.Contains(err.Error(), file+" is unchanged") || !strings.Contains(model.Hint(err), "make room") {
		t.Errorf("got %v, hint %q", err, model.Hint(err))
	}
	says(t, file, text)
	if got := names(t, dir); got != "config" {
		t.Errorf("the folder has %s", got)
	}
}

func TestAFileThatIsAMountIsRefused(t *testing.T) {
	file, s := kubeconfig(t, oldText)
	if err := syscall.Mount(file, file, "", syscall.MS_BIND, ""); err != nil {
		t.Skipf("nothing can be mounted here: %v", err)
	}
	t.Cleanup(func() { syscall.Unmount(file, syscall.MNT_DETACH) })
	_, err := s.Write(t.Context(), Write{Path: file, Edit: replaceAll("dev", "prod")})
	if model.ExitCode(err) != model.ExitRefused || !strings.Contains(err.Error(), "mounted by itself") {
		t.Errorf("got %v", err)
	}
	says(t, file, oldText)
	if got := names(t, filepath.Dir(file)); got != "config" {
		t.Errorf("the folder has %s", got)
	}
}

func TestALockThatNobodyMayReadIsBrokenOnRequest(t *testing.T) {
	s, play := asNobody(t)
	foreignLock(t, s.file)
	try(t, os.Chown(s.file+".lock", nobody, nobody))
	if out, err := play("unlock", s.file).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if got := names(t, s.dir); got != "config" {
		t.Errorf("the folder has %s", got)
	}
}
