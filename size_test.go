package main

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
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

// TestTheSameSourceMakesTheSameProgram builds it as a release does, here and in another
// folder: no path and no time may come into it.
func TestTheSameSourceMakesTheSameProgram(t *testing.T) {
	if testing.Short() {
		t.Skip("links the program twice")
	}
	there := t.TempDir()
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		switch name := d.Name(); {
		case err != nil:
			return err
		case d.IsDir() && (name == "testdata" || name == "docs" || name == "bench" || name == "tools" || path != "." && strings.HasPrefix(name, ".")):
			return filepath.SkipDir
		case d.IsDir():
			return os.MkdirAll(filepath.Join(there, path), 0o700)
		case strings.HasSuffix(path, "_test.go") || !d.Type().IsRegular():
			return nil
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(there, path), data, 0o600)
	})
	if err != nil {
		t.Fatal(err)
	}
	made := func(dir string) []byte {
		out := filepath.Join(t.TempDir(), "kubeid")
		cmd := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-ldflags", "-s -w -X main.version=v1.2.3", "-o", out, ".")
		cmd.Dir, cmd.Env = dir, append(os.Environ(), "CGO_ENABLED=0")
		if said, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, said)
		}
		data, err := os.ReadFile(out)
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	here, other := made("."), made(there)
	if !bytes.Equal(here, other) {
		t.Error("two builds of the same source differ")
	}
	if bytes.Contains(here, []byte(there)) {
		t.Error("the program knows where it was built")
	}
}
