package ui

import (
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"
)

// navigate is the rest of Update: what screens ask of the App.
func (a App) navigate(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case doMsg:
		return a.do(msg.act)
	case pushMsg:
		if a.toast.tone == calm {
			a.toast.text = "" // it was about the screen below
		}
		a.lastID++
		o := a.opened(a.lastID, msg.screen)
		a.stack = append(slices.Clip(a.stack), o)
		if s, ok := o.Screen.(starter); ok {
			return a, s.Start(a.env(o))
		}
		return a, nil
	case closeMsg:
		return a.closed(msg.screen, msg.done), nil
	case chosenMsg:
		if !a.stacked(msg.screen) {
			return a, nil
		}
		return a.closed(msg.screen, true), msg.do
	case probeMsg:
		return a.probe(msg.entries)
	case probedAllMsg:
		return a.probedAll(msg)
	case workMsg:
		return a.begin(msg)
	case cancelWorkMsg:
		if cancel := a.works[msg.screen]; cancel != nil {
			cancel()
		}
		return a, nil
	case wroteMsg:
		return a.reply(msg.screen, msg)
	case progressMsg:
		return a.reply(msg.screen, msg)
	case endedMsg:
		return a.ended(msg)
	case shellMsg:
		a.wantsShell = msg.context
		return a.quit()
	case saidMsg:
		return a.say(msg.tone, msg.text)
	case expireMsg:
		if msg.toast == a.toast.id {
			a.toast.text = ""
		}
		return a, nil
	}
	return a.broadcast(msg)
}

func (a App) loaded(msg loadedMsg) (tea.Model, tea.Cmd) {
	switch {
	case msg.load < a.loads:
		return a, nil
	case msg.err != nil:
		a.broken = msg.err
		return a.failed(failedMsg{0, msg.err})
	}
	return a.told(msg.loaded)
}

func (a App) reload() (App, tea.Cmd) {
	a.loads++
	a.ignored = nil
	return a, tea.Batch(a.own().load(a.loads), a.own().settings())
}

// say shows a result in the footer for a while.
func (a App) say(t tone, text string) (App, tea.Cmd) {
	a.toast = toast{a.toast.id + 1, text, t}
	id := a.toast.id
	return a, tea.Tick(a.toast.lasts(), func(time.Time) tea.Msg { return expireMsg{id} })
}

func (a App) updateTop(msg tea.Msg) (tea.Model, tea.Cmd) {
	if n := len(a.stack); n > 0 {
		return a.updateStack(n-1, msg)
	}
	return a.updateTab(a.tab, msg)
}

// settled has what is seen worked out where it is kept: a frame is drawn from a copy.
func (a App) settled() App {
	n, o := len(a.stack), a.top()
	s, ok := o.Screen.(settling)
	switch {
	case !ok:
		return a
	case n > 0:
		a.stack = slices.Clone(a.stack)
		a.stack[n-1].Screen = s.Settled(a.env(o))
	default:
		a.tabs = slices.Clone(a.tabs)
		a.tabs[a.tab].Screen = s.Settled(a.env(o))
	}
	return a
}

func (a App) updateStack(i int, msg tea.Msg) (App, tea.Cmd) {
	a.stack = slices.Clone(a.stack)
	var cmd tea.Cmd
	a.stack[i].Screen, cmd = a.stack[i].Update(a.env(a.stack[i]), msg)
	return a, cmd
}

func (a App) updateTab(i int, msg tea.Msg) (App, tea.Cmd) {
	a.tabs = slices.Clone(a.tabs)
	var cmd tea.Cmd
	a.tabs[i].Screen, cmd = a.tabs[i].Update(a.env(a.tabs[i]), msg)
	return a, cmd
}

// broadcast tells every open screen, so that a spinner below keeps turning.
func (a App) broadcast(msg tea.Msg) (tea.Model, tea.Cmd) {
	var cmds []tea.Cmd
	var cmd tea.Cmd
	for i := range a.tabs {
		a, cmd = a.updateTab(i, msg)
		cmds = append(cmds, cmd)
	}
	for i := range a.stack {
		a, cmd = a.updateStack(i, msg)
		cmds = append(cmds, cmd)
	}
	return a, tea.Batch(cmds...)
}
