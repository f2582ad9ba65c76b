//go:build unix

package store

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"golang.org/x/sys/unix"
)

// writable refuses what must not, or cannot, be replaced although its mode allows
// writing.
func writable(path string, info fs.FileInfo) error {
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return nil
	}
	if stat.Nlink > 1 {
		return refuse("make the other names symbolic links, then try again",
			"it has %d names (hard links), and replacing it would part them", stat.Nlink)
	}
	if uid := os.Geteuid(); uid != 0 && int(stat.Uid) != uid {
		return refuse("become its owner, or name a kubeconfig of your own in KUBECONFIG",
			"it belongs to another user (uid %d), and replacing it would make it yours", stat.Uid)
	}
	if err := unix.Access(path, unix.W_OK); err != nil {
		return bare("it is read-only for you", err)
	}
	return nil
}

// dress makes f like the old file at path: owner, group, attributes, mode. What
// would let somebody read the new file who could not read the old one is left out.
func dress(f *os.File, path string, old fs.FileInfo) error {
	mode := old.Mode().Perm()
	was, ok := old.Sys().(*syscall.Stat_t)
	info, err := f.Stat()
	if err != nil {
		return bare("look at the new file", err)
	}
	if is, ok2 := info.Sys().(*syscall.Stat_t); ok && ok2 && (was.Uid != is.Uid || was.Gid != is.Gid) {
		if err := f.Chown(int(was.Uid), int(was.Gid)); err != nil && (was.Uid != is.Uid || mode&0o070 != 0) {
			return bare("give the new file to the owner and group of the old one", err)
		}
	}
	if !copyAttributes(f, path) {
		mode &^= 0o070
	}
	if err := f.Chmod(mode); err != nil {
		return bare("set the mode of the new file", err)
	}
	return nil
}

// isMount tells whether a rename failed because the file is a mount of its own.
func isMount(err error) bool { return errors.Is(err, unix.EBUSY) || errors.Is(err, unix.EXDEV) }

// replace puts temp in the place of path, at once.
func replace(temp, path string) error { return os.Rename(temp, path) }

// keepOpen opens a file so that it outlasts its name, or returns nil when it cannot.
func keepOpen(path string) *os.File {
	f, _ := os.Open(path)
	return f
}

// syncFolder makes a rename survive a power cut. Some file systems cannot, and say so.
func syncFolder(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return bare("sync its folder", err)
	}
	defer f.Close()
	err = f.Sync()
	if err == nil || errors.Is(err, unix.EINVAL) || errors.Is(err, unix.ENOTSUP) {
		return nil
	}
	return bare("sync its folder", err)
}

// flock takes the lock of an open file if nobody has it; closing gives it back.
func flock(f *os.File) (bool, error) {
	for {
		err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
		switch {
		case err == nil:
			return true, nil
		case errors.Is(err, unix.EINTR):
		case errors.Is(err, unix.EWOULDBLOCK):
			return false, nil
		default:
			return false, err
		}
	}
}

// breakLock removes the lock at path if sure says so of what it is at that moment.
// Two processes must not both think so of the same lock, or the second would remove
// what the first has just taken. Who removes holds the flock of the very file; the
// file stays open meanwhile, so that its number is not given to another one; and
// the name must still lead to it. Nobody else removes: the holder is dead.
func breakLock(path string, me process, sure func(Holder) bool) (bool, error) {
	f, err := os.OpenFile(path, os.O_RDONLY|unix.O_NOFOLLOW|unix.O_NONBLOCK, 0)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	case errors.Is(err, fs.ErrPermission), errors.Is(err, unix.ELOOP):
		return breakUnread(path, me, sure)
	case err != nil:
		return false, err
	}
	defer f.Close()
	if ok, err := flock(f); err != nil || !ok {
		return false, err
	}
	info, err := f.Stat()
	if err != nil {
		return false, err
	}
	text, _ := io.ReadAll(io.LimitReader(f, maxLockText))
	at, err := os.Lstat(path)
	if err != nil || !os.SameFile(info, at) || !sure(holder(path, info, text, me)) {
		return false, nil
	}
	return true, os.Remove(path)
}

// breakUnread removes a lock that nobody may read, as kubectl makes them. It is
// never ours, so only a person can be sure.
func breakUnread(path string, me process, sure func(Holder) bool) (bool, error) {
	info, err := os.Lstat(path)
	if err != nil || !sure(holder(filepath.Clean(path), info, nil, me)) {
		return false, nil
	}
	return true, os.Remove(path)
}
