package ui

import (
	"fmt"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"kubeid/model"
)

// fetch asks a cluster for something, where a person has agreed to log in already, and
// is replaced by the screen that shows the answer.
type fetch struct {
	title string
	begin func(commands) tea.Cmd
	done  func(Env, tea.Msg) (Screen, bool) // the screen to show next, once it is known
	at    model.ListingAccounts             // how far it has come
}

// Title implements Screen.
func (f fetch) Title() string { return f.title }

// Typing implements Screen.
func (fetch) Typing() bool { return false }

// Keys implements Screen.
func (fetch) Keys() []key.Binding { return []key.Binding{hint(actBack, "give up")} }

// Refuses implements Screen.
func (fetch) Refuses(_ Env, a act) string {
	if a == actBack {
		return ""
	}
	return "Still asking; esc gives up"
}

// Start implements starter.
func (f fetch) Start(env Env) tea.Cmd { return f.begin(env.Do) }

// Update implements Screen.
func (f fetch) Update(env Env, msg tea.Msg) (Screen, tea.Cmd) {
	if m, ok := msg.(listingMsg); ok && m.screen == env.Do.screen {
		f.at = m.at
		return f, nil
	}
	next, ok := f.done(env, msg)
	if !ok {
		return f, nil
	}
	if s, starts := next.(starter); starts {
		return next, s.Start(env)
	}
	return next, nil
}

// View implements Screen.
func (f fetch) View(env Env) string {
	s := env.Styles
	p := panel{title: f.title, focus: true, lines: env.waitingFor(askedOf("the cluster", f.at), "gives up")}
	return strings.Join(p.draw(s, env.Width, env.Height), "\n")
}

// Waiting implements waiting.
func (fetch) Waiting() bool { return true }

// askedOf says who is asked, and how far a list has come.
func askedOf(whom string, at model.ListingAccounts) string {
	if far := listed(at); far != "" {
		return "Asking " + whom + ": " + far
	}
	return "Asking " + whom
}

// listed says how far a list has come.
func listed(at model.ListingAccounts) string {
	switch {
	case at.What == "":
		return ""
	case at.Rest > 0:
		return fmt.Sprintf("%d %s, %d to come", at.Have, at.What, at.Rest)
	}
	return fmt.Sprintf("%d %s", at.Have, at.What)
}
