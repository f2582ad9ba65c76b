//go:build linux

package main

import (
	"bytes"
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

// waits tells whether the program waits for room on standard error; false when it ended.
func waits(t *testing.T, pid int, ended <-chan struct{}) bool {
	t.Helper()
	writing := fmt.Sprintf("%d 0x2 ", syscall.SYS_WRITE)
	for late := time.Now().Add(time.Minute); time.Now().Before(late); time.Sleep(2 * time.Millisecond) {
		select {
		case <-ended:
			return false
		default:
		}
		calls, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/syscall", pid))
		for _, c := range calls {
			if text, _ := os.ReadFile(c); bytes.HasPrefix(text, []byte(writing)) {
				return true
			}
		}
	}
	t.Fatal("it neither says anything nor ends")
	return false
}

// interrupted runs the program and sends it SIGINT once it has said n lines and wants to
// say one more: between two steps. done tells that it had ended before.
func (b newcomer) interrupted(t *testing.T, n int, args ...string) (code int, said []string, done bool) {
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
	done = !waits(t, cmd.Process.Pid, ended)
	for range n {
		if done {
			break
		}
		if err := r.next(); err != nil {
			t.Fatal(err)
		}
		done = !waits(t, cmd.Process.Pid, ended)
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
