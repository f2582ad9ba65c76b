package ui

import (
	"context"
	"strconv"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"kubeid/model"
)

// Env is what a screen may look at. It is handed over by value on every call, so
// no screen can hold a stale size, theme or state.
type Env struct {
	Book          *book              // the state, and what was worked out of it
	Outlook       *outlook           // what ends, as it was known a moment ago
	Probing       map[model.Ref]bool // whose servers are being looked at
	Now           time.Time
	Zone          *time.Location // in which times are told to a person
	Settings      model.Settings
	Ignored       []string // rules that are ignored until the program ends
	Styles        Styles
	Width, Height int
	Inline        bool               // a few lines below the prompt, not the whole window
	Drafts        map[string]answers // what was answered in forms that were closed
	Turn          string             // the sign that something is waited for, if it is
	Do            commands
}

// A Screen fills the body of the window. Update returns the screen to show next,
// which is often the receiver with a field changed. Keys arrive as doMsg, by what
// they mean; only while Typing they arrive as they are.
type Screen interface {
	Title() string
	Update(Env, tea.Msg) (Screen, tea.Cmd)
	View(Env) string
	Keys() []key.Binding     // for the footer: the most useful ones first, actions and help last
	Typing() bool            // true while letters are text, not commands
	Refuses(Env, act) string // why an act cannot be done here and now, or nothing
}

// A boxed screen is drawn as a box over the screen below it.
type boxed interface{ Boxed() }

// looking screens know which users a person has before his eyes; these are decoded first.
type looking interface{ Looking(Env) []model.Ref }

// reading screens want the files read that the kubeconfigs point to.
type reading interface{ Reading() }

// drafting screens have answers that must not be lost when they are closed.
type drafting interface {
	Draft() (name string, kept answers)
}

// backing screens go back by themselves first, as from a detail to its list.
type backing interface{ Backs() bool }

// settling screens work out their rows once for a new state rather than for every frame.
type settling interface{ Settled(Env) Screen }

// placed screens have a list, and say where the cursor is in it.
type placed interface{ Place(Env) (at, of int) }

// starter is a screen with work to do when it opens.
type starter interface{ Start(Env) tea.Cmd }

// screens is the table of contents: tab order, number keys, help and golden tests
// all come from here. To add a screen, write its file and add its line.
var screens = []struct {
	name, brief, short string // brief and short are for the line of tabs in a narrow window
	act                act
	open               func() Screen
	badge              func(Env) (string, tone) // what stands after its name
}{
	{"Contexts", "Contexts", "Ctx", actContexts, newContextsScreen, func(e Env) (string, tone) { return amount(len(e.Book.Config.Contexts)) }},
	{"Clusters", "Clusters", "Cls", actClusters, newClustersScreen, func(e Env) (string, tone) { return amount(len(e.Book.Config.Clusters)) }},
	{"Users", "Users", "Usr", actUsers, newUsersScreen, func(e Env) (string, tone) { return amount(len(e.Book.Config.Users)) }},
	{"Expiry", "Expiry", "Exp", actExpiry, newExpiryScreen, expiryBadge},
	{"ServiceAccounts", "Accounts", "SA", actAccounts, newAccountsScreen, func(Env) (string, tone) { return "", calm }},
	{"Requests", "Requests", "Req", actRequests, newRequestsScreen, func(Env) (string, tone) { return "", calm }},
	{"Health", "Health", "Health", actHealth, newHealthScreen, healthBadge},
}

// amount is the badge that only counts.
func amount(n int) (string, tone) { return strconv.Itoa(n), calm }

// opened is a screen in the program, with the means to cancel its work.
type opened struct {
	Screen
	id     int
	ctx    context.Context
	cancel context.CancelFunc
}
