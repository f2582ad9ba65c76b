package ui

import (
	"fmt"
	"strings"

	"kubeid/model"
)

// nothingFound is the screen while nothing is known, or when all is well.
func nothingFound(env Env) []string {
	s := env.Styles
	if env.Outlook.waiting > 0 || env.Outlook.state.Config.Files == nil {
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
	var n [model.GravityError + 1]int
	for _, f := range env.Outlook.findings {
		n[f.Gravity]++
	}
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

// findingColumns leave the room to the words: the rule and the place stand in the
// detail as well.
var findingColumns = []column{
	{head: "WHAT", least: 64, worth: 4},
	{head: "RULE", least: 16, worth: 2, drop: 2},
	{head: "WHERE", least: 14, worth: 2, drop: 1},
}

// table draws the rows in sight, and no others.
func (s healthScreen) table(env Env, w, h int) []string {
	st := env.Styles
	var out []string
	if s.typing || s.filter != "" {
		out = append(out, st.filtering(s.filter, s.typing, len(s.found), len(env.Outlook.findings), w))
	}
	widths := share(findingColumns, []int{w - fore, 22, 22}, w-fore-gap)
	out = append(out, st.headings(findingColumns, widths))
	if len(s.found) == 0 {
		out = append(out, "", blank(fore)+st.Faint.Render("Nothing matches. esc shows everything again."))
	}
	for n := s.top; n < len(s.found) && len(out) < h; n++ {
		out = append(out, s.row(env, n, widths, w))
	}
	return exactly(out, w, h)
}

// row draws one finding: how bad, what, by which rule, where.
func (s healthScreen) row(env Env, n int, widths []int, w int) string {
	st, bar := env.Styles, n == s.cursor
	f := env.Outlook.findings[s.found[n].index]
	glyph, look := st.gravity(f.Gravity)
	cursor := " "
	if bar {
		cursor = st.Glyph.Cursor
	}
	text, faint := st.Text.on(bar), st.Faint.on(bar)
	line := st.Key.on(bar).Render(" "+cursor+" ") + look.on(bar).Render(glyph+" ")
	drawn := fore
	for c, words := range []string{st.short(f.Words, widths[0]), f.Rule, f.Place()} {
		if widths[c] == 0 {
			continue
		}
		pen := faint
		if c == 0 {
			pen = text
		}
		var hits []int
		if !s.query.empty() {
			hits = s.query.hits(words)
		}
		line += st.field(words, widths[c], pen, st.Hit.on(bar), hits) + text.Render(blank(gap))
		drawn += widths[c] + gap
	}
	return line + text.Render(blank(w-drawn))
}
