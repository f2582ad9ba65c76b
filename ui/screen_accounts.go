package ui

import (
	"context"
	"errors"
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"kubeid/model"
)

// accountsScreen shows the ServiceAccounts of a cluster and the Secrets that hold tokens
// of them.
type accountsScreen struct {
	sheet
	target
	list      model.Accounts
	rows      []accountRow
	namespace model.Text // the only one that is listed; "" is all
	narrowed  bool       // since listing all is not allowed
	phase     phase
	asked     int // how often it was asked; an older answer is not heard
	heard     int // the asking that was answered last
	at        model.ListingAccounts
	cancel    context.CancelFunc
	trouble   error
	choice    int // index into accountChoices
	change    int // how often the list was made anew
}

// An accountRow is an account or, where secret is not nil, one of its token Secrets.
type accountRow struct {
	account model.ServiceAccount
	secret  *model.TokenSecret
}

func (r accountRow) id() string {
	if r.secret != nil {
		return r.account.Account.Username() + " " + r.secret.Name.Raw()
	}
	return r.account.Account.Username()
}

// accountChoices are what v goes through.
var accountChoices = []string{"accounts", "accounts with token Secrets", "token Secrets"}

const secretsChoice = 2

func newAccountsScreen() Screen { return accountsScreen{cancel: func() {}} }

// Title implements Screen.
func (accountsScreen) Title() string { return "ServiceAccounts" }

// Typing implements Screen.
func (s accountsScreen) Typing() bool { return s.typing }

// Keys implements Screen.
func (s accountsScreen) Keys() []key.Binding {
	switch {
	case s.typing:
		return []key.Binding{hint(actEnter, "take it"), hint(actBack, "clear")}
	case s.phase != livePhase:
		return []key.Binding{hint(actEnter, "connect"), hint(actTarget, ""), hint(actNamespace, ""), hint(actPalette, ""), hint(actHelp, "")}
	case s.choice == secretsChoice:
		return []key.Binding{
			hint(actToken, "replace"), hint(actDelete, "revoke"), hint(actBecome, "who reads it"), hint(actSeverity, ""), hint(actDetail, ""), hint(actFilter, ""),
			hint(actPalette, ""), hint(actHelp, ""),
		}
	}
	return []key.Binding{
		hint(actEnter, ""), hint(actToken, ""), hint(actBecome, ""), hint(actAdd, "new"), hint(actNamespace, ""), hint(actSeverity, ""), hint(actFilter, ""),
		hint(actTarget, ""), hint(actPalette, ""), hint(actHelp, ""),
	}
}

// Refuses implements Screen.
func (s accountsScreen) Refuses(env Env, a act) string {
	s.target = s.target.settled(env)
	switch a {
	case actTarget:
		return ""
	case actEnter, actBack:
		if s.phase != livePhase {
			return s.target.refusesApart(a, s.phase)
		}
	case actProbe, actProbeAll, actWhoami, actKind, actIgnore, actMark, actMarkAll, actApprove, actDeny, actRename, actEdit, actExport:
		return "This is for other screens; 1 shows the contexts"
	}
	if s.phase != livePhase {
		if a == actNamespace && !s.target.none() && s.phase != askingPhase {
			return ""
		}
		return "Connect first: enter"
	}
	l := s.lines(env)
	s.sheet = s.sheet.settled(env, l)
	switch a {
	case actSeverity, actNamespace, actAdd:
		return ""
	case actToken, actBecome, actCopy:
		if s.selected() < 0 {
			return "There is nothing to choose here"
		}
		return ""
	case actDelete:
		if i := s.selected(); i < 0 || s.rows[i].revocable() == nil {
			return "A token is revoked by its Secret; v shows the token Secrets"
		}
		return ""
	case actSort:
		return "They stand by namespace and name; v chooses what is shown"
	case actBack:
		if s.choice > 0 {
			return ""
		}
	}
	return s.refuses(l, a)
}

// lines are what the sheet shows.
func (s accountsScreen) lines(env Env) lines {
	rows, p, t := s.rows, s.places(env), s.table(env)
	return lines{
		choice: [2]int{s.choice, s.change}, n: len(rows), rows: p.rows, text: max(1, p.below-2),
		id: func(i int) string { return rows[i].id() },
		straw: func(i int) straw {
			r := rows[i]
			if r.secret != nil {
				return newStraw(r.secret.Namespace.String()+"/"+r.secret.Name.String(), r.account.Account.String(), r.secret.Kind())
			}
			return newStraw(r.account.Account.String())
		},
		let:    func(int) bool { return true },
		detail: func(i int) int { return t.detailLines(env, i) },
	}
}

// shown makes the rows of what was chosen.
func (s accountsScreen) shown() accountsScreen {
	s.rows, s.change = nil, s.change+1
	for _, a := range s.list.List {
		switch {
		case s.choice == secretsChoice:
			for i := range a.Tokens {
				s.rows = append(s.rows, accountRow{a, &a.Tokens[i]})
			}
		case s.choice == 0 || len(a.Tokens) > 0:
			s.rows = append(s.rows, accountRow{account: a})
		}
	}
	if s.choice == secretsChoice { // what was used last, and may matter most, stands first
		slices.SortStableFunc(s.rows, func(a, b accountRow) int { return b.secret.LastUsed.Compare(a.secret.LastUsed) })
	}
	return s
}

