package model

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// A Finding is something that a person should know about an entry or a file, by one
// of the Rules. Nothing secret stands in it.
type Finding struct {
	Rule    string // the id of the rule, which stays the same
	Gravity Gravity
	Ref     Ref    // the entry that it is about; the zero Ref when it is about a file
	File    string // path of the kubeconfig, or "" when it is about none
	Label   Text   // the path as a person writes it
	Line    int    // where it stands, from 1; 0 when it is about the whole file
	Words   string // what is the case: "there is no user \"nobody\"", safe to draw
	Remedy  string // what to do, a sentence without a period
}

// Gravity says how bad a finding is. The larger, the worse.
type Gravity int

// The gravities. Only GravityInfo is no reason to do something.
const (
	GravityInfo    Gravity = iota // good to know
	GravityWarning                // it works, but somebody may be harmed, or it will not for long
	GravityError                  // it does not work
)

// String returns the gravity as a word.
func (g Gravity) String() string { return [...]string{"info", "warning", "error"}[g] }

// Place says where the finding stands: file:line.
func (f Finding) Place() string {
	if f.Line == 0 {
		return f.Label.String()
	}
	return fmt.Sprintf("%s:%d", f.Label, f.Line)
}

// AboutEntry tells whether the finding is about an entry, which Ref names then.
func (f Finding) AboutEntry() bool { return f.Ref != Ref{} }

// Findings tells what is wrong or worth knowing about everything in State, the worst
// first, and without the rules that are ignored. What was not looked at, in the
// credentials of State or in facts, is not told of. lives are those of State.
func Findings(s State, lives []Life, facts Facts, now time.Time, settings Settings) []Finding {
	f := &finder{
		State: s, lives: lives, facts: facts, now: now, settings: settings,
		contexts: s.Config.contextsByEntry(), rules: map[string]Rule{}, mixed: map[Ref]bool{}, names: map[Kind][]string{},
	}
	for _, r := range Rules() {
		if !slices.Contains(settings.Ignore, r.ID) {
			f.rules[r.ID] = r
		}
	}
	for _, look := range []func(*finder){
		lookAtFiles, lookAtCurrent, lookAtContexts, lookAtClusters, lookAtUsers,
		lookAtLives, lookAtCredentials, lookAtServers, lookAtDisk,
	} {
		look(f)
	}
	slices.SortStableFunc(f.out, func(a, b Finding) int { return cmp.Compare(b.Gravity, a.Gravity) })
	return f.out
}

// Worst returns the gravity of the worst finding; GravityInfo when there is none.
func Worst(findings []Finding) Gravity {
	worst := GravityInfo
	for _, f := range findings {
		worst = max(worst, f.Gravity)
	}
	return worst
}

// A finder puts findings together.
type finder struct {
	State
	lives    []Life
	facts    Facts
	now      time.Time
	settings Settings
	contexts [3][][]int        // which contexts use which entry
	rules    map[string]Rule   // those that count, by id
	mixed    map[Ref]bool      // what contexts of its own file name in vain
	names    map[Kind][]string // that kubectl knows, once somebody asked
	guesses  int
	out      []Finding
}

// file tells of a whole file, or of a line of it.
func (f *finder) file(rule string, i, line int, format string, args ...any) {
	r, ok := f.rules[rule]
	if !ok {
		return
	}
	at := f.Config.Files[i]
	f.out = append(f.out, Finding{
		Rule: r.ID, Gravity: r.Gravity, File: at.Path, Label: at.Label, Line: line, Words: fmt.Sprintf(format, args...), Remedy: r.Remedy,
	})
}

// entry tells of an entry. What no context gets to is less bad by one step.
func (f *finder) entry(rule string, kind Kind, i int, format string, args ...any) {
	r, ok := f.rules[rule]
	if !ok {
		return
	}
	e := f.Config.Entry(kind, i)
	at := f.Config.Files[e.File]
	found := Finding{
		Rule: r.ID, Gravity: r.Gravity, Ref: f.Config.Ref(kind, i), File: at.Path, Label: at.Label, Line: e.Line,
		Words: fmt.Sprintf("%s %q: ", kind, e.Name) + fmt.Sprintf(format, args...), Remedy: r.Remedy,
	}
	if found.Gravity > GravityInfo && !f.reached(kind, i) {
		found.Gravity--
	}
	f.out = append(f.out, found)
}

// reached tells whether kubectl can get to an entry by any context.
func (f *finder) reached(kind Kind, i int) bool {
	if kind == ContextKind {
		return f.Config.Shadow(kind, i) < 0
	}
	return len(f.contexts[kind][i]) > 0
}

// last changes the finding that was told last, if it was by this rule.
func (f *finder) last(rule string, change func(*Finding)) {
	if n := len(f.out); n > 0 && f.out[n-1].Rule == rule {
		change(&f.out[n-1])
	}
}
