package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"kubeid/model"
)

const (
	noRoleAtAll    = "nothing"
	otherTokenLife = "other"
)

// pages are the two pages of the form.
func (s tokenForm) pages(env Env, a answers) []page {
	return []page{s.whatPage(env, a), s.reviewing(env, a)}
}

// whatPage asks for whom and what.
func (s tokenForm) whatPage(env Env, a answers) page {
	p := page{title: "Which token"}
	if s.account.Namespace.Empty() || s.create {
		p.fields = append(p.fields, field{
			kind: textField, name: tokenNamespace, label: "namespace", start: answer{text: s.startNamespace(env)}, help: "In which namespace the account is made",
			suggest: func(typed string) []string { return namespacesLike(env, typed) },
			judge: func(a answer) judgement {
				if strings.TrimSpace(a.text) == "" {
					return judgement{bad, "A namespace is needed"}
				}
				return judgeNamespace(a)
			},
		})
	}
	if s.account.Name.Empty() {
		p.fields = append(p.fields, field{
			kind: textField, name: tokenAccount, label: "account", help: "What the new account is called",
			judge: func(a answer) judgement {
				if model.CheckAccount(model.Account{Namespace: model.NewText("x"), Name: model.NewText(strings.TrimSpace(a.text))}) != nil {
					return judgement{bad, "Small letters, digits, - and . are needed"}
				}
				return judgement{}
			},
		})
	}
	ways := []option{
		{value: "request", label: "with an end", note: "From the TokenRequest API: it ends by itself"},
		{value: "secret", label: "without an end", note: "From a Secret that is made for it: everybody who can read that is the account"},
	}
	if !s.create {
		ways = append(ways, option{value: "existing", label: "from a Secret that is there", note: "Reads the token that a Secret holds"})
	}
	p.fields = append(p.fields, field{kind: choiceField, name: tokenWay, label: "token", start: answer{text: "request"}, options: ways})
	switch a.text(tokenWay) {
	case "secret":
		p.fields = append(p.fields, field{kind: noteField, tone: careful, text: "It has no end, and everybody who can read its Secret is this account. The next page says who that is."})
	case "existing":
		p.fields = append(p.fields, field{kind: textField, name: tokenSecret, label: "its Secret", help: "The name of the Secret", judge: needed("the name of the Secret")})
	default:
		p.fields = append(p.fields, tokenLifeFields(env, a)...)
	}
	p.fields = append(p.fields, field{
		kind: choiceField, name: tokenRole, label: "new role", start: answer{text: noRoleAtAll}, help: "A role in its namespace, besides what it has", free: true,
		options: []option{
			{value: noRoleAtAll, note: "It has what it has"},
			{value: "view", note: "Look at most things, not at Secrets"},
			{value: "edit", note: "Change most things, and read Secrets"},
			{value: "admin", note: "Everything in the namespace, roles too"},
		},
	})
	return p
}

func (s tokenForm) startNamespace(env Env) string {
	if !s.account.Namespace.Empty() {
		return s.account.Namespace.Raw()
	}
	if i := env.Book.Config.Find(s.target.of); i >= 0 && !env.Book.Config.Contexts[i].Namespace.Empty() {
		return env.Book.Config.Contexts[i].Namespace.Raw()
	}
	return "default"
}

// tokenLives are the ones that are offered.
var tokenLives = []option{
	{value: "1h", label: "1 hour"},
	{value: "8h", label: "8 hours", note: "A working day"},
	{value: "24h", label: "24 hours"},
	{value: "7d", label: "7 days"},
	{value: "30d", label: "30 days"},
	{value: "90d", label: "90 days"},
	{value: otherTokenLife},
}

func tokenLifeFields(env Env, a answers) []field {
	start, other := "8h", "12h"
	if d := env.Settings.Defaults.TokenLife; d > 0 {
		if start = amongLives(tokenLives, d); start == "" {
			start, other = otherTokenLife, model.Span(d)
		}
	}
	out := []field{{
		kind: choiceField, name: tokenLife, label: "life", start: answer{text: start}, options: tokenLives,
		help: "The cluster may grant less; what it granted is said",
	}}
	if a.text(tokenLife) == otherTokenLife {
		out = append(out, field{
			kind: textField, name: tokenOther, label: "how long", start: answer{text: other}, help: "Such as 10m, 12h or 45d",
			judge: func(a answer) judgement {
				d, err := model.ParseDuration(strings.TrimSpace(a.text))
				switch {
				case err != nil:
					return judgement{bad, "Write it as 10m, 12h or 45d"}
				case d < model.ShortestTokenLife:
					return judgement{bad, "At least 10m; the API takes no less"}
				case d > model.LongestTokenLife:
					return judgement{bad, "That is more than the API can say"}
				}
				return judgement{}
			},
		})
	}
	return append(out,
		field{kind: yesNoField, name: tokenAnchor, label: "revocable", start: answer{text: yes}, help: "Makes an empty Secret that the token ends with: to delete it is to revoke the token"},
		field{kind: textField, name: tokenAudience, label: "audience", help: "May stay empty: the API server. Else whom it is for, such as vault, and then it logs in only there"},
	)
}

