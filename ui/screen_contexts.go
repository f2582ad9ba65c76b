package ui

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"kubeid/model"
)

// contextsScreen shows where a person can go, and goes there.
type contextsScreen struct{ browser }

func newContextsScreen() Screen {
	return contextsScreen{browser{
		kind:    model.ContextKind,
		listing: listing{head: "UNTIL", width: markWidth, state: contextState, detail: contextDetail, none: noContexts},
	}}
}

// Title implements Screen.
func (contextsScreen) Title() string { return "Contexts" }

// Keys implements Screen.
func (s contextsScreen) Keys() []key.Binding {
	switch {
	case s.typing:
		return []key.Binding{hint(actEnter, "switch"), hint(actBack, "clear")}
	case s.detail:
		return []key.Binding{hint(actBack, ""), hint(actDown, "more"), hint(actCopy, ""), hint(actPalette, ""), hint(actHelp, "")}
	case len(s.marked) > 0:
		return markedKeys(actNamespace, actRename, actDelete, actExport)
	case s.filter != "":
		return []key.Binding{hint(actEnter, "switch"), hint(actFilter, ""), hint(actBack, "clear"), hint(actPalette, ""), hint(actHelp, "")}
	}
	return []key.Binding{
		hint(actDemo, ""), hint(actEnter, "switch"), hint(actPrevious, ""), hint(actNamespace, ""), hint(actProbe, ""), hint(actWhoami, ""), hint(actFilter, ""), hint(actUndo, ""),
		hint(actSort, ""), hint(actReload, ""), hint(actQuit, ""), hint(actPalette, ""), hint(actHelp, ""),
	}
}

// Refuses implements Screen.
func (s contextsScreen) Refuses(env Env, a act) string {
	switch a {
	case actShell:
		if i := s.settled(env).selected(); i >= 0 {
			if refused := env.Book.resolve(i).Refusals; len(refused) > 0 {
				return "kubectl refuses this context: " + refused[0].String()
			}
		}
		a = actEnter
	case actNamespace, actWhoami:
		a = actEnter
	}
	return s.browser.Refuses(env, a)
}

// Looking implements looking.
func (s contextsScreen) Looking(env Env) []model.Ref {
	var out []model.Ref
	for _, i := range s.looking(env) {
		if u := env.Book.Config.Effective(model.UserKind, env.Book.Config.Contexts[i].User); u >= 0 {
			out = append(out, env.Book.Config.Ref(model.UserKind, u))
		}
	}
	return out
}

// Update implements Screen.
func (s contextsScreen) Update(env Env, msg tea.Msg) (Screen, tea.Cmd) {
	s.browser = s.settled(env)
	switch i := s.selected(); meaning(msg) {
	case actEnter:
		s.typing = false
		if i < 0 {
			return s, send(saidMsg{text: s.Refuses(env, actEnter)})
		}
		return s, enterContext(env, i)
	case actNamespace:
		if marked := s.chosen(env, false); len(marked) > 1 {
			return s, push(newNamespaceOfMany(env, marked))
		}
		return s, push(newNamespacePicker(env, i))
	case actWhoami:
		return s, push(newWhoami(env, i))
	case actShell:
		return s, send(shellMsg{env.Book.Config.Ref(model.ContextKind, i)})
	}
	var cmd tea.Cmd
	s.browser, cmd = s.browser.update(env, msg)
	return s, cmd
}

// enterContext switches at once: it can be undone. A shadowed context cannot be
// switched to, because kubectl would take the other one of its name.
func enterContext(env Env, i int) tea.Cmd {
	k := env.Book.Config
	shadow := k.Shadow(model.ContextKind, i)
	if shadow < 0 {
		return env.Do.wish(model.UseContext{Context: k.Ref(model.ContextKind, i)})
	}
	return push(question{
		asks: "kubectl would use the " + k.Contexts[i].Name.String() + " of " + k.Place(model.ContextKind, shadow) + ", not this one. Switch to that one?",
		todo: "To use this one, rename one of the two, or take the other file out of KUBECONFIG.",
		yes:  "switch to that one",
		do:   env.Do.wish(model.UseContext{Context: k.Ref(model.ContextKind, shadow)}),
	})
}

func contextState(env Env, i int) state {
	r := env.Book.resolve(i)
	st := state{current: env.Book.current(model.ContextKind) == i, mark: r.Mark()}
	if r.User >= 0 {
		st.word, st.look = env.userEnd(r.User)
	}
	return st
}
