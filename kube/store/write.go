package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"kubeid/kube/config"
	"kubeid/model"
)

// tries is how often an edit is done over because somebody who does not respect
// the lock changed the file in between.
const tries = 5

// A Write is one change of one kubeconfig.
type Write struct {
	Path    string // the kubeconfig as it is listed; symbolic links are followed
	Current []byte // what was read already; nil and not Missing: it is read here
	Missing bool   // there was no such file

	Seen   fs.FileInfo // what Stat said before Current was read; may be nil
	ReadAt time.Time   // when that was

	// Edit returns what to change in current; the offsets of the patches count in it,
	// and rise. It is called again when the file has changed meanwhile, and must not
	// change current.
	Edit func(current []byte) ([]config.Patch, error)

	// Record has the words for the journal: Words, Label, Undoes, and Gone when the
	// file should go if nothing is left in it. Write fills the rest.
	Record Record

	// Meanwhile, if there is one, is done once the new file is in its place, while the
	// disk makes that last. A write of a group has none.
	Meanwhile func()

	// Waiting, if there is one, is told who holds the lock when that takes a while.
	Waiting func(Holder)

	unrecorded bool // the journal knows of it already
}

// drafts is how often a change is prepared before the lock, until at last it is
// prepared under it.
const drafts = 4

var (
	errMoved     = errors.New("the symbolic link leads elsewhere now")
	errOvertaken = errors.New("the file has changed meanwhile")
)

// Write carries out a change and returns its record; a record without an ID means
// that there was nothing to change. Whatever goes wrong before the new file is in
// place leaves the old one as it was, and the error says so. An error beside a
// record with an ID came after that: the change is made.
func (s *Store) Write(ctx context.Context, w Write) (Record, error) {
	if w.Record.Label == "" {
		w.Record.Label = w.Path
	}
	for range tries {
		record, err := s.write(ctx, w)
		switch {
		case errors.Is(err, errMoved):
			w.Current, w.Missing = nil, false
			continue
		case err != nil && record.ID == "":
			return Record{}, unchanged(w.Record.Label, err)
		}
		return record, err
	}
	return Record{}, unchanged(w.Record.Label, conflict("wait until it is at rest and try again", "%v, again and again", errMoved))
}

func (s *Store) write(ctx context.Context, w Write) (Record, error) {
	d, err := s.begin(w)
	if err != nil {
		return Record{}, err
	}
	defer d.leave()
	for try := range drafts {
		if err := d.queue(ctx, try > 0); err != nil {
			return Record{}, err
		}
		if err := d.ready(ctx, true); err != nil || d.nothing {
			return Record{}, err
		}
		record, err := d.place(ctx, try == drafts-1)
		if !errors.Is(err, errOvertaken) {
			return record, err
		}
		d.discard()
		if err := d.read(); err != nil {
			return Record{}, err
		}
	}
	return Record{}, errOvertaken
}

// begin returns a draft on what the caller has read, or on what the file says now.
func (s *Store) begin(w Write) (*draft, error) {
	t, err := resolve(w.Path)
	if err != nil {
		return nil, err
	}
	d := &draft{store: s, target: t, write: w, me: self(), data: w.Current, exists: !w.Missing}
	if w.Current == nil && !w.Missing {
		err = d.read()
	}
	return d, err
}

// queue waits for its turn among the writers of this store: in a crowd all would
// else wait for the lock with drafts that are out of date when they get it. The queue
// begins with the first who was overtaken. It is a courtesy; without a turn we go on
// all the same, once we have waited for as long as for a lock in all: what is drafted at
// last is drafted under the lock, so whoever gets there gets in. With less of a queue the
// lock would be ours nearly all the time, and kubectl, which does not wait, be kept out.
// After a wait the file is read again.
func (d *draft) queue(ctx context.Context, overtaken bool) error {
	const name = "queue.lock"
	if d.turn != nil {
		return nil
	}
	if _, err := os.Lstat(filepath.Join(d.store.dir, name)); err != nil && !overtaken {
		return nil
	}
	rest := d.store.patience - d.queued
	if rest <= 0 {
		return nil
	}
	w := waitFor(0)
	hasty := Store{dir: d.store.dir, patience: rest}
	turn, err := hasty.guard(ctx, name)
	if err == nil {
		d.turn = turn
	}
	d.queued += w.waited()
	if w.waited() < firstPause/2 {
		return nil
	}
	return d.read()
}

// place takes the locks, makes sure that the file is what was edited, and puts the
// draft in its place. At last the draft is made up to date under the lock.
func (d *draft) place(ctx context.Context, last bool) (Record, error) {
	held, err := d.store.lockAll(ctx, []target{d.target}, d.me, d.write.Waiting)
	if err != nil {
		return Record{}, err
	}
	defer held.release()
	same, err := d.upToDate()
	switch {
	case err != nil:
		return Record{}, err
	case !same && !last:
		return Record{}, errOvertaken
	case !same:
		if err := d.catchUp(ctx); err != nil || d.nothing {
			return Record{}, err
		}
	}
	return d.commit(ctx, held)
}

// catchUp makes the draft anew until it was made on what the file says, under the
// lock, so that whoever respects it cannot overtake any more.
func (d *draft) catchUp(ctx context.Context) error {
	for range tries {
		same, err := d.upToDate()
		if err != nil || same {
			return err
		}
		d.discard()
		if err := d.read(); err != nil {
			return err
		}
		if err := d.ready(ctx, false); err != nil || d.nothing {
			return err
		}
	}
	return conflict("find out which program writes to it, and try again", "somebody changes it again and again without taking its lock")
}

// commit puts the draft in the place of the file. From the rename on it does not
// look at ctx any more: what is begun is ended. The folder is synced once the lock is
// given back, since waiting for the disk would be waiting for all others too: that makes
// the rename outlast a power cut, and whoever writes next has read what was renamed.
func (d *draft) commit(ctx context.Context, held locks) (Record, error) {
	if err := ctx.Err(); err != nil {
		return Record{}, err
	}
	if !held.ours() {
		return Record{}, conflict("try again", "its lock was taken away while it was ours")
	}
	if err := d.swap(); err != nil {
		return Record{}, err
	}
	unlocked := held.release()
	var aside sync.WaitGroup
	aside.Go(func() { // while the disk is at work
		if d.write.Meanwhile != nil {
			d.write.Meanwhile()
		}
		sweep(d.target.real, d.me)
		d.letGo()
	})
	synced := syncFolder(d.target.folder())
	if !d.write.unrecorded {
		d.store.mark(mark{Done: d.record.ID})
	}
	aside.Wait()
	if err := errors.Join(synced, unlocked); err != nil {
		return d.record, notAllWell(d.write.Record.Label, err)
	}
	return d.record, nil
}

// notAllWell says what went wrong when everything was written.
func notAllWell(label string, err error) error {
	return &model.Problem{
		Exit:  model.ExitError,
		What:  fmt.Sprintf("%s is written, but not all is well", model.NewText(label)),
		Todo:  todo(err),
		Cause: err,
	}
}

// now is the time as the journal writes it.
func now() time.Time { return time.Now().UTC().Round(0) }
