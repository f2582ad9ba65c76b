package store

import (
	"errors"
	"strconv"

	"golang.org/x/sys/windows"
)

// stillActive is what a process that runs has as its exit code.
const stillActive = 259

// boot is not needed: the time of birth tells processes of different boots apart.
func boot() string { return "" }

// born returns when the process began, in 100 nanoseconds since 1601.
func born(pid int) string {
	h, err := windows.OpenProcess(windows.PROCESS_QUERY_LIMITED_INFORMATION, false, uint32(pid))
	if err != nil {
		return ""
	}
	defer windows.CloseHandle(h)
	var began, ended, kernel, user windows.Filetime
	if windows.GetProcessTimes(h, &began, &ended, &kernel, &user) != nil {
		return ""
	}
	return strconv.FormatInt(int64(began.HighDateTime)<<32|int64(began.LowDateTime), 10)
}

// alive tells whether the process runs; when born is known, whether it is the same.
func alive(pid int, began string) bool {
	h, err := windows.OpenProcess(windows.PROCESS_QUERY_LIMITED_INFORMATION, false, uint32(pid))
	if errors.Is(err, windows.ERROR_INVALID_PARAMETER) {
		return false
	}
	if err != nil {
		return true
	}
	defer windows.CloseHandle(h)
	var code uint32
	if windows.GetExitCodeProcess(h, &code) == nil && code != stillActive {
		return false
	}
	now := born(pid)
	return began == "" || now == "" || now == began
}
