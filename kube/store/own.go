package store

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"kubeid/model"
)

// What stands in the store's folder is believed: undo writes from it. So it must be
// the owner's alone. Symbolic links in the place of its files are not followed,
// pipes and devices not opened, and a folder into which others can put something is
// not read.

// How much is read of the store's own files, and of one that a record speaks of.
const (
	maxOwn   = 64 << 20
	maxOther = 128 << 20
)

// Writable tells whether this user may write the file that Stat said info about.
func Writable(path string, info fs.FileInfo) bool {
	return info.Mode().Perm()&0o200 != 0 && writable(path, info) == nil
}

// openOwn opens a file of the store, and takes away what others may do with it.
func openOwn(path string, flags int) (*os.File, error) {
	if err := private(filepath.Dir(path)); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(path, flags|ownFlags, 0o600)
	if errors.Is(err, syscall.ELOOP) {
		return nil, strange(path, "a symbolic link")
	}
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	switch {
	case err != nil:
	case !info.Mode().IsRegular():
		err = strange(path, kindOf(info.Mode()))
	case !ours(info):
		err = strange(path, "another user's")
	case info.Mode().Perm()&0o077 != 0 && flags&os.O_RDWR != 0:
		err = f.Chmod(0o600)
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// private tells why a folder cannot be the store's: somebody else can write there.
func private(folder string) error {
	info, err := os.Stat(folder)
	switch {
	case err != nil:
		return err
	case !ours(info):
		return strange(folder, "another user's")
	case writableByOthers(info.Mode()):
		return &model.Problem{
			Exit: model.ExitRefused, What: fmt.Sprintf("%s can be written by others, who could put something there", model.NewText(folder)),
			Todo: "look at what is in it, then run: chmod 700 " + quote(folder),
		}
	}
	return nil
}

func strange(path, what string) error {
	return &model.Problem{
		Exit: model.ExitRefused, What: fmt.Sprintf("%s is %s", model.NewText(path), what),
		Todo: "move it away; kubeid keeps its journal there",
	}
}

// readOwn reads a file of the store.
func readOwn(path string) ([]byte, error) {
	f, err := openOwn(path, os.O_RDONLY)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return readUpTo(f, maxOwn)
}

// readRegular reads a file that a record speaks of, if it is one.
func readRegular(path string) ([]byte, error) {
	f, err := os.OpenFile(path, os.O_RDONLY|noWait, 0)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() {
		return nil, errors.Join(err, fs.ErrInvalid)
	}
	return readUpTo(f, maxOther)
}

func readUpTo(f *os.File, most int64) ([]byte, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	data := bytes.NewBuffer(make([]byte, 0, min(info.Size(), most)+bytes.MinRead))
	if _, err := data.ReadFrom(io.LimitReader(f, most+1)); err != nil {
		return nil, err
	}
	if int64(data.Len()) > most {
		return nil, strange(f.Name(), fmt.Sprintf("larger than %d MB", most>>20))
	}
	return data.Bytes(), nil
}
