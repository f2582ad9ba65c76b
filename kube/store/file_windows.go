package store

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

// writable has nothing to add on Windows: the read-only attribute is in the mode.
func writable(string, fs.FileInfo) error { return nil }

// dress has nothing to do: a new file inherits the access list of its folder.
func dress(*os.File, string, fs.FileInfo) error { return nil }

func isMount(error) bool { return false }

// replaceFor is how long a rename is tried while a virus scanner or an indexer has
// the file open.
const replaceFor = 2 * time.Second

// replace puts temp in the place of path, at once.
func replace(temp, path string) error {
	from, err := windows.UTF16PtrFromString(temp)
	if err != nil {
		return err
	}
	to, err := windows.UTF16PtrFromString(path)
	if err != nil {
		return err
	}
	for end := time.Now().Add(replaceFor); ; time.Sleep(10 * time.Millisecond) {
		err := windows.MoveFileEx(from, to, windows.MOVEFILE_REPLACE_EXISTING|windows.MOVEFILE_WRITE_THROUGH)
		busy := errors.Is(err, windows.ERROR_ACCESS_DENIED) || errors.Is(err, windows.ERROR_SHARING_VIOLATION)
		if !busy || time.Now().After(end) {
			return err
		}
	}
}

// keepOpen opens nothing: what is open cannot be replaced.
func keepOpen(string) *os.File { return nil }

// syncFolder has nothing to do: replace writes through.
func syncFolder(string) error { return nil }

// flock takes the lock of an open file if nobody has it; closing gives it back.
func flock(f *os.File) (bool, error) {
	err := windows.LockFileEx(windows.Handle(f.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK|windows.LOCKFILE_FAIL_IMMEDIATELY,
		0, 1, 0, new(windows.Overlapped))
	if errors.Is(err, windows.ERROR_LOCK_VIOLATION) || errors.Is(err, windows.ERROR_IO_PENDING) {
		return false, nil
	}
	return err == nil, err
}

// breakLock removes the lock at path if sure says so of what it is at that moment.
// It removes the very file that it has open, and nobody else can open it meanwhile.
func breakLock(path string, me process, sure func(Holder) bool) (bool, error) {
	name, err := windows.UTF16PtrFromString(path)
	if err != nil {
		return false, err
	}
	h, err := windows.CreateFile(name, windows.GENERIC_READ|windows.DELETE, 0, nil, windows.OPEN_EXISTING, windows.FILE_ATTRIBUTE_NORMAL, 0)
	if err != nil {
		return false, nil
	}
	f := os.NewFile(uintptr(h), path)
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return false, err
	}
	text, _ := io.ReadAll(io.LimitReader(f, maxLockText))
	if !sure(holder(path, info, text, me)) {
		return false, nil
	}
	remove := byte(1)
	return true, windows.SetFileInformationByHandle(h, windows.FileDispositionInfo, &remove, uint32(unsafe.Sizeof(remove)))
}
