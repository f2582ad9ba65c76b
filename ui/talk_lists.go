package ui

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"
)

// Lists of a talk: everything has a number, and a name does as well.

// offers says options with their numbers, and how many that were.
func (t *talk) offers(options []option) {
	for n, o := range options {
		if n == mostOffers {
			t.say(fmt.Sprintf("And %d more: type a part of a name.", len(options)-n))
			return
		}
		words := strconv.Itoa(n+1) + ". " + o.shown()
		if o.note != "" {
			words += ": " + o.note
		}
		if o.why != "" {
			words += " (not now: " + o.why + ")"
		}
		t.say(words)
	}
}

// mostOffers is how many options are said at once.
const mostOffers = 20

// meant finds the option that an answer means, by its number or its name; -1 for none.
func meant(options []option, said string) int {
	said = strings.TrimSpace(said)
	if n, err := strconv.Atoi(said); err == nil && n >= 1 && n <= len(options) {
		return n - 1
	}
	return slices.IndexFunc(options, func(o option) bool { return o.value == said || strings.EqualFold(o.shown(), said) })
}

// menuOf asks for one of a few things to do; an empty line takes the first, or what is
// kept. back is what 0 and ctrl+d mean, with its words.
func (t *talk) menuOf(options []option, zero string, take func(n int) []tea.Msg, back func() []tea.Msg) *inquiry {
	t.offers(options)
	t.say("0. " + zero)
	return &inquiry{
		prompt: "Number:", back: back,
		take: func(said string) []tea.Msg {
			switch n := meant(options, said); {
			case strings.TrimSpace(said) == "0":
				return back()
			case n < 0:
				t.say(fmt.Sprintf("A number from 0 to %d is needed.", len(options)))
				return nil
			case options[n].why != "":
				t.say("Not now: " + options[n].why + ".")
				return nil
			default:
				return take(n)
			}
		},
	}
}

// chooser asks for one thing of a list, or with several for any of them. A part of a
// name leaves only what has it.
func (t *talk) chooser(_ Env, id int, c chooser) (*inquiry, []tea.Msg) {
	return t.pick(c, leaving(id), func(it item) []tea.Msg { return []tea.Msg{chosenMsg{id, it.do}} })
}

// pick asks for one thing of a list; take is what the App is told then.
func (t *talk) pick(c chooser, back func() []tea.Msg, take func(item) []tea.Msg) (*inquiry, []tea.Msg) {
	whole := c
	if t.narrow != nil {
		c = *t.narrow
	} else if t.say(c.about); len(c.items)+len(c.last) > mostOffers || c.free != nil {
		t.say("A number, a name, or a part of a name.")
	}
	options := make([]option, len(c.found))
	for n, it := range c.found {
		options[n] = option{value: it.name, note: it.note, why: it.why}
	}
	t.offers(options)
	t.say("0. back")
	return &inquiry{prompt: "Number:", back: back, take: func(said string) []tea.Msg {
		said = strings.TrimSpace(said)
		n := meant(options, said)
		switch {
		case said == "0":
			return back()
		case said == "":
			t.narrow = nil
			return nil
		case n >= 0 && options[n].why != "":
			t.say("Not now: " + options[n].why + ".")
			return nil
		case n >= 0:
			return take(c.found[n])
		}
		whole.typed = line(said)
		found := whole.refound()
		if n := slices.IndexFunc(found.found, func(it item) bool { return it.name == said && it.why == "" }); n >= 0 {
			return take(found.found[n]) // one that is not in the list
		}
		switch fits := len(found.found) - len(found.last); {
		case fits == 0:
			t.say("Nothing has that name.")
		case fits == 1 && found.found[0].why != "":
			t.say("Not now: " + found.found[0].why + ".")
		default:
			t.narrow = &found
		}
		return nil
	}}, nil
}
