package ui

import (
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/junegunn/fzf/src/algo"
	"github.com/junegunn/fzf/src/util"
)

// This file is the only one that knows fzf, which promises nothing about its Go API.
// A word that stands in a field in one piece, which is what people mostly mean, is
// found without it and gets the score that fzf would give; at ten thousand rows
// that is what makes a letter come at once.

// initFuzzy fills fzf's tables of bonuses, once and the same for everybody.
var initFuzzy = sync.OnceFunc(func() { algo.Init("default") })

// query is what a person typed to find something: words that must all be found,
// each of them as a subsequence. A capital letter makes its word mind the case.
type query struct {
	words []queryWord
	work  *workspace
}

type queryWord struct {
	text      string
	runes     []rune
	exactCase bool
}

// workspace is memory that is used again for every row.
type workspace struct {
	slab    *util.Slab
	letters []byte
	quick   bool // there are so many rows that the first match must do instead of the best
}

// quickFrom is how many rows are too many to look for the best match in each.
const quickFrom = 2000

// straw is the haystack of one row, prepared once: the field that matters most
// first, and no field twice, as many a context is called like its cluster.
type straw []strawField

type strawField struct{ text, low string }

func newStraw(fields ...string) straw {
	s := make(straw, 0, len(fields))
	for i, f := range fields {
		if f != "" && !slices.Contains(fields[:i], f) {
			s = append(s, strawField{f, strings.ToLower(f)})
		}
	}
	return s
}

func newQuery(typed string) query {
	initFuzzy()
	q := query{work: &workspace{}}
	for _, w := range strings.Fields(typed) {
		exactCase := strings.ContainsFunc(w, unicode.IsUpper)
		if !exactCase {
			w = strings.ToLower(w)
		}
		q.words = append(q.words, queryWord{w, algo.NormalizeRunes([]rune(w)), exactCase})
	}
	return q
}

// empty tells whether everything matches.
func (q query) empty() bool { return len(q.words) == 0 }

// farther is how much less a match counts in each further field.
const farther = 12

// match tells whether every word is found in one of the fields, and how well. A
// field that has the word in one piece settles it: the later ones matter less.
func (q query) match(s straw) (score int, ok bool) {
	for _, w := range q.words {
		best, found := 0, false
		for i, f := range s {
			m := w.find(f, q.work)
			if score := m.score - i*farther; m.ok && (!found || score > best) {
				best, found = score, true
			}
			if m.whole {
				break
			}
		}
		if !found {
			return 0, false
		}
		score += best
	}
	return score, true
}

// matched is how a word is found in a field.
type matched struct {
	ok, whole bool // whole when it stands there in one piece
	score     int
	at        []int // runes, when they were asked for
}

// find looks for a word in one piece, and only then for its letters one by one.
func (w queryWord) find(f strawField, work *workspace) matched {
	if at, score := w.piece(f); at >= 0 {
		return matched{ok: true, whole: true, score: score}
	}
	if !ascii(f.text) || !ascii(w.text) || w.scattered(f) {
		return w.fuzzy(f.text, false, work)
	}
	return matched{}
}

// fzf's scores (src/algo/algo.go): a letter, and what it is worth more where a word begins.
const (
	scoreLetter   = 16
	bonusStart    = 10 // the very first letter
	bonusBoundary = 8  // after a sign that is no letter
	bonusNext     = 4  // after a letter that matched
)

// piece looks for the word in one piece where it counts most.
func (w queryWord) piece(f strawField) (at, score int) {
	hay := f.low
	if w.exactCase {
		hay = f.text
	}
	at = -1
	for from := 0; from < len(hay); {
		i := strings.Index(hay[from:], w.text)
		if i < 0 {
			break
		}
		i += from
		bonus := 0
		switch {
		case i == 0:
			bonus = bonusStart
		case !isWord(hay[i-1]):
			bonus = bonusBoundary
		}
		got := scoreLetter*len(w.runes) + 2*bonus + max(bonusNext, bonus)*(len(w.runes)-1)
		if at < 0 || got > score {
			at, score = i, got
		}
		if bonus > 0 {
			break
		}
		from = i + 1
	}
	return at, score
}

func isWord(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c >= 0x80
}

// scattered tells whether the letters of the word come in this order at all.
func (w queryWord) scattered(f strawField) bool {
	hay := f.low
	if w.exactCase {
		hay = f.text
	}
	for i := range len(w.text) {
		at := strings.IndexByte(hay, w.text[i])
		if at < 0 {
			return false
		}
		hay = hay[at+1:]
	}
	return true
}

// fuzzy asks fzf.
func (w queryWord) fuzzy(field string, letters bool, work *workspace) matched {
	if work.slab == nil {
		work.slab = util.MakeSlab(16*1024, 2048)
	}
	work.letters = append(work.letters[:0], field...)
	chars := util.ToChars(work.letters)
	match := algo.FuzzyMatchV2
	if work.quick && !letters {
		match = algo.FuzzyMatchV1
	}
	r, at := match(w.exactCase, true, true, &chars, w.runes, letters, work.slab)
	m := matched{ok: r.Start >= 0, score: r.Score}
	if m.ok && at != nil {
		m.at = *at
	}
	return m
}

// hits returns which runes of a field the words are found at.
func (q query) hits(field string) []int {
	var out []int
	f := strawField{field, strings.ToLower(field)}
	for _, w := range q.words {
		if at, _ := w.piece(f); at >= 0 {
			from := utf8.RuneCountInString(f.low[:at])
			for i := range len(w.runes) {
				out = append(out, from+i)
			}
			continue
		}
		out = append(out, w.fuzzy(field, true, q.work).at...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}
