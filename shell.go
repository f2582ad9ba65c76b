package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"

	"kubeid/model"
)

// child runs a program that has the terminal until it ends, and returns its exit code
// as a shell would. Signals from the keyboard are the program's, which gets them
// beside us; the others we pass on, and go on waiting.
func child(words, env []string) (int, error) {
	signals := make(chan os.Signal, 8)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT)
	defer signal.Stop(signals)
	cmd := exec.Command(words[0], words[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.Env = append(os.Environ(), env...)
	if err := cmd.Start(); err != nil {
		return model.ExitError, &model.Problem{
			Exit: model.ExitNotFound, What: fmt.Sprintf("%s cannot be run", model.NewText(words[0])), Cause: errors.Unwrap(err),
			Todo: "see that it is installed, and on the PATH",
		}
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for {
		select {
		case s := <-signals:
			if s == syscall.SIGTERM || s == syscall.SIGHUP {
				cmd.Process.Signal(s)
			}
		case err := <-ended:
			return exitCode(cmd.ProcessState, err)
		}
	}
}

// exitCode is that of a program which has ended: 128 and the signal when one ended it.
func exitCode(end *os.ProcessState, err error) (int, error) {
	if status, ok := end.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		return 128 + int(status.Signal()), nil
	}
	var failed *exec.ExitError
	if err != nil && !errors.As(err, &failed) {
		return model.ExitError, err
	}
	return end.ExitCode(), nil
}
