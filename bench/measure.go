package main

import (
	"bytes"
	"fmt"
	"slices"

	"kubeid/bench/gen"
)

// A task is one thing that one tool does with a kubeconfig of one size.
type task struct {
	what string // list, switch, version, or an edit
	tool string
	size int
}

// An outcome is all that was measured of a task, or why it could not be done.
type outcome struct {
	samples []sample
	err     error
}

type outcomes map[task]*outcome

// A step does a task once and checks that it was done.
type step struct {
	task   task
	rounds int
	once   func(round int) (sample, error)
}

// rounds says how often a tool repeats a task at a size. kubeid and the plain programs
// do so more often with 10,000 contexts, since they differ by less than what the
// machine makes of it.
func (t tool) rounds(size int, quick bool) int {
	table := map[int][3]int{1: {40, 40, 20}, 100: {30, 30, 15}, 1000: {15, 15, 7}, 10000: {25, 7, 2}}
	if quick {
		table = map[int][3]int{1: {10, 10, 4}, 100: {6, 6, 2}, 1000: {4, 4, 1}, 10000: {2, 2, 0}}
	}
	switch {
	case t.plain || t.name == "kubeid":
		return table[size][0]
	case t.slow:
		return table[size][2]
	}
	return table[size][1]
}

func measureCommands(folder string, built map[string]string, sizes []int, quick bool) (outcomes, error) {
	all := outcomes{}
	for _, size := range sizes {
		say("commands with %s", contexts(size))
		steps, err := stepsFor(folder, built, size, quick)
		if err != nil {
			return nil, err
		}
		if size == sizes[0] {
			more, err := versionSteps(folder, built, quick)
			if err != nil {
				return nil, err
			}
			steps = append(steps, more...)
		}
		interleave(steps, all)
	}
	for _, size := range editSizes {
		say("edits with %s", contexts(size))
		steps, err := editSteps(folder, built, size, quick)
		if err != nil {
			return nil, err
		}
		interleave(steps, all)
	}
	return all, nil
}

// interleave does round after round, every tool once in each, beginning with another
// one every time, and every other round backwards: what disturbs the machine then
// disturbs all of them.
func interleave(steps []step, all outcomes) {
	most := 0
	for _, s := range steps {
		most = max(most, s.rounds)
		if s.rounds > 0 {
			all[s.task] = &outcome{}
		}
	}
	for round := range most {
		turn := slices.Clone(steps)
		for i := range turn {
			turn[i] = steps[(i+round)%len(steps)]
		}
		if round%2 == 1 {
			slices.Reverse(turn)
		}
		for _, s := range turn {
			if round < s.rounds {
				s.take(round, all)
			}
		}
	}
}

func (s step) take(round int, all outcomes) {
	o := all[s.task]
	if o.err != nil {
		return
	}
	cost, err := s.once(round)
	if err != nil {
		o.err = err
		say("%s, %s with %s: %v", s.task.tool, s.task.what, contexts(s.task.size), err)
		return
	}
	o.samples = append(o.samples, cost)
}

func stepsFor(folder string, built map[string]string, size int, quick bool) ([]step, error) {
	var lists, switches []step
	for _, t := range tools() {
		program, ok := built[t.name]
		if !ok {
			continue
		}
		box, err := newSandbox(folder, t.name, size, t.env...)
		if err != nil {
			return nil, err
		}
		n := t.rounds(size, quick)
		if t.list != nil {
			once := listOnce(t, box, built["launch"], program, size)
			lists = append(lists, step{task{"list", t.name, size}, n, once})
		}
		if t.change != nil {
			once := switchOnce(t, box, built["launch"], program, size)
			switches = append(switches, step{task{"switch", t.name, size}, n, once})
		}
	}
	return append(lists, switches...), nil
}

func listOnce(t tool, box sandbox, launcher, program string, size int) func(int) (sample, error) {
	return func(int) (sample, error) {
		cost, out, err := start(launcher, box, program, t.list(box.file)...)
		if lines := bytes.Count(out, []byte("\n")); err == nil && !t.plain && !t.table && lines != size {
			err = fmt.Errorf("listed %d lines, want %d", lines, size)
		}
		return cost, err
	}
}

// switchOnce switches between the last context and the first. Where there is only
// one, none is the current one before, so that there is always something to write.
func switchOnce(t tool, box sandbox, launcher, program string, size int) func(int) (sample, error) {
	names := gen.Names(size)
	return func(round int) (sample, error) {
		name := names[len(names)-1]
		if round%2 == 1 {
			name = names[0]
		}
		if size == 1 {
			if err := box.forgetCurrent(name); err != nil {
				return sample{}, err
			}
		}
		box.rest()
		cost, _, err := start(launcher, box, program, t.change(box.file, name)...)
		if err == nil && !t.plain {
			err = box.current(name)
		}
		return cost, err
	}
}

func versionSteps(folder string, built map[string]string, quick bool) ([]step, error) {
	box, err := newSandbox(folder, "version", 1)
	if err != nil {
		return nil, err
	}
	n := tool{name: "kubeid"}.rounds(1, quick)
	run := func(program string, args ...string) func(int) (sample, error) {
		return func(int) (sample, error) {
			cost, _, err := start(built["launch"], box, program, args...)
			return cost, err
		}
	}
	return []step{
		{task{"version", "kubeid", 1}, n, run(built["kubeid"], "version")},
		{task{"version", "bare", 1}, n, run(built["bare"])},
	}, nil
}
