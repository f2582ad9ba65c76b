package cli

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"kubeid/model"
)

// A checkup is what check found out, the worst first.
type checkup struct {
	now     time.Time
	state   model.State
	checked []checked
	counts  [model.Unknown + 1]int // by severity
	failed  error                  // why nothing was found out at all
}

// A checked is one thing that ends, or that could not be looked at.
type checked struct {
	model.Life
	severity model.Severity
	kind     string // for a column
	id       string // for programs
}

// newCheckup judges everything that State knows.
func newCheckup(s model.State, now time.Time, t model.Thresholds) checkup {
	c := checkup{now: now, state: s}
	for _, l := range s.Lives() {
		c.add(checked{l, l.Severity(now, t), l.Kind.String(), lifeKind(l.Kind)})
	}
	for _, f := range s.Config.Files {
		why := f.Problem
		if why.Empty() && !f.Refused.Empty() {
			why = model.NewText("kubectl refuses this file: " + f.Refused.Raw())
		}
		if !why.Empty() {
			c.add(checked{model.Life{What: f.Label, Unread: why}, model.Unknown, "kubeconfig", "kubeconfig"})
		}
	}
	for i := range s.Config.Clusters {
		c.server(i)
	}
	slices.SortStableFunc(c.checked, func(a, b checked) int {
		return cmp.Or(cmp.Compare(worst[a.severity], worst[b.severity]), a.NotAfter.Compare(b.NotAfter), cmp.Compare(a.What.Raw(), b.What.Raw()))
	})
	return c
}

// server adds a server that was asked and showed no certificate.
func (c *checkup) server(i int) {
	ref := c.state.Config.Ref(model.ClusterKind, i)
	p, ok := c.state.Probes[ref]
	if !ok || len(p.Chain) > 0 || p.Err() == nil {
		return
	}
	l := model.Life{What: p.Server, Unread: model.NewText(p.Failures[0].Error()), Refs: []model.Ref{ref}}
	if l.What.Empty() {
		l.What = ref.Name
	}
	l.Contexts = c.state.Config.ContextsOf(model.ClusterKind, i)
	c.add(checked{l, model.Unknown, model.ServerCertificateLife.String(), lifeKind(model.ServerCertificateLife)})
}

func (c *checkup) add(f checked) {
	c.counts[f.severity]++
	c.checked = append(c.checked, f)
}

// worst ranks the severities in the order of the exit codes 2, 3, 1, 0.
var worst = [...]int{
	model.Expired: 0, model.NotYetValid: 1, model.Urgent: 2, model.Unknown: 3, model.Soon: 4, model.Fine: 5, model.Endless: 6,
}

// code returns the exit code of Nagios.
func (c checkup) code() int {
	switch {
	case c.counts[model.Expired]+c.counts[model.NotYetValid]+c.counts[model.Urgent] > 0:
		return checkUrgent
	case c.counts[model.Unknown] > 0 || c.failed != nil:
		return checkUnknown
	case c.counts[model.Soon] > 0:
		return checkSoon
	}
	return checkFine
}

// status is the exit code as a word.
func (c checkup) status() string {
	return [...]string{checkFine: "fine", checkSoon: "soon", checkUrgent: "urgent", checkUnknown: "unknown"}[c.code()]
}

// summary is the line that Nagios shows.
func (c checkup) summary() string {
	s := "KUBEID " + strings.ToUpper(c.status()) + " - "
	if c.failed != nil {
		return s + safe(c.failed.Error())
	}
	var parts []string
	for _, v := range []model.Severity{model.Expired, model.NotYetValid, model.Urgent, model.Unknown, model.Soon, model.Fine, model.Endless} {
		if n := c.counts[v]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, countWords[v]))
		}
	}
	if len(parts) == 0 {
		return s + "there is nothing that ends"
	}
	return s + strings.Join(parts, ", ")
}

var countWords = [...]string{
	model.Endless: "without an end", model.Fine: "fine", model.Soon: "soon", model.Urgent: "urgent",
	model.NotYetValid: "not yet valid", model.Expired: "expired", model.Unknown: "unknown",
}

// printCheckup prints the summary and a line for each finding.
func (p *program) printCheckup(c checkup, all bool) {
	fmt.Fprintln(p.out, c.summary())
	var rows [][]string
	for _, f := range c.checked {
		if f.severity == model.Fine && !all {
			continue
		}
		rows = append(rows, []string{severityWord(f.severity), f.kind, cell(f.What), c.when(f), c.usedBy(f), c.where(f)})
	}
	p.table(nil, rows)
}

// warnOfServers tells of servers whose certificate is good for now, and wrong otherwise.
func (p *program) warnOfServers(c checkup) {
	for i := range c.state.Config.Clusters {
		v := c.state.Probes[c.state.Config.Ref(model.ClusterKind, i)]
		for _, f := range v.Failures {
			if len(v.Chain) > 0 && f.Reason != model.ReasonExpired && f.Reason != model.ReasonNotYetValid {
				p.say(fmt.Sprintf("warning: %s: %s: %s", c.state.Config.Place(model.ClusterKind, i), v.Server, f.Error()))
			}
		}
	}
}

// severityWord is how a line begins.
func severityWord(s model.Severity) string {
	if s == model.Endless {
		return "NO END"
	}
	return strings.ToUpper(s.String())
}

// when says when it ends: "9d (2026-12-01)". Days are those of UTC, so that no time
// zone shifts them.
func (c checkup) when(f checked) string {
	switch f.severity {
	case model.Unknown, model.Endless:
		return "-"
	case model.NotYetValid:
		return fmt.Sprintf("begins in %s (%s)", howLong(c.now, f.NotBefore), date(f.NotBefore))
	case model.Expired:
		return fmt.Sprintf("%s ago (%s)", howLong(f.NotAfter, c.now), date(f.NotAfter))
	}
	return fmt.Sprintf("%s (%s)", howLong(c.now, f.NotAfter), date(f.NotAfter))
}

func date(t time.Time) string { return t.UTC().Format(time.DateOnly) }

// howLong says how long it is from one moment to another. A time.Duration ends at 292 years.
func howLong(from, to time.Time) string {
	if years := to.Year() - from.Year(); years > 200 {
		return fmt.Sprintf("%dy", years)
	}
	return model.HumanDuration(to.Sub(from))
}

// mostNames is how many contexts a line names.
const mostNames = 3

func (c checkup) usedBy(f checked) string {
	switch {
	case len(f.Refs) == 0:
		return "-" // a whole file
	case len(f.Contexts) == 0:
		return "unused"
	}
	var names []string
	for _, i := range f.Contexts[:min(mostNames, len(f.Contexts))] {
		names = append(names, c.state.Config.Contexts[i].Name.String())
	}
	words := "used by " + strings.Join(names, ", ")
	if more := len(f.Contexts) - mostNames; more > 0 {
		words += fmt.Sprintf(" +%d", more)
	}
	return words
}

// where says where it is written, and for what is unknown why.
func (c checkup) where(f checked) string {
	var words []string
	if len(f.Refs) > 0 {
		k := c.state.Config
		place := k.Place(f.Refs[0].Kind, k.Find(f.Refs[0]))
		if more := len(f.Refs) - 1; more > 0 {
			place += fmt.Sprintf(" +%d", more)
		}
		words = append(words, place)
	}
	if !f.Unread.Empty() {
		words = append(words, f.Unread.String())
	}
	return strings.Join(words, ": ")
}
