package ui

import (
	tea "charm.land/bubbletea/v2"

	"kubeid/model"
)

// opened opens what a key asks for about the selected row.
func (s accountsScreen) opened(env Env, a act) (Screen, tea.Cmd, bool) {
	if a == actAdd {
		return s, push(newTokenForm(env, s.target, model.Account{Namespace: s.namespace}, true)), true
	}
	i := s.selected()
	if i < 0 {
		return s, nil, false
	}
	r := s.rows[i]
	switch a {
	case actEnter, actInspect:
		return s, push(newAccountPage(s.target, r.account.Account)), true
	case actToken:
		return s, push(newTokenForm(env, s.target, r.account.Account, false)), true
	case actBecome:
		if r.secret != nil {
			return s, push(newWhoCan(s.target, r.secret.At(), true)), true
		}
		return s, push(newWhoCan(s.target, r.account.Account, false)), true
	case actDelete:
		return s, push(newRevoke(env, s.target, model.RevokeWhat{Secret: r.revocable().At()})), true
	case actCopy:
		return s, push(newAccountCopy(s.target.of, r.account.Account)), true
	}
	return s, nil, false
}

// revocable is the token Secret that is meant by a row: its own, or the only one of the
// account.
func (r accountRow) revocable() *model.TokenSecret {
	if r.secret == nil && len(r.account.Tokens) == 1 {
		return &r.account.Tokens[0]
	}
	return r.secret
}
