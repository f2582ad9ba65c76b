package ui

import (
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"kubeid/model"
)

// reader is a page with everything about one thing.
type reader struct {
	title  string
	about  func(Env) (detail, bool) // false when the thing is not there any more
	keyOf  model.Ref                // the user whose private key is looked at
	keyed  bool                     // it was
	server model.Ref                // what p looks at, if anything
	top    int
}

// readerWidth is how wide lines are at most, so that they can still be read.
const readerWidth = 112

// Title implements Screen.
func (r reader) Title() string { return r.title }

// Typing implements Screen.
func (reader) Typing() bool { return false }

// Keys implements Screen.
func (reader) Keys() []key.Binding {
	return []key.Binding{hint(actBack, ""), hint(actDown, "more"), hint(actProbe, ""), hint(actRenew, ""), hint(actPalette, ""), hint(actHelp, "")}
}

// Start implements starter.
func (r reader) Start(env Env) tea.Cmd {
	if r.keyOf == (model.Ref{}) {
		return nil
	}
	return env.Do.decode([]model.Ref{r.keyOf}, model.Look{Files: true, Keys: r.keyOf.Kind == model.UserKind})
}

// Refuses implements Screen.
func (r reader) Refuses(env Env, a act) string {
	switch a {
	case actBack:
		return ""
	case actRenew:
		if r.keyOf.Kind == model.UserKind {
			return refusesRenewal(env, env.Book.Config.Find(r.keyOf))
		}
	case actProbe:
		if r.server != (model.Ref{}) {
			return ""
		}
	case actUp, actDown, actPageUp, actPageDown, actFirst, actLast:
		if len(r.text(env)) <= r.page(env) {
			return "This is all of it; esc goes back"
		}
		return ""
	}
	return "Go back first: esc"
}

// Update implements Screen.
func (r reader) Update(env Env, msg tea.Msg) (Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case doMsg:
		switch msg.act {
		case actProbe:
			return r, send(probeMsg{[]model.Ref{r.server}})
		case actRenew:
			return r, push(newRenewal(env, env.Book.Config.Find(r.keyOf)))
		}
		r.top = moved(r.top, msg.act, r.page(env), len(r.text(env))-r.page(env))
	case model.Decoded:
		if found, ok := msg.Found[r.keyOf]; ok {
			known := found.Key != model.KeyNotAsked
			forgotten := r.keyed && !known // all was looked into anew, without the keys
			if r.keyed = known; forgotten {
				return r, r.Start(env)
			}
		}
	}
	return r, nil
}

// View implements Screen.
func (r reader) View(env Env) string {
	p := panel{focus: true}.scrolled(env.Styles, r.title, r.text(env), r.top, r.page(env))
	return strings.Join(p.draw(env.Styles, env.Width, env.Height), "\n")
}

func (r reader) text(env Env) []string {
	d, ok := r.about(env)
	if !ok {
		return []string{" " + env.Styles.Faint.Render("It is not there any more. esc goes back.")}
	}
	return d.lines(env.Styles, min(env.Width-2, readerWidth))
}

func (reader) page(env Env) int { return max(1, env.Height-2) }
