package store

import (
	"os"
	"path/filepath"
	"strconv"

	"golang.org/x/sys/unix"
)

// nameless returns a file without a name on the file system of path, or nil where
// there are none: then a kill leaves nothing to sweep.
func nameless(path string, text []byte) *os.File {
	f, err := os.OpenFile(filepath.Dir(path), os.O_WRONLY|unix.O_TMPFILE, 0o600)
	if err != nil {
		return nil
	}
	if _, err := f.Write(text); err != nil {
		f.Close()
		return nil
	}
	return f
}

// publishNameless gives the file a name, which must be free (open(2), O_TMPFILE).
func publishNameless(f *os.File, path string) error {
	from := "/proc/self/fd/" + strconv.Itoa(int(f.Fd()))
	for {
		err := unix.Linkat(unix.AT_FDCWD, from, unix.AT_FDCWD, path, unix.AT_SYMLINK_FOLLOW)
		if err != unix.EINTR {
			return err
		}
	}
}
