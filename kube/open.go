package kube

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"syscall"
	"time"

	"kubeid/kube/config"
	"kubeid/kube/store"
	"kubeid/model"
)

// opened is a kubeconfig as it was read: its bytes, and what they say.
type opened struct {
	path    string
	info    os.FileInfo // what Stat said before it was read
	at      time.Time   // when that was
	missing bool
	data    []byte
	config  *config.File // nil when nothing could be read
	problem string       // why
}

// pipeTime is how long a pipe may take to give a kubeconfig.
const pipeTime = 5 * time.Second

// open reads one kubeconfig, or returns what was read before when the file has not
// changed since. It never fails: what is wrong is the file's problem.
func (s *Service) open(path string) *opened {
	info, err := os.Stat(path)
	s.mu.Lock()
	last := s.files[path]
	s.mu.Unlock()
	if last != nil && err == nil && last.unchanged(info) {
		return last
	}
	o := readAtRest(path)
	s.mu.Lock()
	s.files[path] = o
	s.mu.Unlock()
	return o
}

// How long a reader waits for somebody who writes in place: the same bytes must stand
// for a while beside a lock, and one that was taken just now has to go while there is
// nothing whole beside it. A forgotten lock keeps nobody waiting.
const (
	restless  = 300 * time.Millisecond
	atRest    = 10 * time.Millisecond
	youngLock = 5 * time.Second
)

// readAtRest reads a file. kubectl writes it in place, so it is read again when it has
// changed meanwhile, and while there is a lock beside it, until it stays the same.
func readAtRest(path string) *opened {
	o := read(path)
	for began := time.Now(); ; {
		age, locked := store.LockAge(path)
		settled := o.settled()
		if settled && !locked || o.info != nil && !o.info.Mode().IsRegular() {
			return o
		}
		half := !o.missing && (len(o.data) == 0 || o.config == nil) && locked && age < youngLock
		if waited := time.Since(began); waited > 2*youngLock || waited > restless && settled && !half {
			return o
		}
		if locked {
			time.Sleep(atRest)
		}
		again := read(path)
		if settled && !half && o.missing == again.missing && o.problem == again.problem && bytes.Equal(o.data, again.data) {
			return again
		}
		o = again
	}
}

// settled tells whether a file still is what Stat said before it was read.
func (o *opened) settled() bool {
	info, err := os.Stat(o.path)
	if o.info == nil {
		return !o.missing || err != nil
	}
	return err == nil && os.SameFile(o.info, info) && info.ModTime().Equal(o.info.ModTime()) &&
		(info.Size() == o.info.Size() && info.Size() == int64(len(o.data)) || !info.Mode().IsRegular())
}

// unchanged tells whether the file is the one that was read. A pipe can be read
// only once, so what came out of it stays.
func (o *opened) unchanged(info os.FileInfo) bool {
	if o.info == nil || !os.SameFile(o.info, info) {
		return false
	}
	if !info.Mode().IsRegular() {
		return true
	}
	settled := time.Since(info.ModTime()) > 50*time.Millisecond // a clock tick may hide a second write
	return settled && o.info.Size() == info.Size() && o.info.ModTime().Equal(info.ModTime())
}

func read(path string) *opened {
	o := &opened{path: path, at: time.Now()}
	data, info, err := readFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		o.missing = true
		return o
	case err != nil:
		o.problem = problemOf(err)
		return o
	}
	o.data, o.info = data, info
	if o.config, err = config.Read(data); err != nil {
		o.problem = err.Error()
	}
	return o
}

// problemOf says what keeps a file from being read, without its path, which
// stands in front of it everywhere.
func problemOf(err error) string {
	var p *fs.PathError
	if errors.As(err, &p) {
		return "cannot be read: " + p.Err.Error()
	}
	return err.Error()
}

// readFile reads a regular file, a pipe as the shell's <(…) makes it, or /dev/null.
func readFile(path string) ([]byte, os.FileInfo, error) {
	f, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0) // a pipe that nobody writes to must not hold us
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, nil, err
	}
	switch mode := info.Mode(); {
	case mode.IsRegular():
		if info.Size() > config.MaxSize {
			return nil, nil, config.TooLarge(info.Size())
		}
	case mode.IsDir():
		return nil, nil, errors.New("is a folder, not a file")
	case mode&fs.ModeNamedPipe != 0:
		f.SetReadDeadline(time.Now().Add(pipeTime))
	case path == os.DevNull:
	default:
		return nil, nil, errors.New("is neither a file nor a pipe")
	}
	if info.Size() >= readAtOnce && info.Mode().IsRegular() {
		data, err := readLarge(f, int(info.Size()))
		return data, info, err
	}
	data, err := readAll(f, make([]byte, 0, min(info.Size(), config.MaxSize)+512))
	return data, info, err
}

// readAll reads to the end, behind what is in buf, and never beyond MaxSize.
func readAll(f *os.File, buf []byte) ([]byte, error) {
	for {
		n, err := f.Read(buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		switch {
		case errors.Is(err, io.EOF):
			return buf, nil
		case errors.Is(err, os.ErrDeadlineExceeded):
			return nil, fmt.Errorf("nothing came through the pipe for %v", pipeTime)
		case err != nil:
			return nil, err
		case len(buf) > config.MaxSize:
			return nil, config.TooLarge(int64(len(buf)))
		case len(buf) == cap(buf):
			buf = append(buf, 0)[:len(buf)]
		}
	}
}

// file says what o is for the lists.
func (s *Service) file(o *opened) model.File {
	f := model.File{Path: o.path, Label: s.label(o.path), Missing: o.missing, Problem: model.NewText(o.problem)}
	f.ReadOnly = o.info != nil && !store.Writable(o.path, o.info)
	if o.config != nil {
		f.Refused = model.NewText(o.config.Refused)
		f.Current, f.CurrentLine = o.config.Current, o.config.CurrentLine
	}
	return f
}

// ReadFile reads a kubeconfig that is not one of the listed ones, as those are read.
func ReadFile(path string) ([]byte, error) {
	data, _, err := readFile(path)
	if err != nil {
		return nil, errors.New(problemOf(err))
	}
	return data, nil
}

// ReadAll reads a kubeconfig to its end, and no more than one may be large.
func ReadAll(r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, config.MaxSize+1))
	if err == nil && len(data) > config.MaxSize {
		err = config.TooLarge(int64(len(data)))
	}
	return data, err
}
