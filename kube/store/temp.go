package store

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"kubeid/model"
)

// tempAge is when a temporary file is swept although nothing can be said about the
// process that made it: that one was on another machine, or before a reboot.
const tempAge = 24 * time.Hour

// tempName returns a name for a temporary file beside path:
// .NAME.kubeid-PID-MACHINE-RANDOM.
func tempName(path string, me process) string {
	folder, base := filepath.Split(path)
	return filepath.Join(folder, fmt.Sprintf(".%s.kubeid-%d-%s-%s", base, me.PID, me.machine(), newID()))
}

// newID returns eight random hex digits.
func newID() string {
	var b [4]byte
	rand.Read(b[:])
	return hex.EncodeToString(b[:])
}

// prepare writes the file that will take the place of path, beside it, so that the
// rename is all that is left to do once synced says that the disk has it. It belongs
// to whom the old one belongs and is as readable as the old one, never more; a new
// one is for the owner alone, and so is every one from its first byte until it is
// complete. Until then other work can be done; synced can be called more than once.
func prepare(path string, old fs.FileInfo, data [][]byte, me process) (temp string, synced func() error, err error) {
	temp = tempName(path, me)
	f, err := os.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrPermission) {
		return "", nil, refuse("to write to it, make its folder writable: "+quote(filepath.Dir(path)),
			"its folder is not writable for you, and a kubeconfig is only ever replaced whole")
	}
	if err != nil {
		return "", nil, bare("begin the new file", err)
	}
	if err := fill(f, path, old, data); err != nil {
		f.Close()
		os.Remove(temp)
		return "", nil, err
	}
	done := make(chan error, 1)
	go func() { done <- settle(f) }()
	return temp, sync.OnceValue(func() error { return <-done }), nil
}

// pace is how much is written before the disk is asked to begin with it, in bytes.
const pace = 4 << 20

func fill(f *os.File, path string, old fs.FileInfo, data [][]byte) error {
	for _, piece := range data {
		for part := range slices.Chunk(piece, pace) {
			if _, err := f.Write(part); err != nil {
				return bare("write the new file", err)
			}
			if len(part) == pace {
				beginSync(f)
			}
		}
	}
	if old != nil {
		return dress(f, path, old)
	}
	return nil
}

// settle waits until the disk has the whole file, and closes it.
func settle(f *os.File) error {
	err, closed := f.Sync(), f.Close()
	switch {
	case err != nil:
		return bare("sync the new file", err)
	case closed != nil:
		return bare("close the new file", closed)
	}
	return nil
}

// sweep removes temporary files for path whose makers are dead. It is a courtesy:
// what it cannot do, the next write will.
func sweep(path string, me process) {
	folder, base := filepath.Split(path)
	names, err := readNames(folder)
	if err != nil {
		return
	}
	for _, name := range names {
		for _, of := range []string{base, base + ".lock"} {
			if rest, ok := strings.CutPrefix(name, "."+of+".kubeid-"); ok && leftBehind(filepath.Join(folder, name), rest, me, tempAge) {
				os.Remove(filepath.Join(folder, name))
			}
		}
	}
}

// leftBehind tells whether the maker of a file, named PID-MACHINE-RANDOM in its rest,
// is dead, or the file is so old that nothing else can be thought.
func leftBehind(path, rest string, me process, old time.Duration) bool {
	parts := strings.Split(rest, "-")
	if len(parts) != 3 {
		return false
	}
	pid, err := strconv.Atoi(parts[0])
	if err != nil {
		return false
	}
	if parts[1] == me.machine() && !alive(pid, "") {
		return true
	}
	info, err := os.Lstat(path)
	return err == nil && time.Since(info.ModTime()) > old
}

func readNames(folder string) ([]string, error) {
	f, err := os.Open(folder)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return f.Readdirnames(-1)
}

// notReplaced says why the new file could not take the place of the old one.
func notReplaced(err error) error {
	if isMount(err) {
		return &model.Problem{
			Exit:  model.ExitRefused,
			What:  "it is mounted by itself, so it cannot be replaced whole",
			Todo:  "mount its folder instead of the file, or name another kubeconfig in KUBECONFIG",
			Cause: bare("rename", err),
		}
	}
	return bare("put the new file in its place", err)
}
