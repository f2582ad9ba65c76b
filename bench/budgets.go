package main

import (
	"fmt"
	"os"
	"slices"
	"time"
)

const (
	mega = 1000 * 1000
	mebi = 1024 * 1024
)

// A verdict says whether one budget was met. A goal is in absolute figures, which
// depend on the machine, and so is shown but never checked.
type verdict struct {
	what, limit, measured, best string
	met, goal                   bool
}

// judge holds what was measured against the budgets. What was not measured is
// not met.
func judge(r report) []verdict {
	c := r.commands
	v := []verdict{
		c.times("list", "kubectx", 10000, 0.1),
		c.times("list", "read", 10000, 4),
		c.times("switch", "kubectx", 10000, 0.15),
		c.times("switch", "write", 10000, 1.5),
		c.times("list", "kubectx", 1, 1.2),
		c.times("switch", "kubectx", 1, 1.5),
		c.times("rename", "kubectx", 10000, 0.15),
		r.editing("rename", 10000, 1.5),
		c.times("delete", "kubectx", 10000, 0.15),
		r.editing("delete", 10000, 1.5),
		r.editing("import", 10000, 1.5),
		r.firstFrame(1, 50*time.Millisecond),
		r.firstFrame(100, 50*time.Millisecond),
		r.firstFrame(10000, 250*time.Millisecond),
		r.keyToFrame(10000, 16*time.Millisecond),
		c.memoryAsKubectx("list", 10000),
		c.memoryAsKubectx("switch", 10000),
		c.memory("list", 1, 30*mebi),
		c.memory("switch", 1, 30*mebi),
		c.memory("version", 1, 30*mebi),
		r.binarySize(25 * mega),
		c.times("version", "bare", 1, 5),
		r.expiry(1.3),
		r.servers(25 * time.Second),
	}
	for _, g := range []struct {
		what  string
		size  int
		limit time.Duration
	}{
		{"list", 10000, 250 * time.Millisecond},
		{"switch", 10000, time.Second},
		{"list", 1, 20 * time.Millisecond},
		{"switch", 1, 25 * time.Millisecond},
	} {
		v = append(v, c.within(g.what, g.size, g.limit))
	}
	return v
}

// editing holds an edit against the budget of a switch and the time that making and
// proving the edit takes by itself.
func (r report) editing(what string, size int, limit float64) verdict {
	name, text := title(what, size), fmt.Sprintf("≤ %gx %s, and the proof", limit, described("write"))
	if r.inner == nil || r.inner.proof[what] == 0 {
		return missing(name, text)
	}
	proof := r.inner.proof[what]
	took, ok := r.commands.beside(what, "write", size, proof)
	if !ok {
		return missing(name, text)
	}
	return verdict{
		what: name, limit: text, met: took <= limit,
		measured: fmt.Sprintf("%s and %s", factor(took), duration(proof)), best: factor(r.commands.best(what, "write", size, proof)),
	}
}

func missing(what, limit string) verdict {
	return verdict{what: what, limit: limit, measured: "not measured"}
}

// times compares the wall time with another tool's, which does the same or less.
func (all outcomes) times(what, other string, size int, limit float64) verdict {
	name, text := title(what, size), fmt.Sprintf("≤ %gx %s", limit, described(other))
	took, ok := all.beside(what, other, size, 0)
	if !ok {
		return missing(name, text)
	}
	return verdict{what: name, limit: text, measured: factor(took), best: factor(all.best(what, other, size, 0)), met: took <= limit}
}

func (all outcomes) memoryAsKubectx(what string, size int) verdict {
	name, text := "peak memory, "+title(what, size), "≤ kubectx"
	ours, ok := all.of(what, "kubeid", size)
	theirs, found := all.of(what, "kubectx", size)
	if !ok || !found {
		return missing(name, text)
	}
	return verdict{
		what: name, limit: text, met: ours.peak <= theirs.peak,
		measured: fmt.Sprintf("%s beside %s", memory(ours.peak), memory(theirs.peak)),
	}
}

func (all outcomes) memory(what string, size int, limit int64) verdict {
	name, text := "peak memory, "+title(what, size), "≤ "+memory(limit)
	ours, ok := all.of(what, "kubeid", size)
	if !ok {
		return missing(name, text)
	}
	return verdict{what: name, limit: text, measured: memory(ours.peak), met: ours.peak <= limit}
}

func (all outcomes) within(what string, size int, limit time.Duration) verdict {
	name, text := title(what, size), "≤ "+duration(limit)
	ours, ok := all.of(what, "kubeid", size)
	if !ok {
		v := missing(name, text)
		v.goal = true
		return v
	}
	return verdict{what: name, limit: text, measured: duration(ours.wall), met: ours.wall <= limit, goal: true}
}

func (r report) screen(size int) (screen, bool) {
	i := slices.IndexFunc(r.screens, func(s screen) bool { return s.size == size && s.err == nil })
	if i < 0 {
		return screen{}, false
	}
	return r.screens[i], true
}

func (r report) firstFrame(size int, limit time.Duration) verdict {
	name, text := "first frame, "+contexts(size), "≤ "+duration(limit)
	s, ok := r.screen(size)
	if !ok {
		return missing(name, text)
	}
	took := percentile(s.first, 50)
	return verdict{what: name, limit: text, measured: duration(took), met: took <= limit}
}

func (r report) keyToFrame(size int, limit time.Duration) verdict {
	name, text := "key to frame, p99, moving and filtering, "+contexts(size), "≤ "+duration(limit)
	s, ok := r.screen(size)
	if !ok || len(s.moves) == 0 || len(s.letter) == 0 {
		return missing(name, text)
	}
	took := percentile(slices.Concat(s.moves, s.letter), 99)
	return verdict{what: name, limit: text, measured: duration(took), met: took <= limit}
}

func (r report) expiry(limit float64) verdict {
	name, text := "Expiry screen filled, 10,000 contexts", fmt.Sprintf("≤ %gx reading and parsing", limit)
	if r.inner == nil || r.inner.parse == 0 {
		return missing(name, text)
	}
	times := float64(r.inner.expiry) / float64(r.inner.parse)
	return verdict{what: name, limit: text, measured: factor(times), best: factor(r.inner.least), met: times <= limit}
}

func (r report) servers(limit time.Duration) verdict {
	name, text := "500 servers looked at, half of them black holes", "≤ "+duration(limit)
	if r.inner == nil || r.inner.servers == 0 {
		return missing(name, text)
	}
	return verdict{what: name, limit: text, measured: duration(r.inner.servers), met: r.inner.servers <= limit}
}

func (r report) binarySize(limit int64) verdict {
	name, text := "binary, stripped", fmt.Sprintf("≤ %d MB", limit/mega)
	info, err := os.Stat(r.built["kubeid"])
	if err != nil {
		return missing(name, text)
	}
	return verdict{what: name, limit: text, measured: megabytes(info.Size()), met: info.Size() <= limit}
}
