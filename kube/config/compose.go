package config

// compose returns the patches that lead from data to where first and then second
// lead, and for each patch of the two which of them it became: -1 when it was merged
// with another one.
func compose(data []byte, first, second []Patch) (out []Patch, of1, of2 []int) {
	of1, of2 = make([]int, len(first)), make([]int, len(second))
	shift := 0 // from an offset in data to the one after first
	for i, j := 0, 0; i < len(first) || j < len(second); {
		// A group is what touches: from start to end in the file between the two.
		i0, j0 := i, j
		from := shift
		start := -1
		if i < len(first) {
			start = first[i].Offset + shift
		}
		if j < len(second) && (start < 0 || second[j].Offset < start) {
			start = second[j].Offset
		}
		end := start
		for {
			if i < len(first) && first[i].Offset+shift <= end {
				p := first[i]
				end = max(end, p.Offset+shift+len(p.New))
				shift += len(p.New) - len(p.Old)
				i++
			} else if j < len(second) && second[j].Offset <= end {
				end = max(end, second[j].Offset+len(second[j].Old))
				j++
			} else {
				break
			}
		}
		old := data[start-from : end-shift]
		out = append(out, Patch{start - from, old, between(old, first[i0:i], second[j0:j], start-from, start)})
		for k := i0; k < i; k++ {
			of1[k] = -1
		}
		for k := j0; k < j; k++ {
			of2[k] = -1
		}
		switch {
		case i-i0 == 1 && j == j0:
			of1[i0] = len(out) - 1
		case j-j0 == 1 && i == i0:
			of2[j0] = len(out) - 1
		}
	}
	return out, of1, of2
}

// between carries both lists of patches out on a part of the data, which begins at
// one offset in the data and at another in the file between the two.
func between(part []byte, first, second []Patch, at, then int) []byte {
	return carry(carry(part, first, at), second, then)
}

func carry(part []byte, patches []Patch, at int) []byte {
	moved := make([]Patch, len(patches))
	for i, p := range patches {
		moved[i] = Patch{p.Offset - at, p.Old, p.New}
	}
	return Join(Pieces(part, moved...))
}
