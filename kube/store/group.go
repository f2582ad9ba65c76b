package store

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"kubeid/model"
)

// A change of several files is a group: all new files are prepared, then all records
// go into the journal in one go, synced, then all locks are taken, all files are
// compared, and only then is the first one replaced. What a process that dies between
// two files leaves is ended by Recover, from the journal alone. Whoever writes a
// group, or recovers one, holds the flock of a file in the store's folder.

const groupLock = "group.lock"

// A group is the drafts of one change.
type group struct {
	store  *Store
	id     string
	drafts []*draft
	logged bool // the journal knows of it
	half   bool // some files are replaced and could not be put back: Recover has to
}

// WriteAll carries out changes of several files as one step, and returns their
// records; none when there was nothing to change. Either all files are replaced or
// none, also when the process dies: the next one ends it by Recover. An error beside
// records came after that.
func (s *Store) WriteAll(ctx context.Context, writes []Write) ([]Record, error) {
	if len(writes) == 1 {
		r, err := s.Write(ctx, writes[0])
		if r.ID == "" {
			return nil, err
		}
		return []Record{r}, err
	}
	free, err := s.guard(ctx, groupLock)
	if err != nil {
		return nil, allUnchanged(writes, err)
	}
	defer free()
	writes = slices.Clone(writes)
	for range tries {
		records, err := s.writeAll(ctx, writes)
		switch {
		case errors.Is(err, errMoved):
			for i := range writes {
				writes[i].Current, writes[i].Missing = nil, false
			}
			continue
		case err != nil && records == nil:
			return nil, allUnchanged(writes, err)
		}
		return records, err
	}
	return nil, allUnchanged(writes, conflict("wait until it is at rest and try again", "%v, again and again", errMoved))
}

// allUnchanged says that none of the files was touched, unless err says better.
func allUnchanged(writes []Write, err error) error {
	if errors.Is(err, errHalf) {
		return err
	}
	label := writes[0].Record.Label
	for _, w := range writes[1:] {
		label += ", " + w.Record.Label
	}
	return unchanged(label, err)
}

func (s *Store) writeAll(ctx context.Context, writes []Write) ([]Record, error) {
	g := &group{store: s, id: newID()}
	defer g.leave()
	for _, w := range writes {
		if w.Record.Label == "" {
			w.Record.Label = w.Path
		}
		d, err := s.begin(w)
		if err != nil {
			return nil, about(w, err)
		}
		g.drafts = append(g.drafts, d)
	}
	for try := range drafts {
		if err := g.ready(ctx, true); err != nil || len(g.live()) == 0 {
			return nil, err
		}
		records, err := g.place(ctx, try == drafts-1)
		if !errors.Is(err, errOvertaken) {
			return records, err
		}
		if err := g.again(); err != nil {
			return nil, err
		}
	}
	return nil, errOvertaken
}

// about says of which file of the group an error is.
func about(w Write, err error) error {
	if errors.Is(err, errMoved) || errors.Is(err, context.Canceled) {
		return err
	}
	return fmt.Errorf("%s: %w", model.NewText(w.Record.Label), err)
}

// live returns the drafts that change something.
func (g *group) live() []*draft {
	return slices.DeleteFunc(slices.Clone(g.drafts), func(d *draft) bool { return d.nothing })
}

// ready makes all drafts and has the journal know of them.
func (g *group) ready(ctx context.Context, unlocked bool) error {
	for _, d := range g.drafts {
		if err := d.make(ctx, unlocked); err != nil {
			return about(d.write, err)
		}
	}
	live := g.live()
	records := make([]Record, len(live))
	for i, d := range live {
		d.record.Group, d.record.Of = g.id, len(live)
		records[i] = d.record
	}
	if len(live) == 0 {
		return nil
	}
	if err := g.store.append(ctx, records...); err != nil {
		return err
	}
	g.logged = true
	for _, d := range live {
		if err := d.synced(); err != nil {
			return about(d.write, err)
		}
	}
	return nil
}

// place takes all locks, makes sure that all files are what was edited, and puts the
// drafts in their places. At last the drafts are made anew under the locks.
func (g *group) place(ctx context.Context, last bool) ([]Record, error) {
	var targets []target
	for _, d := range g.drafts {
		targets = append(targets, d.target)
	}
	held, err := g.store.lockAll(ctx, targets, self(), g.drafts[0].write.Waiting)
	if err != nil {
		return nil, err
	}
	defer held.release()
	same, err := g.upToDate()
	if err == nil && !same && last {
		same, err = g.catchUp(ctx)
	}
	switch {
	case err != nil:
		return nil, err
	case !same:
		return nil, errOvertaken
	case len(g.live()) == 0:
		return nil, nil
	}
	return g.commit(ctx, held)
}

func (g *group) upToDate() (bool, error) {
	for _, d := range g.drafts {
		if same, err := d.upToDate(); err != nil || !same {
			return false, err
		}
	}
	return true, nil
}

// catchUp makes the drafts anew under the locks until they are up to date.
func (g *group) catchUp(ctx context.Context) (bool, error) {
	for range tries {
		if err := g.again(); err != nil {
			return false, err
		}
		if err := g.ready(ctx, false); err != nil {
			return false, err
		}
		if same, err := g.upToDate(); err != nil || same {
			return same, err
		}
	}
	return false, conflict("find out which program writes to them, and try again", "somebody changes them again and again without taking their locks")
}

// again discards the drafts and reads the files anew.
func (g *group) again() error {
	g.discard()
	g.id = newID()
	for _, d := range g.drafts {
		d.nothing = false
		if err := d.read(); err != nil {
			return about(d.write, err)
		}
	}
	return nil
}

// commit puts all drafts in their places. From the first one on it does not look at
// ctx any more; if one cannot be placed, those before it are taken back. The folders are
// synced when the locks are given back, as by draft.commit, and before the journal says
// that all is done.
func (g *group) commit(ctx context.Context, held locks) ([]Record, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if !held.ours() {
		return nil, conflict("try again", "a lock was taken away while it was ours")
	}
	var records []Record
	var marks []mark
	var folders []string
	for i, d := range g.live() {
		if err := d.swap(); err != nil {
			return nil, g.back(i, about(d.write, err))
		}
		records = append(records, d.record)
		marks = append(marks, mark{Done: d.record.ID})
		folders = append(folders, d.target.folder())
	}
	errs := []error{held.release()}
	slices.Sort(folders)
	for _, folder := range slices.Compact(folders) {
		errs = append(errs, syncFolder(folder))
	}
	g.store.mark(marks...)
	for _, d := range g.drafts {
		sweep(d.target.real, d.me)
	}
	if err := errors.Join(errs...); err != nil {
		return records, notAllWell(g.drafts[0].write.Record.Label, err)
	}
	return records, nil
}

// discard takes back what was prepared for all files.
func (g *group) discard() {
	var marks []mark
	for _, d := range g.drafts {
		if d.record.ID != "" && !d.placed {
			marks = append(marks, mark{Void: d.record.ID})
		}
		d.discard()
	}
	if g.logged && !g.half {
		g.store.mark(marks...)
	}
	g.logged = false
}

func (g *group) leave() {
	g.discard()
	for _, d := range g.drafts {
		d.leave()
	}
}
