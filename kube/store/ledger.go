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
	"strings"

	"kubeid/model"
)

// The ledger only grows: it says which certificates are out there, and these cannot be
// taken back before they end. It is a file of JSON lines. A line is a certificate, or
// what became of one: where it was written, what was bound. It holds no key and no token.

const ledgerName = "ledger.jsonl"

// A ledgerLine is one line of the ledger.
type ledgerLine struct {
	Issued *model.Issued `json:"issued,omitempty"`
	Of     string        `json:"of,omitempty"` // the fingerprint that the rest is about
	Bound  []string      `json:"bound,omitempty"`
	Where  []string      `json:"written,omitempty"`
}

// AppendIssued notes that a certificate was issued, before anything is done with it.
func (s *Store) AppendIssued(ctx context.Context, i model.Issued) error {
	return s.appendLedger(ctx, ledgerLine{Issued: &i})
}

// AmendIssued notes what became of a certificate: bindings that were made with it, and
// files that it was written to.
func (s *Store) AmendIssued(ctx context.Context, fingerprint string, bindings, written []string) error {
	if len(bindings)+len(written) == 0 {
		return nil
	}
	return s.appendLedger(ctx, ledgerLine{Of: fingerprint, Bound: bindings, Where: written})
}

func (s *Store) appendLedger(ctx context.Context, l ledgerLine) error {
	text, err := json.Marshal(l)
	if err != nil {
		return err
	}
	free, err := s.guard(ctx, "ledger.lock")
	if err != nil {
		return fmt.Errorf("the ledger: %w", err)
	}
	defer free()
	f, err := openOwn(filepath.Join(s.dir, ledgerName), os.O_RDWR|os.O_CREATE|os.O_APPEND)
	if err != nil {
		return fmt.Errorf("the ledger: %w", bare("open it", err))
	}
	defer f.Close()
	size, whole, err := end(f)
	if err != nil {
		return err
	}
	if text = append(text, '\n'); !whole {
		text = append([]byte{'\n'}, text...)
	}
	if _, err := f.Write(text); err != nil {
		f.Truncate(size)
		return fmt.Errorf("the ledger: %w", bare("write to it", err))
	}
	if err := f.Sync(); err != nil {
		return fmt.Errorf("the ledger: %w", bare("sync it", err))
	}
	return syncFolder(s.dir)
}

// Ledger returns what was issued, the newest first. A line that is torn or strange is
// passed over.
func (s *Store) Ledger() ([]model.Issued, error) {
	data, err := readOwn(filepath.Join(s.dir, ledgerName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, bare("read the ledger", err)
	}
	var out []model.Issued
	at := map[string]int{}
	for text := range bytes.SplitSeq(data, []byte{'\n'}) {
		var l ledgerLine
		if json.Unmarshal(text, &l) != nil {
			continue
		}
		if l.Issued != nil && strings.HasPrefix(l.Issued.Fingerprint, "X509SHA256=") {
			at[l.Issued.Fingerprint] = len(out)
			out = append(out, *l.Issued)
		}
		if i, ok := at[l.Of]; ok {
			out[i].Bindings = append(out[i].Bindings, l.Bound...)
			out[i].Written = append(out[i].Written, l.Where...)
		}
	}
	slices.Reverse(out)
	return out, nil
}
