package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"kubeid/model"
)

// A shell of its own has a kubeconfig of its own, for the owner alone, that goes when
// the shell ends, and with it what was noted of it: an undo after that would have
// nothing to write to. The file of a shell that was killed is swept by the next one.

// The kubeconfig of a shell is called shell-PID-MACHINE-RANDOM.yaml.
const (
	shellName   = "shell-"
	shellEnding = ".yaml"
)

// shellAge is when the kubeconfig of a shell is swept although nothing can be said
// about its program: that one was on another machine, or before a reboot.
const shellAge = 30 * 24 * time.Hour

// NewShell writes the kubeconfig of a shell into folder, which is made for the owner
// alone where it is missing, and ends those that were left behind. "" stands for a
// folder of the store.
func (s *Store) NewShell(ctx context.Context, folder string, data []byte) (string, error) {
	me := self()
	if folder == "" {
		own, err := s.path("shells")
		if err != nil {
			return "", err
		}
		folder = own
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", fmt.Errorf("%s: %w", model.NewText(folder), bare("make the folder", err))
	}
	if err := private(folder); err != nil {
		return "", err
	}
	s.sweepShells(ctx, folder, me)
	path := filepath.Join(folder, fmt.Sprintf("%s%d-%s-%s%s", shellName, me.PID, me.machine(), newID(), shellEnding))
	return path, NewFile(path, data)
}

// EndShell takes the kubeconfig of a shell away, and forgets what was changed in it.
func (s *Store) EndShell(ctx context.Context, path string) error {
	real, err := filepath.EvalSymlinks(path) // as the journal knows it
	if err != nil {
		real = path
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return bare("remove "+quote(path), err)
	}
	return errors.Join(s.forgetChanges(ctx, real), s.forgetNamespaces(real, path))
}

// forgetChanges takes the steps out of the journal that changed nothing but this file.
func (s *Store) forgetChanges(ctx context.Context, file string) error {
	list, err := s.Steps(ctx)
	if err != nil {
		return err
	}
	elsewhere := func(r Record) bool { return r.File != file }
	var ids []string
	for _, step := range list {
		if !slices.ContainsFunc(step.Records, elsewhere) {
			ids = append(ids, step.ID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	return s.Forget(ctx, ids...)
}

// forgetNamespaces forgets the namespaces of the contexts of these files.
func (s *Store) forgetNamespaces(files ...string) error {
	known := s.history().Namespaces
	if !slices.ContainsFunc(files, func(f string) bool { return known[f] != nil }) {
		return nil
	}
	return s.changeHistory(func(h *history) {
		for _, f := range files {
			delete(h.Namespaces, f)
		}
	})
}

// sweepShells ends the shells whose programs are dead. It is a courtesy: what it
// cannot do, the next one will.
func (s *Store) sweepShells(ctx context.Context, folder string, me process) {
	names, err := readNames(folder)
	if err != nil {
		return
	}
	for _, name := range names {
		rest, ok := strings.CutPrefix(name, shellName)
		rest, too := strings.CutSuffix(rest, shellEnding)
		if path := filepath.Join(folder, name); ok && too && leftBehind(path, rest, me, shellAge) {
			s.EndShell(ctx, path)
		}
	}
}
