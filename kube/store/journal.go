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
	"time"
)

// The journal is a secret store: its patches hold whatever a change took away or
// put in, credentials too. It is a file of JSON lines that only grows, until it is
// written anew without what is too old. A record is written and synced before its
// file is replaced, so it counts only when a later line says that this was done, or
// the file itself shows it. Whoever writes holds the flock of a file beside it.

// What the journal keeps: no more than maxRecords steps, none older than maxAge.
const (
	maxRecords = 50
	maxAge     = 30 * 24 * time.Hour
	slack      = 50 // steps over maxRecords before the journal is written anew
)

const journalName = "journal.jsonl"

// append adds records in one go and makes them last.
func (s *Store) append(ctx context.Context, records ...Record) error {
	lines := make([]line, len(records))
	for i, r := range records {
		lines[i].Record = toLine(r)
	}
	if err := s.appendLines(ctx, lines, true); err != nil {
		return fmt.Errorf("the journal for undo: %w", err)
	}
	return nil
}

// mark notes what became of records. A lost mark does no harm: the file shows it.
func (s *Store) mark(marks ...mark) {
	if len(marks) == 0 {
		return
	}
	lines := make([]line, len(marks))
	for i, m := range marks {
		lines[i].mark = m
	}
	hasty := Store{dir: s.dir, patience: min(s.patience, time.Second)}
	hasty.appendLines(context.Background(), lines, false)
}

func (s *Store) appendLines(ctx context.Context, lines []line, sync bool) error {
	var text bytes.Buffer
	for _, l := range lines {
		if err := json.NewEncoder(&text).Encode(l); err != nil {
			return err
		}
	}
	f, err := s.appendText(ctx, text.Bytes(), sync)
	if err != nil {
		return err
	}
	defer f.Close()
	if !sync {
		return nil
	}
	if err := f.Sync(); err != nil {
		return bare("sync it", err)
	}
	return nil
}

// appendText adds lines and returns the file, which need not be synced under the
// flock: when somebody writes the journal anew meanwhile, the line is there too.
func (s *Store) appendText(ctx context.Context, text []byte, tidy bool) (f *os.File, err error) {
	free, err := s.guard(ctx, "journal.lock")
	if err != nil {
		return nil, err
	}
	defer free()
	path := filepath.Join(s.dir, journalName)
	_, missing := os.Lstat(path)
	f, err = openOwn(path, os.O_RDWR|os.O_CREATE|os.O_APPEND)
	if err != nil {
		return nil, bare("open it", err)
	}
	defer func() {
		if err != nil {
			f.Close()
		}
	}()
	size, whole, err := end(f)
	if err != nil {
		return nil, err
	}
	if !whole {
		text = append([]byte{'\n'}, text...)
	}
	if _, err := f.Write(text); err != nil {
		f.Truncate(size)
		return nil, bare("write to it", err)
	}
	if errors.Is(missing, fs.ErrNotExist) {
		if err := syncFolder(s.dir); err != nil {
			return nil, err
		}
	}
	if !tidy {
		return f, nil
	}
	return f, s.prune(time.Now())
}

// end returns the size of f, and whether its last line is whole: a process may
// have died while it wrote.
func end(f *os.File) (size int64, whole bool, err error) {
	info, err := f.Stat()
	if err != nil || info.Size() == 0 {
		return 0, true, err
	}
	var last [1]byte
	if _, err := f.ReadAt(last[:], info.Size()-1); err != nil {
		return 0, false, bare("read it", err)
	}
	return info.Size(), last[0] == '\n', nil
}

// guard holds the flock of a file in the store's folder until free is called.
func (s *Store) guard(ctx context.Context, name string) (free func(), err error) {
	path, err := s.path(name)
	if err != nil {
		return nil, err
	}
	f, err := openOwn(path, os.O_RDWR|os.O_CREATE)
	if err != nil {
		return nil, bare("open its lock", err)
	}
	for w := waitFor(s.patience); ; {
		ok, err := flock(f)
		if ok {
			return func() { f.Close() }, nil
		}
		if err == nil {
			err = w.pause(ctx)
		}
		if errors.Is(err, errPatience) {
			err = conflict("end the other kubeid, then try again", "another kubeid does not give it free")
		}
		if err != nil {
			f.Close()
			return nil, err
		}
	}
}
