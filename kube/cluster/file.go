package cluster

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"

	"kubeid/model"
)

// MaxFile is the size of the largest file that is read because a kubeconfig points to it.
const MaxFile = 1 << 20

// ReadFile reads a file that a kubeconfig points to: a regular one of this computer, of
// at most 1 MiB. Devices, pipes, /proc and network names are refused, and opening one
// of them never waits. Errors name the file.
func ReadFile(path string) ([]byte, error) {
	data, err := readLocal(path)
	if err != nil {
		return nil, fmt.Errorf("%s %w", model.NewText(path), err)
	}
	return data, nil
}

// FileThere tells why ReadFile would not read a file, as far as that is known without
// opening it.
func FileThere(path string) error {
	real, err := localPath(path)
	if err != nil {
		return fmt.Errorf("%s %w", model.NewText(path), err)
	}
	info, err := os.Stat(real)
	switch {
	case err != nil:
		err = why(err)
	case !info.Mode().IsRegular():
		err = errors.New("is not a regular file")
	case info.Size() > MaxFile:
		err = errTooLarge
	}
	if err != nil {
		return fmt.Errorf("%s %w", model.NewText(path), err)
	}
	return nil
}

func readLocal(path string) ([]byte, error) {
	real, err := localPath(path)
	if err != nil {
		return nil, err
	}
	f, err := os.OpenFile(real, os.O_RDONLY|syscall.O_NONBLOCK, 0) // a pipe that nobody writes to must not hold us
	if err != nil {
		return nil, why(err)
	}
	defer f.Close()
	info, err := f.Stat()
	switch {
	case err != nil:
		return nil, why(err)
	case info.IsDir():
		return nil, errors.New("is a folder")
	case !info.Mode().IsRegular() || isMadeUp(f):
		return nil, errors.New("is not a regular file")
	case info.Size() > MaxFile:
		return nil, errTooLarge
	}
	var buf bytes.Buffer
	if _, err := buf.ReadFrom(io.LimitReader(f, MaxFile+1)); err != nil {
		return nil, why(err)
	}
	if buf.Len() > MaxFile {
		return nil, errTooLarge
	}
	return buf.Bytes(), nil
}

var errTooLarge = errors.New("is larger than 1 MiB")

// localPath follows links and refuses what is no place on this computer's own disks.
func localPath(path string) (string, error) {
	if isNetworkName(path) {
		return "", errors.New("is a name in the network")
	}
	if err := notASystemFile(path); err != nil {
		return "", err
	}
	real, err := filepath.EvalSymlinks(path)
	if err != nil {
		return "", why(err)
	}
	if isNetworkName(real) {
		return "", errors.New("leads into the network")
	}
	return real, notASystemFile(real)
}

// isNetworkName recognises \\server\share and \\.\device of Windows in all spellings.
func isNetworkName(path string) bool {
	return runtime.GOOS == "windows" && len(path) > 1 && (path[0] == '\\' || path[0] == '/') && (path[1] == '\\' || path[1] == '/')
}

func notASystemFile(path string) error {
	for _, top := range []string{"/proc", "/sys", "/dev"} {
		if clean := filepath.ToSlash(filepath.Clean(path)); clean == top || strings.HasPrefix(clean, top+"/") {
			return errors.New("is a file of the system, not one with content of its own")
		}
	}
	return nil
}

// why keeps of an error of os what does not repeat the path.
func why(err error) error {
	var p *fs.PathError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return errors.New("does not exist")
	case errors.Is(err, fs.ErrPermission):
		return errors.New("may not be read by you")
	case errors.As(err, &p):
		return fmt.Errorf("cannot be read: %w", p.Err)
	}
	return fmt.Errorf("cannot be read: %w", err)
}
