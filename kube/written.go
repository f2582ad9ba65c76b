package kube

import (
	"bytes"
	"context"
	"path/filepath"

	"sigs.k8s.io/yaml"

	"kubeid/kube/config"
	"kubeid/kube/store"
)

// asBefore has a value that comes back written as it was when it stood there before,
// which the journal knows. So there and back leads to the same bytes also where the
// value was an alias, had escapes or went over several lines.
func (s *Service) asBefore(ctx context.Context, path string, data []byte, e config.Edits) config.Edits {
	file, err := filepath.EvalSymlinks(path)
	if err != nil {
		return e
	}
	var records []store.Record
	for _, v := range e.Values {
		if v.Patch < 0 || v.Before.Absent || v.After.Absent || v.After.Secret || len(e.Patches[v.Patch].Old) == 0 {
			continue
		}
		if records == nil {
			if records, err = s.store.Records(ctx); err != nil || len(records) == 0 {
				return e
			}
		}
		e = valueAsBefore(records, file, data, e, v)
	}
	return e
}

// valueAsBefore has one value written as it was.
func valueAsBefore(records []store.Record, file string, data []byte, e config.Edits, v config.Value) config.Edits {
	tried := map[string]bool{}
	for _, r := range records {
		written := stood(r, file, data[:e.Patches[v.Patch].Offset])
		if len(written) == 0 || tried[string(written)] || !mayMean(written, v.After.Text.Raw()) {
			continue
		}
		if bytes.Equal(written, e.Patches[v.Patch].New) {
			return e
		}
		tried[string(written)] = true
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
	var read string
	return yaml.Unmarshal(written, &read) != nil || read == text
}
