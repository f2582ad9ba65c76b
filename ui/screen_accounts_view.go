package ui

import (
	"fmt"
	"strings"

	"kubeid/model"
)

func (s accountsScreen) places(env Env) places { return s.placesOf(env, 1, false) }

// View implements Screen.
func (s accountsScreen) View(env Env) string {
	st := env.Styles
	if !env.Book.Loaded {
		return env.reading()
	}
	s.target = s.target.settled(env)
	switch s.phase {
	case apartPhase:
		return strings.Join(s.target.invite(env, "lists its ServiceAccounts"), "\n")
	case askingPhase:
		return strings.Join(env.waitingFor(askedOf(s.target.of.Name.String(), s.at), "gives up"), "\n")
	case brokenPhase:
		out := []string{""}
		for _, l := range wrap(sentence(s.trouble), env.Width-6) {
			out = append(out, "  "+st.Bad.Render(l))
		}
		return strings.Join(append(out, "", "  "+st.Faint.Render("enter asks again, n takes another namespace, c another cluster.")), "\n")
	}
	l := s.lines(env)
	s.sheet = s.sheet.settled(env, l)
	return strings.Join(append([]string{s.summary(env)}, s.body(env, s.places(env), s.table(env))...), "\n")
}

// Waiting implements waiting.
func (s accountsScreen) Waiting() bool { return s.phase == askingPhase }

// Place implements placed.
func (s accountsScreen) Place(env Env) (at, of int) {
	if s.phase != livePhase {
		return 0, 0
	}
	return s.sheet.settled(env, s.lines(env)).place()
}

// summary names the cluster and as whom it was asked, and counts.
func (s accountsScreen) summary(env Env) string {
	where := "all namespaces"
	if !s.namespace.Empty() {
		where = s.namespace.String()
	}
	if s.narrowed {
		where = "only " + where + ", all may not be"
	}
	right := []string{where}
	switch legacy := len(s.list.Legacy()); {
	case !s.list.TokensKnown:
		right = append(right, "tokens unknown")
	case legacy > 0:
		right = append(right, fmt.Sprintf("%d token %s without an end", legacy, plural(legacy, "Secret")))
	}
	if s.list.More {
		right = append(right, "not all")
	}
	return s.target.heading(env, "", right...)
}

var accountColumns = []column{
	{head: "ACCOUNT", least: 14, worth: 4, most: 60},
	{head: "NAMESPACE", least: 9, worth: 3, most: 40},
	{head: "AGE", least: 4, worth: 2, drop: 2, most: 6, right: true},
	{head: "TOKEN SECRETS", least: 13, worth: 3, drop: 1, most: 20, words: true},
}

var tokenSecretColumns = []column{
	{head: "SECRET", least: 14, worth: 4, most: 60},
	{head: "ACCOUNT", least: 10, worth: 3, drop: 3, most: 40},
	{head: "AGE", least: 4, worth: 2, drop: 4, most: 6, right: true},
	{head: "LAST USED", least: 10, worth: 3, drop: 2, most: 20, words: true},
	{head: "CLEAN-UP", least: 8, worth: 2, drop: 1, most: 20, words: true},
}

// table says what stands in the list: accounts, or Secrets with their tokens.
func (s accountsScreen) table(env Env) table {
	t := table{
		title: capital(accountChoices[s.choice]) + " of " + s.target.of.Name.String(), order: "by name", columns: accountColumns, all: len(s.rows),
		none:   "There are no ServiceAccounts here; n takes another namespace.",
		row:    func(i int) tableRow { return s.row(env, s.rows[i]) },
		detail: func(i int) detail { return accountDetail(env, s.list, s.rows[i]) },
	}
	if s.choice == secretsChoice {
		t.order, t.columns = "used last first", tokenSecretColumns
	}
	switch {
	case !s.list.TokensKnown && s.choice > 0:
		t.none = "The token Secrets could not be listed; v shows the accounts."
	case len(s.list.List) > 0:
		t.none = "There is no Secret with a token, as it should be; v shows the accounts."
	}
	return t
}

// row is one line: how it is, and what stands in its columns.
func (s accountsScreen) row(env Env, r accountRow) tableRow {
	st, out := env.Styles, tableRow{look: env.Styles.Warn}
	switch {
	case r.secret != nil:
		out.glyph = st.Glyph.Severity[r.secret.Severity()]
	case len(r.account.Tokens) > 0:
		out.glyph = st.Glyph.Severity[model.Soon]
	}
	for c, words := range s.cellsOf(env, r) {
		look := st.Text
		if c > 1 {
			look = st.Faint
		}
		out.cells = append(out.cells, cell{text: words, look: look})
	}
	return out
}

// cellsOf are what stands in the columns of a row.
func (s accountsScreen) cellsOf(env Env, r accountRow) []string {
	if t := r.secret; t != nil {
		return []string{t.Name.String(), r.account.Account.String(), model.HumanDuration(env.Now.Sub(t.Made)), t.LastUsedWord(), t.CleanUpWord(s.list.Tracked, env.Now)}
	}
	tokens := ""
	if n := len(r.account.Tokens); n > 0 {
		tokens = amountOf(n, "without end")
		if n > 1 {
			tokens = fmt.Sprintf("%d without end", n)
		}
	}
	if !s.list.TokensKnown {
		tokens = "unknown"
	}
	return []string{r.account.Name.String(), r.account.Namespace.String(), model.HumanDuration(env.Now.Sub(r.account.Made)), tokens}
}