// Update implements Screen.
func (s accountsScreen) Update(env Env, msg tea.Msg) (Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case targetMsg:
		if msg.screen == env.Do.screen {
			return s.parted(target{of: msg.of, chosen: true}), nil
		}
		return s, nil
	case namespaceMsg:
		if msg.screen != env.Do.screen {
			return s, nil
		}
		s.namespace, s.narrowed = msg.namespace, false
		return s.connect(env)
	case connectedMsg:
		if msg.screen != env.Do.screen {
			return s, nil
		}
		s.target = target{of: msg.of, granted: msg.granted, open: true}
		return s.ask(env)
	case listingMsg:
		if msg.screen == env.Do.screen && msg.asked == s.asked {
			s.at = msg.at
		}
		return s, nil
	case accountsMsg:
		if msg.screen == env.Do.screen && msg.asked == s.asked {
			return s.told(env, msg)
		}
		return s, nil
	case model.Loaded: // reloading, and work that has ended, ask the cluster anew
		if s.phase == livePhase && s.open {
			return s.ask(env)
		}
		return s, nil
	}
	return s.acted(env, msg)
}

// connect asks for the list, after a person has agreed to log in.
func (s accountsScreen) connect(env Env) (Screen, tea.Cmd) {
	if s.open {
		return s.ask(env)
	}
	return s, push(newConnect(env, s.target, "list its ServiceAccounts"))
}

// ask asks for the list. What is shown stays until the answer is there.
func (s accountsScreen) ask(env Env) (Screen, tea.Cmd) {
	s.cancel()
	do, cancel := env.Do.apart()
	s.asked, s.cancel, s.at = s.asked+1, cancel, model.ListingAccounts{}
	if s.phase != livePhase {
		s.phase = askingPhase
	}
	return s, do.accounts(s.asked, s.target, s.namespace)
}

// told shows what was listed. Who may not list all namespaces gets that of the context.
func (s accountsScreen) told(env Env, msg accountsMsg) (Screen, tea.Cmd) {
	switch {
	case errors.Is(msg.err, context.Canceled):
		return s, nil
	case errors.Is(msg.err, model.ErrMayNotList) && s.namespace.Empty():
		s.namespace, s.narrowed = s.ownNamespace(env), true
		return s.ask(env)
	case msg.err != nil:
		s.phase, s.trouble = brokenPhase, msg.err
		return s, nil
	}
	s.heard = msg.asked
	s.sheet = s.sheet.settled(env, s.lines(env))
	s.list, s.phase, s.trouble = msg.list, livePhase, nil
	s.moved = s.at != model.ListingAccounts{} && s.change > 0
	return s.shown(), nil
}

// ownNamespace is that of the target's context.
func (s accountsScreen) ownNamespace(env Env) model.Text {
	if i := env.Book.Config.Find(s.target.of); i >= 0 {
		if ns := env.Book.Config.Contexts[i].Namespace; !ns.Empty() {
			return ns
		}
	}
	return model.NewText("default")
}

// acted does what a key means.
func (s accountsScreen) acted(env Env, msg tea.Msg) (Screen, tea.Cmd) {
	was := s.target
	if s.target = s.target.settled(env); was.of != s.target.of && !was.none() {
		s = s.parted(s.target) // its context is gone
	}
	a := meaning(msg)
	switch {
	case a == actTarget:
		return s, push(newTargetChooser(env, s.target))
	case a == actNamespace && s.phase != askingPhase:
		return s, push(newScopeChooser(env, s))
	case s.phase != livePhase:
		switch {
		case a == actEnter && s.phase != askingPhase && !s.target.none():
			return s.connect(env)
		case a == actBack && s.phase == askingPhase:
			return s.parted(s.target), nil
		}
		return s, nil
	}
	l := s.lines(env)
	s.sheet = s.sheet.settled(env, l)
	if a == actEnter && s.typing {
		s.typing = false // what was found stays, for the keys that act on it
		return s, nil
	}
	if next, cmd, done := s.opened(env, a); done {
		return next, cmd
	}
	switch {
	case a == actSeverity:
		s.choice = (s.choice + 1) % len(accountChoices)
		return s.shown(), send(saidMsg{text: "Showing " + accountChoices[s.choice]})
	case a == actBack && !s.detail && !s.typing && s.filter == "" && s.choice > 0:
		s.choice = 0
		return s.shown(), nil
	}
	s.sheet = s.update(env, l, msg)
	return s, nil
}

// parted forgets what was told, and talks to nobody.
func (s accountsScreen) parted(t target) accountsScreen {
	s.cancel()
	return accountsScreen{target: t, asked: s.asked + 1, cancel: func() {}, choice: s.choice}
}
