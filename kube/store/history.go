package store

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"

	"kubeid/model"
)

// The history has no secrets, and nothing depends on it: one that cannot be read
// counts as empty, and it is not synced.

const historyName = "history.json"

// maxNamespaces is of how many contexts of a file the namespace is remembered.
const maxNamespaces = 1000

type history struct {
	Contexts   []string                     `json:"contexts"`   // the newest first
	Namespaces map[string]map[string]string `json:"namespaces"` // by file and context
}

func (s *Store) history() history {
	data, _ := readOwn(filepath.Join(s.dir, historyName))
	return historyOf(data)
}

func historyOf(data []byte) history {
	var h history
	if json.Unmarshal(data, &h) != nil {
		return history{}
	}
	return h
}

// Recent returns the contexts that were switched to, the newest first.
func (s *Store) Recent() []string { return s.history().Contexts }

// Remember notes that these contexts were switched to, one after the other: the
// last one is the newest.
func (s *Store) Remember(contexts ...string) error {
	return s.changeHistory(func(h *history) {
		recent := model.Texts(h.Contexts)
		for _, name := range contexts {
			recent = model.Remember(recent, model.NewText(name))
		}
		h.Contexts = h.Contexts[:0]
		for _, name := range recent {
			h.Contexts = append(h.Contexts, name.Raw())
		}
	})
}

// PreviousNamespace returns the namespace that a context had before its present one.
func (s *Store) PreviousNamespace(file, context string) (string, bool) {
	was, ok := s.history().Namespaces[file][context]
	return was, ok
}

// RememberNamespace notes which namespace a context had; "" for none of its own.
func (s *Store) RememberNamespace(file, context, was string) error {
	return s.changeHistory(func(h *history) {
		if h.Namespaces == nil {
			h.Namespaces = map[string]map[string]string{}
		}
		if h.Namespaces[file] == nil || len(h.Namespaces[file]) >= maxNamespaces {
			h.Namespaces[file] = map[string]string{}
		}
		h.Namespaces[file][context] = was
	})
}

// RememberRename has the history know a context by its new name.
func (s *Store) RememberRename(file, was, is string) error {
	return s.changeHistory(func(h *history) {
		for i, name := range h.Contexts {
			if name == was {
				h.Contexts[i] = is
			}
		}
		if before, ok := h.Namespaces[file][was]; ok {
			h.Namespaces[file][is] = before
			delete(h.Namespaces[file], was)
		}
	})
}

// changeHistory changes what is on the disk at this moment, so that two programs
// that remember something at once both do.
func (s *Store) changeHistory(change func(*history)) error {
	free, err := s.guard(context.Background(), "history.lock")
	if err != nil {
		return err
	}
	defer free()
	path, me := filepath.Join(s.dir, historyName), self()
	was, _ := readOwn(path)
	h := historyOf(was)
	change(&h)
	data, err := json.MarshalIndent(h, "", "  ")
	if err != nil {
		return err
	}
	if data = append(data, '\n'); bytes.Equal(data, was) {
		return nil
	}
	temp := tempName(path, me)
	if err := writeNew(temp, data); err != nil {
		return bare("write the history", err)
	}
	if err := replace(temp, path); err != nil {
		os.Remove(temp)
		return bare("write the history", err)
	}
	sweep(path, me)
	return nil
}
