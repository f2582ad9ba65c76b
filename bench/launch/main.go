// Command launch runs a program and says on file descriptor 3 what it cost.
//
// It exists because Linux counts the memory of whoever starts a program into the
// peak of that program: measured from the benchmark itself, nothing would need less
// memory than the benchmark does. launch is about as small as a Go program gets.
package main

import (
	"os"
	"strconv"
	"syscall"
	"time"
)

// What is said: exit code, wall and CPU time in nanoseconds, peak memory as the
// system counts it (kilobytes on Linux).
func main() {
	files := []*os.File{os.Stdin, os.Stdout, os.Stderr}
	start := time.Now()
	p, err := os.StartProcess(os.Args[1], os.Args[1:], &os.ProcAttr{Files: files})
	if err != nil {
		os.Stderr.WriteString(err.Error() + "\n")
		os.Exit(1)
	}
	state, err := p.Wait()
	wall := time.Since(start)
	if err != nil {
		os.Stderr.WriteString(err.Error() + "\n")
		os.Exit(1)
	}
	cpu := state.UserTime() + state.SystemTime()
	peak := state.SysUsage().(*syscall.Rusage).Maxrss
	os.NewFile(3, "report").WriteString(strconv.Itoa(state.ExitCode()) + " " +
		strconv.FormatInt(int64(wall), 10) + " " + strconv.FormatInt(int64(cpu), 10) + " " +
		strconv.FormatInt(peak, 10) + "\n")
}
