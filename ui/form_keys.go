package ui

import (
	"slices"

	tea "charm.land/bubbletea/v2"
)

// answeredMsg brings an answer that was chosen in a list of its own.
type answeredMsg struct {
	screen int
	field  string
	answer answer
}

// Update implements Screen.
func (f form) Update(env Env, msg tea.Msg) (Screen, tea.Cmd) { return f.update(env, msg) }

// update is Update for screens that embed a form.
func (f form) update(env Env, msg tea.Msg) (form, tea.Cmd) {
	if f.working {
		return f.worked(env, msg)
	}
	switch msg := msg.(type) {
	case answeredMsg:
		if msg.screen == env.Do.screen {
			return f.answered(env, msg.field, msg.answer), nil
		}
	case soughtMsg:
		if msg.screen == env.Do.screen {
			return f.moved(env, msg.field), nil
		}
	case onwardMsg:
		if msg.screen == env.Do.screen {
			return f.onward(env)
		}
	case offeredMsg:
		if msg.screen == env.Do.screen && msg.typed == f.edit.text() {
			f.offers = msg.offers
		}
	case wroteMsg:
		return f.wrote(env, msg)
	case tea.PasteMsg:
		return f.edited(env, f.edit.pasted(msg.Content))
	case tea.KeyPressMsg:
		return f.pressed(env, msg)
	}
	return f, nil
}

// pressed is a key while questions are asked.
func (f form) pressed(env Env, msg tea.KeyPressMsg) (form, tea.Cmd) {
	f.wrong = ""
	p, all := f.open(env)
	d, asked := p.at(f.at)
	switch msg.String() {
	case "enter":
		if !asked {
			return f.onward(env)
		}
		return f.entered(env, p, all), nil
	case "esc":
		return f.back(env)
	case "up", "shift+tab", "ctrl+p":
		return f.moved(env, p.step(f.at, -1)), nil
	case "tab":
		if offers := d.offered(f.edit.text(), f.offers); asked && d.kind == textField && len(offers) > 0 {
			return f.edited(env, newEdit(common(offers, f.edit.text())))
		}
		return f.moved(env, p.step(f.at, 1)), nil
	case "ctrl+d":
		if f.wish == nil || p.wanting(all) >= 0 {
			return f, nil
		}
		return f, send(wishMsg{screen: env.Do.screen, change: f.wish(env, all), asks: askWithDiff})
	case "down", "ctrl+n":
		if !asked { // what can be read at leisure stands below the button
			return f.scrolled(env, 1), nil
		}
		return f.moved(env, p.step(f.at, 1)), nil
	case "pgdown":
		return f.scrolled(env, f.height(env)), nil
	case "pgup":
		return f.scrolled(env, -f.height(env)), nil
	}
	switch {
	case !asked:
		return f, nil
	case d.typing():
		next, _ := f.edit.typed(msg)
		return f.edited(env, next)
	case d.kind == yesNoField:
		return f.toggled(env, d, all, msg), nil
	}
	return f.listed(env, d, all, msg)
}

// entered goes on from a field whose answer will do.
func (f form) entered(env Env, p page, all answers) form {
	if p.fields[f.at].judged(all).tone == bad {
		f.tried = true
		return f
	}
	f.tried = false
	return f.moved(env, p.step(f.at, 1))
}

// edited keeps a text that was typed.
func (f form) edited(env Env, to edit) (form, tea.Cmd) {
	p, all := f.open(env)
	d, ok := p.at(f.at)
	if !ok || !d.typing() {
		return f, nil
	}
	f.edit = to
	text := to.text()
	if text == all.text(d.name) {
		return f, nil
	}
	f.said = f.said.with(d.name, answer{text: text, secret: d.kind == secretField})
	f.offers = nil
	if d.asking == nil {
		return f, nil
	}
	return f, d.asking(env, text)
}

// answered keeps an answer that was chosen.
func (f form) answered(env Env, name string, to answer) form {
	f.said, f.tried = f.said.with(name, to), false
	return f.moved(env, f.at)
}

// toggled changes a yes or no.
func (f form) toggled(env Env, d field, all answers, msg tea.KeyPressMsg) form {
	to := all.yes(d.name)
	switch msg.String() {
	case "left", "right", "space":
		to = !to
	case "y":
		to = true
	case "n":
		to = false
	default:
		return f
	}
	if to {
		return f.answered(env, d.name, answer{text: yes})
	}
	return f.answered(env, d.name, answer{})
}

// listed changes a choice, or opens the list of all that can be chosen; a letter begins
// to look for something in it.
func (f form) listed(env Env, d field, all answers, msg tea.KeyPressMsg) (form, tea.Cmd) {
	by := map[string]int{"left": -1, "right": 1}[msg.String()]
	switch {
	case by != 0 && d.kind == choiceField && len(d.options) > 0:
		return f.answered(env, d.name, answer{text: d.turned(all.text(d.name), by)}), nil
	case msg.String() == "space":
		return f, push(f.list(env, d, all, ""))
	}
	typed, ok := line("").typed(msg)
	if !ok || typed == "" {
		return f, nil
	}
	return f, push(f.list(env, d, all, typed))
}

// list is the box in which a choice is made.
func (f form) list(env Env, d field, all answers, typed line) Screen {
	give := func(a answer) tea.Cmd { return send(answeredMsg{env.Do.screen, d.name, a}) }
	of := func(o option) item {
		return item{id: o.value, name: o.shown(), note: safe(o.note), why: safe(o.why), do: give(answer{text: o.value})}
	}
	c := chooser{title: capital(safe(d.label)), about: safe(d.help), typed: typed}
	for _, o := range d.options {
		c.items = append(c.items, of(o))
	}
	if d.free {
		c.free = func(typed string) item {
			if slices.ContainsFunc(d.options, func(o option) bool { return o.value == typed }) {
				return item{}
			}
			it := of(option{value: typed, note: "as typed"})
			if d.judge != nil && d.kind == choiceField {
				if j := d.judge(answer{text: typed}); j.tone == bad {
					it.why = safe(j.text)
				}
			}
			return it
		}
	}
	if d.kind == severalField {
		c.marked = all.list(d.name)
		c.several = func(ids []string) tea.Cmd { return give(answer{list: ids}) }
		for _, v := range c.marked { // typed ones, too, can be taken away again
			if !slices.ContainsFunc(d.options, func(o option) bool { return o.value == v }) {
				c.items = append(c.items, of(option{value: v, note: "as typed"}))
			}
		}
		return newChooser(c)
	}
	return newChooser(c).on(all.text(d.name))
}
