//go:build linux

package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// slowReader reads what a program says so slowly that the program waits: a pipe of
// packets with room for one. What is said stays one line ahead of what was read, so that
// a program can be stopped exactly between two steps.
type slowReader struct {
	out  *os.File
	in   *os.File
	said []string
}

func newSlowReader(t *testing.T) *slowReader {
	t.Helper()
	var fds [2]int
	if err := syscall.Pipe2(fds[:], syscall.O_DIRECT|syscall.O_CLOEXEC); err != nil {
		t.Skip("this system has no pipes of packets: ", err)
	}
	const setPipeSize = 1031 // F_SETPIPE_SZ
	if _, _, failed := syscall.Syscall(syscall.SYS_FCNTL, uintptr(fds[1]), setPipeSize, 4096); failed != 0 {
		t.Fatal(failed)
	}
	r := &slowReader{in: os.NewFile(uintptr(fds[0]), "said"), out: os.NewFile(uintptr(fds[1]), "saying")}
	t.Cleanup(func() { r.in.Close() })
	if _, err := r.out.WriteString("the room is taken\n"); err != nil {
		t.Fatal(err)
	}
	return r
}

// next takes a line out, so that the program can say one more.
func (r *slowReader) next() error {
	line := make([]byte, 4096)
	n, err := r.in.Read(line)
	if n > 0 && !strings.HasPrefix(string(line[:n]), "the room is taken") {
		r.said = append(r.said, strings.TrimSuffix(string(line[:n]), "\n"))
	}
	return err
}

// waits tells whether the program waits for room on standard error, and what it wants to
// say; false when it ended.
func waits(t *testing.T, pid int, ended <-chan struct{}) (says string, waiting bool) {
	t.Helper()
	for late := time.Now().Add(time.Minute); time.Now().Before(late); time.Sleep(2 * time.Millisecond) {
		select {
		case <-ended:
			return "", false
		default:
		}
		calls, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/syscall", pid))
		for _, c := range calls {
			text, _ := os.ReadFile(c)
			var call, fd int
			var at, length uint64
			if n, _ := fmt.Sscanf(string(text), "%d 0x%x 0x%x 0x%x", &call, &fd, &at, &length); n == 4 && call == syscall.SYS_WRITE && fd == 2 {
				return memory(t, pid, at, length), true
			}
		}
	}
	t.Fatal("it neither says anything nor ends")
	return "", false
}

// memory reads what a child of ours has in its memory.
func memory(t *testing.T, pid int, at, length uint64) string {
	t.Helper()
	f, err := os.Open(fmt.Sprintf("/proc/%d/mem", pid))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	text := make([]byte, length)
	if _, err := f.ReadAt(text, int64(at)); err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// A moment is when a program is stopped that has said some lines and wants to say one more.
type moment func(said int, says string) bool

// lines is when it has said n lines.
func lines(n int) moment { return func(said int, _ string) bool { return said >= n } }

// through is when it has done a step and not begun the next one.
func through(step string) moment {
	return func(_ int, says string) bool { return strings.HasPrefix(says, "ok  "+step) }
}

// interrupted runs the program and sends it SIGINT at a moment when it wants to say one
// line more: between two steps. done tells that it had ended before.
func (b newcomer) interrupted(t *testing.T, at moment, args ...string) (code int, said []string, done bool) {
	t.Helper()
	r := newSlowReader(t)
	cmd := b.command(t, args...)
	cmd.Stderr = r.out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	r.out.Close()
	ended := make(chan struct{})
	go func() { cmd.Wait(); close(ended) }()
	for n := 0; ; n++ {
		says, waiting := waits(t, cmd.Process.Pid, ended)
		if done = !waiting; done || at(n, says) {
			break
		}
		if err := r.next(); err != nil {
			t.Fatal(err)
		}
	}
	if !done {
		cmd.Process.Signal(os.Interrupt)
		time.Sleep(20 * time.Millisecond) // the program hears it while it waits
	}
	for {
		if err := r.next(); errors.Is(err, io.EOF) {
			break
		}
	}
	<-ended
	return cmd.ProcessState.ExitCode(), r.said, done
}
