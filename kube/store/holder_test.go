package store

import (
	"bufio"
	"os"
	"strings"
	"testing"
	"time"

	"kubeid/model"
)

func TestALivingHolderIsNamedAndADeadOneRecovered(t *testing.T) {
	file, s := kubeconfig(t, oldText)
	c := role(t, "stuck", []string{file})
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := bufio.NewReader(out).ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	h, ok, err := LockHolder(file)
	if err != nil || !ok || !h.Ours || !h.Alive || h.PID != c.Process.Pid || h.Age > time.Minute {
		t.Errorf("LockHolder() = %+v, %v, %v", h, ok, err)
	}
	_, err = s.Write(t.Context(), Write{Path: file, Edit: replaceAll("dev", "prod")})
	if model.ExitCode(err) != model.ExitConflict || !strings.Contains(err.Error(), h.String()[:20]) {
		t.Errorf("got %v", err)
	}
	if err := c.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	c.Wait()
	if h, ok, err := LockHolder(file); err != nil || !ok || !h.Ours || h.Alive {
		t.Errorf("LockHolder() of a dead one = %+v, %v, %v", h, ok, err)
	}
	if _, err := s.Write(t.Context(), Write{Path: file, Edit: replaceAll("dev", "prod")}); err != nil {
		t.Fatal(err)
	}
	says(t, file, newText)
	if _, ok, err := LockHolder(file); ok || err != nil {
		t.Errorf("the lock is still there: %v", err)
	}
}

func TestALockOfAnotherMachineOrBootIsNotTakenForDead(t *testing.T) {
	for name, change := range map[string]func(*process){
		"machine": func(p *process) { p.Host += "-2" },
		"boot":    func(p *process) { p.Boot += "-2" },
	} {
		t.Run(name, func(t *testing.T) {
			file, s := kubeconfig(t, oldText)
			p := self()
			p.Born = "1"
			change(&p)
			if err := writeNew(file+".lock", lockBytes(p)); err != nil {
				t.Fatal(err)
			}
			if _, err := s.Write(t.Context(), Write{Path: file, Edit: replaceAll("dev", "prod")}); model.ExitCode(err) != model.ExitConflict {
				t.Errorf("got %v", err)
			}
			says(t, file, oldText)
		})
	}
}

func TestALockIsBrokenOnlyIfItIsTheOneThatWasSeen(t *testing.T) {
	file, _ := kubeconfig(t, oldText)
	foreignLock(t, file)
	h, ok, err := LockHolder(file)
	if err != nil || !ok || h.Ours || h.PID != 0 {
		t.Fatalf("LockHolder() = %+v, %v, %v", h, ok, err)
	}
	if err := os.Rename(file+".lock", file+".gone"); err != nil {
		t.Fatal(err)
	}
	foreignLock(t, file)
	if err := BreakLock(h); model.ExitCode(err) != model.ExitConflict {
		t.Errorf("the lock of somebody else was broken: %v", err)
	}
	h, _, _ = LockHolder(file)
	if err := BreakLock(h); err != nil {
		t.Error(err)
	}
	if _, ok, err := LockHolder(file); ok || err != nil {
		t.Errorf("the lock is still there: %v", err)
	}
	if err := BreakLock(h); model.ExitCode(err) != model.ExitConflict {
		t.Errorf("a lock that is gone was broken: %v", err)
	}
}

func TestALockThatWasTakenAwayIsNotReleased(t *testing.T) {
	file, s := kubeconfig(t, oldText)
	held, err := s.lockAll(t.Context(), []target{{real: file, locks: []string{file + ".lock"}}}, self(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(file+".lock", file+".gone"); err != nil {
		t.Fatal(err)
	}
	foreignLock(t, file)
	if held.ours() {
		t.Error("a lock of somebody else counts as ours")
	}
	if err := held.release(); err != nil {
		t.Error(err)
	}
	if _, ok, _ := LockHolder(file); !ok {
		t.Error("the lock of somebody else was removed")
	}
}
