package cluster

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestOnlyPlainLocalFilesAreRead(t *testing.T) {
	dir := t.TempDir()
	path := func(name string) string { return filepath.Join(dir, name) }
	for name, size := range map[string]int{"small": 10, "largest": MaxFile, "too-large": MaxFile + 1} {
		if err := os.WriteFile(path(name), make([]byte, size), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for link, to := range map[string]string{"link": path("small"), "to-proc": "/proc/self/environ", "to-dev": "/dev/zero", "loop": path("loop"), "broken": path("nowhere")} {
		if err := os.Symlink(to, path(link)); err != nil {
			t.Skip(err)
		}
	}
	pipes := pipe(t, path("pipe"))
	for file, want := range map[string]string{
		path("small"): "", path("largest"): "", path("link"): "",
		path("too-large"): "is larger than 1 MiB", dir: "is a folder", path("nowhere"): "does not exist", path("broken"): "does not exist",
		path("loop"): "cannot be read", path("pipe"): pipes, "/dev/zero": "is a file of the system", "/dev/fd/0": "is a file of the system",
		"/proc/self/environ": "is a file of the system", "/proc": "is a file of the system", "/sys/kernel/x": "is a file of the system",
		path("to-proc"): "is a file of the system", path("to-dev"): "is a file of the system", "/tmp/../proc/self/environ": "is a file of the system",
	} {
		began := time.Now()
		_, err := ReadFile(file)
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", file, err, want)
		}
		if time.Since(began) > time.Second {
			t.Errorf("%s took %v", file, time.Since(began))
		}
	}
}

func TestErrorsNameTheFileSafely(t *testing.T) {
	_, err := ReadFile("/nowhere/\x1b[2J")
	if err == nil || strings.ContainsRune(err.Error(), 0x1b) || strings.Count(err.Error(), "nowhere") != 1 {
		t.Errorf("it says %q", err)
	}
}
