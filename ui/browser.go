package ui

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"kubeid/model"
)

// browser is a list with its detail: what Contexts, Clusters and Users have in
// common. It remembers what is selected by its reference, so that selection and
// filter outlive a reload.
type browser struct {
	kind    model.Kind
	listing listing
	rows    rows
	by      sorting
	cursor  int // in rows.found
	top     int // first row in sight
	at      model.Ref
	before  model.Ref // what was selected when the filter was begun
	filter  line
	typing  bool // letters go to the filter
	detail  bool // keys go to the detail; in a narrow window it covers the list
	scroll  int  // first line of the detail in sight
	marked  map[model.Ref]bool
	renamed []model.Rename // so that the selection follows, there and back
	made    model.Ref      // what is to be selected once it is there
	gone    model.Ref      // what was deleted last
}

// listing is what the lists differ in.
type listing struct {
	head   string                      // of the last column
	width  int                         // of the last column, with a space after it
	bare   int                         // its width before any server was looked at, if that is another
	state  func(env Env, i int) state  // what stands in it
	detail func(env Env, i int) detail // all about entry i
	none   func(env Env) []string      // what stands there when there is nothing at all
}

// state is how an entry is: a mark when something is wrong with it, else a word.
type state struct {
	current bool
	mark    model.Mark
	word    string
	look    ink
}

func (browser) Keys() []key.Binding { return nil }
func (b browser) Typing() bool      { return b.typing }

// wide tells whether the detail stands beside the list.
func wide(env Env) bool { return env.Width >= wideFrom && !env.Inline }

const wideFrom = 100

// settled returns the browser as it fits the state and the window: the same entry
// selected as before, wherever it stands now.
func (b browser) settled(env Env) browser {
	fresh := b.rows.gen == 0
	was := b.rows
	b.rows.kind = b.kind
	b.rows = b.rows.renewed(env.Book, b.by, string(b.filter))
	switch {
	case fresh || b.at == (model.Ref{}):
		b = b.home(env)
	case was.gen != b.rows.gen || was.by != b.rows.by || was.typed != b.rows.typed:
		follow := b.followed(env)
		if place := b.rows.find(env.Book, follow); place >= 0 {
			b.cursor = place
		}
		if follow == b.made {
			b.made = model.Ref{}
		}
		if was.gen != b.rows.gen {
			b = b.remarked(env.Book.Config)
		}
	}
	b.cursor = max(0, min(b.cursor, len(b.rows.found)-1))
	h := b.listHeight(env)
	b.top = max(0, min(b.top, b.cursor, len(b.rows.found)-h))
	b.top = max(b.top, b.cursor-h+1)
	return b.seen(env)
}

// home selects the current context at first.
func (b browser) home(env Env) browser {
	if i := env.Book.Config.CurrentContext(); b.kind == model.ContextKind && i >= 0 {
		b.cursor = max(0, b.rows.find(env.Book, env.Book.Config.Ref(b.kind, i)))
	}
	return b
}

// seen remembers what the cursor is on.
func (b browser) seen(env Env) browser {
	if i := b.selected(); i >= 0 {
		at := env.Book.Config.Ref(b.kind, i)
		if at != b.at {
			b.scroll = 0
		}
		b.at = at
	}
	return b
}

// selected returns the index of the selected entry, or -1.
func (b browser) selected() int {
	if b.cursor < 0 || b.cursor >= len(b.rows.found) {
		return -1
	}
	return b.rows.found[b.cursor].index
}

// meaning returns what a message asks for. While a filter is typed, only the
// keys that are no letters mean anything.
func meaning(msg tea.Msg) act {
	switch msg := msg.(type) {
	case doMsg:
		return msg.act
	case tea.KeyPressMsg:
		switch msg.String() {
		case "enter", "esc", "up", "down", "ctrl+p", "ctrl+n", "pgup", "pgdown", "home", "end", "tab":
			return actOf(msg.String())
		}
	}
	return actNone
}

