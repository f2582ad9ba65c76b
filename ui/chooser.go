package ui

import (
	"fmt"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// chooser is a box in which one thing is chosen from a list by typing a part of
// it: the palette, the namespaces, the copy menu.
type chooser struct {
	title, about string
	items        []item
	last         []item                  // what stands below all others, whatever is typed
	free         func(typed string) item // what the typed text itself would mean, if anything
	typed        line
	found        []item
	lit          query
	cursor, top  int
	wrong        string // why the last enter did nothing
}

// item is one line of a chooser.
type item struct {
	name, note string
	why        string // why it cannot be chosen now
	faint      bool
	do         tea.Cmd
}

func newChooser(c chooser) chooser { return c.refound() }

// Boxed implements boxed.
func (chooser) Boxed() {}

// Title implements Screen.
func (c chooser) Title() string { return c.title }

// Typing implements Screen: every letter goes into the line.
func (chooser) Typing() bool { return true }

// Refuses implements Screen.
func (chooser) Refuses(Env, act) string { return "" }

// Keys implements Screen.
func (chooser) Keys() []key.Binding {
	return []key.Binding{hint(actEnter, "choose"), hint(actBack, "close")}
}

// refound looks for the items that fit what was typed.
func (c chooser) refound() chooser {
	c.lit, c.found, c.cursor, c.top, c.wrong = newQuery(string(c.typed)), nil, 0, 0, ""
	straws := make([]straw, len(c.items))
	all := make([]hit, len(c.items))
	for i, it := range c.items {
		straws[i], all[i] = newStraw(it.name, it.note), hit{index: i, place: i}
	}
	if !c.lit.empty() {
		all = c.lit.among(all, at(straws))
	}
	for _, h := range all {
		c.found = append(c.found, c.items[h.index])
	}
	if c.free != nil && c.typed != "" {
		if it := c.free(string(c.typed)); it.name != "" {
			c.found = append(c.found, it)
		}
	}
	c.found = append(c.found, c.last...)
	return c
}

// Update implements Screen.
func (c chooser) Update(env Env, msg tea.Msg) (Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.PasteMsg:
		c.typed += line(msg.Content)
		return c.refound(), nil
	case tea.KeyPressMsg:
		return c.pressed(env, msg)
	}
	return c, nil
}

func (c chooser) pressed(env Env, msg tea.KeyPressMsg) (Screen, tea.Cmd) {
	page := c.height(env)
	switch msg.String() {
	case "enter":
		return c.chosen()
	case "esc":
		return c, pop
	case "up", "ctrl+p", "shift+tab":
		c.cursor--
	case "down", "ctrl+n", "tab":
		c.cursor++
	case "pgup":
		c.cursor -= page
	case "pgdown":
		c.cursor += page
	case "home":
		c.cursor = 0
	case "end":
		c.cursor = len(c.found)
	default:
		next, edited := c.typed.typed(msg)
		if !edited || next == c.typed {
			return c, nil
		}
		c.typed = next
		return c.refound(), nil
	}
	c.wrong = ""
	c.cursor = max(0, min(c.cursor, len(c.found)-1))
	c.top = max(0, min(c.top, c.cursor), c.cursor-page+1)
	return c, nil
}

func (c chooser) chosen() (Screen, tea.Cmd) {
	if c.cursor >= len(c.found) {
		c.wrong = "Nothing matches"
		return c, nil
	}
	it := c.found[c.cursor]
	if it.why != "" {
		c.wrong = it.why
		return c, nil
	}
	return c, choose(it.do)
}

// height is how many items are in sight at once.
func (c chooser) height(env Env) int {
	return max(1, min(14, env.Height-7, len(c.items)+len(c.last)+1))
}

// View implements Screen.
func (c chooser) View(env Env) string {
	s := env.Styles
	w := max(8, min(72, env.Width-4))
	var lines []string
	if c.about != "" {
		for _, l := range wrap(c.about, w-4) {
			lines = append(lines, " "+s.Faint.Render(l))
		}
	}
	lines = append(lines, " "+s.Key.Render(">")+" "+c.typed.shown(w-8)+s.Key.Render(s.Glyph.Caret))
	h := c.height(env)
	top := max(0, min(c.top, len(c.found)-h))
	for n := top; n < min(len(c.found), top+h); n++ {
		lines = append(lines, c.row(s, n, w-2))
	}
	if len(c.found) == 0 {
		lines = append(lines, s.Faint.Render("   nothing matches"))
	}
	p := panel{title: c.title, focus: true, lines: lines}
	switch {
	case c.wrong != "":
		p.lines = append(p.lines, " "+s.Warn.Render(s.short(c.wrong, w-4)))
	case c.cursor < len(c.found) && c.found[c.cursor].why != "":
		p.note = c.found[c.cursor].why
	case len(c.found) > h:
		p.note = s.joined(fmt.Sprintf("%d of %d", c.cursor+1, len(c.found)), "enter chooses", "esc closes")
	default:
		p.note = s.joined("enter chooses", "esc closes")
	}
	return strings.Join(p.draw(s, w, len(p.lines)+2), "\n")
}

// nameWidth is the column of the names; the notes get what is left.
func (c chooser) nameWidth(w int) int {
	n := 0
	for _, it := range c.found {
		n = max(n, cells(it.name))
	}
	return min(n, max(w*2/3, w-16))
}

func (c chooser) row(s Styles, n, w int) string {
	it, bar := c.found[n], n == c.cursor
	cursor, look := " ", s.Text.on(bar)
	if bar {
		cursor = s.Glyph.Cursor
	}
	if it.faint || it.why != "" {
		look = s.Faint.on(bar)
	}
	name := c.nameWidth(w - 6)
	room := max(0, w-6-name)
	note := s.short(it.note, room)
	return s.Key.on(bar).Render(" "+cursor+" ") +
		s.field(it.name, name, look, s.Hit.on(bar), c.lit.hits(it.name)) +
		look.Render("  ") + s.Faint.on(bar).Render(blank(room-cells(note))+note+" ")
}
