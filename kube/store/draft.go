package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"os"

	"kubeid/kube/config"
)

// A draft is a change that is ready but for the rename: the new file lies beside
// the old one, synced, and the journal knows what is meant to happen.
type draft struct {
	store  *Store
	target target
	write  Write
	me     process

	data    []byte // what the file said when it was edited
	exists  bool
	nothing bool // there is nothing to change

	temp       string
	record     Record
	undoFolder func()
}

// read takes in what the file says now.
func (d *draft) read() (err error) {
	d.data, d.exists, err = d.target.read()
	return err
}

// make edits what was read and prepares the new file and its record.
func (d *draft) make(ctx context.Context, unlocked bool) error {
	next, patches, err := d.write.Edit(d.data)
	if unlocked && (err != nil || bytes.Equal(next, d.data)) {
		next, patches, err = d.calm(ctx, next, patches, err)
	}
	if err != nil {
		return err
	}
	if bytes.Equal(next, d.data) && d.exists {
		d.nothing = true
		return nil
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	old, err := d.target.check()
	if err != nil {
		return err
	}
	if d.undoFolder == nil {
		if d.undoFolder, err = d.target.makeFolder(); err != nil {
			return err
		}
	}
	digests := make(chan [2]string, 1)
	go func() { digests <- [2]string{digest(d.data), digest(next)} }()
	d.temp, err = prepare(d.target.real, old, next, d.me)
	sums := <-digests
	if err != nil {
		return err
	}
	return d.note(ctx, sums, hunks(d.data, next, patches))
}

// calm makes sure that a refusal, or that there is nothing to change, was not said
// of half a file: kubectl writes in place, and we read without the lock. It counts
// once the same bytes were read twice with no lock in sight.
func (d *draft) calm(ctx context.Context, next []byte, patches []config.Patch, err error) ([]byte, []config.Patch, error) {
	for range tries {
		if e := d.store.waitUnlocked(ctx, d.target.locks); e != nil {
			return nil, nil, e
		}
		same, e := d.target.same(d.data, d.exists)
		if e != nil {
			return nil, nil, e
		}
		if same && !anyLock(d.target.locks) {
			return next, patches, err
		}
		if e := d.read(); e != nil {
			return nil, nil, e
		}
		next, patches, err = d.write.Edit(d.data)
	}
	return next, patches, err
}

// note writes into the journal what the rename will do.
func (d *draft) note(ctx context.Context, sums [2]string, changed []Hunk) error {
	r := d.write.Record
	r.ID, r.Time, r.File = newID(), now(), d.target.real
	r.Existed, r.Before, r.After, r.Patches = d.exists, sums[0], sums[1], changed
	if err := d.store.append(ctx, r); err != nil {
		return err
	}
	d.record = r
	return nil
}

// discard takes back what was prepared and not put in place.
func (d *draft) discard() {
	if d.temp == "" {
		if d.undoFolder != nil {
			d.undoFolder()
		}
		return
	}
	os.Remove(d.temp)
	if d.undoFolder != nil {
		d.undoFolder()
	}
	if d.record.ID != "" {
		d.store.mark(mark{Void: d.record.ID})
	}
	d.temp, d.record, d.undoFolder = "", Record{}, nil
}

// digest returns the SHA-256 of data in hex.
func digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
