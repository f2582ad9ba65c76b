package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"
)

// How each kind of screen is asked. next says what is new on the top one, and returns
// either the question that waits for an answer, or what the App is told without one;
// neither means that the screen waits for somebody else.
func (t *talk) next() (*inquiry, []tea.Msg) {
	o := t.app.top()
	if len(t.app.stack) == 0 {
		return t.menu()
	}
	env := t.app.env(o)
	if now := (sight{o.id, o.Title()}); now != t.screen {
		t.screen, t.bare, t.narrow = now, false, nil
		t.say("", ended(o.Title()))
	}
	switch s := o.Screen.(type) {
	case formed:
		return t.form(env, o.id, s.itself())
	case prompt:
		return t.prompt(env, o.id, s)
	case question:
		return t.question(o.id, s)
	case consentScreen:
		return t.consent(env, o.id, s)
	case chooser:
		return t.chooser(env, o.id, s)
	case resultScreen:
		return t.result(env, o.id, s)
	case tokenPage:
		return t.token(env, o.id, s)
	case requestsScreen:
		return t.requests(env, o.id, s)
	case accountsScreen:
		return t.accounts(env, o.id, s)
	case whoCanScreen:
		return t.whoCan(env, o.id, s)
	case healthScreen:
		return t.health(env, o.id, s)
	case login, fetch:
		return nil, nil
	case reader:
		if d, ok := s.about(env); ok {
			t.detail(d)
		}
	default:
		t.say(strings.Split(ansiless(o.View(env)), "\n")...)
	}
	return nil, []tea.Msg{closeMsg{screen: o.id}}
}

// ended is a title as a sentence.
func ended(title string) string {
	if strings.HasSuffix(title, "?") {
		return title
	}
	return title + "."
}

// letter is a key with a letter on it.
func letter(k rune) tea.Msg { return tea.KeyPressMsg{Code: k, Text: string(k)} }

// leaving closes a screen, which keeps what was answered in it.
func leaving(id int) func() []tea.Msg {
	return func() []tea.Msg { return []tea.Msg{closeMsg{screen: id}} }
}

// detail says everything about something: a label, and what it is.
func (t *talk) detail(d detail) {
	for _, p := range d.paras {
		switch {
		case p.text == "" && p.label == "":
		case p.label == "":
			t.say(p.text)
		default:
			t.say(p.label + ": " + p.text)
		}
	}
}

// prompt asks for one line.
func (t *talk) prompt(env Env, id int, p prompt) (*inquiry, []tea.Msg) {
	if p.waiting {
		return nil, nil
	}
	if p.wrong == "" {
		if p.fear != "" {
			t.say("Mind: " + p.fear)
		}
		t.say(p.about)
	}
	words := capital(p.yes)
	if kept := p.edit.text(); kept != "" {
		words += " [" + kept + "]"
	}
	return &inquiry{prompt: words + ":", back: leaving(id), take: func(said string) []tea.Msg {
		if said == "" {
			said = p.edit.text()
		}
		if p.judge != nil {
			if j := p.judge(env, said); j.text != "" {
				if t.say(j.text + "."); j.tone == bad {
					return nil
				}
			}
		}
		t.expects = p.do != nil // the screen that it opens
		return []tea.Msg{typedMsg{id, said}, tea.KeyPressMsg{Code: tea.KeyEnter}}
	}}, nil
}

// question asks for a yes or a no. Where something would be gone, an empty line is a no.
func (t *talk) question(id int, q question) (*inquiry, []tea.Msg) {
	t.say(q.lost...)
	t.say(q.asks)
	t.say(q.rows...)
	t.say(withoutKeys.Replace(q.todo))
	words, usual := "yes or no", "yes"
	if len(q.lost) > 0 {
		usual = "no"
	}
	if len(q.diff) > 0 {
		words += ", or show: what would be written"
	}
	if t.bare || q.shown {
		t.read(q.diff...)
	}
	no := func() []tea.Msg {
		t.say("Nothing was done.")
		return []tea.Msg{chosenMsg{id, q.dont}}
	}
	return &inquiry{prompt: words + " [" + usual + "]:", back: no, take: func(said string) []tea.Msg {
		if said = strings.ToLower(strings.TrimSpace(said)); said == "" {
			said = usual
		}
		switch said {
		case "y", yes:
			return []tea.Msg{chosenMsg{id, q.do}}
		case "n", "no":
			return no()
		case "show", "s":
			t.bare = true
		}
		return nil
	}}, nil
}

// withoutKeys words what keys would do.
var withoutKeys = strings.NewReplacer("ctrl+r does it again", "It can be done again", "u takes it back", "It can be taken back", "u does not take it back", "it cannot be taken back", "u brings the old certificate back", "undo brings the old certificate back")

// consent asks whether something may run or be sent. An empty line is a no.
func (t *talk) consent(env Env, id int, c consentScreen) (*inquiry, []tea.Msg) {
	t.detail(c.about(env))
	no := leaving(id)
	return &inquiry{prompt: "yes (once), always (for exactly this), show (what is hidden) or no [no]:", back: no, take: func(said string) []tea.Msg {
		switch strings.ToLower(strings.TrimSpace(said)) {
		case "y", yes:
			return []tea.Msg{letter('y')}
		case "a", "always":
			return []tea.Msg{letter('a')}
		case "s", "show":
			return []tea.Msg{letter('v')}
		case "n", "no", "":
			return no()
		}
		t.say("Only yes or always is a yes.")
		return nil
	}}, nil
}

// result says what came of some work, and asks what is done next, if there is something.
func (t *talk) result(env Env, id int, r resultScreen) (*inquiry, []tea.Msg) {
	t.say(withoutKeys.Replace(r.said)+".", r.todo)
	if r.facts != nil {
		t.detail(r.facts(env))
	}
	back := leaving(id)
	if len(r.next) == 0 {
		return nil, back()
	}
	options := make([]option, len(r.next))
	for n, it := range r.next {
		options[n] = option{value: it.name, note: it.note, why: it.why}
	}
	return t.menuOf(options, "go on", func(n int) []tea.Msg { return []tea.Msg{chosenMsg{id, r.next[n].do}} }, back), nil
}

// token says what is known of a token, and the token itself only when it is asked for.
func (t *talk) token(env Env, id int, p tokenPage) (*inquiry, []tea.Msg) {
	if p.open && !p.checked {
		return nil, nil
	}
	if p.showing {
		t.say(p.words(env.Styles))
	} else {
		var d detail
		p.alive(env, &d)
		tokenLines(env, &d, p.facts)
		t.detail(d)
	}
	options := []option{{value: "show the token"}, {value: "copy the token", note: "into the clipboard of the terminal"}}
	back := leaving(id)
	return t.menuOf(options, "back", func(n int) []tea.Msg {
		if n == 1 {
			return []tea.Msg{doMsg{actCopy}}
		}
		return []tea.Msg{doMsg{actSeverity}}
	}, back), nil
}

// ansiless is what is left of a page without colours and frames.
func ansiless(page string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("|", r) {
			return -1
		}
		return r
	}, page)
}
