package model

import "time"

// Severity says how urgent the end of something is. The larger, the worse.
type Severity int

// The severities of DESIGN, from the one to worry about least. What has no end
// cannot expire; Unknown is something whose end could not be read.
const (
	Endless Severity = iota
	Fine
	Soon
	Urgent
	NotYetValid
	Expired
	Unknown
)

// String returns the severity as a word.
func (s Severity) String() string {
	return [...]string{"does not expire", "fine", "soon", "urgent", "not yet valid", "expired", "unknown"}[s]
}

// The usual thresholds, and up to which whole life a share of it is judged instead.
const (
	SoonBefore   = 28 * 24 * time.Hour
	UrgentBefore = 14 * 24 * time.Hour
	shortLife    = 90 * 24 * time.Hour
)

// Thresholds say how long before its end something is soon or urgent. The zero
// value is the usual: 28 and 14 days, and for a life of under 90 days in all under
// a third and under a sixth of it. One that is set counts for every life.
type Thresholds struct{ Soon, Urgent time.Duration }

// Judge returns how urgent the end of a life is at the moment now. As in X.509
// (RFC 5280, 4.1.2.5) both ends belong to the life: at its last second it is still
// valid. A zero notAfter means that there is no end, a zero notBefore that the
// beginning is not known.
func (t Thresholds) Judge(now, notBefore, notAfter time.Time) Severity {
	switch {
	case notAfter.IsZero():
		return Endless
	case now.After(notAfter):
		return Expired
	case now.Before(notBefore):
		return NotYetValid
	}
	soon, urgent := t.bounds(notBefore, notAfter)
	switch left := notAfter.Sub(now); {
	case left < urgent:
		return Urgent
	case left < soon:
		return Soon
	}
	return Fine
}

// bounds returns the thresholds for one life.
func (t Thresholds) bounds(notBefore, notAfter time.Time) (soon, urgent time.Duration) {
	soon, urgent = SoonBefore, UrgentBefore
	if life := notAfter.Sub(notBefore); !notBefore.IsZero() && life < shortLife {
		soon, urgent = life/3, life/6
	}
	if t.Soon > 0 {
		soon = t.Soon
	}
	if t.Urgent > 0 {
		urgent = t.Urgent
	}
	return soon, urgent
}

// Long returns the thresholds for a life that is not short.
func (t Thresholds) Long() (soon, urgent time.Duration) { return t.bounds(time.Time{}, time.Time{}) }

// Used returns the share of a life that is over, from 0 to 1; 0 when it has no end
// or its beginning is not known.
func Used(now, notBefore, notAfter time.Time) float64 {
	life := notAfter.Sub(notBefore)
	if notBefore.IsZero() || notAfter.IsZero() || life <= 0 {
		return 0
	}
	return min(1, max(0, float64(now.Sub(notBefore))/float64(life)))
}
