//go:build unix

package cluster

import (
	"os/exec"
	"syscall"
)

// alone runs a plugin in a session of its own: it cannot write on our terminal, and
// ends with everything that it has started.
func alone(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}
