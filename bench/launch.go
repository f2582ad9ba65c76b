package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"time"
)

// A sample is what one run of a program cost.
type sample struct {
	wall, cpu time.Duration
	peak      int64 // bytes
}

// start runs a program by way of launch, its output into a pipe, and returns what
// it cost and what it said. The disk comes to rest first, so that nobody pays for
// what the one before wrote.
func start(launcher string, box sandbox, program string, args ...string) (sample, []byte, error) {
	settle()
	said, report, err := os.Pipe()
	if err != nil {
		return sample{}, nil, err
	}
	defer said.Close()
	var out, errs bytes.Buffer
	cmd := exec.Command(launcher, append([]string{program}, args...)...)
	cmd.Dir, cmd.Env = box.home, box.env
	cmd.Stdout, cmd.Stderr = &out, &errs
	cmd.ExtraFiles = []*os.File{report}
	err = cmd.Run()
	report.Close()
	if err != nil {
		return sample{}, nil, fmt.Errorf("%w: %s", err, oneLine(errs.String()))
	}
	var code int
	var wall, cpu, peak int64
	if _, err := fmt.Fscan(said, &code, &wall, &cpu, &peak); err != nil {
		return sample{}, nil, err
	}
	if code != 0 {
		return sample{}, nil, fmt.Errorf("ended with code %d: %s", code, oneLine(errs.String()))
	}
	return sample{time.Duration(wall), time.Duration(cpu), peak * peakUnit()}, out.Bytes(), nil
}

// settle waits until the disk is at rest, and as long as others are at work, but not
// for ever.
func settle() {
	syscall.Sync()
	calm := 0
	for end := time.Now().Add(300 * time.Millisecond); calm < 5 && time.Now().Before(end); calm++ {
		if othersRun() {
			calm = 0
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// peakUnit is in what getrusage counts memory.
func peakUnit() int64 {
	if runtime.GOOS == "darwin" {
		return 1
	}
	return 1024
}

func oneLine(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if len(s) > 160 {
		s = s[:160] + "…"
	}
	return s
}
