package store

import (
	"io/fs"
	"os"
	"time"
)

// A large file takes longer to compare than a lock should be held, so it counts as
// the same when it is the same file of the same size and was neither written nor
// changed since it was read, by the clock of the file system, which no program can
// set back. As in git's index, that only counts when the last change had been at
// rest for a while when it was read: what comes within a tick of the clock could
// hide behind it.
const (
	compareUpTo = 1 << 20
	restFor     = time.Second
)

// rested tells whether a file that is now is certainly what it was when it was read.
// read is when that was; was is what Stat said before.
func rested(was, is fs.FileInfo, read time.Time) bool {
	if was == nil || !os.SameFile(was, is) || was.Size() != is.Size() || !was.ModTime().Equal(is.ModTime()) {
		return false
	}
	before, after := changedAt(was), changedAt(is)
	return !after.IsZero() && before.Equal(after) && read.Sub(after) > restFor && read.Sub(is.ModTime()) > restFor
}
