package ui

import (
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"kubeid/model"
)

// pager shows lines that may be more than the window has: the help, the warnings.
type pager struct {
	title string
	lines func(Env) []string
	top   int
}

// Title implements Screen.
func (p pager) Title() string { return p.title }

// Typing implements Screen.
func (pager) Typing() bool { return false }

// Keys implements Screen.
func (pager) Keys() []key.Binding {
	return []key.Binding{hint(actBack, ""), hint(actPageDown, "more"), hint(actPalette, ""), hint(actQuit, "")}
}

// Refuses implements Screen.
func (p pager) Refuses(env Env, a act) string {
	switch a {
	case actUp, actDown, actPageUp, actPageDown, actFirst, actLast:
		if len(p.lines(env)) <= p.page(env) {
			return "This is all of it; esc goes back"
		}
		return ""
	case actBack:
		return ""
	}
	return "Go back first: esc"
}

// Update implements Screen.
func (p pager) Update(env Env, msg tea.Msg) (Screen, tea.Cmd) {
	page := p.page(env)
	last := max(0, len(p.lines(env))-page)
	if do, ok := msg.(doMsg); ok {
		switch do.act {
		case actUp:
			p.top--
		case actDown:
			p.top++
		case actPageUp:
			p.top -= page
		case actPageDown:
			p.top += page
		case actFirst:
			p.top = 0
		case actLast:
			p.top = last
		}
	}
	p.top = max(0, min(p.top, last))
	return p, nil
}

// View implements Screen.
func (p pager) View(env Env) string {
	f := panel{focus: true}.scrolled(env.Styles, p.title, p.lines(env), p.top, p.page(env))
	return strings.Join(f.draw(env.Styles, env.Width, env.Height), "\n")
}

// page is how many lines are in sight at once.
func (pager) page(env Env) int { return max(1, env.Height-2) }

// keyWidth is the column of the keys in the help.
const keyWidth = 18

// helpLines are the key table, what the signs mean, and the words of the trade.
func helpLines(env Env) []string {
	s := env.Styles
	var out []string
	for _, g := range groups {
		out = append(out, "", " "+s.Title.Render(g))
		for _, l := range keyTable {
			if l.group == g {
				out = append(out, helpLine(s, strings.Join(l.keys, " "), l.does, env.Width-2)...)
			}
		}
	}
	out = append(out, "", " "+s.Title.Render("While a filter is typed"),
		" "+s.Faint.Render("Letters are letters; up, down, ctrl+p and ctrl+n move; enter acts; esc clears."),
		"", " "+s.Title.Render("While a question is asked"),
		" "+s.Faint.Render("y yes, n or esc no; a yes and never again for exactly this; v shows what is hidden."),
		"", " "+s.Title.Render("Signs"))
	for _, sign := range []struct{ glyph, means string }{
		{s.Glyph.Current, "the current context, and its cluster and user"},
		{s.Glyph.Marked, "a marked row; p looks at all of them, esc takes the marks away"},
		{s.Glyph.Severity[model.Fine] + " fine", "28 days and more are left, or a third of a short life"},
		{s.Glyph.Severity[model.Soon] + " soon", "it ends in less than 28 days"},
		{s.Glyph.Severity[model.Urgent] + " urgent", "it ends in less than 14 days"},
		{s.Glyph.Severity[model.Expired] + " expired", "it is over"},
		{s.Glyph.Severity[model.NotYetValid] + " not yet", "it is not valid yet"},
		{s.Glyph.Severity[model.Endless] + " no end", "a token that names no end"},
		{s.Glyph.Severity[model.Unknown] + " unread", "nobody knows when it ends; the detail says why"},
		{s.Glyph.Broken + " no login", "the API server takes this certificate for nobody; i says why"},
		{s.Glyph.Broken + " broken", "a name in it leads nowhere"},
		{s.Glyph.Refused + " refused", "kubectl refuses it; the detail says why"},
		{s.Glyph.MixedUp + " mix-up", "kubectl would use another file's cluster or user of the same name"},
		{s.Glyph.Shadowed + " shadowed", "kubectl uses another file's entry of the same name"},
	} {
		out = append(out, helpLine(s, sign.glyph, sign.means, env.Width-2)...)
	}
	out = append(out, "", " "+s.Title.Render("Words")+"  "+s.Faint.Render("more of each: kubeid explain WORD"))
	for _, t := range model.Topics() {
		out = append(out, helpLine(s, t.Name, t.Short, env.Width-2)...)
	}
	return out[1:]
}

func helpLine(s Styles, left, right string, w int) []string {
	var out []string
	for _, l := range wrap(right, max(8, w-keyWidth-2)) {
		out = append(out, " "+s.Key.Render(left)+blank(keyWidth-cells(left))+s.Text.Render(l))
		left = ""
	}
	return out
}
