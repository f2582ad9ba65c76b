package ui

import (
	"fmt"
	"strings"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"kubeid/model"
)

const journalTitle = "Journal"

// journal lists what was written, the newest first, and takes any of it back or does it
// again: not only the last.
type journal struct {
	steps       []model.Written
	known       bool
	err         error
	cursor, top int
}

func newJournal() Screen { return journal{} }

// Title implements Screen.
func (journal) Title() string { return journalTitle }

// Typing implements Screen.
func (journal) Typing() bool { return false }

// Keys implements Screen.
func (j journal) Keys() []key.Binding {
	word := "take it back"
	if j.cursor < len(j.steps) && j.steps[j.cursor].Undo != "" {
		word = "do it again"
	}
	return []key.Binding{hint(actEnter, word), hint(actUndo, ""), hint(actRedo, ""), hint(actBack, ""), hint(actPalette, ""), hint(actHelp, "")}
}

// Refuses implements Screen.
func (j journal) Refuses(_ Env, a act) string {
	switch a {
	case actBack:
		return ""
	case actEnter, actUp, actDown, actPageUp, actPageDown, actFirst, actLast:
		if len(j.steps) == 0 {
			return "Nothing was written yet; esc goes back"
		}
		return ""
	}
	return "Go back first: esc"
}

// Start implements starter.
func (journal) Start(env Env) tea.Cmd { return env.Do.history() }

// Update implements Screen.
func (j journal) Update(env Env, msg tea.Msg) (Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case historyMsg:
		if msg.screen == env.Do.screen {
			j.steps, j.err, j.known = msg.steps, msg.err, true
			j.cursor = max(0, min(j.cursor, len(j.steps)-1))
		}
	case model.Loaded:
		return j, env.Do.history()
	case doMsg:
		if msg.act == actEnter {
			return j, j.turned(env)
		}
		j.cursor = moved(j.cursor, msg.act, j.page(env), len(j.steps)-1)
	}
	j.top = max(0, min(j.top, j.cursor), j.cursor-j.page(env)+1)
	return j, nil
}

// turned takes the step under the cursor back, or does it again, after showing what
// that would write: it need not be the last one.
func (j journal) turned(env Env) tea.Cmd {
	st := j.steps[j.cursor]
	var c model.Change = model.Undo{ID: st.ID, Done: st.Fact, When: st.When}
	if st.Undo != "" {
		c = model.Redo{ID: st.Undo, Done: st.Fact, When: st.When}
	}
	return send(wishMsg{screen: env.Do.screen, change: c, asks: askWithDiff})
}

func (journal) page(env Env) int { return max(1, env.Height-3) }

// View implements Screen.
func (j journal) View(env Env) string {
	s, w := env.Styles, env.Width-2
	var lines []string
	switch {
	case !j.known:
		lines = []string{"", "  " + s.Faint.Render("Reading the journal"+s.Glyph.Cut)}
	case j.err != nil:
		lines = append([]string{""}, said(s, judgement{bad, sentence(j.err)}, 1, w)...)
	case len(j.steps) == 0:
		lines = []string{"", "  Nothing was written yet.", "", "  " + s.Faint.Render("Whatever this program writes will be listed here, and can be taken back.")}
	default:
		lines = j.rows(env, w)
	}
	p := panel{title: journalTitle, focus: true, lines: lines}
	if n := len(j.steps); n > 0 {
		p.note = fmt.Sprintf("%d of %d, the newest first", j.cursor+1, n)
	}
	return strings.Join(p.draw(s, env.Width, env.Height), "\n")
}

// rows draws when, what and where, of those in sight.
func (j journal) rows(env Env, w int) []string {
	s := env.Styles
	const when = 8
	where := j.whereWidth(w)
	what := max(1, w-when-where-2*gap-4)
	out := []string{s.Faint.Render("   " + exact("WHEN", when+gap) + exact("WHAT", what+gap) + exact("WHERE", where))}
	for n := j.top; n < min(len(j.steps), j.top+j.page(env)); n++ {
		st, bar := j.steps[n], n == j.cursor
		cursor, look, fact := " ", s.Text.on(bar), safe(st.Fact)
		if bar {
			cursor = s.Glyph.Cursor
		}
		if st.Undo != "" {
			look, fact = s.Faint.on(bar), "taken back: "+fact
		}
		row := s.Key.on(bar).Render(" "+cursor+" ") + s.Faint.on(bar).Render(exact(ago(env, st), when+gap)) +
			s.field(fact, what, look, look, nil) + look.Render(blank(gap)) + s.field(writtenIn(st), where, s.Faint.on(bar), s.Faint.on(bar), nil)
		out = append(out, row+s.Text.on(bar).Render(blank(w-cells(row))))
	}
	return out
}

// whereWidth is how wide the names of the files are; in a narrow window they are told only
// when there are several.
func (j journal) whereWidth(w int) int {
	widest, first := 0, writtenIn(j.steps[0])
	several := false
	for _, st := range j.steps {
		widest = max(widest, cells(writtenIn(st)))
		several = several || writtenIn(st) != first
	}
	if w < 98 && !several {
		return 0
	}
	return min(widest, w/4)
}

// ago says how long it is that a step was written.
func ago(env Env, st model.Written) string {
	if env.Now.Sub(st.When) < time.Minute {
		return "just now"
	}
	return brief(st.When, env.Now) + " ago"
}

// writtenIn names the files of a step.
func writtenIn(st model.Written) string {
	if len(st.Files) == 0 {
		return ""
	}
	out := st.Files[0].String()
	if more := len(st.Files) - 1; more > 0 {
		out += fmt.Sprintf(" +%d", more)
	}
	return out
}
