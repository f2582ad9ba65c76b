package ui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"kubeid/model"
)

// health tells what is wrong or worth knowing, the worst first.
func (t *talk) health(env Env, id int, s healthScreen) (*inquiry, []tea.Msg) {
	c := chooser{about: "Which one, to hear why it matters and what to do?"}
	for _, f := range env.Outlook.findings {
		if f.Gravity >= gravityChoices[s.choice].least {
			c.items = append(c.items, item{name: f.Words, note: f.Gravity.String() + ", " + f.Place(), do: push(newFindingPage(f))})
		}
	}
	if len(env.Outlook.findings) == 0 {
		t.say("Nothing was found to be wrong. Servers are looked at only when you ask.")
		return nil, leaving(id)()
	}
	next := gravityChoices[(s.choice+1)%len(gravityChoices)].words
	c.last = []item{{name: "tell others", note: "now " + gravityChoices[s.choice].words + ", then " + next, do: send(doMsg{actSeverity})}}
	return t.pick(newChooser(c), leaving(id), t.opens)
}

// newFindingPage tells everything about a finding.
func newFindingPage(f model.Finding) Screen {
	return newResult(f.Rule, result{
		said: f.Words, tone: calm,
		facts: func(env Env) detail {
			d := findingDetail(env, f)
			d.paras = d.paras[1 : len(d.paras)-1] // it is said already, and a key means nothing here
			return d
		},
		next: []item{{
			name: "ignore this rule until the program ends",
			note: fmt.Sprintf("for good with ignore: [%s] in config.yaml", f.Rule), do: send(ignoreMsg{f.Rule}),
		}},
	})
}

// newRenewChooser asks whose certificate is renewed.
func newRenewChooser(env Env) Screen {
	k, c := env.Book.Config, chooser{title: "Renew whose certificate?", about: "The same user, with a new key, in the place of the old one."}
	for _, i := range env.Book.order(model.UserKind, byName) {
		if !k.Users[i].Certificate.Present() {
			continue
		}
		it := item{name: k.Users[i].Name.String(), note: k.Place(model.UserKind, i), why: refusesRenewal(env, i)}
		if life, ok := env.Book.UserEnd(i); ok {
			it.note = env.end(life).spoken() + ", " + it.note
		}
		if it.why == "" {
			it.do = opening(func() Screen { return newRenewal(env, i) })
		}
		c.items = append(c.items, it)
	}
	if len(c.items) == 0 {
		c.about = "Nobody here logs in by a client certificate; only those are renewed."
	}
	return newChooser(c)
}
