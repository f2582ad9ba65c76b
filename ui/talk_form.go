package ui

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"
)

// A form is asked field by field, with a word about each answer; its last page ends with
// a menu in which everything can be changed before it is done.

// formed screens are forms; itself is the form as it is now.
type formed interface{ itself() form }

func (f form) itself() form { return f }

// Messages that answer without keys. They carry the id of the screen that they are for.
type (
	typedMsg struct { // the line of a box
		screen int
		text   string
	}
	onwardMsg struct{ screen int } // the button of a page
	soughtMsg struct {             // a field that was clicked
		screen, field int
	}
)

// form asks what is missing on the open page of a form, or goes on.
func (t *talk) form(env Env, id int, f form) (*inquiry, []tea.Msg) {
	pages, all := f.filled(env)
	n := max(0, min(f.page, len(pages)-1))
	p, last := pages[n], n == len(pages)-1
	if slices.ContainsFunc(p.fields, func(d field) bool { return d.coming }) {
		t.noted = nil // other notes come
		return nil, nil
	}
	if f.waiting || f.working {
		return nil, nil
	}
	t.open(spot{id, n}, p, len(pages))
	for _, d := range p.fields {
		switch {
		case d.leisure:
		case !d.asks():
			t.note(d)
		case t.change == d.name, t.change == "" && !p.review && !t.done[d.name]:
			return t.field(env, id, f, d, all), nil
		}
	}
	if !last && p.wanting(all) < 0 {
		return nil, []tea.Msg{onwardMsg{id}}
	}
	return t.button(env, id, f, p, all, last), nil
}

// open names a page when it is come to.
func (t *talk) open(at spot, p page, pages int) {
	if t.noted == nil {
		t.noted = map[string]bool{}
	}
	if t.place == at {
		return
	}
	t.place, t.done, t.noted, t.change = at, map[string]bool{}, map[string]bool{}, ""
	if pages > 1 {
		t.say(fmt.Sprintf("Page %d of %d: %s.", at.page+1, pages, p.title))
	}
}

// note says what a note says, once.
func (t *talk) note(d field) {
	words := strings.Join(append([]string{d.label, d.text}, d.lines...), "\n")
	if t.noted[words] {
		return
	}
	t.noted[words] = true
	if d.label != "" {
		t.say(d.label + ":")
	}
	switch {
	case d.text != "" && (d.tone == careful || d.tone == danger):
		t.say("Mind: " + withoutKeys.Replace(d.text))
	case d.text != "":
		t.say(d.text)
	}
	t.read(d.lines...)
}

// field asks one field. An answer that will not do is said, and asked for again.
func (t *talk) field(env Env, id int, f form, d field, all answers) *inquiry {
	label := capital(d.label)
	if d.help != "" {
		t.say(label + ". " + d.help + ".")
	}
	kept := d.words(env.Styles, all[d.name])
	q := &inquiry{secret: d.kind == secretField, back: func() []tea.Msg {
		if t.change != "" {
			t.change = ""
			return nil
		}
		return f.backward(id)
	}}
	switch d.kind {
	case choiceField, severalField:
		t.offers(d.options)
		if d.kind == severalField {
			label += ", numbers or names with commas between them"
		}
	case yesNoField:
		label += ", yes or no"
	case secretField:
		kept = "" // not even its length
	}
	if q.prompt = label + ":"; kept != "" {
		q.prompt = label + " [" + kept + "]:"
	}
	q.take = func(said string) []tea.Msg {
		to, why := d.answered(said, all[d.name])
		if why == "" {
			if j := d.judged(all.with(d.name, to)); j.text != "" {
				t.say(j.text + ".")
				if j.tone == bad {
					why = " "
				}
			}
		} else {
			t.say(why)
		}
		if why != "" {
			return nil
		}
		t.done[d.name], t.change = true, ""
		if said == "" {
			return nil // it stays as it is, also where it follows from another answer
		}
		return []tea.Msg{answeredMsg{id, d.name, to}}
	}
	return q
}

