package ui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"kubeid/model"
)

// A target is the cluster that a screen talks to: the current context, until a person
// agreed to log in, and from then on the one that he agreed to; or one that was chosen
// with c. It never follows the cursor of another list. The screen names it, says when it
// is not the current context, and talks to it only after enter.
type target struct {
	of      model.Ref
	granted model.Consent
	open    bool // granted is what a person agreed to
	chosen  bool // with c
}

// Messages about a target. They carry the id of the screen that it is for.
type (
	targetMsg struct { // another one was chosen
		screen int
		of     model.Ref
	}
	connectedMsg struct { // a person agreed to log in
		screen  int
		of      model.Ref
		granted model.Consent
	}
)

// settled returns the target as long as it was agreed to or chosen and there is such a
// context, else the current one.
func (t target) settled(env Env) target {
	k := env.Book.Config
	if (t.open || t.chosen) && k.Find(t.of) >= 0 || !env.Book.Loaded {
		return t
	}
	if i := k.CurrentContext(); i >= 0 {
		return target{of: k.Ref(model.ContextKind, i)}
	}
	return target{}
}

// none tells whether there is nothing to talk to.
func (t target) none() bool { return t.of == (model.Ref{}) }

// isCurrent tells whether the target is the current context, whose name stands in the header.
func (t target) isCurrent(env Env) bool {
	k := env.Book.Config
	i := k.CurrentContext()
	return i >= 0 && k.Ref(model.ContextKind, i) == t.of
}

// user names the user entry as whom the target is talked to.
func (t target) user(env Env) string {
	if i := env.Book.Config.Find(t.of); i >= 0 {
		if u := env.Book.resolve(i).User; u >= 0 {
			return "as " + env.Book.Config.Users[u].Name.String()
		}
	}
	return ""
}

// who says as whom the target would be talked to, and what would run for that.
func (t target) who(env Env) string {
	i := env.Book.Config.Find(t.of)
	if i < 0 {
		return ""
	}
	u := env.Book.resolve(i).User
	if u < 0 {
		return "nobody"
	}
	user := env.Book.Config.Users[u]
	words := "as " + user.Name.String()
	if user.Exec != nil {
		return words + ", runs " + user.Exec.Command.String()
	}
	return words + ", " + user.Identity().Short
}

// invite is what stands on a screen before it has talked to anybody; does says what
// enter would do: "lists its requests".
func (t target) invite(env Env, does string) []string {
	s := env.Styles
	if t.none() {
		return []string{"", "  " + s.Text.Render("No context is current, so there is no cluster to ask."), "", "  " + s.Faint.Render("c chooses one, 1 shows the contexts.")}
	}
	name, apart := t.named(env, max(8, env.Width/3))
	lines := []string{"", "  " + s.Key.Render("enter") + " connects to " + name + " and " + does + ".", ""}
	if apart != "" {
		lines = append(lines, "  "+apart, "")
	}
	for _, l := range wrap("It logs in "+t.who(env)+". Nothing is sent before.", env.Width-4) {
		lines = append(lines, "  "+s.Faint.Render(l))
	}
	return append(lines, "", "  "+s.Key.Render("c")+s.Faint.Render("     chooses another context"))
}

// named is the target's name, at most w cells wide, and a word where it is not the
// current context.
func (t target) named(env Env, w int) (name, apart string) {
	s := env.Styles
	short := squeeze(s, t.of.Name.String(), w)
	if t.isCurrent(env) {
		return s.Current.Render(short), ""
	}
	return s.Warn.Render(short), s.Warn.Render(notCurrent)
}

const notCurrent = "not the current context"

// heading is the line above what a cluster told: which cluster, as whom, and on the right
// what there is to know, the most important first. What has no room is left out, whole.
func (t target) heading(env Env, live string, right ...string) string {
	s := env.Styles
	name, apart := t.named(env, max(8, env.Width/3))
	for _, who := range []string{t.who(env), t.user(env), ""} {
		left := " " + s.joined(strings.TrimRight(name+" "+s.Faint.Render(who), " "), apart)
		for n := len(right); n >= 0; n-- {
			if who != "" && n < len(right) {
				break // how one logs in says less than what there is
			}
			end := s.joined(s.Title.Render(s.joined(right[:n]...)), live)
			if room := env.Width - cells(left) - cells(end) - 1; room >= gap || n == 0 && who == "" {
				return left + blank(room) + end
			}
		}
	}
	return ""
}

// refusesApart says why nothing can be done before the cluster was asked, or nothing.
func (t target) refusesApart(a act, now phase) string {
	switch {
	case a == actBack && now == askingPhase:
		return ""
	case a == actBack:
		return "There is nothing to go back from; q leaves"
	case t.none():
		return "No context is current; c chooses one"
	case now == askingPhase:
		return "Still asking; esc gives up"
	}
	return ""
}

// newConnect finds out what would run and be sent, has a person agree to it, and tells
// the screen that asked.
func newConnect(env Env, t target, wish string) Screen {
	screen, of := env.Do.screen, t.of
	return login{
		title: "Connect to " + of.Name.String(), of: of, wish: wish,
		run: func(own commands, granted model.Consent) tea.Cmd {
			return send(chosenMsg{own.screen, send(connectedMsg{screen, of, granted})})
		},
		done: func(Env, tea.Msg) (Screen, bool) { return nil, false },
	}
}

// unsafely asks for the word that allows to change something in a cluster whose server is
// not verified, where it is such a one; next is the screen that goes on.
func unsafely(env Env, t target, next func(target) Screen) Screen {
	if t.granted.MayWrite() == nil {
		return next(t)
	}
	why := t.granted.Unverified
	t.granted.Unsafely = true
	return newPrompt(env, prompt{
		title: "Change something on " + t.of.Name.String() + "?",
		about: capital(safe(why)) + ". If that is meant, type " + model.Insecure + " to go on:",
		yes:   "go on", do: func(env Env, _ string) tea.Cmd { return choose(env, push(next(t))) },
		judge: typedExactly(model.Insecure),
	})
}

// newTargetChooser asks for another context to talk to.
func newTargetChooser(env Env, t target) Screen {
	k, screen := env.Book.Config, env.Do.screen
	var byName sorting
	c := chooser{title: "Which cluster?", about: "Nothing is sent before enter on the screen itself."}
	for _, i := range env.Book.order(model.ContextKind, byName) {
		ref := k.Ref(model.ContextKind, i)
		it := item{name: ref.Name.String(), note: target{of: ref}.who(env), do: send(targetMsg{screen, ref})}
		switch shadow := k.Shadow(model.ContextKind, i); {
		case shadow >= 0:
			it.why = "kubectl would use the one of " + k.Place(model.ContextKind, shadow)
		case ref == t.of:
			it.note = "this one; " + it.note
		}
		c.items = append(c.items, it)
	}
	if len(c.items) == 0 {
		return newFailure(c.title, fmt.Errorf("there are no contexts"))
	}
	return newChooser(c)
}

// ofRequests is why keys about requests do nothing on other screens.
const ofRequests = "This is for the Requests screen; 6 shows it"

// ofAccounts is why keys about ServiceAccounts do nothing on other screens.
const ofAccounts = "This is for the ServiceAccounts screen; 5 shows it"
