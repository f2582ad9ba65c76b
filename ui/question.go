package ui

import (
	"fmt"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// A question asks before something is done. Its first line says what will be gone, if
// anything will be. enter agrees only where nothing is lost; else only y does.
type question struct {
	title string
	lost  []string // what will be gone: "the only copy of jane's private key"
	asks  string   // the question itself
	rows  []string // what it is about, a line each
	todo  string   // what else could be done
	yes   string   // what y does, in words: "delete it"
	diff  []string // what would be written, shown by d
	do    tea.Cmd
	dont  tea.Cmd // what a no does, if anything

	shown bool // the diff is
	top   int
}

// Boxed implements boxed.
func (question) Boxed() {}

// Title implements Screen.
func (q question) Title() string {
	if q.title == "" {
		return "Question"
	}
	return safe(q.title)
}

// Typing implements Screen: the letters are answers.
func (question) Typing() bool { return true }

// Refuses implements Screen.
func (question) Refuses(Env, act) string { return "" }

// Keys implements Screen.
func (q question) Keys() []key.Binding {
	out := []key.Binding{press("y", q.words()), press("n", "no")}
	if len(q.diff) > 0 {
		out = append(out, press("d", "what would be written"))
	}
	return out
}

func (q question) words() string {
	if q.yes == "" {
		return "yes"
	}
	return "yes, " + safe(q.yes)
}

// Update implements Screen.
func (q question) Update(env Env, msg tea.Msg) (Screen, tea.Cmd) {
	pressed, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return q, nil
	}
	switch k := pressed.String(); k {
	case "y", "Y":
		return q, choose(env, q.do)
	case "enter":
		if len(q.lost) == 0 {
			return q, choose(env, q.do)
		}
		return q, choose(env, q.dont)
	case "n", "N", "esc", "q":
		return q, choose(env, q.dont)
	case "d":
		q.shown, q.top = !q.shown && len(q.diff) > 0, 0
	case "up", "down", "pgup", "pgdown", "home", "end", "j", "k", "g", "G":
		if q.shown {
			q.top = moved(q.top, actOf(k), q.room(env), len(q.diff)-q.room(env))
		}
	}
	return q, nil
}

// room is how many lines of the diff are in sight.
func (q question) room(env Env) int {
	return max(1, min(len(q.diff), env.Height-len(q.body(env))-5))
}

func (q question) width(env Env) int {
	if q.shown {
		return max(8, min(100, env.Width-4))
	}
	return max(8, min(68, env.Width-4))
}

// body is what the question says.
func (q question) body(env Env) []string {
	s, w := env.Styles, q.width(env)
	var lost, out []string
	add := func(to *[]string, text string, look ink) {
		for _, l := range wrap(safe(text), w-4) {
			*to = append(*to, " "+look.Render(l))
		}
	}
	for _, l := range q.lost {
		add(&lost, l, s.Bad)
	}
	add(&out, q.asks, s.Text)
	for _, r := range q.rows {
		add(&out, s.Glyph.Dot+" "+r, s.Text)
	}
	if q.todo != "" {
		out = append(out, "")
		add(&out, q.todo, s.Faint)
	}
	if len(lost) == 0 {
		return out
	}
	return append(append(q.fitting(env, lost, len(out)), ""), out...)
}

// leastDiff is how many lines of a diff are in sight, however much there is to say.
const leastDiff = 8

// fitting cuts what will be gone so that the answers, and some of the diff, stay in sight.
func (q question) fitting(env Env, lost []string, below int) []string {
	room := env.Height - below - 5
	if q.shown {
		room -= 1 + min(leastDiff, len(q.diff))
	}
	over := len(lost) - max(2, room)
	if over <= 0 {
		return lost
	}
	words := fmt.Sprintf("And %d more %s", over+1, plural(over+1, "line"))
	if len(q.diff) > 0 && !q.shown {
		words += ": d shows everything"
	}
	return append(lost[:len(lost)-over-1:len(lost)-over-1], " "+env.Styles.Bad.Render(words))
}

// View implements Screen.
func (q question) View(env Env) string {
	s, w := env.Styles, q.width(env)
	lines := q.body(env)
	p := panel{title: q.Title(), focus: true}
	if q.shown {
		room := q.room(env)
		p = p.scrolled(s, p.title, q.diff, q.top, room)
		lines = append(lines, "")
		for _, l := range p.lines[:min(room, len(p.lines))] {
			lines = append(lines, " "+s.changed(l).Render(squeeze(s, safe(l), w-4)))
		}
	}
	p.lines = append(lines, "", " "+q.answers(s))
	return strings.Join(p.draw(s, w, len(p.lines)+2), "\n")
}

// answers says which key answers what; the one that enter stands for says so.
func (q question) answers(s Styles) string {
	y, n := q.words(), "no"
	if len(q.lost) == 0 {
		y += " (enter)"
	} else {
		n += " (enter)"
	}
	out := s.Key.Render("y") + " " + y + "   " + s.Key.Render("n") + " " + n
	if len(q.diff) == 0 {
		return out
	}
	words := "what would be written"
	if q.shown {
		words = "hide it"
	}
	return out + "   " + s.Key.Render("d") + " " + words
}

// changed returns how a line of a diff is drawn.
func (s Styles) changed(l string) ink {
	switch {
	case strings.HasPrefix(l, "-"):
		return s.Bad
	case strings.HasPrefix(l, "+"):
		return s.Good
	}
	return s.Faint
}
