package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"syscall"

	"kubeid/cli"
	"kubeid/model"
)

// shell runs words, or the shell that a person uses, on a context of its own, and
// returns the exit code. The kubeconfig that is made for it goes when it ends.
func shell(ctx context.Context, s cli.Shells, which model.Ref, namespace string, words []string) (int, error) {
	file, err := s.NewShell(ctx, which, namespace)
	if err != nil {
		return model.ExitError, err
	}
	for _, note := range file.Notes {
		fmt.Fprintln(os.Stderr, model.NewText(note))
	}
	if len(words) == 0 {
		words = []string{usualShell()}
		fmt.Fprintf(os.Stderr, "a shell on %s; nothing that you switch here counts elsewhere; exit leaves it\n", file.Context)
	}
	code, err := child(words, []string{"KUBECONFIG=" + file.Path, "KUBEID_SHELL=" + file.Context.String()})
	if ended := s.EndShell(ctx, file); err == nil {
		err = ended
	}
	return code, err
}

// usualShell returns the shell that a person uses.
func usualShell() string {
	if runtime.GOOS == "windows" {
		return cmp.Or(os.Getenv("COMSPEC"), "cmd.exe")
	}
	return cmp.Or(os.Getenv("SHELL"), "/bin/sh")
}

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