// reviewing is the last page: where it goes, and what would be done in full.
func (s tokenForm) reviewing(env Env, a answers) page {
	w := s.wish(a)
	p := page{title: "Where to, and what is done", review: true, next: "Make it"}
	p.fields = append(p.fields, s.outFields(env, a)...)
	p.fields = append(p.fields, s.notes(env, tokenAnswers{w}, s.whatIsDone)...)
	return p
}

func (s tokenForm) outFields(env Env, a answers) []field {
	out := []field{{
		kind: choiceField, name: tokenResult, label: "result", start: answer{text: "handover"},
		options: []option{
			{value: "handover", label: "a new kubeconfig", note: "In the handover folder, for you alone"},
			{value: "file", label: "a kubeconfig elsewhere", note: "A new file, 0600"},
			{value: "merge", label: "merged into a kubeconfig", note: "A context and a user more, in a file that is there; u takes it back"},
			{value: "token", label: "the token alone", note: "A new file, 0600"},
			{value: "none", label: "no file", note: "To be looked at and copied on the next page"},
		},
	}}
	if v := a.text(tokenResult); v == "file" || v == "merge" || v == "token" {
		out = append(out, field{
			kind: textField, name: tokenOut, label: "path", start: answer{text: s.defaultPath(env, a)}, judge: needed("a path"),
			asking: func(env Env, typed string) tea.Cmd { return env.Do.complete(typed) },
		})
	}
	return append(out,
		field{kind: textField, name: tokenCA, label: "ca.crt to", help: "May stay empty; a file with what the server is trusted by, for programs without a kubeconfig"},
		field{kind: textField, name: tokenServer, label: "address", help: "May stay empty: the one of the kubeconfig. Else how the server is reached from where the token is used"},
	)
}

// whatIsDone says what has to be seen right above the button.
func (s tokenForm) whatIsDone() []field {
	r := s.review
	lines := []string{"logs in at " + r.Address.Server + " as " + r.Wish.Account.Username()}
	if r.Wish.By == model.ByRequest {
		lines = append(lines, "for up to "+model.SpanWords(r.Wish.Life))
	}
	for _, o := range r.Objects {
		lines = append(lines, "makes "+o.What)
	}
	for _, f := range r.Files {
		lines = append(lines, "writes "+f.Path+", "+f.What)
	}
	out := []field{{kind: noteField, label: "What is done", lines: lines}}
	for _, n := range r.Notes {
		out = append(out, field{kind: noteField, text: capital(n)})
	}
	if r.Wish.By != model.ByRequest {
		out = append(out, readersNote(r))
	}
	var may []string
	for _, v := range r.Missing() {
		may = append(may, v.Right.String())
	}
	if len(may) > 0 {
		out = append(out, field{kind: noteField, tone: bad, text: "You may not " + strings.Join(may, ", nor ") + ". Ask an administrator of the cluster."})
	}
	for _, w := range r.Worries {
		if w.Type == "" {
			out = append(out, field{kind: noteField, tone: careful, text: capital(w.Text)})
			continue
		}
		out = append(out, field{kind: noteField, tone: danger, text: capital(w.Text)}, mustType(tokenSure+w.Type, "if it is meant", w.Type))
	}
	return out
}

// readersNote says who will be the account once its token stands in a Secret.
func readersNote(r model.TokenReview) field {
	var who []string
	for _, h := range r.Readers {
		who = append(who, h.Subject.String())
	}
	if over := len(who) - 8; over > 1 {
		who = append(who[:8], amountOf(over, "other"))
	}
	words := "Everybody who can read the Secret is this account: " + strings.Join(who, ", ") + "."
	if len(who) == 0 {
		words = "Nobody but administrators can read the Secret, by the roles that could be read."
	}
	if !r.Read {
		words += " Not all roles could be read, so there may be others."
	}
	return field{kind: noteField, tone: careful, text: words}
}
