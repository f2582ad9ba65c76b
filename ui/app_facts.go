package ui

import (
	"context"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"kubeid/model"
)

// told folds a fact into the state and tells every screen.
func (a App) told(e model.Event) (tea.Model, tea.Cmd) {
	if said, ok := e.(model.Said); ok {
		return a.say(careful, capital(said.Words))
	}
	s := a.book.State.Apply(e)
	var reckon, look tea.Cmd
	switch e := e.(type) {
	case model.Decoded, model.Probed:
		if p, ok := e.(model.Probed); ok {
			a.probing.answered(p)
		}
		a.book = a.book.after(s, e)
		a, reckon = a.reckon()
		m, cmd := a.broadcast(e)
		return m, tea.Batch(cmd, reckon)
	}
	warnings := a.book.warnings // they stay until the new ones are known
	a.book = newBook(a.book.gen+1, s)
	a.book.warnings = warnings
	a.broken = nil
	m, cmd := a.broadcast(e)
	a = m.(App)
	if _, ok := e.(model.Loaded); !ok {
		return a, cmd
	}
	a, look = a.look()
	a, reckon = a.reckon()
	return a, tea.Batch(cmd, look, reckon, warn(a.book.files, s.Config))
}

// manyEntries is from how many on everything is looked at twice: briefly, which fills
// the lists, and then closely.
const manyEntries = 1000

// firstRest is how long the first outlook on many entries waits for the brief look to
// end, since both need all cores.
const firstRest = 400 * time.Millisecond

// look has the credentials decoded: first those that a person has before his eyes,
// then all other users, and what the clusters trust.
func (a App) look() (App, tea.Cmd) {
	a.looking()
	k := a.book.Config
	entries := make([]model.Ref, 0, len(k.Users)+len(k.Clusters))
	seen := map[model.Ref]bool{}
	add := func(r model.Ref) {
		if !seen[r] {
			seen[r] = true
			entries = append(entries, r)
		}
	}
	if s, ok := a.tabs[a.tab].Screen.(looking); ok {
		for _, r := range s.Looking(a.env(a.tabs[a.tab])) {
			add(r)
		}
	}
	for _, kind := range []model.Kind{model.UserKind, model.ClusterKind} {
		for i := range k.Len(kind) {
			add(k.Ref(kind, i))
		}
	}
	if len(entries) == 0 {
		return a, nil
	}
	ctx, cancel := context.WithCancel(a.ctx)
	a.looking = cancel
	do, closely := commands{ctx, a.backend, 0}, model.Look{Files: a.closer}
	a.closely = nil
	if len(entries) < manyEntries {
		return a, tea.Batch(do.decode(entries, closely), do.survey(closely))
	}
	a.closely = tea.Batch(do.decode(entries, closely), do.survey(closely))
	a, rest := a.rests(firstRest)
	return a, tea.Batch(do.decode(entries, model.Look{Files: a.closer, Brief: true}), rest)
}

// Facts from beside the kubeconfigs.
type (
	surveyedMsg struct{ facts model.Facts }
	settledMsg  struct { // what a person has decided for good
		settings model.Settings
		err      error
	}
	ignoreMsg struct{ rule string }
	closerMsg struct{} // files beside the kubeconfigs are wanted as well
)

// decided takes the settings; those that cannot be read are said, and the old ones stay.
func (a App) decided(msg settledMsg) (App, tea.Cmd) {
	if msg.err != nil {
		return a.say(bad, sentence(msg.err))
	}
	a.settings = msg.settings
	a.theme = a.theme.settled(msg.settings)
	a.styles = newStyles(a.theme)
	return a.reckon()
}

// ignore hides the findings of a rule until the program ends, or R is pressed.
func (a App) ignore(rule string) (App, tea.Cmd) {
	a.ignored = append(slices.Clip(a.ignored), rule)
	a, reckon := a.reckon()
	a, said := a.say(calm, "Ignoring "+rule+" until the program ends; R brings it back")
	return a, tea.Batch(reckon, said)
}

// warn collects the warnings outside of the loop, as they concern every entry.
func warn(files int, k model.Kubeconfig) tea.Cmd {
	return func() tea.Msg { return warnedMsg{files, k.Warnings()} }
}

// reading is what the program begins with.
func (a App) reading() tea.Cmd {
	first := []tea.Cmd{a.own().load(0), a.own().watch(), a.own().settings(), beat()}
	if a.said != "" {
		first = append(first, send(saidMsg{text: a.said}))
	}
	return tea.Batch(first...)
}
