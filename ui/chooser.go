package ui

import (
	"fmt"
	"slices"
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

	several func(ids []string) tea.Cmd // when any number of items can be chosen
	marked  []string                   // the ids of those that are
	touched bool                       // something was marked, or taken away
}

// item is one line of a chooser.
type item struct {
	id         string // where several can be chosen
	name, note string
	also       []string // words by which it is found, before its name
	why        string   // why it cannot be chosen now
	act        act      // whose key does it at once, on a page
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
func (c chooser) Keys() []key.Binding {
	if c.several != nil {
		return []key.Binding{press("space", "mark"), hint(actEnter, "take what is marked"), hint(actBack, "close")}
	}
	return []key.Binding{hint(actEnter, "choose"), hint(actBack, "close")}
}

// refound looks for the items that fit what was typed.
func (c chooser) refound() chooser {
	c.lit, c.found, c.cursor, c.top, c.wrong = newQuery(string(c.typed)), nil, 0, 0, ""
	straws := make([]straw, len(c.items))
	all := make([]hit, len(c.items))
	for i, it := range c.items {
		straws[i], all[i] = newStraw(append(slices.Clip(it.also), it.name, it.note)...), hit{index: i, place: i}
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
		return c.chosen(env)
	case "esc":
		return c, closing(env)
	case "space":
		if c.several != nil {
			return c.mark(), nil
		}
		return c.edited(msg), nil
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
		return c.edited(msg), nil
	}
	c.wrong = ""
	c.cursor = max(0, min(c.cursor, len(c.found)-1))
	c.top = max(0, min(c.top, c.cursor), c.cursor-page+1)
	return c, nil
}

// edited looks for what was typed.
func (c chooser) edited(msg tea.KeyPressMsg) chooser {
	next, edited := c.typed.typed(msg)
	if !edited || next == c.typed {
		return c
	}
	c.typed = next
	return c.refound()
}

// on puts the cursor on the item with this id.
func (c chooser) on(id string) chooser {
	for n, it := range c.found {
		if it.id == id {
			c.cursor = n
		}
	}
	return c
}

// mark marks the item under the cursor, or takes its mark away, and goes on to the next.
func (c chooser) mark() chooser {
	if c.cursor >= len(c.found) {
		return c
	}
	it := c.found[c.cursor]
	if it.why != "" {
		c.wrong = it.why
		return c
	}
	c.touched = true
	switch {
	case slices.Contains(c.marked, it.id):
		c.marked = slices.DeleteFunc(slices.Clone(c.marked), func(id string) bool { return id == it.id })
	default:
		c.marked = append(slices.Clip(c.marked), it.id)
	}
	if !slices.ContainsFunc(c.items, func(was item) bool { return was.id == it.id }) {
		c.items = append(slices.Clip(c.items), it) // it was typed
		c.typed = ""
		return c.refound().on(it.id)
	}
	c.cursor = min(c.cursor+1, len(c.found)-1)
	return c
}

func (c chooser) chosen(env Env) (Screen, tea.Cmd) {
	if c.several != nil {
		if !c.touched && (c.cursor > 0 || c.typed != "") {
			c = c.mark() // somebody went to one thing and meant it
		}
		return c, choose(env, c.several(c.marked))
	}
	if c.cursor >= len(c.found) {
		return c, nil // that nothing matches is said already
	}
	it := c.found[c.cursor]
	if it.why != "" {
		c.wrong = it.why
		return c, nil
	}
	return c, choose(env, it.do)
}

// height is how many items are in sight at once.
func (c chooser) height(env Env) int {
	return max(1, min(14, env.Height-7, len(c.items)+len(c.last)+1))
}

// width is what the longest item needs, whatever was typed, within bounds.
func (c chooser) width(env Env) int {
	name, note := 0, 0
	for _, it := range c.items {
		name, note = max(name, cells(it.name)), max(note, cells(it.note))
	}
	return max(8, min(max(72, name+note+10), 100, env.Width-4))
}

// View implements Screen. Its keys stand in the footer.
func (c chooser) View(env Env) string {
	s := env.Styles
	w := c.width(env)
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
	default:
		p.note = s.joined(c.counted(h), c.many())
	}
	return strings.Join(p.draw(s, w, len(p.lines)+2), "\n")
}

// counted says where one is in a list of which only h items are in sight.
func (c chooser) counted(h int) string {
	if len(c.found) <= h {
		return ""
	}
	return fmt.Sprintf("%d of %d", c.cursor+1, len(c.found))
}

// many says how many are marked.
func (c chooser) many() string {
	if c.several == nil {
		return ""
	}
	return fmt.Sprintf("%d marked", len(c.marked))
}

// nameWidth is the column of the names. Where both have no room, the notes get what
// they need up to two fifths, and names give way.
func (c chooser) nameWidth(w int) int {
	name, note := 0, 0
	for _, it := range c.found {
		name, note = max(name, cells(it.name)), max(note, cells(it.note))
	}
	return min(name, max(w-note, w*3/5, 1))
}

func (c chooser) row(s Styles, n, w int) string {
	it, bar := c.found[n], n == c.cursor
	cursor, look := " ", s.Text.on(bar)
	if bar {
		cursor = s.Glyph.Cursor
	}
	if c.several != nil {
		cursor += " " + s.Glyph.Unmarked
		if slices.Contains(c.marked, it.id) {
			cursor = cursor[:len(cursor)-len(s.Glyph.Unmarked)] + s.Glyph.Marked
		}
		w -= 2
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
