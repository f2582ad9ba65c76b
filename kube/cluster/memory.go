package cluster

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sync"
	"time"
)

// A Memory remembers what a person has agreed to for good: a file with one line for
// each thing, which begins with its hash. The hash says nothing about what was agreed
// to, and fits nothing else.
type Memory struct{ path string }

// OpenMemory returns the memory that is kept in a folder. Nothing is opened or made
// until something is to be remembered.
func OpenMemory(dir string) Memory { return Memory{filepath.Join(dir, "consent")} }

var hashForm = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[0-9a-f]{64}$`) })

// Has tells whether this was agreed to. A memory that others may write to is not
// believed, nor is one that cannot be read.
func (m Memory) Has(hash string) bool {
	f, err := m.open(os.O_RDONLY)
	if err != nil {
		return false
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxMemory))
	if err != nil {
		return false
	}
	for line := range bytes.Lines(data) {
		if have, _, ok := bytes.Cut(line, []byte(" ")); ok && hashForm().MatchString(hash) && string(have) == hash {
			return true
		}
	}
	return false
}

// Remember adds hashes. Lines are added in one write, so that two programs can do so
// at once.
func (m Memory) Remember(hashes ...string) error {
	var text []byte
	for _, h := range slices.Compact(slices.Sorted(slices.Values(hashes))) {
		if hashForm().MatchString(h) && !m.Has(h) {
			text = append(text, h+" "+time.Now().UTC().Format(time.RFC3339)+"\n"...)
		}
	}
	if len(text) == 0 {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(m.path), 0o700); err != nil {
		return err
	}
	f, err := m.open(os.O_WRONLY | os.O_CREATE | os.O_APPEND)
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	return errors.Join(err, f.Close())
}

// maxMemory is how much of a memory is read: some ten thousand lines.
const maxMemory = 1 << 20

// open opens the file itself, through no link, and looks at what it has opened: nobody
// can put another one in its place between a look and the reading. It and its folder
// must be writable for nobody else.
func (m Memory) open(flags int) (*os.File, error) {
	folder, err := os.Stat(filepath.Dir(m.path))
	if err != nil {
		return nil, err
	}
	f, err := os.OpenFile(m.path, flags|noLink, 0o600)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err == nil && (!info.Mode().IsRegular() || writableByOthers(info) || writableByOthers(folder)) {
		err = errors.New("others can write to " + m.path + ", so nothing is remembered there")
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// Forget forgets everything.
func (m Memory) Forget() error {
	if err := os.Remove(m.path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
