package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	"kubeid/model"
)

// What is handed over to somebody has a private key in it. It is written to a new file
// that is the owner's alone from its first byte, and nothing is ever overwritten.

// handoverName is the folder for what waits to be handed over.
const handoverName = "handover"

// Handover returns the folder for what waits to be handed over. It may not exist yet.
func (s *Store) Handover() string { return filepath.Join(s.dir, handoverName) }

// MakeHandover makes sure of that folder, for the owner alone.
func (s *Store) MakeHandover() error {
	if _, err := s.path(""); err != nil {
		return err
	}
	if err := private(s.dir); err != nil {
		return err
	}
	path := s.Handover()
	if err := os.Mkdir(path, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return bare("make the folder "+quote(path), err)
	}
	info, err := os.Lstat(path)
	switch {
	case err != nil:
		return bare("look at "+quote(path), err)
	case !info.IsDir():
		return strange(path, kindOf(info.Mode()))
	}
	return private(path)
}

// FreeName returns base with this ending in folder, or base-2 and so on when that is
// taken.
func FreeName(folder, base, ending string) string {
	for n := 1; ; n++ {
		name := base + ending
		if n > 1 {
			name = base + "-" + strconv.Itoa(n) + ending
		}
		if _, err := os.Lstat(filepath.Join(folder, name)); errors.Is(err, fs.ErrNotExist) || n > 10_000 {
			return filepath.Join(folder, name)
		}
	}
}

// Free tells why a new file cannot be written at path: it is there already, or its
// folder is not.
func Free(path string) error {
	if _, err := os.Lstat(path); err == nil {
		return &model.Problem{
			Exit: model.ExitRefused, What: fmt.Sprintf("%s is there already, and nothing is overwritten", model.NewText(path)),
			Todo: "name another file, or move that one away",
		}
	}
	info, err := os.Stat(filepath.Dir(path))
	if err == nil && info.IsDir() {
		return nil
	}
	return &model.Problem{
		Exit: model.ExitNotFound, What: fmt.Sprintf("there is no folder %s", model.NewText(filepath.Dir(path))),
		Todo: "make it first, or name another one",
	}
}

// NewFile writes a file that did not exist, for the owner alone, and makes it last. When
// it fails, nothing is left of it.
func NewFile(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) || errors.Is(err, fs.ErrNotExist) {
		if why := Free(path); why != nil {
			return why
		}
	}
	if err != nil {
		return fmt.Errorf("%s: %w", model.NewText(path), bare("make the file", err))
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = syncFolder(filepath.Dir(path))
	}
	if err != nil {
		os.Remove(path)
		return fmt.Errorf("%s: %w", model.NewText(path), bare("write the file", err))
	}
	return nil
}

// NewFolder makes a folder for the owner alone, if it is not there yet.
func NewFolder(path string) error {
	if err := os.Mkdir(path, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s: %w", model.NewText(path), bare("make the folder", err))
	}
	return nil
}
