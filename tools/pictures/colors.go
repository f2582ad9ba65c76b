package main

import (
	"cmp"
	"image/color"
	"slices"
)

// mostUsed returns at most n colours, the most frequent first, in an order that does
// not change from run to run.
func mostUsed(count map[color.RGBA]int, n int) color.Palette {
	var all []color.RGBA
	for c := range count {
		all = append(all, c)
	}
	slices.SortFunc(all, func(a, b color.RGBA) int {
		return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a.R, b.R), cmp.Compare(a.G, b.G), cmp.Compare(a.B, b.B))
	})
	var out color.Palette
	for _, c := range all[:min(n, len(all))] {
		out = append(out, c)
	}
	return out
}
