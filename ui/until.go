package ui

import (
	"fmt"
	"time"

	"kubeid/model"
)

// This file says in words when things end. Days are 24 hours, and years are those
// of the calendar in UTC, so that no time zone shifts them.

const (
	day     = 24 * time.Hour
	yearish = 365 * day
)

// brief says how long it is from one moment to a later one, in at most five
// cells: "45m", "36h", "201d", "9y". What is begun and not over does not count.
func brief(from, to time.Time) string {
	n, unit := measure(from, to)
	return fmt.Sprintf("%d%c", n, unit[0])
}

// plainly says the same in words: "12 days".
func plainly(from, to time.Time) string {
	n, unit := measure(from, to)
	if n == 1 {
		return "1 " + unit
	}
	return fmt.Sprintf("%d %ss", n, unit)
}

// longAgo says in words how long something is over.
func longAgo(t, now time.Time) string {
	if now.Sub(t) < time.Minute {
		return "just now"
	}
	return plainly(t, now) + " ago"
}

// measure says how long it is in the unit that a person would take.
func measure(from, to time.Time) (n int, unit string) {
	switch d := to.Sub(from); {
	case d < 2*time.Hour:
		return int(d / time.Minute), "minute"
	case d < 2*day:
		return int(d / time.Hour), "hour"
	case d < 1000*day:
		return int(d / day), "day"
	}
	from, to = from.UTC(), to.UTC()
	n = to.Year() - from.Year() // not by Sub, which ends at 292 years
	if from.AddDate(n, 0, 0).After(to) {
		n--
	}
	return n, "year"
}

// An end is how the end of something is told.
type end struct {
	how   model.Severity
	glyph string
	look  ink
	brief string // for a row: "▲ 12d"
	words string // for a sentence: "ends in 12 days"
}

// end tells the end of a life as it is now.
func (e Env) end(l model.Life) end {
	out := end{how: l.Severity(e.Now, e.Settings.Thresholds)}
	out.glyph, out.look = e.Styles.severity(out.how)
	switch out.how {
	case model.Unknown:
		out.brief, out.words = "unread", "not known: "+l.Unread.String()
	case model.Endless:
		out.brief, out.words = "no end", "names no end"
	case model.Expired:
		out.brief, out.words = "expired", "expired "+plainly(l.NotAfter, e.Now)+" ago"
	case model.NotYetValid:
		out.brief, out.words = "in "+brief(e.Now, l.NotBefore), "is not valid before "+plainly(e.Now, l.NotBefore)+" are over"
	default:
		out.words = "ends in " + plainly(e.Now, l.NotAfter)
		out.brief = out.glyph + fmt.Sprintf("%4s", brief(e.Now, l.NotAfter)) // "✓201d" stands under "▲ 12d"
		return out
	}
	out.brief = out.glyph + " " + out.brief
	return out
}

// userEnd tells in a word until when user i can log in, or by what, when that is all
// that is known of it.
func (e Env) userEnd(i int) (string, ink) {
	u := e.Book.Config.Users[i]
	life, ok := e.Book.UserEnd(i)
	if !ok || !life.Unread.Empty() && len(e.Book.Credentials[e.Book.Config.Ref(model.UserKind, i)].Troubles) == 0 {
		return mechanismWord(u), e.Styles.Faint
	}
	found := e.Book.Credentials[e.Book.Config.Ref(model.UserKind, i)]
	switch end := e.end(life); {
	case len(found.Certificates) > 0 && len(found.Certificates[0].Login.Refusals) > 0:
		return e.Styles.Glyph.Broken + " no login", e.Styles.Bad
	case end.how != model.Endless:
		return end.brief, end.look
	}
	return mechanismWord(u), e.Styles.Faint
}

// mechanismWord says by what a user logs in.
func mechanismWord(u model.User) string {
	return [...]string{"none", "certificate", "token file", "token", "token", "basic", "exec", "provider"}[u.Identity().Mechanism]
}

// severity returns the glyph of a severity, and how loud it is.
func (s Styles) severity(v model.Severity) (string, ink) {
	look := [...]ink{
		model.Endless: s.Faint, model.Fine: s.Good, model.Soon: s.Soon, model.Urgent: s.Warn,
		model.NotYetValid: s.Warn, model.Expired: s.Bad, model.Unknown: s.Warn,
	}[v]
	return s.Glyph.Severity[v], look
}

// moment says when something is, for a person: in his own time, with its offset.
func (e Env) moment(t time.Time) string {
	if t.IsZero() {
		return "never"
	}
	return t.In(e.Zone).Format("2006-01-02 15:04:05 -07:00")
}

// since says how long ago something was, and below it when.
func (d *detail) since(env Env, label string, t time.Time) {
	d.add(env.Styles.Faint, label, "%s", longAgo(t, env.Now))
	d.add(env.Styles.Faint, "", "%s", env.moment(t))
}

// date says the day in UTC, in at most eight cells: with the year when it is far.
func (e Env) date(t time.Time) string {
	if d := t.Sub(e.Now); d > 300*day || d < -300*day {
		return t.UTC().Format("Jan 2006")
	}
	return t.UTC().Format("Jan 02")
}

// lifeBar draws how much of a life is over.
func (s Styles) lifeBar(used float64, w int) (over, left string) {
	n := min(w, max(0, int(used*float64(w)+0.5)))
	if used < 1 && n == w {
		n-- // something is left
	}
	return repeat(s.Glyph.Used, n), repeat(s.Glyph.Left, w-n)
}
