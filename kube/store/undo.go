package store

import (
	"bytes"
	"errors"
	"io/fs"
	"iter"
	"regexp"
	"slices"
	"sync"

	"kubeid/kube/config"
	"kubeid/model"
)

// happened returns the records of which the file was really replaced, the oldest first.
func happened(lines []line) []Record {
	out := slices.Collect(replaced(func(yield func(line) bool) {
		for _, l := range slices.Backward(lines) {
			if !yield(l) {
				return
			}
		}
	}))
	slices.Reverse(out)
	return out
}

// replaced tells of the records of which the file was really replaced. Lines and records
// come the newest first. Mostly the journal says what became of a record, behind it. A
// process that died in between leaves one with no word about it: then the next write to
// that file shows it, or the file.
func replaced(lines iter.Seq[line]) iter.Seq[Record] {
	return func(yield func(Record) bool) {
		marks := map[string]mark{}
		before := map[string]string{} // of the write that comes next, by file
		for l := range lines {
			if l.Record == nil {
				if _, known := marks[l.Done+l.Void]; !known {
					marks[l.Done+l.Void] = l.mark
				}
				continue
			}
			r := l.Record
			if marks[r.ID].Void != "" {
				continue
			}
			if marks[r.ID].Done == "" {
				now, ok := before[r.File]
				if !ok {
					now = digestOf(r.File)
				}
				if now != r.After {
					continue
				}
			}
			before[r.File] = r.Before
			if !yield(fromLine(r)) {
				return
			}
		}
	}
}

func digestOf(path string) string {
	data, err := readRegular(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return ""
	}
	return digest(data)
}

// Left tells whether data is the file as the record left it.
func (r Record) Left(data []byte) bool { return digest(data) == r.After }

// Revert returns the patches that take back in current what r did. If the file has moved on since, the places are looked for by what stands
// around them; one that is gone or not the only one is a conflict.
func Revert(current []byte, r Record) (patches []config.Patch, err error) {
	moved := !r.Left(current)
	grown, from := 0, 0
	for _, h := range r.Patches {
		at := h.Offset + grown
		if moved {
			if at = find(current, h); at < from {
				return nil, movedOn(r)
			}
		}
		was, is := h.Old.Reveal(), h.New.Reveal()
		if at < from || !bytes.HasPrefix(current[min(at, len(current)):], is) {
			return nil, movedOn(r)
		}
		patches = append(patches, config.Patch{Offset: at, Old: is, New: was})
		grown += len(is) - len(was)
		from = at + len(is)
	}
	return patches, nil
}

func movedOn(r Record) error {
	return conflict("look at the file, and change it by hand",
		"what %q wrote to %s is not there any more, or was changed since", model.NewText(r.Words), model.NewText(r.Label))
}

// find returns where the new bytes of h are in data, or -1. They are looked for with
// all that stood around them; failing that, a value at the top level of the file is
// known by its line alone, since its key can be there only once.
func find(data []byte, h Hunk) int {
	ahead, is, behind := h.Ahead.Reveal(), h.New.Reveal(), h.Behind.Reveal()
	if at := only(data, ahead, is, behind); at >= 0 {
		return at
	}
	start, stop := bytes.LastIndexByte(ahead, '\n'), bytes.IndexByte(behind, '\n')
	key := ahead[start+1:]
	cut := start < 0 && len(ahead) == contextBytes
	if cut || stop < 0 || !topKey().Match(key) || bytes.ContainsRune(is, '\n') {
		return -1
	}
	if bytes.HasPrefix(data, bytes.Join([][]byte{key, is, behind[:stop+1]}, nil)) {
		return len(key)
	}
	return only(data, append([]byte{'\n'}, key...), is, behind[:stop+1])
}

// topKey is how a line begins that has the value of a key at the top level.
var topKey = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Za-z-]+: `) })

// only returns where is stands between ahead and behind, or -1 unless that is so at
// exactly one place.
func only(data, ahead, is, behind []byte) int {
	whole := bytes.Join([][]byte{ahead, is, behind}, nil)
	at := bytes.Index(data, whole)
	if len(whole) == 0 || at < 0 || bytes.Contains(data[at+1:], whole) {
		return -1
	}
	return at + len(ahead)
}