func (b browser) update(env Env, msg tea.Msg) (browser, tea.Cmd) {
	b = b.settled(env)
	if applied, ok := msg.(model.Applied); ok {
		return b.after(applied.Plan), nil
	}
	switch a := meaning(msg); a {
	case actNone:
		b = b.edit(env, msg)
	case actFilter:
		if !b.typing && b.filter == "" {
			b.before = b.at
		}
		b.typing, b.detail = true, false
		env.Book.straw(b.kind) // before the first letter, so that it comes at once
	case actSort:
		b.by = b.by.next(b.kind)
		return b.settled(env), send(saidMsg{text: "Sorted " + b.by.String()})
	case actEnter, actDetail:
		b.typing, b.detail = false, b.selected() >= 0
	case actInspect:
		return b, push(newEntryPage(env, b.kind, b.selected()))
	case actFocus:
		b.typing, b.detail = false, !b.detail && b.selected() >= 0
	case actBack:
		b = b.back()
	case actCopy:
		return b, push(newCopyMenu(env, b.kind, b.selected()))
	case actMark:
		b = b.mark(env)
	case actMarkAll:
		b = b.markAll(env)
	case actAdd:
		return b, push(newAddMenu(env, b.kind, b.selected()))
	case actRename:
		return b, push(newRename(env, b.chosen(env, false)))
	case actDelete:
		return b, env.Do.wish(model.Delete{Entries: b.chosen(env, false)})
	case actRenew:
		return b, push(newRenewal(env, b.renewable(env)))
	case actEdit:
		return b, push(newClusterForm(env, b.selected()))
	case actExport:
		return b, push(newExportForm(env, b.chosen(env, false)))
	case actProbe, actProbeAll:
		return b, send(probeMsg{b.chosen(env, a == actProbeAll)})
	default:
		b = b.move(env, a)
	}
	return b.settled(env), nil
}

// back undoes one step: the detail, the filter with its typing, the marks. Where nothing
// was found, what had been selected before the filter is so again.
func (b browser) back() browser {
	switch {
	case b.detail:
		b.detail = false
	case b.typing || b.filter != "":
		if b.selected() < 0 {
			b.at = b.before
		}
		b.typing, b.filter = false, ""
	default:
		b.marked = nil
	}
	return b
}

// edit changes the filter; the best match is selected then.
func (b browser) edit(env Env, msg tea.Msg) browser {
	was := b.filter
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		if b.typing {
			b.filter, _ = b.filter.typed(msg)
		}
	case tea.PasteMsg:
		if b.typing {
			b.filter += line(msg.Content)
		}
	}
	if b.filter == was {
		return b
	}
	b = b.settled(env)
	if b.filter != "" {
		b.cursor = 0
	}
	return b.seen(env)
}

// move goes up and down in the list, or in the detail when it has the keys.
func (b browser) move(env Env, a act) browser {
	at, page, last := &b.cursor, b.listHeight(env), len(b.rows.found)-1
	if b.detail {
		at, page, last = &b.scroll, b.detailHeight(env), b.detailLines(env)-b.detailHeight(env)
	}
	*at, b.made = moved(*at, a, page, last), model.Ref{}
	return b.seen(env)
}

// renewable returns the user whose certificate would be renewed: the selected one, or
// that of the selected context. It is -1 when there is none.
func (b browser) renewable(env Env) int {
	i := b.selected()
	if i >= 0 && b.kind == model.ContextKind {
		return env.Book.resolve(i).User
	}
	return i
}

// Refuses implements Screen.
func (b browser) Refuses(env Env, a act) string {
	b = b.settled(env)
	switch a {
	case actEnter, actDetail, actFocus, actInspect, actCopy, actFilter, actSort, actMark, actMarkAll, actProbe, actProbeAll,
		actRename, actDelete, actRenew, actEdit, actExport:
		switch server := a == actProbe || a == actProbeAll; {
		case a == actEdit && b.kind != model.ClusterKind:
			return "A cluster is changed with this; 2 shows them"
		case a == actExport && b.kind != model.ContextKind:
			return "Contexts are exported, with their clusters and users; 1 shows them"
		case server && b.kind == model.UserKind:
			return "A user has no server; 1 and 2 show what has one"
		case a == actRenew && b.kind == model.ClusterKind:
			return "Client certificates are renewed; 3 and 4 show them"
		case (a == actMark || a == actMarkAll) && b.detail:
			return "Rows are marked in the list; esc goes back to it"
		case !env.Book.Loaded:
			return "The files are still being read"
		case env.Book.Config.Len(b.kind) == 0:
			return "There is nothing here yet"
		case len(b.rows.found) == 0 && a != actFilter && a != actSort:
			return "Nothing matches; esc clears the filter"
		case a == actRenew:
			return refusesRenewal(env, b.renewable(env))
		}
	case actUp, actDown, actPageUp, actPageDown, actFirst, actLast:
		if b.detail && b.detailLines(env) <= b.detailHeight(env) {
			return "This is all of it; esc goes back to the list"
		}
	case actSeverity, actKind:
		return "This chooses what the Expiry screen shows; 4 shows it"
	case actApprove, actDeny, actTarget:
		return ofRequests
	case actToken, actBecome:
		return ofAccounts
	case actIgnore:
		return "Only a rule can be ignored; 7 shows them"
	case actWhoami:
		return "You log in with a context; 1 shows them"
	case actNamespace:
		return "Only a context has a namespace; 1 shows them"
	case actBack:
		if !b.detail && !b.typing && b.filter == "" && len(b.marked) == 0 {
			return "There is nothing to go back from; q leaves"
		}
	}
	return ""
}
