package cluster

import (
	"os"
	"syscall"
)

// isMadeUp tells whether the kernel makes the content up: /proc and /sys call their
// files regular, wherever they are mounted.
func isMadeUp(f *os.File) bool {
	var s syscall.Statfs_t
	if syscall.Fstatfs(int(f.Fd()), &s) != nil {
		return false
	}
	switch int64(s.Type) {
	case 0x9fa0, 0x62656572, 0x64626720, 0x27e0eb, 0x63677270: // proc, sysfs, debugfs, cgroup, cgroup2
		return true
	}
	return false
}
