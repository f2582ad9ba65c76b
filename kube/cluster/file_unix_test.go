//go:build unix

package cluster

import (
	"syscall"
	"testing"
)

// pipe makes a named pipe that nobody writes to, and says how it is refused.
func pipe(t *testing.T, path string) string {
	t.Helper()
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	return "is not a regular file"
}
