package kube

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestAReaderWaitsForWhoWritesInPlace(t *testing.T) {
	h := newHome(t, "")
	path := filepath.Join(h.dir, "a.yaml")
	if err := os.WriteFile(path+".lock", nil, 0o000); err != nil {
		t.Fatal(err)
	}
	time.AfterFunc(100*time.Millisecond, func() {
		h.write("a.yaml", shared)
		os.Remove(path + ".lock")
	})
	if got := len(h.load().Config.Contexts); got != 2 {
		t.Errorf("%d contexts were read, want 2", got)
	}
}

func TestAForgottenLockKeepsNoReaderWaiting(t *testing.T) {
	for name, text := range map[string]string{"beside a whole file": shared, "beside an empty one": ""} {
		t.Run(name, func(t *testing.T) {
			h := newHome(t, text)
			lock := filepath.Join(h.dir, "a.yaml.lock")
			if err := os.WriteFile(lock, nil, 0o600); err != nil {
				t.Fatal(err)
			}
			old := time.Now().Add(-time.Hour)
			if err := os.Chtimes(lock, old, old); err != nil {
				t.Fatal(err)
			}
			began := time.Now()
			h.load()
			if took := time.Since(began); took > time.Second {
				t.Errorf("reading took %v", took)
			}
			if _, err := os.Stat(lock); err != nil {
				t.Errorf("the lock of somebody else: %v", err)
			}
		})
	}
}

func TestWhatChangedWhileItWasReadIsNotSettled(t *testing.T) {
	h := newHome(t, "")
	path := filepath.Join(h.dir, "a.yaml")
	half := read(path) // as when kubectl has emptied it
	h.write("a.yaml", shared)
	if half.settled() {
		t.Error("half a file is taken for a whole one")
	}
	whole := read(path)
	if !whole.settled() {
		t.Error("a file at rest is taken for half of one")
	}
	if missing := read(path + ".none"); !missing.settled() {
		t.Error("a missing file is not settled")
	}
}
