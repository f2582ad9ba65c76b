package store

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"slices"
	"time"

	"kubeid/kube/config"
)

// calmFor is how long bytes must rest beside a lock that does not go away.
const calmFor = 500 * time.Millisecond

// A draft is a change that is ready but for the rename: the new file lies beside
// the old one, synced, and the journal knows what is meant to happen.
type draft struct {
	store  *Store
	target target
	write  Write
	me     process

	data    []byte // what the file said when it was edited
	exists  bool
	reread  bool // it is not what the caller had read
	nothing bool // there is nothing to change

	temp   string
	synced func() error // waits until the disk has temp
	old    fs.FileInfo  // the file that will be replaced
	kept   *os.File     // the same, held open while its lock is ours; nil for a small one
	folder func()       // takes away again what folders were made
	record Record

	recorded bool // the journal has the record, which is no part of a group

	placed bool          // the new file is in its place
	turn   func()        // ends our turn in the queue
	queued time.Duration // how long we have waited for it
}

// read takes in what the file says now.
func (d *draft) read() (err error) {
	d.reread = true
	d.data, d.exists, err = d.target.read()
	return err
}

// ready makes the draft and has the journal know of it. Both are on the disk when it
// returns, and the disk is at work on both at once.
func (d *draft) ready(ctx context.Context, unlocked bool) error {
	if err := d.make(ctx, unlocked); err != nil || d.nothing {
		return err
	}
	if !d.write.unrecorded {
		if err := d.store.append(ctx, d.record); err != nil {
			return err
		}
		d.recorded = true
	}
	return d.synced()
}

// make edits what was read and prepares the new file and its record. The disk is at
// work on the file still when it returns: see synced.
func (d *draft) make(ctx context.Context, unlocked bool) error {
	patches, err := d.edit()
	if unlocked && (err != nil || idle(patches)) {
		patches, err = d.calm(ctx, patches, err)
	}
	if err != nil {
		return err
	}
	if idle(patches) {
		d.nothing = true
		return nil
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if d.old, err = d.target.check(); err != nil {
		return err
	}
	if d.folder == nil {
		if d.folder, err = d.target.makeFolder(); err != nil {
			return err
		}
	}
	next := config.Pieces(d.data, patches...)
	record := make(chan Record, 1)
	if describe := func() { record <- d.describe(patches) }; len(d.data) > compareUpTo {
		go describe() // while the disk is at work
	} else {
		describe()
	}
	if d.write.Record.Gone && !slices.ContainsFunc(next, func(p []byte) bool { return len(p) > 0 }) {
		d.record, d.synced = <-record, func() error { return nil }
		return nil
	}
	d.temp, d.synced, err = prepare(d.target.real, d.old, next, d.me)
	d.record = <-record
	d.record.Gone = false
	return err
}

// swap puts the new file in the place of the old one, or takes the old one away. The
// system frees a file with the last that has it open, which takes 13 ms for 56 MB: so a
// large one is kept open until the lock is given back.
func (d *draft) swap() error {
	if d.old != nil && d.old.Size() > compareUpTo {
		d.kept = keepOpen(d.target.real)
	}
	if d.record.Gone {
		if err := os.Remove(d.target.real); err != nil {
			return bare("remove it", err)
		}
	} else if err := replace(d.temp, d.target.real); err != nil {
		return notReplaced(err)
	}
	d.placed = true
	return nil
}

// letGo has the system free the old file.
func (d *draft) letGo() {
	if d.kept != nil {
		d.kept.Close()
		d.kept = nil
	}
}

// edit asks what to change, and believes no patch that does not fit.
func (d *draft) edit() ([]config.Patch, error) {
	patches, err := d.write.Edit(d.data)
	if err == nil {
		err = config.Check(d.data, patches...)
	}
	return patches, err
}

// idle tells whether patches change nothing.
func idle(patches []config.Patch) bool {
	return !slices.ContainsFunc(patches, func(p config.Patch) bool { return !bytes.Equal(p.Old, p.New) })
}

// calm makes sure that a refusal, or that there is nothing to change, was not said
// of half a file: kubectl writes in place, and we read without the lock. It counts
// once the same bytes were read twice with no lock in sight, or have rested for a
// while although there is a lock: a forgotten one should not keep anybody waiting.
func (d *draft) calm(ctx context.Context, patches []config.Patch, err error) ([]config.Patch, error) {
	for w := waitFor(min(d.store.patience, calmFor)); ; {
		locked := anyLock(d.target.locks)
		same, e := d.target.same(d.data, d.exists)
		if e != nil {
			return nil, e
		}
		if same && !locked && !anyLock(d.target.locks) {
			return patches, err
		}
		e = w.pause(ctx)
		if same && errors.Is(e, errPatience) {
			return patches, err
		}
		if e != nil && !errors.Is(e, errPatience) {
			return nil, e
		}
		if same {
			continue
		}
		if e := d.read(); e != nil {
			return nil, e
		}
		patches, err = d.edit()
	}
}

// upToDate tells whether the draft still is what should take the place of the file:
// the path leads there, the bytes are the same, and so is the mode. It is an error
// when the path leads elsewhere.
func (d *draft) upToDate() (bool, error) {
	again, err := resolve(d.write.Path)
	if err != nil {
		return false, err
	}
	if again.real != d.target.real {
		return false, errMoved
	}
	now, err := d.target.check()
	if err != nil {
		return false, err
	}
	if (now == nil) != (d.old == nil) || now != nil && now.Mode() != d.old.Mode() {
		return false, nil
	}
	if len(d.data) > compareUpTo && !d.reread && now != nil && rested(d.write.Seen, now, d.write.ReadAt) {
		return true, nil
	}
	return d.target.same(d.data, d.exists)
}

// describe returns what the journal has to know of the rename. A digest that came
// with the bytes is that of these bytes only as long as they are what is edited.
func (d *draft) describe(patches []config.Patch) Record {
	r := d.write.Record
	r.ID, r.Time, r.File, r.Existed = newID(), now(), d.target.real, d.exists
	r.Before, r.After = digests(d.data, patches)
	r.Patches = hunks(d.data, patches)
	return r
}

// discard takes back what was prepared, unless it was put in place.
func (d *draft) discard() {
	if d.placed {
		return
	}
	if d.temp != "" {
		d.synced()
		os.Remove(d.temp)
	}
	if d.recorded {
		d.store.mark(mark{Void: d.record.ID})
	}
	d.temp, d.record, d.recorded = "", Record{}, false
}

// leave ends the work on a draft: what was not put in place is taken back, the
// folders that were made for it too.
func (d *draft) leave() {
	d.discard()
	d.letGo()
	if d.turn != nil {
		d.turn()
	}
	if d.folder != nil && !d.placed {
		d.folder()
	}
}
