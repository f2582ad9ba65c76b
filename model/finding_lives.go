package model

import (
	"fmt"
	"strings"
	"time"
)

// lookAtLives tells of what has ended or ends soon, each thing once.
func lookAtLives(f *finder) {
	for _, l := range f.lives {
		rule, ok := map[Severity]string{Expired: "expired", NotYetValid: "not-yet-valid", Urgent: "expires-urgent", Soon: "expires-soon"}[l.Severity(f.now, f.settings.Thresholds)]
		if !ok {
			continue
		}
		kind := l.Refs[0].Kind
		i := f.Config.Find(l.Refs[0])
		if i < 0 {
			continue
		}
		f.entry(rule, kind, i, "%s", f.lifeWords(l, rule))
		if len(l.Contexts) > 0 && l.Kind != AuthorityLife {
			f.last(rule, func(d *Finding) { d.Gravity = f.rules[rule].Gravity })
		}
		if l.Kind == AuthorityLife && rule == "expired" && f.hasLivingAuthority(l.Refs[0]) {
			f.last(rule, func(d *Finding) { d.Gravity = GravityInfo })
		}
	}
}

// lifeWords says what ends when, and for whom.
func (f *finder) lifeWords(l Life, rule string) string {
	words := fmt.Sprintf("the %s %s ", l.Kind, l.What)
	switch rule {
	case "expired":
		words += fmt.Sprintf("ended %s ago, on %s", HumanDuration(f.now.Sub(l.NotAfter)), f.moment(l.NotAfter))
	case "not-yet-valid":
		words += fmt.Sprintf("begins in %s, on %s", HumanDuration(l.NotBefore.Sub(f.now)), f.moment(l.NotBefore))
	default:
		words += fmt.Sprintf("ends in %s, on %s", HumanDuration(l.NotAfter.Sub(f.now)), f.moment(l.NotAfter))
	}
	if n := len(l.Contexts); n > 0 {
		names := make([]string, 0, 3)
		for _, i := range l.Contexts[:min(n, 3)] {
			names = append(names, f.Config.Contexts[i].Name.String())
		}
		words += "; used by " + strings.Join(names, ", ")
		if n > 3 {
			words += fmt.Sprintf(" and %d more", n-3)
		}
	}
	return words
}

// moment writes a time for everybody alike: a day, and the time where it is near.
func (f *finder) moment(t time.Time) string {
	if away := t.Sub(f.now).Abs(); away >= 2*day {
		return t.UTC().Format(time.DateOnly)
	}
	return t.UTC().Format(time.RFC3339)
}

// hasLivingAuthority tells whether a cluster trusts another authority that has not
// ended: then one that has is only left over from a change of authorities.
func (f *finder) hasLivingAuthority(ref Ref) bool {
	if ref.Kind != ClusterKind {
		return false
	}
	for _, c := range f.State.Credentials[ref].Certificates {
		if !f.now.After(c.NotAfter) && !f.now.Before(c.NotBefore) {
			return true
		}
	}
	return false
}
