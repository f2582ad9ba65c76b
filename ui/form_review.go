package ui

import "kubeid/model"

// foreseen is what a form would do, as its last page shows it. That is found out by the
// Backend for the answers that were given, anew whenever one of them has changed, and one
// review at a time. A are the answers, R is the review.
type foreseen[A comparedAnswers[A], R any] struct {
	review R
	err    error // why there is no review
	about  A     // the answers that it is of
	asking bool  // one is being made
	known  bool  // there is one, or err says why not
}

// comparedAnswers tell whether others are the same.
type comparedAnswers[A any] interface{ same(other A) bool }

// A foreseenMsg is a review that was asked for.
type foreseenMsg[R any] struct {
	screen int
	review R
	err    error
}

// current tells whether what is known is about these answers.
func (f foreseen[A, R]) current(a A) bool {
	return f.known && !f.asking && a.same(f.about)
}

// asked tells whether a review has to be asked for now, and notes that it is.
func (f foreseen[A, R]) asked(a A) (foreseen[A, R], bool) {
	if f.asking || f.current(a) {
		return f, false
	}
	f.asking, f.about = true, a
	return f, true
}

// told takes a review over.
func (f foreseen[A, R]) told(m foreseenMsg[R]) foreseen[A, R] {
	f.asking, f.known, f.review, f.err = false, true, m.review, m.err
	return f
}

// notes say that a review is still looked for, or why there is none; else what done says.
func (f foreseen[A, R]) notes(env Env, a A, done func() []field) []field {
	switch {
	case !f.current(a):
		return []field{{kind: noteField, tone: bad, coming: true, text: "Looking at what this would do" + env.Styles.Glyph.Cut + " press enter again in a moment"}}
	case f.err == nil:
		return done()
	}
	out := []field{{kind: noteField, tone: bad, text: capital(safe(f.err.Error()))}}
	if todo := model.Hint(f.err); todo != "" {
		out = append(out, field{kind: noteField, text: capital(safe(todo))})
	}
	return out
}

// renoted is for a page that has other notes than before: who was at its button still is.
func (f form) renoted(env Env, before page) form {
	if after, _ := f.open(env); f.at >= len(before.fields) {
		return f.moved(env, len(after.fields))
	}
	return f
}
