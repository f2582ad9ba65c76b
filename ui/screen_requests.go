package ui

import (
	"context"
	"errors"
	"maps"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"kubeid/model"
)

// requestsScreen shows what a cluster is asked to sign, live, and decides on it.
type requestsScreen struct {
	sheet
	target
	seen    model.Requests
	phase   phase
	watch   int                // how often a watch was begun; an older one is not heard
	cancel  context.CancelFunc // ends the one that runs
	trouble error              // why nothing is told, or no more for now
	change  int                // how often something was told: the rows are made anew
	choice  int                // index into requestChoices
	marked  map[string]bool    // names of requests
	place   int                // of the cursor when a decision was asked for: the next one comes there
}

// phase is how far a screen is that talks to a cluster.
type phase int

const (
	apartPhase  phase = iota // nobody was asked
	askingPhase              // the first answer is waited for
	livePhase                // what is shown is what there is
	lostPhase                // the server has gone, and is asked again and again
	brokenPhase              // it gave no answer
)

// requestChoices are what v goes through.
var requestChoices = []struct {
	words string
	let   func(Env, model.CSR) bool
}{
	{"for people", func(env Env, r model.CSR) bool { return r.ForPeople(env.Now) }},
	{"waiting", func(_ Env, r model.CSR) bool { return r.Pending() }},
	{"everything", func(Env, model.CSR) bool { return true }},
}

func newRequestsScreen() Screen { return requestsScreen{cancel: func() {}} }

// Title implements Screen.
func (requestsScreen) Title() string { return "Requests" }

// Typing implements Screen.
func (s requestsScreen) Typing() bool { return s.typing }

// Keys implements Screen.
func (s requestsScreen) Keys() []key.Binding {
	switch {
	case s.typing:
		return []key.Binding{hint(actEnter, "choose"), hint(actBack, "clear")}
	case s.phase == apartPhase || s.phase == brokenPhase:
		return []key.Binding{hint(actEnter, "connect"), hint(actTarget, ""), hint(actPalette, ""), hint(actHelp, "")}
	case s.detail:
		return []key.Binding{hint(actBack, ""), hint(actApprove, ""), hint(actDeny, ""), hint(actCopy, ""), hint(actPalette, ""), hint(actHelp, "")}
	}
	return []key.Binding{
		hint(actApprove, ""), hint(actDeny, ""), hint(actDetail, ""), hint(actSeverity, ""), hint(actTarget, ""), hint(actMark, ""), hint(actFilter, ""),
		hint(actCopy, ""), hint(actPalette, ""), hint(actHelp, ""),
	}
}

// shows tells whether there is a list.
func (s requestsScreen) shows() bool { return s.phase == livePhase || s.phase == lostPhase }

// Refuses implements Screen.
func (s requestsScreen) Refuses(env Env, a act) string {
	s.target = s.target.settled(env)
	switch a {
	case actTarget:
		return ""
	case actEnter, actBack:
		if !s.shows() {
			return s.target.refusesApart(a, s.phase)
		}
	case actProbe, actProbeAll, actWhoami, actKind, actIgnore, actMarkAll:
		return "This is for other screens; 1 shows the contexts"
	}
	if !s.shows() {
		return "Connect first: enter"
	}
	l := s.lines(env)
	s.sheet = s.sheet.settled(env, l)
	switch a {
	case actApprove, actDeny:
		return s.refusesDecision(env, a)
	case actMark, actCopy, actExport:
		if s.selected() < 0 {
			return "There is nothing to choose here"
		}
		if r := s.seen.List[s.selected()]; a == actExport && !r.Certificate.Issued {
			return "There is no certificate to write: " + r.Diagnose(s.seen.View, env.Now).What
		}
		return ""
	case actSeverity:
		return ""
	case actSort:
		return "What waits stands first here, then the newest; v chooses which ones are shown"
	case actBack:
		if s.choice > 0 || len(s.marked) > 0 {
			return ""
		}
	}
	return s.refuses(l, a)
}

// lines are what the sheet shows.
func (s requestsScreen) lines(env Env) lines {
	all, p, t := s.seen.List, s.places(env), s.table(env)
	return lines{
		choice: [2]int{s.choice, s.change}, n: len(all), rows: p.rows, text: max(1, p.below-2),
		id: func(i int) string { return all[i].Name.Raw() },
		straw: func(i int) straw {
			r := all[i]
			return newStraw(r.Body.Login.User.String(), r.Name.String(), r.By.User.String(), joinTexts(r.Body.Login.Groups), r.State(), r.Signer.String())
		},
		let:    func(i int) bool { return requestChoices[s.choice].let(env, all[i]) },
		detail: func(i int) int { return t.detailLines(env, i) },
	}
}

