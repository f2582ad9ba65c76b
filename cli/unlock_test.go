package cli

import "testing"

func TestUnlockNeedsAYes(t *testing.T) {
	s := twoContexts()
	s.locked = "/k/config"
	run(t, s, "kubeid unlock /k/config").ends(4).says("/k/config.lock is held by another program, kubectl perhaps, for 1m0s").says("hint: add --yes")
	run(t, s, "kubeid unlock /k/config", terminal, answers("no")).ends(4)
	run(t, s, "kubeid unlock /k/config", terminal).ends(4)
	run(t, s, "kubeid unlock /k/config --dry-run --yes").ends(0)
	if len(s.broken) > 0 {
		t.Fatal("removed the lock without a yes")
	}
	run(t, s, "kubeid unlock /k/config", terminal, answers("y")).ends(0).says("go on? [y/N]").says("removed /k/config.lock")
	run(t, s, "kubeid unlock /k/config.lock --yes").ends(0).says("removed /k/config.lock")
	if len(s.broken) != 2 {
		t.Errorf("removed %v", s.broken)
	}
}

func TestUnlockIsContentWhenNothingIsLocked(t *testing.T) {
	run(t, twoContexts(), "kubeid unlock /k/config").ends(0).says("/k/config is not locked")
}

func TestUnlockTellsProgramsWhatItDid(t *testing.T) {
	s := twoContexts()
	s.locked = "/k/config"
	run(t, s, "kubeid unlock /k/config --yes -o yaml").ends(0).prints(`apiVersion: kubeid/v1
kind: Lock
file: "/k/config"
held: true
lock: "/k/config.lock"
holder: "another program, kubectl perhaps, for 1m0s"
since: "2026-11-01T12:00:00Z"
removed: true
`)
}

func TestUnlockNeedsAFile(t *testing.T) {
	run(t, twoContexts(), "kubeid unlock").ends(2)
	run(t, twoContexts(), "kubeid unlock a b").ends(2)
}
