package ui

import (
	"io"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"kubeid/model"
)

// How the program is used without looking at it.
//
// A talk has the same App as the screen, but asks one question at a time on plain lines:
// what can be chosen has a number, nothing moves, and nothing is drawn over. It knows how
// each kind of screen is asked (talk_form.go, talk_screens.go); what comes of an answer is
// the App's business, so that judgements, plans and proofs are the same as on the screen.
//
//	an empty line  keeps what stands in brackets
//	ctrl+d         goes back, and leaves from the menu
//	ctrl+c         ends the program where it is safe
//
// It is to the terminal what the renderer is for the screen: it alone writes there.
type talk struct {
	app  App
	out  io.Writer
	ears ears

	lines   []string // what is said at the end of this Update
	asked   *inquiry // what waits for an answer
	hearing bool     // somebody listens for a line
	expects bool     // an answer is on its way to the screen that it is for
	loaded  int      // the last reading of the files that has come

	toast  int             // the last one that was said
	screen sight           // the last one that was named
	steps  map[string]bool // of the work that runs: those that were said
	place  spot
	done   map[string]bool // the fields of that page that were answered
	noted  map[string]bool // and its notes that were said
	change string          // the field that is to be changed
	narrow *chooser        // the list that is open, as far as a part of a name has narrowed it
	bare   bool            // what is hidden is to be shown
	ends   bool            // what ends is to be told, as soon as it is known
}

// A sight is a screen as it was named.
type sight struct {
	id    int
	title string
}

// A spot is a page of a form.
type spot struct{ screen, page int }

// An inquiry waits for a line. Both functions return what the App is told; where an
// answer will not do they say why and return nothing, and the question comes again.
type inquiry struct {
	screen int // that asks
	prompt string
	secret bool // the line must not be seen
	take   func(said string) []tea.Msg
	back   func() []tea.Msg // what ctrl+d means
}

func newTalk(a App, in io.Reader, out io.Writer) *talk {
	a.theme.NoColor, a.theme.ASCII = true, true
	a.styles = newStyles(a.theme)
	return &talk{app: a, out: out, ears: ears{in}, steps: map[string]bool{}}
}

// Init implements tea.Model.
func (t *talk) Init() tea.Cmd { return t.app.reading() }

// View implements tea.Model: nothing is drawn.
func (*talk) View() tea.View { return tea.View{} }

// Update implements tea.Model.
func (t *talk) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	var cmd tea.Cmd
	if m, ok := msg.(heardMsg); ok {
		cmd = t.heard(m)
	} else {
		cmd = t.pass(msg)
	}
	next := t.turn()
	if len(t.lines) > 0 {
		io.WriteString(t.out, strings.Join(t.lines, ""))
		t.lines = nil
	}
	return t, tea.Batch(cmd, next)
}

// say says sentences, a line each.
func (t *talk) say(sentences ...string) {
	for _, s := range sentences {
		t.lines = append(t.lines, plainLine(s)+"\n")
	}
}

// plainLine is a line as it is said: without colours, and without the spaces that only
// put it in its place.
func plainLine(s string) string { return strings.Join(strings.Fields(safe(ansi.Strip(s))), " ") }

// read says lines as they are: their spaces mean something.
func (t *talk) read(lines ...string) {
	for _, l := range lines {
		t.lines = append(t.lines, safe(l)+"\n")
	}
}

// pass gives a message to the App.
func (t *talk) pass(msg tea.Msg) tea.Cmd {
	told := msg
	if s, ok := msg.(streamed); ok {
		told = s.msg
	}
	switch m := told.(type) {
	case loadedMsg:
		t.loaded = max(t.loaded, m.load)
	case chosenMsg:
		t.expects = m.do != nil
	case endedMsg, plannedMsg:
		t.expects = true // its page comes, or a question
	case appliedMsg:
		t.expects = m.err == nil && t.app.stacked(m.screen) // it closes itself
	case pushMsg, closeMsg, wishMsg, saidMsg, failedMsg, answeredMsg, connectedMsg, targetMsg, namespaceMsg, ignoreMsg, wroteMsg:
		t.expects = false
	}
	next, cmd := t.app.Update(msg)
	if a, ok := next.(App); ok {
		t.app = a
	}
	return cmd
}

// heard takes an answer to what was asked.
func (t *talk) heard(m heardMsg) tea.Cmd {
	t.hearing = false
	q := t.asked
	if t.asked = nil; q == nil {
		return nil
	}
	if m.open {
		t.say("") // nobody has ended the line of the question
	}
	if m.err != nil {
		return t.tell(q.back())
	}
	return t.tell(q.take(m.line))
}

func (t *talk) tell(msgs []tea.Msg) tea.Cmd {
	var cmds []tea.Cmd
	for _, msg := range msgs {
		cmds = append(cmds, t.pass(msg))
	}
	return tea.Batch(cmds...)
}

// turn says what is new and asks the next question, if it is time for one.
func (t *talk) turn() tea.Cmd {
	var cmds []tea.Cmd
	if t.asked != nil && t.asked.screen != t.app.top().id {
		t.asked = nil // its screen is gone; who listens hears the answer to the next one
	}
	for t.news(); t.asked == nil && !t.busy(); t.news() {
		q, msgs := t.next()
		if t.asked = q; q != nil {
			q.screen = t.app.top().id
			t.lines = append(t.lines, plainLine(q.prompt)+" ")
		}
		if len(msgs) == 0 {
			break
		}
		cmds = append(cmds, t.tell(msgs))
	}
	if t.asked != nil && !t.hearing {
		t.hearing = true
		cmds = append(cmds, t.ears.listen(t.asked.secret))
	}
	return tea.Batch(cmds...)
}

// busy tells whether something has to come to its end before a question makes sense.
func (t *talk) busy() bool {
	a := t.app
	if t.screen == (sight{}) && len(a.book.Config.Users) < manyEntries && !a.outlook.complete(a) {
		return true // the first thing that is said is until when
	}
	_, health := a.top().Screen.(healthScreen)
	if (t.ends || health) && !a.looked() {
		return true
	}
	return a.ending || a.ctx.Err() != nil || a.busy() || t.expects || t.loaded < a.loads || !a.book.Loaded && a.broken == nil
}

// news says results, and the steps of what runs.
func (t *talk) news() {
	if n := t.app.toast; n.id != t.toast {
		t.toast = n.id
		if n.text != "" {
			t.say(spoken(n.text))
		}
	}
	f, ok := t.app.top().Screen.(formed)
	if !ok || !f.itself().working {
		clear(t.steps)
		return
	}
	for _, p := range f.itself().running.steps {
		if p.State == model.StepRunning && p.Note.Empty() {
			continue // its end is said
		}
		words := capital(p.Step) + ": " + p.State.String()
		if !p.Note.Empty() {
			words += ", " + p.Note.String()
		}
		if !t.steps[words] {
			t.steps[words] = true
			t.say(words)
		}
	}
}

// spoken leaves the keys out of a result, which mean nothing here.
func spoken(words string) string {
	var out []string
	for _, part := range strings.Split(words, " "+asciiGlyphs.Dot+" ") {
		switch part {
		case "u undo", "ctrl+r redo":
		default:
			out = append(out, part)
		}
	}
	return strings.Join(out, "; ") + "."
}
