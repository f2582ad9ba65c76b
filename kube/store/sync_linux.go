package store

import (
	"os"

	"golang.org/x/sys/unix"
)

// beginSync asks the disk to begin with what was written to f so far, so that the
// sync at the end has less to wait for. It is a wish, and promises nothing.
func beginSync(f *os.File) {
	unix.SyncFileRange(int(f.Fd()), 0, 0, unix.SYNC_FILE_RANGE_WRITE)
}
