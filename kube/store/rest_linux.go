package store

import (
	"io/fs"
	"syscall"
	"time"
)

// changedAt returns when the file or what the system knows of it last changed.
func changedAt(info fs.FileInfo) time.Time {
	if stat, ok := info.Sys().(*syscall.Stat_t); ok {
		return time.Unix(int64(stat.Ctim.Sec), int64(stat.Ctim.Nsec))
	}
	return time.Time{}
}
