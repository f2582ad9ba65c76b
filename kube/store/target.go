package store

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"kubeid/model"
)

// maxLinks is how many symbolic links in a row are followed, as Linux does.
const maxLinks = 40

// A target is where a kubeconfig really is. Two names need a lock when it is a
// symbolic link: the one that kubectl locks, which does not resolve links, and the
// one where everybody meets who came by another link.
type target struct {
	real  string
	links []string // the symbolic links on the way, each in its real folder
	locks []string // sorted, so that two writers never wait for each other in a ring
}

// resolve follows symbolic links to the file that is to be written. It need not
// exist, nor its folder: a dangling link leads to the file that it names.
func resolve(path string) (target, error) {
	if path == "" {
		return target{}, &model.Problem{Exit: model.ExitUsage, What: "no file is named", Todo: "name one"}
	}
	if !filepath.IsAbs(path) {
		wd, err := os.Getwd()
		if err != nil {
			return target{}, bare("find the working folder", err)
		}
		path = wd + string(filepath.Separator) + path
	}
	var t target
	for range maxLinks {
		// Split does not clean: what follows a link with ".." is for the system to say.
		folder, base := filepath.Split(path)
		if base == "" || base == "." || base == ".." {
			return target{}, refuse("", "it is a folder")
		}
		folder, err := realFolder(folder)
		if err != nil {
			return target{}, err
		}
		path = filepath.Join(folder, base)
		to, err := os.Readlink(path)
		if err != nil {
			t.real = path
			first := path
			if len(t.links) > 0 {
				first = t.links[0]
			}
			t.locks = []string{first + ".lock", path + ".lock"}
			slices.Sort(t.locks)
			t.locks = slices.Compact(t.locks)
			return t, nil
		}
		t.links = append(t.links, path)
		if path = to; !filepath.IsAbs(to) {
			path = folder + string(filepath.Separator) + to
		}
	}
	return target{}, refuse("look at the links with: ls -l", "its symbolic links lead in a circle")
}

// realFolder resolves the links of a folder of which the last parts may be missing.
func realFolder(path string) (string, error) {
	found, err := filepath.EvalSymlinks(path)
	switch {
	case err == nil:
		return found, nil
	case !errors.Is(err, fs.ErrNotExist):
		return "", bare("look for the folder", err)
	}
	parent, base := filepath.Split(filepath.Clean(path))
	if base == "" {
		return "", bare("look for the folder", err)
	}
	if parent, err = realFolder(parent); err != nil {
		return "", err
	}
	return filepath.Join(parent, base), nil
}

// folder returns the folder in which the file is.
func (t target) folder() string { return filepath.Dir(t.real) }

// read returns what is in the file; exists is false when there is none.
func (t target) read() (data []byte, exists bool, err error) {
	info, err := os.Stat(t.real)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, false, nil
	case err != nil:
		return nil, false, bare("read it", err)
	case !info.Mode().IsRegular():
		return nil, false, refuse("", "it is %s, not a file", kindOf(info.Mode()))
	}
	data, err = os.ReadFile(t.real)
	if err != nil {
		return nil, false, bare("read it", err)
	}
	return data, true, nil
}

// same tells whether the file still is what was read from it before.
func (t target) same(data []byte, exists bool) (bool, error) {
	f, err := os.Open(t.real)
	if errors.Is(err, fs.ErrNotExist) {
		return !exists, nil
	}
	if err != nil {
		return false, bare("read it again", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return false, bare("read it again", err)
	}
	if !exists || info.Size() != int64(len(data)) {
		return false, nil
	}
	part := make([]byte, min(len(data)+1, 256<<10))
	for {
		n, err := f.Read(part)
		if n > len(data) || !bytes.Equal(part[:n], data[:n]) {
			return false, nil
		}
		data = data[n:]
		if err == io.EOF {
			return len(data) == 0, nil
		}
		if err != nil {
			return false, bare("read it again", err)
		}
	}
}

// check refuses what a replacement would damage. It returns what the old file is
// like, or nil when there is none.
func (t target) check() (fs.FileInfo, error) {
	info, err := os.Lstat(t.real)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, bare("look at it", err)
	}
	mode := info.Mode()
	switch {
	case !mode.IsRegular():
		return nil, refuse("", "it is %s, not a file", kindOf(mode))
	case mode.Perm()&0o200 == 0:
		return nil, refuse("to write to it, run: chmod u+w "+quote(t.real), "it is read-only (mode %04o)", mode.Perm())
	}
	return info, writable(t.real, info)
}

func kindOf(mode fs.FileMode) string {
	switch {
	case mode.IsDir():
		return "a folder"
	case mode&fs.ModeNamedPipe != 0:
		return "a pipe"
	case mode&fs.ModeSocket != 0:
		return "a socket"
	}
	return "a device"
}

// makeFolder makes the folder of the file if it is missing, for the owner alone.
// What it returns takes away again what it made, as long as nothing is in it.
func (t target) makeFolder() (undo func(), err error) {
	var made []string
	for at := t.folder(); ; at = filepath.Dir(at) {
		if _, err := os.Lstat(at); !errors.Is(err, fs.ErrNotExist) {
			break
		}
		made = append(made, at)
	}
	undo = func() {
		for _, at := range made {
			os.Remove(at)
		}
	}
	if err := os.MkdirAll(t.folder(), 0o700); err != nil {
		undo()
		return nil, fmt.Errorf("its folder is missing: %w", bare("make it", err))
	}
	return undo, nil
}
