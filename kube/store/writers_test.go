package store

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
)

// crowd starts n processes of a role at once and waits for all of them.
func crowd(t *testing.T, n int, start func(i int) *exec.Cmd) {
	t.Helper()
	var all []*exec.Cmd
	for i := range n {
		c := start(i)
		c.Stderr = new(bytes.Buffer)
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		all = append(all, c)
	}
	for i, c := range all {
		if err := c.Wait(); err != nil {
			t.Errorf("process %d: %v: %s", i, err, c.Stderr)
		}
	}
}

func TestManyWritersLoseNothingAndNobodyReadsHalfAFile(t *testing.T) {
	const writers, rounds = 32, 4
	dir := t.TempDir()
	file := filepath.Join(dir, "config")
	if err := os.WriteFile(file, []byte(firstLine+strings.Repeat("# ballast\n", 2000)+lastLine), 0o600); err != nil {
		t.Fatal(err)
	}
	var done atomic.Bool
	read := make(chan int)
	go func() {
		n := 0
		for ; !done.Load(); n++ {
			data, err := os.ReadFile(file)
			if err != nil || !bytes.HasPrefix(data, []byte(firstLine)) || !bytes.HasSuffix(data, []byte(lastLine)) {
				t.Errorf("a reader saw %d bytes, %v", len(data), err)
				break
			}
		}
		read <- n
	}()
	crowd(t, writers, func(i int) *exec.Cmd {
		return role(t, "add", []string{file, filepath.Join(dir, "state"), fmt.Sprint("writer-", i), fmt.Sprint(rounds)})
	})
	done.Store(true)
	t.Logf("%d writes, %d reads", writers*rounds, <-read)

	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for i := range writers {
		for n := range rounds {
			if line := fmt.Sprintf("\nwriter-%d-%d\n", i, n); strings.Count(string(data), line) != 1 {
				t.Errorf("%q was lost", line)
			}
		}
	}
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		if e.Name() != "config" && e.Name() != "state" {
			t.Errorf("%s was left behind", e.Name())
		}
	}
	records, err := Open(filepath.Join(dir, "state")).Records(t.Context())
	if err != nil || len(records) != maxRecords {
		t.Errorf("the journal has %d records, %v; want %d", len(records), err, maxRecords)
	}
	for i, r := range records[1:] {
		if records[i].Before != r.After {
			t.Errorf("record %d does not begin where the one before it ended", i)
		}
	}
}

func TestTwoWhoFindAStaleLockNeverBothHaveIt(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "config")
	if err := plantStale(file + ".lock"); err != nil {
		t.Fatal(err)
	}
	crowd(t, 8, func(int) *exec.Cmd {
		return role(t, "lock", []string{file, filepath.Join(dir, "mark"), "100"})
	})
}