// Update implements Screen.
func (s requestsScreen) Update(env Env, msg tea.Msg) (Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case targetMsg:
		if msg.screen != env.Do.screen {
			return s, nil
		}
		return s.parted(target{of: msg.of, chosen: true}), nil
	case connectedMsg:
		if msg.screen != env.Do.screen {
			return s, nil
		}
		return s.connected(env, msg)
	case requestsMsg:
		if msg.screen == env.Do.screen && msg.watch == s.watch {
			return s.told(env, msg.event), nil
		}
		return s, nil
	case unwatchedMsg:
		if msg.screen == env.Do.screen && msg.watch == s.watch && !errors.Is(msg.err, context.Canceled) {
			s.phase, s.trouble = brokenPhase, msg.err
		}
		return s, nil
	case decidedMsg:
		if msg.screen == env.Do.screen {
			return s.decided(msg)
		}
		return s, nil
	case fetchedMsg:
		if msg.screen != env.Do.screen {
			return s, nil
		}
		if msg.err != nil {
			return s, send(failedMsg{0, msg.err})
		}
		return s, send(saidMsg{text: "Written to " + safe(msg.path), tone: good})
	}
	return s.acted(env, msg)
}

// acted does what a key means.
func (s requestsScreen) acted(env Env, msg tea.Msg) (Screen, tea.Cmd) {
	was := s.target
	if s.target = s.target.settled(env); was.of != s.target.of && !was.none() {
		s = s.parted(s.target) // its context is gone
	}
	a := meaning(msg)
	if !s.shows() {
		return s.actedApart(env, a)
	}
	l := s.lines(env)
	s.sheet = s.sheet.settled(env, l)
	i := s.selected()
	switch {
	case a == actTarget:
		return s, push(newTargetChooser(env, s.target))
	case a == actApprove || a == actDeny:
		s.place = s.cursor
		return s, push(unsafely(env, s.target, func(t target) Screen { s.target = t; return s.decision(env, a == actApprove) }))
	case a == actMark:
		return s.mark(l), nil
	case a == actCopy:
		return s, push(newRequestCopy(s.seen.List[i], s.target.of))
	case a == actExport:
		return s, push(s.fetch(env, s.seen.List[i]))
	case a == actInspect && i >= 0:
		r, q := s.seen.List[i], s.seen
		return s, push(reader{title: "Request " + r.Name.String(), about: func(env Env) (detail, bool) { return requestDetail(env, q, r), true }})
	case a == actSeverity:
		s.choice = (s.choice + 1) % len(requestChoices)
		return s, send(saidMsg{text: "Showing " + requestChoices[s.choice].words})
	case a == actBack && !s.detail && !s.typing && s.filter == "":
		if len(s.marked) > 0 {
			s.marked = nil
			return s, nil
		}
		s.choice = 0
	case a == actEnter:
		msg = doMsg{actDetail}
	}
	s.sheet = s.update(env, l, msg)
	return s, nil
}

// actedApart does what a key means before there is a list.
func (s requestsScreen) actedApart(env Env, a act) (Screen, tea.Cmd) {
	switch {
	case a == actTarget:
		return s, push(newTargetChooser(env, s.target))
	case a == actEnter && s.phase != askingPhase && !s.target.none():
		return s, push(newConnect(env, s.target, "look at its requests"))
	case a == actBack && s.phase == askingPhase:
		return s.parted(s.target), nil
	}
	return s, nil
}

// parted forgets what was told, and talks to nobody.
func (s requestsScreen) parted(t target) requestsScreen {
	s.cancel()
	return requestsScreen{target: t, watch: s.watch + 1, cancel: func() {}, choice: s.choice}
}

// connected begins to follow the requests.
func (s requestsScreen) connected(env Env, msg connectedMsg) (Screen, tea.Cmd) {
	s = s.parted(target{of: msg.of, granted: msg.granted, open: true})
	do, cancel := env.Do.apart()
	s.phase, s.cancel = askingPhase, cancel
	return s, do.watchRequests(s.watch, s.target)
}

// told folds in what the cluster tells.
func (s requestsScreen) told(env Env, e model.Event) requestsScreen {
	s.sheet = s.sheet.settled(env, s.lines(env))
	s.change++
	s.moved = true // what is selected stays so, whatever comes above it: it may be decided on
	switch e := e.(type) {
	case model.RequestsSeen:
		s.seen, s.phase, s.trouble = e.Requests, livePhase, nil
	case model.RequestSeen:
		s.seen, s.phase, s.trouble = s.seen.With(e.CSR, e.Gone), livePhase, nil
	case model.RequestsLost:
		s.phase, s.trouble = lostPhase, e.Err
	}
	return s
}

// mark marks the selected request, or takes its mark away, and goes on.
func (s requestsScreen) mark(l lines) requestsScreen {
	name := s.seen.List[s.selected()].Name.Raw()
	s.marked = maps.Clone(s.marked)
	if s.marked == nil {
		s.marked = map[string]bool{}
	}
	if s.marked[name] {
		delete(s.marked, name)
	} else {
		s.marked[name] = true
	}
	s.sheet = s.move(l, actDown)
	return s
}
