package ui

import (
	"context"
	"maps"
	"slices"
	"strconv"

	tea "charm.land/bubbletea/v2"

	"kubeid/model"
)

// pressed sends a key to the one place that should have it: a screen in
// which letters are text, or whatever the key table says.
func (a App) pressed(msg tea.KeyPressMsg) (tea.Model, tea.Cmd) {
	if second, ok := split(msg); ok {
		m, first := a.pressed(tea.KeyPressMsg{Code: tea.KeyEscape})
		m, then := m.Update(second)
		return m, tea.Batch(first, then)
	}
	pressed := msg.String()
	if a.toast.tone == bad || a.toast.tone == careful || a.top().Typing() {
		a.toast.text = "" // it was read, and a key goes on
	}
	switch {
	case pressed == "ctrl+c":
		a.interrupted = true
		return a.quit()
	case a.ending:
		return a, nil
	case a.top().Typing() && pressed != "ctrl+z" && pressed != "f1": // letters are text there
		return a.updateTop(msg)
	}
	what := actOf(pressed)
	if what == actNone {
		return a.say(calm, safe(pressed)+" does nothing here; / filters, ? lists the keys")
	}
	return a.do(what)
}

// split takes a key apart that came together with an esc before it: terminals
// send alt and a key as esc and the key, so that nobody can tell them from a
// quick hand. alt means nothing here but alt+backspace.
func split(msg tea.KeyPressMsg) (second tea.KeyPressMsg, ok bool) {
	if msg.Mod&tea.ModAlt == 0 || msg.Code == tea.KeyBackspace {
		return msg, false
	}
	msg.Mod &^= tea.ModAlt
	if msg.Text == "" && msg.Mod&^tea.ModShift == 0 && msg.Code >= ' ' && msg.Code < tea.KeyExtended && msg.Code != tea.KeyBackspace {
		msg.Text = string(msg.Code)
	}
	return msg, true
}

// do carries out an act, be it from a key or from the palette.
func (a App) do(what act) (tea.Model, tea.Cmd) {
	if why := a.refuses(what); why != "" {
		return a.say(calm, why)
	}
	switch what {
	case actQuit:
		return a.quit()
	case actDemo:
		a.wantsDemo = true
		return a.quit()
	case actTour:
		return a.touring()
	case actSuspend:
		return a, tea.Suspend
	case actUndo:
		return a.wished(wishMsg{change: model.Undo{}})
	case actRedo:
		return a.wished(wishMsg{change: model.Redo{}})
	case actImport:
		return a, push(newImportPrompt(a.env(a.top())))
	case actJournal:
		return a, push(newJournal())
	case actPrevious:
		return a.previous()
	case actReload:
		a, load := a.reload()
		a, said := a.say(calm, "Reading the files anew")
		return a, tea.Batch(load, said)
	case actPalette:
		return a, push(newPalette(a.refuses))
	case actHelp:
		return a.paged(helpFor(a.top().Screen))
	case actWarnings:
		return a.paged(newWarnings())
	case actContexts, actClusters, actUsers, actExpiry, actAccounts, actRequests, actHealth:
		return a.shown(tabOf(what))
	case actTabLeft:
		return a.shown((a.tab + len(a.tabs) - 1) % len(a.tabs))
	case actTabRight:
		return a.shown((a.tab + 1) % len(a.tabs))
	case actBack:
		return a.back()
	}
	return a.updateTop(doMsg{what})
}

func tabOf(what act) int {
	for i, s := range screens {
		if s.act == what {
			return i
		}
	}
	return 0
}

// refuses says why an act cannot be done here and now, or nothing.
func (a App) refuses(what act) string {
	switch what {
	case actUndo:
		if a.book.Undo == "" {
			return "There is nothing to undo"
		}
		return ""
	case actRedo:
		if a.book.Redo == "" {
			return "There is nothing to do again"
		}
		return ""
	case actPrevious:
		if _, ok := a.book.Previous(); !ok {
			return "There is no previous context yet"
		}
		return ""
	case actWarnings:
		if len(a.book.warnings) == 0 {
			return "There are no warnings"
		}
		return ""
	case actDemo:
		return a.noDemo()
	case actTour:
		if a.demo == "" {
			return "The tour is of the demo: kubeid demo --tour"
		}
		return ""
	case actShell:
		if a.top().Title() != (contextsScreen{}).Title() {
			return "A shell is opened on a context; 1 shows them"
		}
	case actImport, actJournal:
		if a.top().Title() == importTitle || a.top().Title() == journalTitle {
			break
		}
		return ""
	case actQuit, actSuspend, actReload, actPalette, actHelp, actContexts, actClusters, actUsers, actExpiry, actAccounts, actRequests, actHealth, actTabLeft, actTabRight:
		return ""
	case actBack:
		if len(a.stack) > 0 || a.jobs.running() || a.probing.running() {
			return ""
		}
	}
	return a.top().Refuses(a.env(a.top()), what)
}

