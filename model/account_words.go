package model

import "time"

// LastUsedWord says on which day the token of the Secret was seen last, in UTC.
func (s TokenSecret) LastUsedWord() string {
	if s.LastUsed.IsZero() {
		return "not seen"
	}
	return s.LastUsed.Format(time.DateOnly)
}

// CleanUpWord says when the cluster takes the next step against the Secret; tracked is
// since when it notes the use of tokens.
func (s TokenSecret) CleanUpWord(tracked, now time.Time) string {
	at, deleted, ok := s.CleanUp(tracked)
	if !ok {
		return "never"
	}
	what := "refused in "
	if deleted {
		what = "deleted in "
	}
	return what + HumanDuration(max(0, at.Sub(now)))
}
