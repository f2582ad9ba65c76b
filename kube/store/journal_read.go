package store

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"iter"
	"path/filepath"
	"slices"
	"time"
)

// Every command looks into the journal, for what another one left half done, and it is
// longer than most kubeconfigs. So no more lines are decoded than somebody needs.

// What is certain of a line without decoding it: how a record begins, and that it
// belongs to a group. In a text of JSON a quote never stands alone.
var (
	recordBegin = []byte(`{"record":`)
	groupKey    = []byte(`"group":`)
)

// read returns the bytes of the journal; none when there is no journal.
func (s *Store) read() ([]byte, error) {
	data, err := readOwn(filepath.Join(s.dir, journalName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, bare("read the journal", err)
	}
	return data, nil
}

// lineOf decodes a line; false for one that is torn or strange.
func lineOf(text []byte) (line, bool) {
	var l line
	return l, json.Unmarshal(text, &l) == nil && (l.Record != nil || l.mark != mark{})
}

// lines reads the journal. A line that is torn or strange is passed over.
func (s *Store) lines() ([]line, error) {
	data, err := s.read()
	if err != nil {
		return nil, err
	}
	return linesOf(data, func([]byte) bool { return true }), nil
}

// linesOf decodes the lines that pass.
func linesOf(data []byte, pass func(text []byte) bool) []line {
	var out []line
	for text := range bytes.SplitSeq(data, []byte{'\n'}) {
		if !pass(text) {
			continue
		}
		if l, ok := lineOf(text); ok {
			out = append(out, l)
		}
	}
	return out
}

// grouped decodes the records of groups, and what became of records; nothing when there
// are no groups.
func grouped(data []byte) []line {
	if !bytes.Contains(data, groupKey) {
		return nil
	}
	return linesOf(data, func(text []byte) bool { return !bytes.HasPrefix(text, recordBegin) || bytes.Contains(text, groupKey) })
}

// backwards decodes the lines one after the other, the newest first.
func backwards(data []byte) iter.Seq[line] {
	return func(yield func(line) bool) {
		for rest := data; len(rest) > 0; {
			begin := bytes.LastIndexByte(rest, '\n')
			l, ok := lineOf(rest[begin+1:])
			if ok && !yield(l) {
				return
			}
			rest = rest[:max(begin, 0)]
		}
	}
}

// Newest tells of the writes that happened, the newest first, and nothing older than 30
// days. It reads no more of the journal than is asked for.
func (s *Store) Newest() (iter.Seq[Record], error) {
	data, err := s.read()
	if err != nil {
		return nil, err
	}
	return func(yield func(Record) bool) {
		start := time.Now()
		for r := range replaced(backwards(data)) {
			if start.Sub(r.Time) > maxAge || !yield(r) {
				return
			}
		}
	}, nil
}

// Steps returns what was written, the newest first: the last 50, and nothing older
// than 30 days.
func (s *Store) Steps(ctx context.Context) ([]Step, error) {
	lines, err := s.lines()
	if err != nil {
		return nil, err
	}
	out := steps(happened(lines))
	start := time.Now()
	out = slices.DeleteFunc(out, func(s Step) bool { return start.Sub(s.Time) > maxAge })
	return out[:min(len(out), maxRecords)], ctx.Err()
}
