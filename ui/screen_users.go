package ui

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"kubeid/model"
)

// usersScreen shows who a person can be.
type usersScreen struct{ browser }

func newUsersScreen() Screen {
	return usersScreen{browser{
		kind:    model.UserKind,
		listing: listing{head: "UNTIL", width: markWidth, state: userState, detail: userDetail, none: noEntries(model.UserKind)},
	}}
}

// Title implements Screen.
func (usersScreen) Title() string { return "Users" }

// Keys implements Screen.
func (s usersScreen) Keys() []key.Binding { return entryKeys(s.browser) }

// Looking implements looking.
func (s usersScreen) Looking(env Env) []model.Ref {
	var out []model.Ref
	for _, i := range s.looking(env) {
		out = append(out, env.Book.Config.Ref(model.UserKind, i))
	}
	return out
}

// Update implements Screen.
func (s usersScreen) Update(env Env, msg tea.Msg) (Screen, tea.Cmd) {
	var cmd tea.Cmd
	s.browser, cmd = s.browser.update(env, msg)
	return s, cmd
}

func userState(env Env, i int) state {
	k := env.Book.Config
	st := state{current: env.Book.current(model.UserKind) == i}
	st.word, st.look = env.userEnd(i)
	switch {
	case k.Shadow(model.UserKind, i) >= 0:
		st.mark = model.Shadowed
	case len(k.Users[i].Refusals()) > 0:
		st.mark = model.Refused
	}
	return st
}
