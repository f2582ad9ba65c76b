package ui

import (
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/junegunn/fzf/src/algo"
	"github.com/junegunn/fzf/src/util"
)

// This file is the only one that knows fzf, which promises nothing about its Go API.

// initFuzzy fills fzf's tables of bonuses, once and the same for everybody.
var initFuzzy = sync.OnceFunc(func() { algo.Init("default") })

// query is what a person typed to find something: words that must all be found,
// each of them as a subsequence. A capital letter makes its word mind the case.
type query struct {
	words []queryWord
	slab  *util.Slab
}

type queryWord struct {
	runes     []rune
	exactCase bool
}

// straw is the haystack of one row, prepared once: the field that matters most first.
type straw []util.Chars

func newStraw(fields ...string) straw {
	s := make(straw, len(fields))
	for i, f := range fields {
		s[i] = util.ToChars([]byte(f))
	}
	return s
}

func newQuery(typed string) query {
	initFuzzy()
	q := query{slab: util.MakeSlab(16*1024, 2048)}
	for _, w := range strings.Fields(typed) {
		exactCase := strings.ContainsFunc(w, unicode.IsUpper)
		if !exactCase {
			w = strings.ToLower(w)
		}
		q.words = append(q.words, queryWord{algo.NormalizeRunes([]rune(w)), exactCase})
	}
	return q
}

// empty tells whether everything matches.
func (q query) empty() bool { return len(q.words) == 0 }

// farther is how much less a match counts in each further field.
const farther = 12

// match tells whether every word is found in one of the fields, and how well.
func (q query) match(s straw) (score int, ok bool) {
	for _, w := range q.words {
		best, found := 0, false
		for i := range s {
			r, _ := algo.FuzzyMatchV2(w.exactCase, true, true, &s[i], w.runes, false, q.slab)
			if r.Start >= 0 && (!found || r.Score-i*farther > best) {
				best, found = r.Score-i*farther, true
			}
		}
		if !found {
			return 0, false
		}
		score += best
	}
	return score, true
}

// hits returns which runes of a field the words are found at.
func (q query) hits(field string) []int {
	var out []int
	chars := util.ToChars([]byte(field))
	for _, w := range q.words {
		r, at := algo.FuzzyMatchV2(w.exactCase, true, true, &chars, w.runes, true, q.slab)
		if r.Start >= 0 && at != nil {
			out = append(out, *at...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
