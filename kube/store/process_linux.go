package store

import (
	"bytes"
	"errors"
	"os"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

func boot() string {
	id, _ := os.ReadFile("/proc/sys/kernel/random/boot_id")
	space, _ := os.Readlink("/proc/self/ns/pid")
	return strings.TrimSpace(string(id)) + " " + space
}

// born returns when the process began, in ticks since boot.
func born(pid int) string {
	_, began := stat(pid)
	return began
}

// alive tells whether the process runs; when born is known, whether it is the same.
func alive(pid int, born string) bool {
	if errors.Is(unix.Kill(pid, 0), unix.ESRCH) {
		return false
	}
	state, began := stat(pid)
	if state == "Z" || state == "X" {
		return false
	}
	return born == "" || began == "" || began == born
}

// stat reads state and start time of a process (proc(5): fields 3 and 22, counted
// after the name in brackets, which may contain anything).
func stat(pid int) (state, began string) {
	data, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	if err != nil {
		return "", ""
	}
	fields := strings.Fields(string(data[bytes.LastIndexByte(data, ')')+1:]))
	if len(fields) < 20 {
		return "", ""
	}
	return fields[0], fields[19]
}
