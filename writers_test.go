package main

import (
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// TestFiftyWritersOfOursLoseNothingAndNobodyReadsHalfAFile starts fifty programs at
// once, and reads all the time.
func TestFiftyWritersOfOursLoseNothingAndNobodyReadsHalfAFile(t *testing.T) {
	c := newContest(t)
	var done atomic.Bool
	var reader, writers sync.WaitGroup
	reader.Go(func() { c.read(&done) })
	for i := range 50 {
		writers.Go(func() { c.add(c.kubeid, "kubeid", fmt.Sprintf("kubeid-%d-0", i)) })
	}
	writers.Wait()
	done.Store(true)
	reader.Wait()
	if lost := c.ends(); len(lost) > 0 || c.torn > 0 || len(c.vanished) > 0 || c.emptied > 0 {
		t.Errorf("lost %v, torn reads %d, vanished %v, emptied %d times", lost, c.torn, c.vanished, c.emptied)
	}
	if c.refused["kubeid"] > 0 {
		t.Errorf("%d writers gave up waiting for the lock", c.refused["kubeid"])
	}
	left, _ := filepath.Glob(filepath.Join(c.desk.dir, "*.lock"))
	temps, _ := filepath.Glob(filepath.Join(c.desk.dir, ".config.kubeid*"))
	if len(left)+len(temps) > 0 {
		t.Errorf("%v %v are left behind", left, temps)
	}
}

// TestTheContestKnowsWhoTookSomethingAway lets somebody write as we must never do, and
// checks that the contest would see it.
func TestTheContestKnowsWhoTookSomethingAway(t *testing.T) {
	c := newContest(t)
	c.add(c.kubeid, "kubeid", "kubeid-1-1")
	was, err := os.ReadFile(c.desk.file)
	if err != nil {
		t.Fatal(err)
	}
	c.add(c.kubeid, "kubeid", "kubeid-1-2")
	is, err := os.ReadFile(c.desk.file)
	if err != nil {
		t.Fatal(err)
	}
	if !c.weReplaced(was, is) || c.weReplaced(is, was) {
		t.Error("the journal does not know who wrote what")
	}
}

// TestOursBesideKubectlAndClientGo has all kinds write at once for a while: a few
// seconds, or KUBEID_SOAK as a duration, in rounds. What kubectl and client-go lose of
// each other and of ours, because they read before they lock, is counted apart.
func TestOursBesideKubectlAndClientGo(t *testing.T) {
	if raceDetector {
		t.Skip("short processes are slow with -race, which sees nothing in them")
	}
	length, round := 3*time.Second, 3*time.Second
	if d, err := time.ParseDuration(os.Getenv("KUBEID_SOAK")); err == nil {
		length, round = d, 20*time.Second
	}
	for began := time.Now(); time.Since(began) < length; {
		besideOthers(t, round)
	}
}

func besideOthers(t *testing.T, length time.Duration) {
	c := newContest(t)
	kinds := map[string]contender{"kubeid": c.kubeid, "clientgo": c.clientGo}
	count := map[string]int{"kubeid": 6, "clientgo": 3}
	if kubectl, err := exec.LookPath("kubectl"); err == nil {
		kinds["kubectl"], count["kubectl"] = c.kubectl(kubectl), 2
	} else {
		t.Log("without kubectl, which is not installed")
	}
	if soaking {
		count["kubeid"], count["kubectl"] = 32, 8
	}
	var done, over atomic.Bool
	var reader, writers sync.WaitGroup
	reader.Go(func() { c.read(&done) })
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		for i := range count[kind] {
			writers.Go(func() {
				for n := 0; !over.Load(); n++ {
					c.add(kinds[kind], kind, fmt.Sprintf("%s-%d-%d", kind, i, n))
				}
			})
		}
	}
	for began := time.Now(); time.Since(began) < length && !c.lost(); time.Sleep(100 * time.Millisecond) {
	}
	over.Store(true)
	writers.Wait()
	done.Store(true)
	reader.Wait()
	c.ends()
	if n := c.vanished[ours]; n > 0 {
		t.Errorf("%d contexts vanished by writes of ours", n)
	}
	if n := c.refused["kubeid"]; n > 0 {
		t.Errorf("%d times one of ours gave up at a lock", n)
	}
}
