//go:build linux

package store

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestAFileHasRestedOnlyIfNothingHappenedToIt(t *testing.T) {
	path := filepath.Join(t.TempDir(), "config")
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	stat := func() os.FileInfo {
		t.Helper()
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		return info
	}
	write("old")
	was, later := stat(), time.Now().Add(time.Minute)
	if !rested(was, stat(), later) {
		t.Error("a file that nobody touched has not rested")
	}
	if rested(was, stat(), time.Now()) {
		t.Error("a file that was just written has rested")
	}
	if rested(nil, was, later) {
		t.Error("a file that was never looked at has rested")
	}
	born := was.ModTime()
	waitForTick(t, path, was)
	write("new")
	if err := os.Chtimes(path, born, born); err != nil {
		t.Fatal(err)
	}
	if rested(was, stat(), later) {
		t.Error("a file of the same size whose time was set back has rested")
	}
	was = stat()
	if err := os.Rename(path, path+".old"); err != nil {
		t.Fatal(err)
	}
	write("new")
	if rested(was, stat(), later) {
		t.Error("another file of that name has rested")
	}
}

// waitForTick waits until the clock of the file system has moved on.
func waitForTick(t *testing.T, path string, was os.FileInfo) {
	t.Helper()
	for deadline := time.Now().Add(5 * time.Second); ; {
		probe := path + ".probe"
		if err := os.WriteFile(probe, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(probe)
		if err != nil {
			t.Fatal(err)
		}
		if changedAt(info).After(changedAt(was)) {
			return
		}
		if time.Now().After(deadline) {
			t.Fatal("the clock of the file system stands still")
		}
	}
}
