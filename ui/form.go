package ui

import (
	"maps"
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"kubeid/model"
)

// How a form is made.
//
// A form asks page by page for what some work needs, does the work with its steps in
// sight, and ends on a page with what came of it. Write a function that returns one:
//
//	func newTokenForm(env Env, of model.Ref) Screen {
//		return newForm(env, form{
//			title: "Token", draft: "token " + of.Name.Raw(),
//			pages: func(env Env, a answers) []page { … },
//			work:  func(env Env, a answers) work { return env.Do.mint(of, a.text("life")) },
//		})
//	}
//
// pages is asked anew for every key, so a page may depend on the state and on what was
// answered before; a field keeps its answer as long as its name is the same. field.go has
// the kinds of fields. work is built in a commands_*.go, as it calls the Backend: it tells
// its steps and returns a result (form_work.go); where only a kubeconfig changes, wish names the
// change instead. esc while it runs cancels its context and
// waits for its end. After an error the form is there again, with everything answered.
//
// A form that has something to find out first (the roles of a cluster, say) is a screen
// that embeds form, as contextsScreen embeds browser: its Start asks, and its Update keeps
// what was told, sets form.pages to a function that knows it, and calls form.update.
//
// What was answered is kept under the name draft until the program ends or the work is
// done; an answer that is secret only while the form is open.
type form struct {
	title string
	draft string // the name under which answers are kept
	pages func(env Env, a answers) []page
	work  func(env Env, a answers) work
	wish  func(env Env, a answers) model.Change // in place of work: something to be written at once

	said    answers // what a person has answered himself
	page    int
	at      int      // the field that has the keys; behind the last one is the button
	does    string   // what enter does
	edit    edit     // the text of the field that has the keys
	offers  []string // what was looked up for its text
	scroll  int      // lines that were scrolled away from it
	tried   bool     // somebody wanted to go on, so what is missing is said
	working bool
	waiting bool   // for what was wished
	wrong   string // why it was not done
	running running
}

// A page asks some things at once.
type page struct {
	title  string
	fields []field
	next   string // the words of its button, if they are not "Next"
	review bool   // it begins at its button: everything has an answer already
	back   bool   // its button leads back, since there is nothing to go on with
}

// answers are what was answered, by the names of the fields.
type answers map[string]answer

// An answer is a text, the value of an option, or several of them.
type answer struct {
	text   string
	list   []string
	secret bool
}

func (a answer) equal(b answer) bool {
	return a.text == b.text && slices.Equal(a.list, b.list) && a.secret == b.secret
}

// yes is the text of a yesNo field that was agreed to.
const yes = "yes"

func (a answers) text(name string) string   { return a[name].text }
func (a answers) list(name string) []string { return a[name].list }
func (a answers) yes(name string) bool      { return a[name].text == yes }

// with returns the answers with one more.
func (a answers) with(name string, to answer) answers {
	next := maps.Clone(a)
	if next == nil {
		next = answers{}
	}
	next[name] = to
	return next
}

// newForm opens a form with what was answered when it was open last.
func newForm(env Env, f form) form {
	f.said = env.Drafts[f.draft]
	return f.turned(env, 0, false)
}

// Title implements Screen.
func (f form) Title() string { return f.title }

// Typing implements Screen: letters are answers.
func (form) Typing() bool { return true }

// Refuses implements Screen.
func (form) Refuses(Env, act) string { return "" }

// Draft implements drafting.
func (f form) Draft() (string, answers) {
	kept := maps.Clone(f.said)
	maps.DeleteFunc(kept, func(_ string, a answer) bool { return a.secret })
	return f.draft, kept
}

// Keys implements Screen.
func (f form) Keys() []key.Binding {
	if f.working {
		return []key.Binding{press("esc", "cancel")}
	}
	out := []key.Binding{press("enter", f.does)}
	if f.wish != nil {
		out = append(out, press("ctrl+d", "what would be written"))
	}
	return append(out, press("esc", "back, and keep this"), press("up/down", "move"))
}

// press is the footer's word for a key that means this only where letters are text.
func press(k, word string) key.Binding {
	return key.NewBinding(key.WithKeys(k), key.WithHelp(k, word))
}

// mostRounds is how often answers may follow from each other.
const mostRounds = 8

// filled returns the pages with all answers; what nobody answered is as it starts. A
// start may follow from another answer, so this goes on until nothing changes any more.
func (f form) filled(env Env) ([]page, answers) {
	all := f.said
	for round := 0; ; round++ {
		pages := f.pages(env, all)
		next := maps.Clone(f.said)
		if next == nil {
			next = answers{}
		}
		for _, p := range pages {
			for _, d := range p.fields {
				if _, ok := next[d.name]; !ok && d.name != "" {
					next[d.name] = d.start
				}
			}
		}
		if maps.EqualFunc(all, next, answer.equal) || round == mostRounds {
			return pages, next
		}
		all = next
	}
}

// open returns the page that is open, and all answers.
func (f form) open(env Env) (page, answers) {
	pages, all := f.filled(env)
	return pages[max(0, min(f.page, len(pages)-1))], all
}

// turned opens page n: at its first field, or at its button.
func (f form) turned(env Env, n int, last bool) form {
	f.page, f.tried = n, false
	p, _ := f.open(env)
	if p.review || last {
		return f.moved(env, len(p.fields))
	}
	return f.moved(env, p.step(-1, 1))
}

// moved gives the keys to field n, or to the button behind the last one.
func (f form) moved(env Env, n int) form {
	p, all := f.open(env)
	f.at, f.scroll, f.edit, f.offers = max(0, min(n, len(p.fields))), 0, edit{}, nil
	d, ok := p.at(f.at)
	switch f.does = "next line"; {
	case ok:
		f.edit = newEdit(all.text(d.name))
	case p.next == "":
		f.does = "next page"
	default:
		f.does = uncapital(safe(p.next))
	}
	return f
}

// at returns field n; false when n is the button.
func (p page) at(n int) (field, bool) {
	if n < 0 || n >= len(p.fields) {
		return field{}, false
	}
	return p.fields[n], true
}

// step returns the field that asks something next after n, going by 1 or -1; behind the
// last one comes the button, and before the first one is nothing.
func (p page) step(n, by int) int {
	for to := n + by; to >= 0 && to < len(p.fields); to += by {
		if p.fields[to].asks() {
			return to
		}
	}
	if by > 0 {
		return len(p.fields)
	}
	return n
}

// wanting returns the first field without which the page cannot be left, or -1.
func (p page) wanting(a answers) int {
	for n, d := range p.fields {
		if d.judged(a).tone == bad {
			return n
		}
	}
	return -1
}

// onward goes to the next page or, from the last one, to the work.
func (f form) onward(env Env) (form, tea.Cmd) {
	pages, all := f.filled(env)
	p, _ := f.open(env)
	if n := p.wanting(all); n >= 0 {
		f.tried = true
		if p.fields[n].asks() {
			f = f.moved(env, n)
		}
		return f, nil
	}
	if f.page < len(pages)-1 {
		return f.turned(env, f.page+1, false), nil
	}
	if f.wish != nil {
		return f.wished(env, all)
	}
	f.working, f.running = true, running{}
	return f, send(workMsg{env.Do.screen, f.work(env, all)})
}

// back goes to the page before or closes the form, which keeps what was answered.
func (f form) back(env Env) (form, tea.Cmd) {
	switch {
	case f.page > 0:
		return f.turned(env, f.page-1, true), nil
	case len(f.said) == 0:
		return f, closing(env)
	}
	return f, tea.Sequence(closing(env), send(saidMsg{text: "What you answered is kept until the program ends"}))
}
