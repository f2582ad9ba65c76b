//go:build unix

package cluster

import (
	"os"
	"syscall"
)

// noLink keeps an open from following a link, and from waiting at a pipe.
const noLink = syscall.O_NOFOLLOW | syscall.O_NONBLOCK

// writableByOthers tells whether anybody but us, or root, may have written the file.
func writableByOthers(info os.FileInfo) bool {
	s, ok := info.Sys().(*syscall.Stat_t)
	return info.Mode().Perm()&0o022 != 0 || ok && int(s.Uid) != os.Getuid() && s.Uid != 0
}
