//go:build unix

package store

import (
	"io/fs"
	"os"
	"syscall"
)

// noWait keeps an open from waiting at a pipe; ownFlags do not follow links either.
const (
	noWait   = syscall.O_NONBLOCK
	ownFlags = syscall.O_NOFOLLOW | syscall.O_NONBLOCK
)

// ours tells whether a file belongs to who runs the program. root believes everybody.
func ours(info fs.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return !ok || int(stat.Uid) == os.Geteuid() || os.Geteuid() == 0
}

func writableByOthers(mode fs.FileMode) bool { return mode.Perm()&0o022 != 0 }
