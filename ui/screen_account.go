package ui

import (
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"kubeid/model"
)

// namespaceMsg says which namespace a screen is to list; "" is all.
type namespaceMsg struct {
	screen    int
	namespace model.Text
}

// newScopeChooser asks which namespace is listed. Any can be typed: who may not list the
// namespaces knows the one that he works in.
func newScopeChooser(env Env, s accountsScreen) Screen {
	screen := env.Do.screen
	pick := func(ns model.Text, name, note string) item {
		return item{name: name, note: note, do: send(namespaceMsg{screen, ns})}
	}
	c := chooser{title: "Which namespace?", about: "Type any, or choose one that is known.", items: []item{pick(model.Text{}, "all namespaces", "where that is allowed")}}
	known := s.list.Namespaces()
	if i := env.Book.Config.Find(s.target.of); i >= 0 {
		for _, ns := range env.Book.Config.Namespaces(i) {
			if !slices.Contains(known, ns) {
				known = append(known, ns)
			}
		}
	}
	for _, ns := range known {
		note := ""
		if ns == s.namespace {
			note = "this one"
		}
		c.items = append(c.items, pick(ns, ns.String(), note))
	}
	c.free = func(typed string) item {
		if model.CheckNamespace(typed) != nil || slices.Contains(known, model.NewText(typed)) {
			return item{}
		}
		return pick(model.NewText(typed), typed, "as typed")
	}
	return newChooser(c)
}

// accountDetail says what the list knows about a row.
func accountDetail(env Env, list model.Accounts, r accountRow) detail {
	s, a := env.Styles, r.account
	if r.secret != nil {
		return tokenSecretDetail(env, list, *r.secret)
	}
	d := detail{title: a.Account.String()}
	d.add(s.Title, "account", "%s", a.Name)
	d.add(s.Text, "namespace", "%s", a.Namespace)
	d.since(env, "made", a.Made)
	for n, o := range a.Outside {
		d.add(s.Text, labelOnce(n, "in a cloud"), "%s", o)
	}
	if !a.Mounts {
		d.add(s.Text, "mounted", "no: pods get no token of it unless they ask")
	}
	for n, p := range a.Pull {
		d.add(s.Text, labelOnce(n, "pulls with"), "%s", p)
	}
	d.add(s.Text, "", "")
	switch {
	case !list.TokensKnown:
		d.add(s.Faint, "tokens", "the token Secrets could not be listed")
	case len(a.Tokens) == 0:
		d.add(s.Good, "tokens", "%s no Secret holds a token of it", s.Glyph.Severity[model.Fine])
	}
	for _, t := range a.Tokens {
		tokenSecretLines(env, &d, t, list)
	}
	d.add(s.Text, "", "")
	d.add(s.Faint, "", "enter shows its pods and roles, b who can become it, t makes a token.")
	return d
}

func tokenSecretDetail(env Env, list model.Accounts, t model.TokenSecret) detail {
	s := env.Styles
	d := detail{title: t.Name.String()}
	d.add(s.Title, "secret", "%s", t.Name)
	d.add(s.Text, "namespace", "%s", t.Namespace)
	d.add(s.Text, "account", "%s", t.Account)
	d.since(env, "made", t.Made)
	tokenSecretLines(env, &d, t, list)
	d.add(s.Text, "", "")
	d.add(s.Text, "to do", "t makes a token with an end in its place; when that is in use, x revokes this one.")
	return d
}

// tokenSecretLines say what is to be known of a token Secret.
func tokenSecretLines(env Env, d *detail, t model.TokenSecret, list model.Accounts) {
	s := env.Styles
	d.add(s.Warn, "token", "%s %s: %s, without an end", s.Glyph.Severity[t.Severity()], t.Name, t.Kind())
	if !t.InvalidSince.IsZero() {
		d.add(s.Text, "", "not taken since %s, when it was long unused", t.InvalidSince.Format("2006-01-02"))
	}
	d.add(s.Text, "", "last used: %s; clean-up: %s", t.LastUsedWord(), t.CleanUpWord(list.Tracked, env.Now))
}

// newAccountPage asks for all about one account.
func newAccountPage(t target, of model.Account) Screen {
	title := "ServiceAccount " + of.String()
	return fetch{
		title: title, begin: func(c commands) tea.Cmd { return c.account(t, of) },
		done: func(env Env, msg tea.Msg) (Screen, bool) {
			told, ok := msg.(accountMsg)
			switch {
			case !ok || told.screen != env.Do.screen:
				return nil, false
			case told.err != nil:
				return newFailure(title, told.err), true
			}
			return newResult(title, accountResult(env, t, told.page)), true
		},
	}
}

