package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"

	"kubeid/model"
)

// unchanged says that the file called label was not touched, and why. The code and
// the advice of a Problem inside are kept.
func unchanged(label string, err error) error {
	out := &model.Problem{Exit: model.ExitError, Todo: todo(err), Cause: err}
	out.What = model.NewText(label).String() + " is unchanged"
	var p *model.Problem
	if errors.As(err, &p) {
		out.Exit, out.Todo = p.Exit, p.Todo
	}
	if errors.Is(err, context.Canceled) {
		out.Exit = model.ExitInterrupted
	}
	return out
}

// bare says at which step err came up, without the paths that the os package puts
// into its errors: the message has the file in a form that is safe to draw.
func bare(step string, err error) error {
	var path *fs.PathError
	var link *os.LinkError
	var call *os.SyscallError
	switch {
	case errors.As(err, &path):
		err = path.Err
	case errors.As(err, &link):
		err = link.Err
	case errors.As(err, &call):
		err = call.Err
	}
	return fmt.Errorf("%s: %w", step, err)
}

// todos says what to do about what the operating system answered.
var todos = []struct {
	err  error
	todo string
}{
	{syscall.ENOSPC, "make room on the disk and try again"},
	{syscall.EDQUOT, "make room in your quota and try again"},
	{syscall.EFBIG, "raise the limit on file sizes (ulimit -f) and try again"},
	{syscall.EROFS, "it is on a read-only file system: copy it to a place of your own and name that in KUBECONFIG"},
	{syscall.EMFILE, "too many files are open: raise the limit (ulimit -n) and try again"},
	{syscall.ENFILE, "too many files are open on this machine: try again later"},
	{syscall.EIO, "the disk does not work as it should: look at the system's log before trying again"},
	{fs.ErrPermission, "look at who owns the file and its folder, and at their modes, with: ls -ld"},
}

func todo(err error) string {
	for _, t := range todos {
		if errors.Is(err, t.err) {
			return t.todo
		}
	}
	return ""
}

// refuse says that the store itself will not write, and what would help.
func refuse(todo, format string, args ...any) error {
	return &model.Problem{Exit: model.ExitRefused, What: fmt.Sprintf(format, args...), Todo: todo}
}

// conflict says that somebody else is in the way.
func conflict(todo, format string, args ...any) error {
	return &model.Problem{Exit: model.ExitConflict, What: fmt.Sprintf(format, args...), Todo: todo}
}

// quote makes one word of a path for a shell, and safe to draw.
func quote(path string) string { return model.ShellQuote(model.NewText(path).String()) }
