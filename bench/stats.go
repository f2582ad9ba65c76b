package main

import (
	"cmp"
	"slices"
	"time"
)

// percentile returns the smallest of the values that p percent of them are not
// above, and zero if there are none.
func percentile[T cmp.Ordered](values []T, p int) T {
	var none T
	if len(values) == 0 {
		return none
	}
	sorted := slices.Sorted(slices.Values(values))
	return sorted[max(0, (len(sorted)*p+99)/100-1)]
}

// A summary is what is told of a task.
type summary struct {
	runs             int
	wall, least, cpu time.Duration // median, minimum, median
	peak             int64         // the largest
}

// of summarises a task; false if it was not done, or not with success.
func (all outcomes) of(what, tool string, size int) (summary, bool) {
	o := all[task{what, tool, size}]
	if o == nil || o.err != nil || len(o.samples) == 0 {
		return summary{}, false
	}
	var walls, cpus []time.Duration
	var peak int64
	for _, s := range o.samples {
		walls, cpus, peak = append(walls, s.wall), append(cpus, s.cpu), max(peak, s.peak)
	}
	return summary{len(walls), percentile(walls, 50), slices.Min(walls), percentile(cpus, 50), peak}, true
}

// beside compares each run with the other tool's of the same round, and returns the
// median of the quotients; false if there are none. off is taken off of ours first.
func (all outcomes) beside(what, other string, size int, off time.Duration) (float64, bool) {
	ours, theirs := all[task{what, "kubeid", size}], all[task{what, other, size}]
	if ours == nil || theirs == nil || ours.err != nil || theirs.err != nil {
		return 0, false
	}
	var out []float64
	for round := range min(len(ours.samples), len(theirs.samples)) {
		out = append(out, float64(ours.samples[round].wall-off)/float64(theirs.samples[round].wall))
	}
	return percentile(out, 50), len(out) > 0
}

// best compares the fastest run of each.
func (all outcomes) best(what, other string, size int, off time.Duration) float64 {
	ours, _ := all.of(what, "kubeid", size)
	theirs, _ := all.of(what, other, size)
	return float64(ours.least-off) / float64(theirs.least)
}