// accountResult is the page about an account, with what can be done.
func accountResult(env Env, t target, p model.AccountPage) result {
	of := p.Account
	r := result{
		said: of.String() + " on " + t.of.Name.String(), tone: calm,
		facts: func(env Env) detail { return accountPageDetail(env, p) },
		copy:  accountCopies(t.of, of),
		next: []item{
			{name: "make a token", act: actToken, note: "as a kubeconfig, a file or for the clipboard", do: push(newTokenForm(env, t, of, false))},
			{name: "who can become it", act: actBecome, note: "everybody who could log in as this account", do: push(newWhoCan(t, of, false))},
			{name: "what it may do", note: "its rights, by resource", do: push(newRightsPage(t, of))},
		},
	}
	for _, s := range p.Tokens {
		it := item{name: "revoke " + s.Name.String(), note: s.Kind() + ", last used: " + s.LastUsedWord(), do: push(newRevoke(env, t, model.RevokeWhat{Secret: s.At()}))}
		if len(p.Tokens) == 1 {
			it.act = actDelete
		}
		r.next = append(r.next, it)
	}
	return r
}

func accountPageDetail(env Env, p model.AccountPage) detail {
	s := env.Styles
	d := accountDetail(env, model.Accounts{TokensKnown: p.TokensKnown, Tracked: p.Tracked}, accountRow{account: p.ServiceAccount})
	d.paras = d.paras[:len(d.paras)-1]
	for n, pod := range p.Pods {
		d.add(s.Text, labelOnce(n, "pods"), "%s", s.joined(pod.Name.String(), pod.Node.String()))
	}
	if p.PodsKnown && len(p.Pods) == 0 {
		d.add(s.Faint, "pods", "none runs as it now")
	}
	for n, g := range p.Grants {
		words := g.String()
		if g.Subject.Kind == model.GroupSubject {
			words += " (by group " + g.Subject.Name.String() + ")"
		}
		d.add(s.Text, labelOnce(n, "roles"), "%s", words)
	}
	for n, u := range p.Unknown {
		d.add(s.Warn, labelOnce(n, "unknown"), "%s", u)
	}
	return d
}

// newRightsPage shows what an account may do.
func newRightsPage(t target, of model.Account) Screen {
	title := "What " + of.String() + " may do"
	return fetch{
		title: title, begin: func(c commands) tea.Cmd { return c.rights(t, of) },
		done: func(env Env, msg tea.Msg) (Screen, bool) {
			told, ok := msg.(rightsMsg)
			switch {
			case !ok || told.screen != env.Do.screen:
				return nil, false
			case told.err != nil:
				return newFailure(title, told.err), true
			}
			return reader{title: title, about: func(env Env) (detail, bool) { return rightsDetail(env, told.rights), true }}, true
		},
	}
}

// rightsDetail is a table of verbs by resource, one part for each namespace.
func rightsDetail(env Env, r model.Rights) detail {
	s := env.Styles
	var d detail
	for _, u := range r.Unknown {
		d.add(s.Warn, "unknown", "%s", u)
	}
	where := "?"
	for _, p := range r.Permits {
		if ns := p.Namespace.String(); ns != where {
			where = ns
			head := "everywhere"
			if ns != "" {
				head = "in " + ns
			}
			d.head(s, head)
		}
		words, look := joinTexts(p.Verbs), s.Text
		if len(p.Names) > 0 {
			words += ", only " + joinTexts(p.Names)
		}
		if p.All() {
			look = s.Bad
		}
		d.add(look, "", "%s  %s", exact(p.What.String(), 36), words)
	}
	if len(r.Permits) == 0 {
		d.add(s.Faint, "", "nothing")
	}
	d.add(s.Text, "", "")
	d.add(s.Faint, "", "%s", model.OnlyRBAC)
	return d
}

func accountCopies(of model.Ref, a model.Account) []item {
	context := "kubectl --context=" + model.ShellQuote(of.Name.Raw())
	return []item{
		copying("name", a.Name.Raw()), copying("user name", a.Username()),
		copying("kubectl", fmt.Sprintf("%s get serviceaccount -n %s %s -o yaml", context, model.ShellQuote(a.Namespace.Raw()), model.ShellQuote(a.Name.Raw()))),
		copying("kubeid", fmt.Sprintf("kubeid token %s --context %s", model.ShellQuote(a.Namespace.Raw()+"/"+a.Name.Raw()), model.ShellQuote(of.Name.Raw()))),
	}
}

func newAccountCopy(of model.Ref, a model.Account) Screen {
	return newChooser(chooser{title: "Copy of " + a.String(), items: accountCopies(of, a)})
}
