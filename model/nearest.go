package model

import (
	"cmp"
	"slices"
	"strings"
)

// Nearest returns at most three of have that somebody who typed name may have
// meant: what contains it first, then what is a few slips of the finger away.
func Nearest(name string, have []string) []string {
	type candidate struct {
		name string
		far  int
	}
	var near []candidate
	low := strings.ToLower(name)
	for _, h := range have {
		l := strings.ToLower(h)
		switch {
		case low == "":
		case l == low:
			near = append(near, candidate{h, 0})
		case strings.Contains(l, low):
			near = append(near, candidate{h, 1})
		default:
			if d := slips(low, l, 1+len(low)/4); d >= 0 {
				near = append(near, candidate{h, 1 + d})
			}
		}
	}
	slices.SortStableFunc(near, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.far, b.far), cmp.Compare(len(a.name), len(b.name)), cmp.Compare(a.name, b.name))
	})
	var out []string
	for _, c := range near[:min(3, len(near))] {
		out = append(out, c.name)
	}
	return out
}

// slips counts the letters to insert, drop, change or swap to get from a to b
// (optimal string alignment), or returns -1 when there are more than most.
func slips(a, b string, most int) int {
	if len(a) > 256 || len(b) > 256 || len(a)-len(b) > most || len(b)-len(a) > most {
		return -1
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			change := last[j-1]
			if a[i-1] != b[j-1] {
				change++
			}
			row[j] = min(change, last[j]+1, row[j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	if last[len(b)] > most {
		return -1
	}
	return last[len(b)]
}
