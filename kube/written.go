package kube

import (
	"bytes"
	"iter"
	"path/filepath"
	"slices"
	"strings"

	"sigs.k8s.io/yaml"

	"kubeid/kube/config"
	"kubeid/kube/store"
)

// asBefore has a value that comes back written as it was when it stood there before,
// which the journal knows. So there and back leads to the same bytes also where the
// value was an alias, had escapes or went over several lines.
func (s *Service) asBefore(path string, data []byte, e config.Edits) config.Edits {
	file, err := filepath.EvalSymlinks(path)
	if err != nil {
		return e
	}
	var records iter.Seq[store.Record]
	for _, v := range e.Values {
		if v.Patch < 0 || v.Before.Absent || v.After.Absent || v.After.Secret || len(e.Patches[v.Patch].Old) == 0 {
			continue
		}
		if records == nil {
			if records, err = s.store.Newest(); err != nil {
				return e
			}
			if len(e.Values) > 1 {
				records = slices.Values(slices.Collect(records)) // each is decoded once
			}
		}
		e = valueAsBefore(records, file, data, e, v)
	}
	return e
}

// valueAsBefore has one value written as it was.
func valueAsBefore(records iter.Seq[store.Record], file string, data []byte, e config.Edits, v config.Value) config.Edits {
	tried := map[string]bool{}
	for r := range records {
		written := stood(r, file, data[:e.Patches[v.Patch].Offset])
		if len(written) == 0 || tried[string(written)] {
			continue
		}
		if tried[string(written)] = true; !mayMean(written, v.After.Text.Raw()) {
			continue
		}
		if bytes.Equal(written, e.Patches[v.Patch].New) {
			return e
		}
		if as, ok := e.As(v.Patch, written); ok {
			return as
		}
	}
	return e
}

// stood returns what r replaced behind these bytes of the file, or nothing.
func stood(r store.Record, file string, ahead []byte) []byte {
	if r.File != file || len(r.Patches) != 1 {
		return nil
	}
	h := r.Patches[0]
	if before := h.Ahead.Reveal(); len(before) == 0 || !bytes.HasSuffix(ahead, before) {
		return nil
	}
	return h.Old.Reveal()
}

// mayMean tells whether what is written can be this text. An alias cannot be read
// without its file, so it may.
func mayMean(written []byte, text string) bool {
	if word, ok := plainWord(string(written)); ok {
		return word == text
	}
	var read string
	return yaml.Unmarshal(written, &read) != nil || read == text
}

// plainWord returns what a usual name means, for which no YAML need be read: one in
// quotes, or a word that is too long to mean yes, no or nothing.
func plainWord(written string) (string, bool) {
	word := strings.TrimSuffix(strings.TrimPrefix(written, `"`), `"`)
	switch len(written) - len(word) {
	case 0: // plain
		if len(word) <= len("false") || !isLetter(rune(word[0])) {
			return "", false
		}
	case 1:
		return "", false
	}
	usual := func(r rune) bool { return isLetter(r) || r >= '0' && r <= '9' || strings.ContainsRune("-_./@", r) }
	return word, !strings.ContainsFunc(word, func(r rune) bool { return !usual(r) })
}

func isLetter(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }
