package store

import (
	"errors"
	"strconv"

	"golang.org/x/sys/unix"
)

func boot() string {
	id, _ := unix.Sysctl("kern.bootsessionuuid")
	return id
}

// born returns when the process began, in microseconds of the wall clock.
func born(pid int) string {
	info, err := unix.SysctlKinfoProc("kern.proc.pid", pid)
	if err != nil {
		return ""
	}
	at := info.Proc.P_starttime
	return strconv.FormatInt(at.Sec*1e6+int64(at.Usec), 10)
}

// alive tells whether the process runs; when born is known, whether it is the same.
func alive(pid int, began string) bool {
	if errors.Is(unix.Kill(pid, 0), unix.ESRCH) {
		return false
	}
	now := born(pid)
	return began == "" || now == "" || now == began
}