// noDemo says why the demo does not open from here: it is for those who have no
// context yet, and others shall not end up in it by a slip of a finger.
func (a App) noDemo() string {
	switch {
	case a.demo != "":
		return "This is the demo"
	case !a.book.Loaded:
		return "The files are still being read"
	case len(a.book.Config.Contexts) > 0:
		return "There are contexts of your own here; kubeid demo opens the demo"
	}
	return ""
}

// previous goes back to the context before this one, like cd -.
func (a App) previous() (tea.Model, tea.Cmd) {
	name, _ := a.book.Previous()
	i := a.book.Config.Effective(model.ContextKind, name)
	return a.wished(wishMsg{change: model.UseContext{Context: a.book.Config.Ref(model.ContextKind, i)}})
}

// back cancels what is running, closes what is open, or lets the screen go back.
func (a App) back() (tea.Model, tea.Cmd) {
	switch {
	case a.jobs.running():
		a.jobs.cancel()
		return a, nil
	case a.probing.running() && !a.screenWaits(): // what is in sight is given up first
		return a.probedAll(probedAllMsg{a.probing.number, context.Canceled})
	case len(a.stack) > 0:
		if s, ok := a.top().Screen.(backing); ok && s.Backs() {
			break
		}
		return a.popped(), nil
	}
	return a.updateTop(doMsg{actBack})
}

// popped closes the top screen.
func (a App) popped() App {
	if n := len(a.stack); n > 0 {
		return a.closed(a.stack[n-1].id, false)
	}
	return a
}

// stacked tells whether a screen is open over the tabs.
func (a App) stacked(screen int) bool {
	return slices.ContainsFunc(a.stack, func(o opened) bool { return o.id == screen })
}

// closed closes a screen, if it is open, and keeps what was answered in it,
// unless that is done.
func (a App) closed(screen int, done bool) App {
	i := slices.IndexFunc(a.stack, func(o opened) bool { return o.id == screen })
	if i < 0 {
		return a
	}
	a.stack[i].cancel()
	if s, ok := a.stack[i].Screen.(drafting); ok {
		name, kept := s.Draft()
		if done {
			kept = nil
		}
		a.drafts = maps.Clone(a.drafts)
		if a.drafts == nil {
			a.drafts = map[string]answers{}
		}
		a.drafts[name] = kept
	}
	a.stack = slices.Delete(slices.Clone(a.stack), i, i+1)
	return a
}

// paged opens a page to read, or closes it when it is open.
func (a App) paged(s Screen) (tea.Model, tea.Cmd) {
	if a.top().Title() == s.Title() {
		return a.popped(), nil
	}
	return a, push(s)
}

// shown goes to a screen of the table, closing what was opened over the last one.
func (a App) shown(tab int) (tea.Model, tea.Cmd) {
	for len(a.stack) > 0 {
		a = a.popped()
	}
	a.tab = tab
	if _, ok := a.tabs[tab].Screen.(reading); !ok {
		return a, nil
	}
	return a.lookCloser()
}

// lookCloser reads the files that the kubeconfigs point to as well, from now on.
func (a App) lookCloser() (App, tea.Cmd) {
	if a.closer {
		return a, nil
	}
	a.closer = true
	a, look := a.look()
	n := filesPointedTo(a.book.Config)
	if n == 0 {
		return a, look
	}
	a, said := a.say(calm, "Reading also the files that the kubeconfigs point to: "+strconv.Itoa(n))
	return a, tea.Batch(look, said)
}

// filesPointedTo counts the files in which certificates and tokens stand; keys are
// read only when somebody looks at a certificate in full.
func filesPointedTo(k model.Kubeconfig) int {
	files := map[model.Text]bool{}
	for _, c := range k.Clusters {
		files[c.CA.File] = true
	}
	for _, u := range k.Users {
		files[u.Certificate.File], files[u.Token.File] = true, true
	}
	delete(files, model.Text{})
	return len(files)
}

// quit cancels all work and ends; a write that is under way comes to a safe point
// first, unless somebody insists.
func (a App) quit() (tea.Model, tea.Cmd) {
	a.cancel()
	if a.ending || !a.busy() {
		return a, tea.Quit
	}
	a.ending = true
	until := "the file is safe"
	if len(a.works) > 0 {
		until = "nothing is left half done"
	}
	a.toast = toast{a.toast.id + 1, "Waiting until " + until + "; ctrl+c again leaves at once", careful}
	return a, nil
}
