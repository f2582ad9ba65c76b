package ui

import (
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"kubeid/model"
)

// login does something that needs a credential: it finds out what would run and be
// sent, has a person agree to that, and waits for the answer.
type login struct {
	title  string
	of     model.Ref // the context
	wish   string    // what for: "list the namespaces"
	asking bool      // the server is being asked
	run    func(commands, model.Consent) tea.Cmd
	done   func(Env, tea.Msg) (Screen, bool) // the screen to show next, once it is known

	without func(Env, error) tea.Cmd // what to do where nobody can log in; nil ends it
}

// Title implements Screen.
func (l login) Title() string { return l.title }

// Typing implements Screen.
func (login) Typing() bool { return false }

// Keys implements Screen.
func (login) Keys() []key.Binding { return []key.Binding{hint(actBack, "cancel")} }

// Refuses implements Screen.
func (login) Refuses(_ Env, a act) string {
	if a == actBack {
		return ""
	}
	return "Still asking; esc cancels"
}

// Start implements starter.
func (l login) Start(env Env) tea.Cmd { return env.Do.needs(l.of) }

// Update implements Screen.
func (l login) Update(env Env, msg tea.Msg) (Screen, tea.Cmd) {
	if m, ok := msg.(needsMsg); ok && m.screen == env.Do.screen {
		switch {
		case m.err != nil && l.without != nil:
			return l, l.without(env, m.err)
		case m.err != nil:
			return newFailure(l.title, m.err), nil
		case len(m.needs.Open()) > 0:
			return consentScreen{login: l, needs: m.needs}, nil
		}
		return l.granted(env, m.needs)
	}
	if next, ok := l.done(env, msg); ok {
		return next, nil
	}
	return l, nil
}

// granted goes on with what was agreed to.
func (l login) granted(env Env, c model.Consent) (Screen, tea.Cmd) {
	l.asking = true
	return l, l.run(env.Do, c)
}

// View implements Screen.
func (l login) View(env Env) string {
	s := env.Styles
	words := "Finding out what would run and be sent"
	if l.asking {
		words = "Asking the server"
	}
	p := panel{title: l.title, focus: true, lines: env.waitingFor(words, "cancels")}
	return strings.Join(p.draw(s, env.Width, env.Height), "\n")
}

// Waiting implements waiting.
func (login) Waiting() bool { return true }

// newFailure is a page that says why something cannot be told.
func newFailure(title string, err error) Screen {
	return reader{title: title, about: func(env Env) (detail, bool) {
		var d detail
		d.add(env.Styles.Bad, "", "%s %s", env.Styles.Glyph.Broken, capital(safe(err.Error())))
		if todo := model.Hint(err); todo != "" {
			d.add(env.Styles.Text, "to do", "%s.", capital(safe(todo)))
		}
		return d, true
	}}
}

// newWhoami asks the server of context i who we are.
func newWhoami(env Env, i int) Screen {
	ref := env.Book.Config.Ref(model.ContextKind, i)
	title := "Who am I on " + ref.Name.String() + "?"
	return login{
		title: title, of: ref, wish: "ask who you are",
		run: func(c commands, granted model.Consent) tea.Cmd { return c.whoami(ref, granted) },
		done: func(env Env, msg tea.Msg) (Screen, bool) {
			told, ok := msg.(whoamiMsg)
			switch {
			case !ok || told.screen != env.Do.screen:
				return nil, false
			case told.err != nil:
				return newFailure(title, told.err), true
			}
			return reader{title: title, about: func(env Env) (detail, bool) { return whoamiDetail(env, told.who), true }}, true
		},
	}
}