// answered is the answer that a line means, or why it means none.
func (d field) answered(said string, kept answer) (to answer, why string) {
	if said == "" {
		return kept, ""
	}
	switch d.kind {
	case secretField:
		return answer{text: said, secret: true}, ""
	case choiceField:
		return d.chosen(said)
	case severalField:
		for _, one := range strings.Split(said, ",") {
			got, why := d.chosen(strings.TrimSpace(one))
			if why != "" {
				return answer{}, why
			}
			to.list = append(to.list, got.text)
		}
		return to, ""
	case yesNoField:
		switch strings.ToLower(strings.TrimSpace(said)) {
		case "y", yes:
			return answer{text: yes}, ""
		case "n", "no":
			return answer{}, ""
		}
		return answer{}, "yes or no is needed."
	}
	return answer{text: said}, ""
}

// chosen is the option that is meant by its number, its name or a part that only it has.
func (d field) chosen(said string) (answer, string) {
	n := meant(d.options, said)
	if n < 0 {
		var fits []int
		for i, o := range d.options {
			if strings.Contains(strings.ToLower(o.shown()), strings.ToLower(strings.TrimSpace(said))) {
				fits = append(fits, i)
			}
		}
		switch {
		case d.free:
			return answer{text: strings.TrimSpace(said)}, ""
		case len(fits) == 1:
			n = fits[0]
		case len(fits) > 1:
			var names []string
			for _, i := range fits[:min(len(fits), mostOffers)] {
				names = append(names, strconv.Itoa(i+1)+". "+d.options[i].shown())
			}
			return answer{}, "Which one? " + strings.Join(names, ", ") + "."
		default:
			return answer{}, fmt.Sprintf("A number from 1 to %d or a name is needed.", len(d.options))
		}
	}
	if why := d.options[n].why; why != "" {
		return answer{}, "Not now: " + why + "."
	}
	return answer{text: d.options[n].value}, ""
}

// button asks whether it shall be done, or what shall be changed before.
func (t *talk) button(env Env, id int, f form, p page, all answers, last bool) *inquiry {
	t.change = ""
	words := p.next
	if words == "" {
		words = "Next"
	}
	goOn := option{value: words}
	if n := p.wanting(all); n >= 0 && !p.fields[n].asks() && !p.back {
		goOn.why = plainLine(p.fields[n].judged(all).text)
	}
	options, does := []option{goOn}, []func() []tea.Msg{func() []tea.Msg { return t.pressed(id, f, p, all) }}
	add := func(o option, do func() []tea.Msg) { options, does = append(options, o), append(does, do) }
	for _, d := range p.fields {
		switch {
		case d.asks():
			add(option{value: "change " + d.label, note: d.words(env.Styles, all[d.name])}, func() []tea.Msg { t.change = d.name; return nil })
		case d.leisure && len(d.lines) > 0:
			add(option{value: "read", note: d.label}, func() []tea.Msg { t.read(d.lines...); return nil })
		}
	}
	if f.wish != nil && last && !p.back {
		add(option{value: "see what would be written"}, func() []tea.Msg {
			return []tea.Msg{wishMsg{screen: id, change: f.wish(env, all), asks: askWithDiff}}
		})
	}
	zero := "back to the page before"
	if f.page == 0 {
		zero = "give up; what you answered is kept until the program ends"
	}
	return t.menuOf(options, zero, func(n int) []tea.Msg { return does[n]() }, func() []tea.Msg { return f.backward(id) })
}

// pressed goes on from a page, unless an answer is missing, which is asked for then.
func (t *talk) pressed(id int, f form, p page, all answers) []tea.Msg {
	if p.back {
		return f.backward(id)
	}
	if w := p.wanting(all); w >= 0 {
		t.say(p.fields[w].judged(all).text + ".")
		t.change = p.fields[w].name
		return nil
	}
	t.noted = nil
	return []tea.Msg{onwardMsg{id}}
}

// backward goes to the page before, or closes the form.
func (f form) backward(id int) []tea.Msg {
	if f.page > 0 {
		return []tea.Msg{tea.KeyPressMsg{Code: tea.KeyEscape}}
	}
	return leaving(id)()
}
