package ui

import (
	"slices"
	"strconv"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"

	"kubeid/crypto"
	"kubeid/model"
)

// An outlook is everything that ends, seen from one moment, in the order in which a
// person should look at it. Thousands of certificates are not sorted between a key
// and its frame: an outlook is worked out outside of the loop, and is as old as that
// takes. It brings the state along that its lives point into.
type outlook struct {
	state     model.State
	found     []model.Life // as State has them
	lives     []model.Life
	how       []model.Severity
	straws    []straw
	counts    [model.Unknown + 1]int // lives, by severity
	findings  []model.Finding
	gravities [model.GravityError + 1]int // findings, by gravity
	waiting   int                         // entries that nobody has looked into yet
	ripe      bool                        // the findings are known, if only those of a moment ago
}

// newOutlook works out what ends. Until it is judged its findings are those of last.
func newOutlook(s model.State, now time.Time, settings model.Settings, last *outlook) *outlook {
	o := &outlook{state: s, found: s.Lives(), findings: last.findings, gravities: last.gravities, ripe: last.ripe}
	var wait sync.WaitGroup
	defer wait.Wait()
	wait.Go(func() { o.waiting = unseen(s) })
	o.lives = model.SortLives(o.found, now, settings.Thresholds)
	o.how, o.straws = make([]model.Severity, len(o.lives)), make([]straw, len(o.lives))
	for i := range o.lives {
		o.how[i] = o.lives[i].Severity(now, settings.Thresholds)
		o.counts[o.how[i]]++
	}
	const part = 1000
	for from := 0; from < len(o.lives); from += part {
		wait.Go(func() {
			for i := from; i < min(from+part, len(o.lives)); i++ {
				o.straws[i] = newStraw(o.lives[i].What.String(), o.kind(i), o.where(i), o.how[i].String())
			}
		})
	}
	return o
}

// unseen counts the entries that nobody has looked into yet.
func unseen(s model.State) int {
	n := 0
	for _, kind := range []model.Kind{model.ClusterKind, model.UserKind} {
		for i := range s.Config.Len(kind) {
			if _, ok := s.Credentials[s.Config.Ref(kind, i)]; !ok {
				n++
			}
		}
	}
	return n
}

// judged returns the outlook with its findings. It takes as long as all the rest, and
// what ends is shown meanwhile.
func (o outlook) judged(facts model.Facts, now time.Time, settings model.Settings) *outlook {
	o.findings, o.gravities, o.ripe = model.Findings(o.state, o.found, facts, now, settings), [model.GravityError + 1]int{}, true
	for i := range o.findings {
		o.gravities[o.findings[i].Gravity]++
	}
	return &o
}

// bad counts what is over or urgent.
func (o *outlook) bad() int {
	return o.counts[model.Expired] + o.counts[model.Urgent] + o.counts[model.NotYetValid]
}

// kind names what life i is, for a column.
func (o *outlook) kind(i int) string {
	l := o.lives[i]
	if l.Kind != model.TokenLife {
		return l.Kind.String()
	}
	switch t := o.state.Credentials[l.Refs[0]].Token; {
	case t == nil:
	case t.Kind == crypto.LegacyAccountToken, t.Kind == crypto.BoundAccountToken:
		return "SA token"
	case t.Kind == crypto.OIDCToken:
		return "OIDC token"
	}
	return "token"
}

// where names the context that life i is used in, and counts the others.
func (o *outlook) where(i int) string {
	l := o.lives[i]
	if len(l.Contexts) == 0 {
		return "unused"
	}
	first := o.state.Config.Contexts[l.Contexts[0]].Name.String()
	if len(l.Contexts) > 1 {
		return first + " +" + strconv.Itoa(len(l.Contexts)-1)
	}
	return first
}

// reckonedMsg brings a new outlook.
type reckonedMsg struct {
	outlook *outlook
	took    time.Duration
	judge   func() *outlook // works out its findings, if that is still to be done
}

// rest is over: it is time for another outlook, if facts came meanwhile.
type againMsg struct{}

// pulseMsg says that time has passed.
type pulseMsg struct{ now time.Time }

// pulse is how often time is looked at. Nothing here is told by the second.
const pulse = 30 * time.Second

func beat() tea.Cmd { return tea.Tick(pulse, func(t time.Time) tea.Msg { return pulseMsg{t} }) }

// reckon has the outlook worked out anew, one at a time. While facts keep coming, most
// of the time is left to whoever finds them; when the last one has come, the outlook is
// due at once.
func (a App) reckon() (App, tea.Cmd) {
	if a.reckoning || a.resting && !a.due() {
		a.stale = true
		return a, nil
	}
	a.reckoning, a.stale = true, false
	s, facts, now, settings, last := a.book.State, a.facts, a.now, a.judging(), a.outlook
	return a, func() tea.Msg {
		began := time.Now()
		o := newOutlook(s, now, settings, last)
		return reckonedMsg{o, time.Since(began), func() *outlook { return o.judged(facts, now, settings) }}
	}
}

// due tells whether every entry was looked into in brief, though no outlook knows that.
func (a App) due() bool {
	k := a.book.Config
	return a.closely != nil && len(a.book.Credentials) >= len(k.Users)+len(k.Clusters)
}

// rests keeps the next outlook back for a while.
func (a App) rests(pause time.Duration) (App, tea.Cmd) {
	a.resting = true
	return a, tea.Tick(pause, func(time.Time) tea.Msg { return againMsg{} })
}

// again goes on after a rest.
func (a App) again() (App, tea.Cmd) {
	a.resting = false
	if !a.stale {
		return a, nil
	}
	return a.reckon()
}

// judging are the settings, with what is ignored until the program ends.
func (a App) judging() model.Settings {
	s := a.settings
	s.Ignore = append(slices.Clip(s.Ignore), a.ignored...)
	return s
}

// reckoned takes a new outlook. Once it knows of everything, there is time to look
// more closely.
func (a App) reckoned(msg reckonedMsg) (App, tea.Cmd) {
	a.outlook = msg.outlook
	if msg.judge != nil {
		return a, func() tea.Msg {
			began := time.Now()
			o := msg.judge()
			return reckonedMsg{outlook: o, took: msg.took + time.Since(began)}
		}
	}
	a.reckoning = false
	var closely, next tea.Cmd
	if a.outlook.waiting == 0 {
		closely, a.closely = a.closely, nil
	}
	switch {
	case a.stale && a.due():
		a, next = a.reckon()
	case a.stale && !a.resting:
		a, next = a.rests(4 * msg.took)
	}
	return a, tea.Batch(closely, next)
}

// complete tells whether the outlook knows of everything that there is.
func (o *outlook) complete(a App) bool { return o.waiting == 0 && !a.reckoning && !a.stale }

// looked tells whether all that was to be looked into is, files beside the kubeconfigs too.
func (a App) looked() bool {
	if !a.outlook.complete(a) {
		return false
	}
	for _, c := range a.book.Credentials {
		if a.closer && len(c.Unread) > 0 {
			return false
		}
	}
	return true
}
