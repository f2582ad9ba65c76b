package ui

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"kubeid/model"
)

// clustersScreen shows what can be reached.
type clustersScreen struct{ browser }

func newClustersScreen() Screen {
	return clustersScreen{browser{
		kind:    model.ClusterKind,
		listing: listing{head: "SERVER", width: 26, bare: markWidth, state: clusterState, detail: clusterDetail, none: noEntries(model.ClusterKind)},
	}}
}

// Title implements Screen.
func (clustersScreen) Title() string { return "Clusters" }

// Keys implements Screen.
func (s clustersScreen) Keys() []key.Binding { return entryKeys(s.browser) }

// Update implements Screen.
func (s clustersScreen) Update(env Env, msg tea.Msg) (Screen, tea.Cmd) {
	var cmd tea.Cmd
	s.browser, cmd = s.browser.update(env, msg)
	return s, cmd
}

// entryKeys are the footer of the lists in which enter opens.
func entryKeys(b browser) []key.Binding {
	switch {
	case b.typing:
		return []key.Binding{hint(actEnter, "open"), hint(actBack, "clear")}
	case b.detail:
		return []key.Binding{hint(actBack, ""), hint(actDown, "more"), hint(actCopy, ""), hint(actPalette, ""), hint(actHelp, "")}
	case len(b.marked) > 0:
		return markedKeys(actRename, actDelete)
	case b.filter != "":
		return []key.Binding{hint(actEnter, "open"), hint(actRenew, ""), hint(actFilter, ""), hint(actBack, "clear"), hint(actPalette, ""), hint(actHelp, "")}
	}
	return []key.Binding{
		hint(actEnter, "open"), hint(actProbe, ""), hint(actRenew, ""), hint(actInspect, ""), hint(actRename, ""), hint(actFilter, ""), hint(actCopy, ""), hint(actSort, ""),
		hint(actReload, ""), hint(actQuit, ""), hint(actPalette, ""), hint(actHelp, ""),
	}
}

// markedKeys are the footer while rows are marked: what can be done with all of them.
func markedKeys(acts ...act) []key.Binding {
	var out []key.Binding
	for _, a := range acts {
		out = append(out, hint(a, ""))
	}
	return append(out, hint(actBack, "unmark"), hint(actMarkAll, ""), hint(actPalette, ""), hint(actHelp, ""))
}

func clusterState(env Env, i int) state {
	k := env.Book.Config
	st := state{current: env.Book.current(model.ClusterKind) == i}
	st.word, st.look = env.serverWord(k.Ref(model.ClusterKind, i))
	switch {
	case k.Shadow(model.ClusterKind, i) >= 0:
		st.mark = model.Shadowed
	case len(k.Clusters[i].Refusals()) > 0:
		st.mark = model.Refused
	}
	return st
}
