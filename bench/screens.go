package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"kubeid/bench/gen"
)

// How long output must be quiet before a frame counts as the last one. It is more
// than two frames at the sixty a second that are usual, and it is not counted.
const quiet = 40 * time.Millisecond

// A screen is what was measured of the terminal program at one size.
type screen struct {
	size          int
	first         []time.Duration // from exec to the first frame with a context in it
	moves, letter []time.Duration // from the key to the end of its last frame
	silent        int             // keys that no frame followed
	peak          int64           // bytes, 0 where the system does not tell
	err           error
}

func measureScreens(folder string, built map[string]string, sizes []int, quick bool) ([]screen, error) {
	var all []screen
	for _, size := range sizes {
		say("the terminal program with %s", contexts(size))
		box, err := newSandbox(folder, "screen", size)
		if err != nil {
			return nil, err
		}
		s := measureScreen(box, built["kubeid"], size, quick)
		if s.err != nil {
			say("the terminal program with %s: %v", contexts(size), s.err)
		}
		all = append(all, s)
	}
	return all, nil
}

func measureScreen(box sandbox, program string, size int, quick bool) screen {
	s := screen{size: size}
	starts := 20
	if size > 1000 {
		starts = 10
	}
	if quick {
		starts = 3
	}
	for i := range starts {
		s.run(box, program, i == starts-1, quick)
		if s.err != nil {
			return s
		}
	}
	return s
}

// run starts the program once, and in the last run presses keys.
func (s *screen) run(box sandbox, program string, keys, quick bool) {
	settle()
	t, err := openTerminal(box, program)
	if err != nil {
		s.err = err
		return
	}
	defer t.close()
	// The current context, which is the first, may stand in the header before any
	// list is there; the second one can only stand in the list.
	names := gen.Names(s.size)
	took, ok := t.waitFor(names[min(1, s.size-1)], 20*time.Second)
	if !ok {
		s.err = fmt.Errorf("no context on the screen within 20 s")
		return
	}
	s.first = append(s.first, took)
	if !keys {
		return
	}
	if !t.rest(400*time.Millisecond, 30*time.Second) {
		s.err = fmt.Errorf("the screen does not come to rest")
		return
	}
	s.press(t, quick)
	s.peak = peakMemory(t.cmd.Process.Pid)
}

// press moves the cursor and then filters, several times over, letter by letter.
func (s *screen) press(t *terminal, quick bool) {
	moves, filters := 200, 15
	if quick {
		moves, filters = 60, 4
	}
	random := rand.New(rand.NewPCG(1, 2))
	note := func(list *[]time.Duration, key string) {
		// At any moment between two frames, as people do.
		time.Sleep(time.Duration(random.IntN(20)) * time.Millisecond)
		took, ok := t.press(key)
		if !ok {
			s.silent++
			return
		}
		*list = append(*list, took)
	}
	if s.size > 1 {
		for i := range moves {
			key := "j"
			if i/(s.size-1)%2 == 1 { // back, where the list has ended
				key = "k"
			}
			note(&s.moves, key)
		}
	}
	for range filters {
		for _, key := range "/prod-eu-0" {
			note(&s.letter, string(key))
		}
		t.press("\x1b")
		t.rest(200*time.Millisecond, 2*time.Second) // a lone escape is told from a sequence by waiting
	}
}

// press sends a key and returns how long it took until the last byte of what the
// program drew because of it; false if it drew nothing.
func (t *terminal) press(key string) (time.Duration, bool) {
	t.rest(time.Millisecond, time.Second)
	pressed := time.Now()
	t.pty.Write([]byte(key))
	var last time.Time
	wait := time.NewTimer(500 * time.Millisecond)
	for {
		select {
		case p, open := <-t.output:
			if !open {
				return 0, false
			}
			last = p.at
			wait.Reset(quiet)
		case <-wait.C:
			return last.Sub(pressed), !last.IsZero()
		}
	}
}

// peakMemory reads the peak of a running process, or 0 where there is no /proc.
func peakMemory(pid int) int64 {
	data, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "status"))
	if err != nil {
		return 0
	}
	_, after, found := bytes.Cut(data, []byte("VmHWM:"))
	if !found {
		return 0
	}
	var kilobytes int64
	fmt.Sscan(string(after), &kilobytes)
	return kilobytes * 1024
}
