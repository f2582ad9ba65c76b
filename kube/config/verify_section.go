package config

// fewPatches is up to how many patches a section is looked at entry by entry, each of
// which client-go reads; with more it is quicker to scan the section anew.
const fewPatches = 50

// verifySections looks only at the top-level sections that the patches are in, and of
// those at the entries with patches where they are few. In the form that the scanner takes
// nothing reaches from one section or entry into another, so the others mean what they
// meant. It returns false when a section is not of that form any more, and its entries
// cannot be judged one by one either.
func (r *round) verifySections(patches []Patch) (known bool, err error) {
	keys := r.f.root.keys()
	created, found := r.cs.created(r.f), 0
	changed := make([]bool, len(keys))
	for len(patches) > 0 {
		i := r.section(patches[0])
		start, end, n := keys[i].start, len(r.f.data), 1
		if i+1 < len(keys) {
			end = keys[i+1].start
		}
		for n < len(patches) && r.section(patches[n]) == i {
			n++
		}
		if patches[0].Offset < start || patches[n-1].Offset+len(patches[n-1].Old) > end {
			return false, nil
		}
		if n <= fewPatches && r.verifyItems(i, end, patches[:n]) == nil {
			changed[i], patches = true, patches[n:]
			continue
		}
		section := carry(r.f.data[start:end], patches[:n], start)
		if !closed(section, end, r.f.data) {
			return true, errVerify
		}
		root, fresh := scanAny(section), -1
		if root == nil {
			if err := r.verifyItems(i, end, patches[:n]); err != nil {
				return false, nil
			}
			changed[i], patches = true, patches[n:]
			continue
		}
		if _, ok := decode(section, root); ok {
			fresh = r.sameTop(keys[i:i+1], r.f.root.children()[i:i+1], section, root, created)
		}
		if fresh < 0 {
			return true, errVerify
		}
		found, changed[i], patches = found+fresh, true, patches[n:]
	}
	if found != len(created) || !r.inside(changed) {
		return true, errVerify
	}
	return true, nil
}

// section returns the index of the section that a patch is in. What is inserted where
// one begins follows the one before.
func (r *round) section(p Patch) int {
	keys := r.f.root.keys()
	i := len(keys) - 1
	for i > 0 && (keys[i].start > p.Offset || keys[i].start == p.Offset && len(p.Old) == 0) {
		i--
	}
	return i
}

// inside tells whether all changes lie in sections that were looked at, or created.
func (r *round) inside(changed []bool) bool {
	all := r.cs.sections()
	for i, key := range r.f.root.keys() {
		if contains(all, key.value(r.f.data)) && !changed[i] {
			return false
		}
	}
	return true
}
