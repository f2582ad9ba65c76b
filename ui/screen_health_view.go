package ui

import (
	"fmt"
	"strings"

	"kubeid/model"
)

// nothingFound is the screen while nothing is known, or when all is well.
func nothingFound(env Env) []string {
	s := env.Styles
	if env.Outlook.waiting > 0 || !env.Outlook.ripe || env.Outlook.state.Config.Files == nil {
		return []string{"", "  " + s.Faint.Render("Looking into everything"+s.Glyph.Cut)}
	}
	glyph, look := s.severity(model.Fine)
	return []string{
		"", "  " + look.Render(glyph+" Nothing was found to be wrong."), "",
		"  " + s.Faint.Render("Servers are looked at only when you ask: P on the Clusters screen."),
	}
}

// summary counts the findings by gravity, and says what is not shown.
func (s healthScreen) summary(env Env) string {
	n := env.Outlook.gravities
	line := " "
	for g := model.GravityError; g >= model.GravityInfo; g-- {
		if n[g] > 0 {
			glyph, look := env.Styles.gravity(g)
			line += "  " + look.Render(fmt.Sprintf("%s %d %s", glyph, n[g], plural(n[g], gravityNouns[g])))
		}
	}
	var right []string
	if s.choice > 0 {
		right = append(right, "shown: "+gravityChoices[s.choice].words)
	}
	if len(env.Ignored) > 0 {
		right = append(right, "ignored: "+strings.Join(env.Ignored, ", "))
	}
	more := env.Styles.short(env.Styles.joined(right...), max(0, env.Width-cells(line)-4))
	return line + blank(env.Width-cells(line)-cells(more)-1) + env.Styles.Title.Render(more)
}

var gravityNouns = [...]string{model.GravityInfo: "note", model.GravityWarning: "warning", model.GravityError: "error"}

func plural(n int, noun string) string {
	if n == 1 {
		return noun
	}
	return noun + "s"
}

// table says what stands in the list: what is the case, by which rule, and where. The
// words get the room; the rule and the place stand in the detail as well.
func (s healthScreen) table(env Env) table {
	st, all := env.Styles, env.Outlook.findings
	return table{
		title: "Health", order: "the worst first", all: len(all), none: "There is nothing of this kind; v shows the rest.",
		columns: []column{
			{head: "WHAT", least: 64, worth: 4, most: 200, words: true},
			{head: "RULE", least: 16, worth: 2, drop: 2, most: 22},
			{head: "WHERE", least: 14, worth: 2, drop: 1, most: 22},
		},
		row: func(i int) tableRow {
			glyph, look := st.gravity(all[i].Gravity)
			return tableRow{glyph: glyph, look: look, cells: []cell{{text: all[i].Words, look: st.Text}, {text: all[i].Rule, look: st.Faint}, {text: all[i].Place(), look: st.Faint}}}
		},
		detail: func(i int) detail { return findingDetail(env, all[i]) },
	}
}

func (s healthScreen) places(env Env) places { return s.placesOf(env, 1, false) }

// Place implements placed.
func (s healthScreen) Place(env Env) (at, of int) { return s.settled(env, s.lines(env)).place() }

// View implements Screen.
func (s healthScreen) View(env Env) string {
	if !env.Book.Loaded {
		return env.reading()
	}
	l := s.lines(env)
	s.sheet = s.settled(env, l)
	out := []string{s.summary(env)}
	if l.n == 0 {
		return strings.Join(append(out, nothingFound(env)...), "\n")
	}
	return strings.Join(append(out, s.body(env, s.places(env), s.table(env))...), "\n")
}
