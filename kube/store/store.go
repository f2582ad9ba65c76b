package store

import (
	"io/fs"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"
)

// patience is how long a write waits for a lock that somebody else holds.
const patience = 5 * time.Second

// A Store writes kubeconfigs, and keeps its own journal and history in a folder.
type Store struct {
	dir      string
	patience time.Duration
	named    bool // publish locks from a named file even where a nameless one would do

	whole atomic.Pointer[fs.FileInfo] // the journal when nothing in it was left half done

	holding func(time.Duration) // is told how long each lock was held; may be nil
}

// Nowhere is the folder of a Store that has none: nothing is there, and nothing can be
// made there.
var Nowhere = filepath.Join(os.DevNull, "kubeid")

// Open returns the Store that keeps its own things in dir: $XDG_STATE_HOME/kubeid.
// Nothing is opened or made until something is to be written; the folder is made
// for the owner alone, and so is every file in it. In Nowhere nothing is written.
func Open(dir string) *Store { return &Store{dir: dir, patience: patience} }

// path makes sure of the folder and returns the path of a file in it.
func (s *Store) path(name string) (string, error) {
	if s.dir == Nowhere {
		return "", refuse("set HOME or XDG_STATE_HOME", "there is no folder for it, since HOME is not set")
	}
	if err := os.MkdirAll(s.dir, 0o700); err != nil {
		return "", bare("make the folder", err)
	}
	return filepath.Join(s.dir, name), nil
}
