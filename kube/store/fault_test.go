//go:build linux

package store

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

func TestAFaultAtAnySystemCallLeavesTheFileAndSaysSo(t *testing.T) {
	needStrace(t)
	faults := []struct{ call, errors string }{
		{"openat", "ENOSPC EDQUOT EIO EROFS EACCES EMFILE EINTR"},
		{"write", "ENOSPC EDQUOT EIO EFBIG EINTR"},
		{"fsync", "ENOSPC EDQUOT EIO EROFS EINTR"},
		{"fchmod", "EIO EROFS EPERM"},
		{"close", "EIO"},
		{"mkdirat", "ENOSPC EDQUOT EIO EROFS EACCES"},
		{"flock", "EIO ENOLCK EINTR"},
		{"linkat", "ENOSPC EDQUOT EIO EROFS EACCES EMLINK EOPNOTSUPP ENOENT EINTR"},
		{"renameat", "ENOSPC EDQUOT EIO EROFS EACCES EBUSY EXDEV EINTR"},
		{"unlinkat", "EIO EROFS EACCES"},
		{"newfstatat", "EIO EACCES"},
		{"fstat", "EIO"},
	}
	start := calls(t, "plain")
	for _, f := range faults {
		for name := range strings.FieldsSeq(f.errors) {
			t.Run(f.call+"/"+name, func(t *testing.T) {
				t.Parallel()
				failed, borne := 0, 0
				for n := start[f.call] + 1; ; n++ {
					s := newStage(t)
					said, injected, err := s.run(t, f.call, fmt.Sprintf("error=%s:when=%d", name, n), "plain")
					s.afterFault(t, n, said, err, f.call)
					switch {
					case !injected && err != nil:
						t.Fatalf("without a fault: %v: %s", err, said)
					case !injected:
						t.Logf("%d faults were reported, %d borne", failed, borne)
						return
					case err == nil:
						borne++
					default:
						failed++
					}
				}
			})
		}
	}
}

// afterFault holds the words of a hindered writer against what it left.
func (s stage) afterFault(t *testing.T, n int, said string, err error, call string) {
	t.Helper()
	got, readErr := os.ReadFile(s.file)
	changed := string(got) == newText
	switch {
	case readErr != nil || !changed && string(got) != oldText:
		t.Fatalf("call %d: the file says %q, %v", n, got, readErr)
	case err == nil && !changed:
		t.Errorf("call %d: the file is unchanged but the writer was content", n)
	case err != nil && !strings.Contains(said, s.file):
		t.Errorf("call %d: the message does not name the file: %s", n, said)
	case err != nil && changed == strings.Contains(said, "is unchanged"):
		t.Errorf("call %d: the file says %q but the message is %s", n, got, said)
	}
	if temps, locked := s.leftovers(t); call != "unlinkat" && (len(temps) > 0 || locked) {
		t.Errorf("call %d: %d temporary files are left, locked: %v: %s", n, len(temps), locked, said)
	}
}

func TestWhereThereAreNoLinksTheLockIsMadeInPlace(t *testing.T) {
	needStrace(t)
	s := newStage(t)
	if said, injected, err := s.run(t, "linkat", "error=EMLINK", "plain"); err != nil || !injected {
		t.Fatalf("%v: %s", err, said)
	}
	says(t, s.file, newText)
	if temps, locked := s.leftovers(t); len(temps) > 0 || locked {
		t.Errorf("%d temporary files are left, locked: %v", len(temps), locked)
	}
}

func TestWhereThereAreNoLinksALockIsRespectedToo(t *testing.T) {
	needStrace(t)
	s := newStage(t)
	foreignLock(t, s.file)
	said, _, err := s.run(t, "linkat", "error=EMLINK", "plain")
	if err == nil || !strings.Contains(said, "is held by another program") {
		t.Errorf("%v: %s", err, said)
	}
	says(t, s.file, oldText)
}
