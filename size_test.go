package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// mostBytes is how large the program may be, as it is released: the budget of
// docs/benchmarks.md. Whoever has to raise it says why in the commit.
const mostBytes = 25_000_000

// TestTheProgramStaysSmall builds the program as a release does.
func TestTheProgramStaysSmall(t *testing.T) {
	path := filepath.Join(t.TempDir(), "kubeid")
	if out, err := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", path, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%.1f MB of %.0f MB", float64(info.Size())/1e6, mostBytes/1e6)
	if info.Size() > mostBytes {
		t.Errorf("the program has %d bytes, and may have %d", info.Size(), mostBytes)
	}
}
