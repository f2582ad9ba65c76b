package store

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"kubeid/kube/config"
	"kubeid/model"
)

// Recover ends the groups that a process left half written when it died: they are
// finished, or taken back where one of their files was changed since by somebody
// else. It returns what it did, in words that are safe to draw, and does nothing
// while a living process is at work.
func (s *Store) Recover(ctx context.Context) ([]string, error) {
	if nothing, err := s.nothingLeft(); err != nil || nothing {
		return nil, err
	}
	path, err := s.path(groupLock)
	if err != nil {
		return nil, err
	}
	f, err := openOwn(path, os.O_RDWR|os.O_CREATE)
	if err != nil {
		return nil, bare("open the lock of the journal", err)
	}
	defer f.Close()
	if mine, err := flock(f); err != nil || !mine {
		return nil, err
	}
	lines, err := s.lines()
	if err != nil {
		return nil, err
	}
	var words []string
	done := map[string]bool{}
	for _, r := range happened(lines) {
		done[r.ID] = true
	}
	for _, records := range open(lines) {
		if w := s.end(ctx, records, done); w != "" {
			words = append(words, w)
		}
	}
	return words, nil
}

// nothingLeft tells whether the journal has no group that is half written. It is looked
// at again only when it has changed since: within a command it mostly has not.
func (s *Store) nothingLeft() (bool, error) {
	info, err := os.Lstat(filepath.Join(s.dir, journalName))
	if was := s.whole.Load(); err == nil && was != nil && os.SameFile(*was, info) && (*was).Size() == info.Size() && (*was).ModTime().Equal(info.ModTime()) {
		return true, nil
	}
	data, readErr := s.read()
	if readErr != nil || len(open(grouped(data))) > 0 {
		return false, readErr
	}
	if err == nil && info.Size() == int64(len(data)) {
		s.whole.Store(&info)
	}
	return true, nil
}

// open returns the groups of which the journal does not say what became of all.
func open(lines []line) [][]Record {
	marked := map[string]bool{}
	for _, l := range lines {
		if l.Record == nil {
			marked[l.Done+l.Void] = true
		}
	}
	var out [][]Record
	at := map[string]int{}
	unsure := map[int]bool{}
	for _, l := range lines {
		if l.Record == nil || l.Record.Group == "" {
			continue
		}
		i, known := at[l.Record.Group]
		if !known {
			i = len(out)
			at[l.Record.Group] = i
			out = append(out, nil)
		}
		out[i] = append(out[i], fromLine(l.Record))
		unsure[i] = unsure[i] || !marked[l.Record.ID]
	}
	var left [][]Record
	for i, g := range out {
		if unsure[i] {
			left = append(left, g)
		}
	}
	return left
}

// end finishes a group or takes it back, and notes what became of each record.
func (s *Store) end(ctx context.Context, records []Record, done map[string]bool) string {
	var written, waiting, lost []Record
	for _, r := range records {
		switch {
		case done[r.ID]:
			written = append(written, r)
		case digestOf(r.File) == r.Before:
			waiting = append(waiting, r)
		default:
			lost = append(lost, r)
		}
	}
	what := model.NewText(records[0].Words).String()
	switch {
	case len(written) == 0:
		s.mark(voids(records)...)
		if len(lost) == 0 || len(records) < records[0].Of {
			return ""
		}
		return fmt.Sprintf("%q was interrupted, perhaps between two files, and %s changed since: look at %s", what, were(lost), labels(records))
	case len(lost) == 0:
		for _, r := range waiting {
			if err := s.finish(ctx, r); err != nil {
				return fmt.Sprintf("%q was interrupted and cannot be finished yet: %v", what, err)
			}
		}
		s.mark(dones(records)...)
		if len(waiting) == 0 {
			return ""
		}
		return fmt.Sprintf("%q was interrupted between two files and is finished now", what)
	}
	for i, r := range written {
		if digestOf(r.File) == r.After && s.takeBack(ctx, r) == nil {
			continue
		}
		s.mark(append(voids(slices.Concat(written[:i], waiting, lost)), dones(written[i:])...)...)
		return fmt.Sprintf("%q was interrupted, and %s changed since: look at %s, and at %s, which has it already",
			what, were(lost), labels(lost), labels(written[i:]))
	}
	s.mark(voids(records)...)
	return fmt.Sprintf("%q was interrupted and is taken back, because %s changed since: %s", what, were(lost), labels(lost))
}

func were(records []Record) string {
	if len(records) == 1 {
		return "a file was"
	}
	return "some files were"
}

// labels lists the files of records.
func labels(records []Record) string {
	var out []string
	for _, r := range records {
		out = append(out, model.NewText(r.Label).String())
	}
	return strings.Join(out, ", ")
}

func voids(records []Record) []mark {
	var out []mark
	for _, r := range records {
		out = append(out, mark{Void: r.ID})
	}
	return out
}

func dones(records []Record) []mark {
	var out []mark
	for _, r := range records {
		out = append(out, mark{Done: r.ID})
	}
	return out
}

// finish carries a record out on the bytes that it was made for, and no others.
func (s *Store) finish(ctx context.Context, r Record) error {
	return s.resume(ctx, r, r.Before, func([]byte) ([]config.Patch, error) {
		var patches []config.Patch
		for _, h := range r.Patches {
			patches = append(patches, config.Patch{Offset: h.Offset, Old: h.Old.Reveal(), New: h.New.Reveal()})
		}
		return patches, nil
	})
}

// takeBack puts back what was there before a record.
func (s *Store) takeBack(ctx context.Context, r Record) error {
	back := r
	back.Gone = !r.Existed
	return s.resume(ctx, back, r.After, func(current []byte) ([]config.Patch, error) { return Revert(current, r) })
}

// resume writes a file that the journal knows of already, if it still has this digest.
func (s *Store) resume(ctx context.Context, r Record, want string, edit func([]byte) ([]config.Patch, error)) error {
	w := Write{Path: r.File, Record: r, unrecorded: true}
	w.Edit = func(current []byte) ([]config.Patch, error) {
		if digest(current) != want {
			return nil, conflict("", "it was changed since by somebody else")
		}
		return edit(current)
	}
	_, err := s.Write(ctx, w)
	return err
}
