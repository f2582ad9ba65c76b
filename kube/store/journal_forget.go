package store

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"kubeid/model"
)

// The journal forgets what is too old or too much as it is written, and what a person
// wants forgotten at once: it is written anew without that.

// Forget takes steps out of the journal, and with each one those that took it back,
// since they hold the same bytes. Without any ID it forgets everything.
func (s *Store) Forget(ctx context.Context, ids ...string) error {
	if _, err := os.Lstat(filepath.Join(s.dir, journalName)); errors.Is(err, fs.ErrNotExist) && len(ids) == 0 {
		return nil
	}
	free, err := s.guard(ctx, "journal.lock")
	if err != nil {
		return err
	}
	defer free()
	lines, err := s.lines()
	if err != nil || len(ids) == 0 {
		return errors.Join(err, s.rewrite(nil))
	}
	kin := families(lines)
	gone := map[string]bool{}
	for _, id := range ids {
		if kin[id] == "" {
			return &model.Problem{
				Exit: model.ExitNotFound,
				What: fmt.Sprintf("the journal has no record %q", model.NewText(id)),
				Todo: "see what it has with: kubeid undo --list",
			}
		}
		gone[kin[id]] = true
	}
	return s.rewrite(keep(lines, func(r *recordLine) bool { return !gone[kin[r.step()]] }))
}

// families returns for each step the first one that it goes back to.
func families(lines []line) map[string]string {
	kin := map[string]string{}
	for _, l := range lines {
		if l.Record == nil {
			continue
		}
		id := l.Record.step()
		kin[id] = id
		if first := kin[l.Record.Undoes]; first != "" {
			kin[id] = first
		}
	}
	return kin
}

// keep returns the lines of the records that pass, with their marks.
func keep(lines []line, pass func(*recordLine) bool) []line {
	kept := map[string]bool{}
	for _, l := range lines {
		if l.Record != nil && pass(l.Record) {
			kept[l.Record.ID] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(lines), func(l line) bool {
		if l.Record != nil {
			return !kept[l.Record.ID]
		}
		return !kept[l.Done] && !kept[l.Void]
	})
}

// prune writes the journal anew when it holds what it should not any more. Mostly it
// does not, which is seen without reading every line.
func (s *Store) prune(now time.Time) error {
	data, err := s.read()
	if err == nil && bytes.Count(data, recordBegin) <= maxRecords+slack && now.Sub(oldest(data)) <= maxAge {
		return nil
	}
	lines, err := s.lines()
	if err != nil {
		return err
	}
	steps, old, void := map[string]bool{}, false, map[string]bool{}
	for _, l := range lines {
		if l.Record != nil {
			steps[l.Record.step()] = true
			old = old || now.Sub(l.Record.Time) > maxAge
		}
		void[l.Void] = true
	}
	if !old && len(steps) <= maxRecords+slack {
		return nil
	}
	kept := keep(lines, func(r *recordLine) bool { return !void[r.ID] && now.Sub(r.Time) <= maxAge })
	newest := map[string]bool{}
	for _, l := range slices.Backward(kept) {
		if l.Record != nil && len(newest) < maxRecords {
			newest[l.Record.step()] = true
		}
	}
	return s.rewrite(keep(kept, func(r *recordLine) bool { return newest[r.step()] }))
}

// oldest returns the time of the first record, which is the oldest; zero if there is none.
func oldest(data []byte) time.Time {
	for text := range bytes.SplitSeq(data, []byte{'\n'}) {
		if l, ok := lineOf(text); ok && l.Record != nil {
			return l.Record.Time
		}
	}
	return time.Time{}
}

// rewrite replaces the journal. The caller holds its flock.
func (s *Store) rewrite(lines []line) error {
	var text bytes.Buffer
	for _, l := range lines {
		if err := json.NewEncoder(&text).Encode(l); err != nil {
			return err
		}
	}
	path, me := filepath.Join(s.dir, journalName), self()
	temp, synced, err := prepare(path, nil, [][]byte{text.Bytes()}, me)
	if err != nil {
		return err
	}
	if err := synced(); err != nil {
		os.Remove(temp)
		return err
	}
	if err := replace(temp, path); err != nil {
		os.Remove(temp)
		return bare("replace it", err)
	}
	sweep(path, me)
	return syncFolder(s.dir)
}
