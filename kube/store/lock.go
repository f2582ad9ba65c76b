package store

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"runtime/debug"
	"slices"
	"syscall"
	"time"
)

// The lock of a kubeconfig is kubectl's: NAME.lock beside it, made exclusively. We
// publish ours with its words already inside, so that a process that dies at any
// moment leaves no lock of which nobody knows whose it is. Where the file system
// knows neither nameless files nor links, it is made and then written.

// The pauses between two tries grow from the first to the longest.
const (
	firstPause   = time.Millisecond
	longestPause = 20 * time.Millisecond
)

// telling is how long we wait in silence.
const telling = 300 * time.Millisecond

// ownName marks a lock as one of this program.
const ownName = "kubeid"

// lockText is what stands in a lock of ours.
type lockText struct {
	Program string    `json:"program"`
	Version string    `json:"version"`
	Since   time.Time `json:"since"`
	process
}

// lockBytes returns what me writes into a lock.
func lockBytes(me process) []byte {
	text, _ := json.Marshal(lockText{ownName, version(), now(), me}) // strings and numbers: it cannot fail
	return append(text, '\n')
}

// A lock is one that this process holds.
type lock struct {
	path string
	info fs.FileInfo
}

// locks are held together.
type locks struct {
	held  *[]lock
	since time.Time
	told  func(time.Duration) // is told how long they were held; may be nil
}

// lockAll takes the locks of all targets in order, and all or none. Beside a symbolic
// link none is taken where nobody can make one: kubectl cannot either.
func (s *Store) lockAll(ctx context.Context, targets []target, me process, waiting func(Holder)) (locks, error) {
	all := locks{held: new([]lock), told: s.holding}
	for _, path := range lockNames(targets) {
		l, err := s.lock(ctx, path, me, waiting)
		real := slices.ContainsFunc(targets, func(t target) bool { return path == t.real+".lock" })
		if !real && (errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS)) {
			continue
		}
		if err != nil {
			all.release()
			return locks{}, err
		}
		if *all.held = append(*all.held, l); len(*all.held) == 1 {
			all.since = time.Now()
		}
	}
	return all, nil
}

// lockNames returns the locks of all targets in one order for everybody, each once.
func lockNames(targets []target) []string {
	var out []string
	for _, t := range targets {
		out = append(out, t.locks...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// ours tells whether nobody took a lock away.
func (l locks) ours() bool {
	for _, one := range *l.held {
		if !one.ours() {
			return false
		}
	}
	return true
}

// release gives the locks back, once.
func (l locks) release() error {
	var errs []error
	for _, one := range *l.held {
		info, err := os.Lstat(one.path)
		if errors.Is(err, fs.ErrNotExist) || err == nil && !os.SameFile(info, one.info) {
			continue // somebody broke it, and perhaps took it
		}
		if err := os.Remove(one.path); err != nil {
			errs = append(errs, bare("remove its lock", err))
		}
	}
	if l.told != nil && len(*l.held) > 0 {
		l.told(time.Since(l.since))
	}
	*l.held = nil
	return errors.Join(errs...)
}

func (l lock) ours() bool {
	info, err := os.Lstat(l.path)
	return err == nil && os.SameFile(info, l.info)
}

// lock takes one lock, and waits while somebody else has it.
func (s *Store) lock(ctx context.Context, path string, me process, waiting func(Holder)) (lock, error) {
	c, err := s.claim(path, lockBytes(me), me)
	if err != nil {
		return lock{}, bare("prepare its lock", err)
	}
	defer c.drop()
	for w := waitFor(s.patience); ; {
		err := c.publish(me)
		if err == nil {
			return lock{path, c.info}, nil
		}
		if !errors.Is(err, fs.ErrExist) {
			return lock{}, bare("take its lock", err)
		}
		if recoverLock(path, me) {
			continue
		}
		if err := w.pause(ctx); err != nil {
			return lock{}, held(path, me, err)
		}
		if waiting != nil && w.waited() > telling {
			if h, err := inspect(path, me); err == nil {
				waiting(h)
				waiting = nil
			}
		}
	}
}

func anyLock(paths []string) bool {
	return slices.ContainsFunc(paths, func(path string) bool {
		_, err := os.Lstat(path)
		return err == nil
	})
}

// errPatience tells that the wait was long enough.
var errPatience = errors.New("waited long enough")

// A waiter pauses a little longer each time, until patience ends.
type waiter struct {
	began    time.Time
	patience time.Duration
	next     time.Duration
}

func waitFor(patience time.Duration) *waiter { return &waiter{time.Now(), patience, firstPause} }

func (w *waiter) waited() time.Duration { return time.Since(w.began) }

func (w *waiter) pause(ctx context.Context) error {
	if w.waited() > w.patience {
		return errPatience
	}
	t := time.NewTimer(w.next/2 + rand.N(w.next))
	defer t.Stop()
	w.next = min(2*w.next, longestPause)
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

// version says which build holds a lock.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	return info.Main.Version
}
