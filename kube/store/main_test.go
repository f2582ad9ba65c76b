package store

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"testing"
	"time"

	"kubeid/kube/config"
	"kubeid/model"
)

// roleVar makes the test binary play a process of its own: a writer to be killed,
// hindered or raced. Its value is the role, the arguments are the role's.
const roleVar = "KUBEID_STORE_ROLE"

var roles = map[string]func(args []string) error{
	"replace":  roleReplace,
	"append":   roleAppend,
	"add":      roleAdd,
	"remember": func(args []string) error { return Open(args[0]).Remember(args[1]) },
	"lock":     roleLock,
	"unlock": func(args []string) error {
		h, ok, err := LockHolder(args[0])
		if err != nil || !ok {
			return fmt.Errorf("no lock: %w", err)
		}
		return BreakLock(h)
	},
	"stuck": roleStuck,
	"group": roleGroup,
}

func TestMain(m *testing.M) {
	role := os.Getenv(roleVar)
	if role == "" {
		os.Exit(m.Run())
	}
	runtime.LockOSThread() // strace counts system calls by thread
	if err := roles[role](os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(model.ExitCode(err))
	}
	os.Exit(0)
}

// role returns a command that plays a role, perhaps below another command.
func role(t *testing.T, name string, args []string, below ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	all := append(append(below, self), args...)
	c := exec.CommandContext(t.Context(), all[0], all[1:]...)
	c.Env = append(os.Environ(), roleVar+"="+name)
	return c
}

// roleReplace puts a word in the place of another: FILE STATE FROM TO [WAY].
func roleReplace(args []string) error {
	way := append(args, "")[4]
	s := Open(args[1])
	s.named = way == "named"
	s.patience = time.Second
	edit := replaceAll(args[2], args[3])
	if way == "overtaken" {
		plain := edit
		edit = func(current []byte) ([]config.Patch, error) {
			os.Rename(filepath.Dir(args[0])+".other", args[0]) // only once: then it is gone
			return plain(current)
		}
	}
	_, err := s.Write(context.Background(), Write{Path: args[0], Edit: edit, Record: Record{Words: "now on " + args[3]}})
	return err
}

// roleAppend adds text at the end: FILE STATE TEXT.
func roleAppend(args []string) error {
	_, err := Open(args[1]).Write(context.Background(), Write{Path: args[0], Edit: appendLine(args[2])})
	return err
}

// roleAdd adds lines to a file, one write each: FILE STATE NAME ROUNDS.
func roleAdd(args []string) error {
	rounds, err := strconv.Atoi(args[3])
	if err != nil {
		return err
	}
	s := Open(args[1])
	s.patience = time.Minute
	for i := range rounds {
		if _, err := s.Write(context.Background(), Write{Path: args[0], Edit: addLine(fmt.Sprintf("%s-%d", args[2], i))}); err != nil {
			return err
		}
	}
	return nil
}

// addLine returns an Edit that adds a line before the last one.
func addLine(text string) func([]byte) ([]config.Patch, error) {
	return func(current []byte) ([]config.Patch, error) {
		at := bytes.LastIndex(current, []byte(lastLine))
		if at < 0 {
			return nil, fmt.Errorf("half a file: %d bytes", len(current))
		}
		p := config.Patch{Offset: at, New: []byte(text + "\n")}
		return []config.Patch{p}, nil
	}
}

// The lines with which a file begins and ends as long as it is whole.
const (
	firstLine = "# begin\n"
	lastLine  = "# end\n"
)

// roleLock takes a lock again and again, and each time makes a file that nobody else
// may have made at that moment: FILE MARK ROUNDS.
func roleLock(args []string) error {
	rounds, err := strconv.Atoi(args[2])
	if err != nil {
		return err
	}
	s := Open("")
	s.patience = time.Minute
	for range rounds {
		held, err := s.lockAll(context.Background(), []target{{real: args[0], locks: []string{args[0] + ".lock"}}}, self(), nil)
		if err != nil {
			return err
		}
		if err := writeNew(args[1], nil); err != nil {
			return fmt.Errorf("two have the lock: %w", err)
		}
		if err := os.Remove(args[1]); err != nil {
			return err
		}
		if err := plantStale(args[0] + ".lock"); err != nil {
			return err
		}
		*held.held = nil
	}
	return nil
}

// plantStale leaves a lock of a dead process of ours in the place of our own.
func plantStale(path string) error {
	me := self()
	me.Born = "1"
	temp := tempName(path, self())
	if err := writeNew(temp, lockBytes(me)); err != nil {
		return err
	}
	return os.Rename(temp, path)
}

// roleStuck takes the lock of a file, says so, and waits for its end: FILE.
func roleStuck(args []string) error {
	s := Open("")
	if _, err := s.lockAll(context.Background(), []target{{real: args[0], locks: []string{args[0] + ".lock"}}}, self(), nil); err != nil {
		return err
	}
	fmt.Println("locked")
	select {}
}
