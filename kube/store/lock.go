package store

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"runtime/debug"
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

// ownName marks a lock as one of this program.
const ownName = "kubeid"

// lockText is what stands in a lock of ours.
type lockText struct {
	Program string    `json:"program"`
	Version string    `json:"version"`
	Since   time.Time `json:"since"`
	process
}

// A lock is one that this process holds.
type lock struct {
	path string
	info fs.FileInfo
}

// locks are held together.
type locks struct{ held *[]lock }

// lockAll takes the locks of t in order, and all or none. Beside a symbolic link
// none is taken where nobody can make one: kubectl cannot either.
func (s *Store) lockAll(ctx context.Context, t target, me process) (locks, error) {
	all := locks{new([]lock)}
	for _, path := range t.locks {
		l, err := s.lock(ctx, path, me)
		if path != t.real+".lock" && (errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS)) {
			continue
		}
		if err != nil {
			all.release()
			return locks{}, err
		}
		*all.held = append(*all.held, l)
	}
	return all, nil
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
		if err := os.Remove(one.path); err != nil && one.ours() {
			errs = append(errs, bare("remove its lock", err))
		}
	}
	*l.held = nil
	return errors.Join(errs...)
}

func (l lock) ours() bool {
	info, err := os.Lstat(l.path)
	return err == nil && os.SameFile(info, l.info)
}

// lock takes one lock, and waits while somebody else has it.
func (s *Store) lock(ctx context.Context, path string, me process) (lock, error) {
	text, err := json.Marshal(lockText{ownName, version(), now(), me})
	if err != nil {
		return lock{}, err
	}
	c, err := s.claim(path, append(text, '\n'), me)
	if err != nil {
		return lock{}, bare("prepare its lock", err)
	}
	defer c.drop()
	for w := s.wait(); ; {
		info, err := c.publish()
		if err == nil {
			return lock{path, info}, nil
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
	}
}

// waitUnlocked waits until none of the locks is there.
func (s *Store) waitUnlocked(ctx context.Context, paths []string) error {
	me := self()
	for w := s.wait(); ; {
		path := firstLock(paths)
		if path == "" {
			return nil
		}
		if recoverLock(path, me) {
			continue
		}
		if err := w.pause(ctx); err != nil {
			return held(path, me, err)
		}
	}
}

func anyLock(paths []string) bool { return firstLock(paths) != "" }

func firstLock(paths []string) string {
	for _, path := range paths {
		if _, err := os.Lstat(path); err == nil {
			return path
		}
	}
	return ""
}

// errPatience tells that the wait was long enough.
var errPatience = errors.New("waited long enough")

// A waiter pauses a little longer each time, until patience ends.
type waiter struct {
	end  time.Time
	next time.Duration
}

func (s *Store) wait() *waiter { return &waiter{time.Now().Add(s.patience), firstPause} }

func (w *waiter) pause(ctx context.Context) error {
	if time.Now().After(w.end) {
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
