package store

import (
	"bytes"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// holds is for how long locks were held, and tells of them the shortest first.
type holds []time.Duration

func (h holds) share(percent int) time.Duration {
	slices.Sort(h)
	return h[(len(h)-1)*percent/100]
}

// holdSizes are the sizes of kubeconfigs for which we promise how long the lock is held.
var holdSizes = map[string]int{"6KB": 6 << 10, "580KB": 580 << 10, "1MB": 1 << 20}

// hold writes to a file of a size that has rested until done, and returns how long its lock
// was held.
func hold(t testing.TB, size int, more func() bool) (out holds) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "config")
	words := []string{"at: a\n", "at: b\n"}
	if err := os.WriteFile(file, append([]byte(words[0]), bytes.Repeat([]byte("# ballast\n"), size/10)...), 0o600); err != nil {
		t.Fatal(err)
	}
	s := Open(filepath.Join(filepath.Dir(file), "state"))
	s.holding = func(d time.Duration) { out = append(out, d) }
	for more() {
		w := Write{Path: file, Edit: replaceAll(words[0], words[1]), ReadAt: time.Now().Add(2 * restFor)}
		var err error
		if w.Seen, err = os.Stat(file); err != nil {
			t.Fatal(err)
		}
		if w.Current, err = os.ReadFile(file); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Write(t.Context(), w); err != nil {
			t.Fatal(err)
		}
		words[0], words[1] = words[1], words[0]
	}
	return out
}

// TestTheLockIsHeldForMilliseconds: kubectl and client-go fail at once where they find a
// lock, so each moment of ours is somebody else's failure. Half of the writes are held
// against the promise (STORE R5: 99 of 100 within 5 ms), since a busy machine may take a
// process off at any moment; the benchmark tells of the others.
func TestTheLockIsHeldForMilliseconds(t *testing.T) {
	for name, size := range holdSizes {
		n := 0
		h := hold(t, size, func() bool { n++; return n <= 25 })
		if len(h) != 25 {
			t.Fatalf("%s: %d locks for 25 writes", name, len(h))
		}
		if t.Logf("%s: half within %v, the longest %v", name, h.share(50), h.share(100)); h.share(50) > 5*time.Millisecond {
			t.Errorf("%s: the lock is held for %v", name, h.share(50))
		}
	}
}

// TestWhatWasReplacedIsLetGo: a large file is held open while it is replaced, and no longer.
func TestWhatWasReplacedIsLetGo(t *testing.T) {
	const fds = "/proc/self/fd"
	if _, err := os.Stat(fds); err != nil {
		t.Skip("this system does not tell what is open")
	}
	n := 0
	hold(t, 2*compareUpTo, func() bool { n++; return n <= 3 })
	open, err := os.ReadDir(fds)
	if err != nil {
		t.Fatal(err)
	}
	for _, fd := range open {
		if path, _ := os.Readlink(filepath.Join(fds, fd.Name())); strings.Contains(path, t.Name()) {
			t.Errorf("%s is still open", path)
		}
	}
}

// BenchmarkHold tells for how long the lock is held, also of a kubeconfig of 10,000 contexts.
func BenchmarkHold(b *testing.B) {
	sizes := maps.Clone(holdSizes)
	sizes["56MB"] = 56 << 20
	for name, size := range sizes {
		b.Run(name, func(b *testing.B) {
			h := hold(b, size, b.Loop)
			b.ReportMetric(float64(h.share(50))/1e6, "p50-ms/hold")
			b.ReportMetric(float64(h.share(99))/1e6, "p99-ms/hold")
		})
	}
}
