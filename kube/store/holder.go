package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"kubeid/model"
)

// A Holder is who has the lock of a kubeconfig, as far as the lock tells.
type Holder struct {
	Path    string // the lock
	PID     int    // 0 when the lock does not tell
	Host    model.Text
	Version model.Text
	Started time.Time     // since when it is held
	Age     time.Duration // for how long
	Ours    bool          // it is kubeid's
	Alive   bool          // the process may still live

	info fs.FileInfo
	text []byte
}

// String says who holds the lock, and for how long.
func (h Holder) String() string {
	age := h.Age.Round(time.Second)
	switch {
	case !h.Ours:
		return fmt.Sprintf("another program, kubectl perhaps, for %v", age)
	case h.Alive:
		return fmt.Sprintf("kubeid (process %d on %s) for %v", h.PID, h.Host, age)
	}
	return fmt.Sprintf("a kubeid that has ended (process %d on %s) for %v", h.PID, h.Host, age)
}

// LockHolder tells who has the lock of the kubeconfig path; false when nobody has.
func LockHolder(path string) (Holder, bool, error) {
	t, err := resolve(path)
	if err != nil {
		return Holder{}, false, err
	}
	for _, lock := range t.locks {
		h, err := inspect(lock, self())
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return Holder{}, false, bare(fmt.Sprintf("look at %s", model.NewText(lock)), err)
		}
		return h, true, nil
	}
	return Holder{}, false, nil
}

// LockAge tells how long the kubeconfig path has been locked; false when it is not.
func LockAge(path string) (time.Duration, bool) {
	if info, err := os.Lstat(path + ".lock"); err == nil {
		return time.Since(info.ModTime()), true
	}
	real, err := filepath.EvalSymlinks(path)
	if err != nil || real == path {
		return 0, false
	}
	info, err := os.Lstat(real + ".lock")
	if err != nil {
		return 0, false
	}
	return time.Since(info.ModTime()), true
}

// BreakLock removes the lock of h. It removes no other: when the lock has changed
// hands since h was looked at, that is an error.
func BreakLock(h Holder) error {
	broken, err := breakLock(h.Path, self(), func(seen Holder) bool {
		return os.SameFile(seen.info, h.info) && seen.info.ModTime().Equal(h.info.ModTime()) && bytes.Equal(seen.text, h.text)
	})
	switch {
	case err != nil:
		return bare(fmt.Sprintf("remove %s", model.NewText(h.Path)), err)
	case !broken:
		return conflict("look again who holds it", "%s has changed hands", model.NewText(h.Path))
	}
	return nil
}

// recoverLock removes a lock of ours whose holder is dead.
func recoverLock(path string, me process) bool {
	h, err := inspect(path, me)
	if err != nil || !h.Ours || h.Alive {
		return false
	}
	broken, _ := breakLock(path, me, func(seen Holder) bool { return seen.Ours && !seen.Alive })
	return broken
}

// inspect looks at a lock. One that cannot be read is somebody else's: kubectl
// makes its own without any permission.
func inspect(path string, me process) (Holder, error) {
	info, err := os.Lstat(path)
	if err != nil {
		return Holder{}, err
	}
	var text []byte
	if info.Mode().IsRegular() && info.Size() < maxLockText {
		if text, err = os.ReadFile(path); errors.Is(err, fs.ErrNotExist) {
			return Holder{}, err
		}
	}
	return holder(path, info, text, me), nil
}

// maxLockText is more than stands in any lock of ours.
const maxLockText = 4096

func holder(path string, info fs.FileInfo, text []byte, me process) Holder {
	h := Holder{Path: path, Started: info.ModTime(), Alive: true, info: info, text: text}
	var t lockText
	if json.Unmarshal(text, &t) == nil && t.Program == ownName && t.PID > 0 {
		h.Ours, h.PID, h.Started, h.Alive = true, t.PID, t.Since, !t.dead(me)
		h.Host, h.Version = model.NewText(t.Host), model.NewText(t.Version)
	}
	h.Age = max(0, time.Since(h.Started))
	return h
}

// held says why the lock could not be had.
func held(path string, me process, cause error) error {
	if !errors.Is(cause, errPatience) {
		return cause
	}
	name := model.NewText(path)
	h, err := inspect(path, me)
	if err != nil {
		return conflict("try again", "%s changes hands all the time", name)
	}
	return conflict(
		fmt.Sprintf("if nobody is writing to it, remove the lock with: kubeid unlock %s", quote(path[:len(path)-len(".lock")])),
		"its lock %s is held by %s", name, h)
}
