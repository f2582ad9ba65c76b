package ui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"kubeid/model"
)

// The screens of a cluster in a talk. They stay open below what is done from them, as
// they do on the screen: their lists are told anew when one comes back.

// apart is the question of a screen that has talked to nobody yet, or got no answer;
// does says what it is for: "look at its requests".
func (t *talk) apart(env Env, id int, to target, now phase, trouble error, does string) (*inquiry, []tea.Msg) {
	if now == askingPhase {
		return nil, nil
	}
	if trouble != nil {
		t.say(sentence(trouble) + ".")
	}
	to = to.settled(env)
	connect := option{value: "connect and " + does, why: "no context is current"}
	if !to.none() {
		connect.value, connect.why = "connect to "+to.of.Name.String()+" and "+does, ""
		t.say("It logs in " + to.who(env) + ". Nothing is sent before.")
	}
	opens := []func() Screen{
		func() Screen { return newConnect(env, to, does) },
		func() Screen { return newTargetChooser(env, to) },
	}
	return t.menuOf([]option{connect, {value: "choose another context"}}, "back", func(n int) []tea.Msg {
		return []tea.Msg{pushMsg{opens[n]()}}
	}, leaving(id)), nil
}

// requests tells what a cluster is asked to sign.
func (t *talk) requests(env Env, id int, s requestsScreen) (*inquiry, []tea.Msg) {
	if !s.shows() {
		return t.apart(env, id, s.target, s.phase, s.trouble, "look at its requests")
	}
	if s.phase == lostPhase {
		t.say("The server has gone, and is asked again and again. This is what it told last.")
	}
	c := chooser{about: "Which request? An empty line tells them again, as they are then."}
	for _, r := range s.seen.List {
		if !requestChoices[s.choice].let(env, r) {
			continue
		}
		note := r.State() + ", " + review([]model.CSR{r})[0]
		c.items = append(c.items, item{name: r.Name.String(), note: note, do: opening(func() Screen { return newRequestPage(env, s, r) })})
	}
	if len(c.items) == 0 {
		c.about = "There is no request of this kind."
	}
	next := requestChoices[(s.choice+1)%len(requestChoices)].words
	c.last = []item{{name: "tell others", note: "now " + requestChoices[s.choice].words + ", then " + next, do: send(doMsg{actSeverity})}}
	return t.pick(newChooser(c), leaving(id), t.opens)
}

// opens does at once what an item of a screen stands for that stays open.
func (t *talk) opens(it item) []tea.Msg {
	msg := it.do()
	_, pushes := msg.(pushMsg)
	t.narrow, t.expects = nil, !pushes // else something is said about it first
	return []tea.Msg{msg}
}

// opening opens a screen that is made only then.
func opening(s func() Screen) tea.Cmd { return func() tea.Msg { return pushMsg{s()} } }

// newRequestPage tells everything about a request, and decides on it as it was seen.
func newRequestPage(env Env, s requestsScreen, r model.CSR) Screen {
	s.marked = map[string]bool{r.Name.Raw(): true}
	q := s.seen
	decide := func(name string, a act) item {
		return item{name: name, why: s.refusesDecision(env, a), do: push(unsafely(env, s.target, func(t target) Screen {
			s.target = t
			return s.decision(env, a == actApprove)
		}))}
	}
	write := item{name: "write the certificate to a file", do: push(s.fetch(env, r))}
	if !r.Certificate.Issued {
		write.why = "there is none: " + r.Diagnose(q.View, env.Now).What
	}
	return newResult("Request "+r.Name.String(), result{
		said: r.Name.String() + " on " + s.target.of.Name.String(), tone: calm,
		facts: func(env Env) detail { return requestDetail(env, q, r) },
		next:  []item{decide("approve", actApprove), decide("deny", actDeny), write},
	})
}

// accounts tells the ServiceAccounts of a cluster, and the Secrets that hold their tokens.
func (t *talk) accounts(env Env, id int, s accountsScreen) (*inquiry, []tea.Msg) {
	switch {
	case s.phase != livePhase:
		return t.apart(env, id, s.target, s.phase, s.trouble, "list its ServiceAccounts")
	case s.heard != s.asked:
		return nil, nil // it is listed anew
	case s.narrowed:
		t.say("You may not list all namespaces; these are of " + s.namespace.String() + ".")
	}
	c := chooser{about: "Which account, or which token Secret?"}
	var secrets []item
	for _, a := range s.list.List {
		c.items = append(c.items, item{name: a.Account.String(), note: secretsOf(a), do: push(newAccountPage(s.target, a.Account))})
		for _, secret := range a.Tokens {
			secrets = append(secrets, item{
				name: "Secret " + secret.At().String(), note: secret.Kind() + " of " + a.Account.String() + ", last used: " + secret.LastUsedWord(),
				do: opening(func() Screen { return newSecretPage(env, s, a, secret) }),
			})
		}
	}
	c.items = append(c.items, secrets...)
	if !s.list.TokensKnown {
		c.about += " The token Secrets could not be listed."
	}
	c.last = []item{{name: "choose the namespace", do: push(newScopeChooser(env, s))}}
	return t.pick(newChooser(c), leaving(id), t.opens)
}

// secretsOf says how many tokens of an account lie in Secrets.
func secretsOf(a model.ServiceAccount) string {
	if len(a.Tokens) == 0 {
		return "no token Secret"
	}
	return amountOf(len(a.Tokens), "token Secret")
}

// newSecretPage tells everything about a token Secret, and what can be done about it.
func newSecretPage(env Env, s accountsScreen, a model.ServiceAccount, secret model.TokenSecret) Screen {
	t, list := s.target, s.list
	return newResult("Secret "+secret.At().String(), result{
		said: fmt.Sprintf("Secret %s on %s", secret.At(), t.of.Name), tone: calm,
		facts: func(env Env) detail {
			d := tokenSecretDetail(env, list, secret)
			d.paras = d.paras[:len(d.paras)-1] // which keys do what
			return d
		},
		next: []item{
			{name: "revoke it", note: "deletes the Secret; what logs in with it is named first", do: push(newRevoke(env, t, model.RevokeWhat{Secret: secret.At()}))},
			{name: "who can read it", do: push(newWhoCan(t, secret.At(), true))},
			{name: "make a token with an end in its place", do: push(newTokenForm(env, t, a.Account, false))},
		},
	})
}

// whoCan tells who can become an account or read a Secret, and how.
func (t *talk) whoCan(env Env, id int, s whoCanScreen) (*inquiry, []tea.Msg) {
	c := chooser{about: "Who of them, to hear every way and what allows it?"}
	for _, h := range s.got.Holders {
		if whoCanChoices[s.choice].let(h) {
			c.items = append(c.items, item{name: h.Subject.String(), note: howOf(h), do: push(reader{
				title: h.Subject.String(), about: func(env Env) (detail, bool) { return holderDetail(env, h), true },
			})})
		}
	}
	if t.narrow == nil {
		t.say(s.answer(), model.OnlyRBAC)
		for _, u := range s.got.Unknown {
			t.say(capital(u.String()) + ".")
		}
	}
	next := whoCanChoices[(s.choice+1)%len(whoCanChoices)].words
	c.last = []item{{name: "tell others", note: "now " + whoCanChoices[s.choice].words + ", then " + next, do: send(doMsg{actSeverity})}}
	return t.pick(newChooser(c), leaving(id), t.opens)
}
