package ui

import (
	"fmt"
	"strings"

	"kubeid/model"
)

func (s accountsScreen) places(env Env) places { return targetPlaces(env, s.typing || s.filter != "") }

// View implements Screen.
func (s accountsScreen) View(env Env) string {
	st := env.Styles
	if !env.Book.Loaded {
		return st.Faint.Render("  Reading the files" + st.Glyph.Cut)
	}
	s.target = s.target.settled(env)
	switch s.phase {
	case apartPhase:
		return strings.Join(s.target.invite(env, "lists its ServiceAccounts"), "\n")
	case askingPhase:
		return strings.Join([]string{
			"", "  " + st.Text.Render("Asking "+s.target.of.Name.String()+st.Glyph.Cut), "  " + st.Faint.Render(listed(s.at)), "", "  " + st.Faint.Render("esc gives up"),
		}, "\n")
	case brokenPhase:
		out := []string{""}
		for _, l := range wrap(sentence(s.trouble), env.Width-6) {
			out = append(out, "  "+st.Bad.Render(l))
		}
		return strings.Join(append(out, "", "  "+st.Faint.Render("enter asks again, n takes another namespace, c another cluster.")), "\n")
	}
	l := s.lines(env)
	s.sheet = s.sheet.settled(env, l)
	out, p := []string{s.summary(env)}, s.places(env)
	if !wide(env) {
		if s.detail {
			return strings.Join(append(out, s.detailPanel(env, env.Width, p.below)...), "\n")
		}
		return strings.Join(append(out, s.table(env, env.Width, p.below)...), "\n")
	}
	list := panel{
		title: capital(accountChoices[s.choice]) + " of " + s.target.of.Name.String(), note: s.note(s.order()), focus: !s.detail, lines: s.table(env, p.list-2, p.below-2),
	}.draw(st, p.list, p.below)
	return strings.Join(append(out, beside(list, s.detailPanel(env, p.detail, p.below))...), "\n")
}

func (s accountsScreen) order() string {
	if s.choice == secretsChoice {
		return "used last first"
	}
	return "by name"
}

func (s accountsScreen) detailPanel(env Env, w, h int) []string {
	p := panel{focus: s.detail}
	if i := s.selected(); i >= 0 {
		d := accountDetail(env, s.list, s.rows[i])
		p = p.scrolled(env.Styles, d.title, d.lines(env.Styles, w-2), s.scroll, h-2)
	}
	return p.draw(env.Styles, w, h)
}

// summary names the cluster and as whom it was asked, and counts.
func (s accountsScreen) summary(env Env) string {
	st := env.Styles
	left := " " + st.Current.Render(squeeze(st, s.target.of.Name.String(), max(8, env.Width/3))) + " " + st.Faint.Render(st.short(s.target.who(env), max(8, env.Width/4)))
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
	words := st.short(st.joined(right...), max(0, env.Width-cells(left)-3))
	return left + blank(env.Width-cells(left)-cells(words)-1) + st.Title.Render(words)
}

var accountColumns = []column{
	{head: "ACCOUNT", least: 14, worth: 4},
	{head: "NAMESPACE", least: 9, worth: 3},
	{head: "AGE", least: 4, worth: 2, drop: 2},
	{head: "TOKEN SECRETS", least: 13, worth: 3, drop: 1},
}

var tokenSecretColumns = []column{
	{head: "SECRET", least: 14, worth: 4},
	{head: "ACCOUNT", least: 10, worth: 3, drop: 3},
	{head: "AGE", least: 4, worth: 2, drop: 4},
	{head: "LAST USED", least: 10, worth: 3, drop: 2},
	{head: "CLEAN-UP", least: 8, worth: 2, drop: 1},
}

func (s accountsScreen) columns() []column {
	if s.choice == secretsChoice {
		return tokenSecretColumns
	}
	return accountColumns
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

// table draws the rows in sight, and no others.
func (s accountsScreen) table(env Env, w, h int) []string {
	st, cols := env.Styles, s.columns()
	var out []string
	if s.typing || s.filter != "" {
		out = append(out, st.filtering(s.filter, s.typing, len(s.found), len(s.rows), w))
	}
	wants := make([]int, len(cols))
	for c := range cols {
		wants[c] = cells(cols[c].head)
	}
	for _, h := range s.found[:min(len(s.found), measured)] {
		for c, words := range s.cellsOf(env, s.rows[h.index]) {
			wants[c] = max(wants[c], min(cells(words), 40))
		}
	}
	widths := share(cols, wants, w-fore-1)
	out = append(out, st.headings(cols, widths))
	if len(s.found) == 0 {
		words := "There are no ServiceAccounts here; n takes another namespace."
		switch {
		case s.filter != "":
			words = "Nothing matches. esc shows everything again."
		case !s.list.TokensKnown && s.choice > 0:
			words = "The token Secrets could not be listed; v shows the accounts."
		case len(s.list.List) > 0:
			words = "There is no Secret with a token, as it should be; v shows the accounts."
		}
		out = append(out, "", blank(fore)+st.Faint.Render(words))
	}
	for n := s.top; n < len(s.found) && len(out) < h; n++ {
		out = append(out, s.row(env, n, widths, w))
	}
	return exactly(out, w, h)
}

func (s accountsScreen) row(env Env, n int, widths []int, w int) string {
	st, bar, r := env.Styles, n == s.cursor, s.rows[s.found[n].index]
	glyph, look := " ", st.Text
	switch {
	case r.secret != nil:
		glyph, look = st.Glyph.Severity[r.secret.Severity()], st.Warn
	case len(r.account.Tokens) > 0:
		glyph, look = st.Glyph.Severity[model.Soon], st.Warn
	}
	cursor := " "
	if bar {
		cursor = st.Glyph.Cursor
	}
	text, faint := st.Text.on(bar), st.Faint.on(bar)
	line := st.Key.on(bar).Render(" "+cursor+" ") + look.on(bar).Render(exact(glyph, 1)+" ")
	drawn := fore
	for c, words := range s.cellsOf(env, r) {
		if widths[c] == 0 {
			continue
		}
		pen := text
		if c > 1 {
			pen = faint
		}
		if c > 0 {
			words = st.short(words, widths[c])
		}
		var hits []int
		if !s.query.empty() {
			hits = s.query.hits(words)
		}
		line += st.field(words, widths[c], pen, st.Hit.on(bar), hits) + text.Render(blank(gap))
		drawn += widths[c] + gap
	}
	return line + text.Render(blank(w-drawn))
}
