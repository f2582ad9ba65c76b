package ui

import (
	"fmt"
	"strings"

	"kubeid/model"
)

// places says what of the Expiry screen has room, and how much.
type places struct {
	time   bool // the line of time is drawn
	below  int  // lines below it
	rows   int  // lines of the table
	list   int  // cells of the table
	detail int  // cells of the detail
}

func (s expiryScreen) places(env Env) places {
	p := places{time: env.Height >= 14 && env.Width >= 50, list: env.Width, detail: env.Width}
	p.below = env.Height - 1
	if p.time {
		p.below -= timelineHeight
	}
	p.rows = p.below - 1 // its head
	if wide(env) {
		p.list = max(62, env.Width*55/100)
		p.detail = env.Width - p.list
		p.rows -= 2
	}
	if s.typing || s.filter != "" {
		p.rows--
	}
	p.rows = max(1, p.rows)
	return p
}

// View implements Screen.
func (s expiryScreen) View(env Env) string {
	if !env.Book.Loaded {
		return env.Styles.Faint.Render("  Reading the files" + env.Styles.Glyph.Cut)
	}
	l := s.lines(env)
	s.sheet = s.settled(env, l)
	if l.n == 0 {
		return strings.Join(nothingEnds(env), "\n")
	}
	p := s.places(env)
	out := []string{s.summary(env)}
	if !wide(env) && s.detail {
		return strings.Join(append(out, s.detailPanel(env, env.Width, env.Height-1)...), "\n")
	}
	if p.time {
		out = append(out, s.timeline(env)...)
	}
	if !wide(env) {
		return strings.Join(append(out, s.table(env, env.Width, p.below)...), "\n")
	}
	list := panel{
		title: "Expiry", note: s.note("the first to end first"),
		focus: !s.detail, lines: s.table(env, p.list-2, p.below-2),
	}.draw(env.Styles, p.list, p.below)
	return strings.Join(append(out, beside(list, s.detailPanel(env, p.detail, p.below))...), "\n")
}

func (s expiryScreen) detailPanel(env Env, w, h int) []string {
	p := panel{focus: s.detail}
	if i := s.selected(); i >= 0 {
		d := lifeDetail(env, env.Outlook, env.Outlook.lives[i], false)
		p = p.scrolled(env.Styles, d.title, d.lines(env.Styles, w-2), s.scroll, h-2)
	}
	return p.draw(env.Styles, w, h)
}

// nothingEnds is the screen while nothing is known, or when there is nothing.
func nothingEnds(env Env) []string {
	s := env.Styles
	if n := env.Outlook.waiting; n > 0 || env.Outlook.state.Config.Files == nil {
		return []string{"", "  " + s.Faint.Render("Looking into certificates and tokens"+s.Glyph.Cut)}
	}
	out := []string{"", "  " + s.Title.Render("Nothing here ends."), ""}
	for _, l := range wrap("There is no certificate and no token in these kubeconfigs, nor in the files that they point to. What a plugin fetches, and what a password opens, is not known before it is used.", min(env.Width-4, 76)) {
		out = append(out, "  "+s.Faint.Render(l))
	}
	return out
}

// summary counts what there is by severity, the worst first.
func (s expiryScreen) summary(env Env) string {
	st, o := env.Styles, env.Outlook
	right := s.choice.String()
	switch {
	case o.waiting > 0:
		right = fmt.Sprintf("reading%s %d to go", st.Glyph.Cut, o.waiting)
	case s.choice == (lifeChoice{}):
		right = ""
	default:
		right = "shown: " + right
	}
	for _, v := range []struct {
		gap   string
		words bool
	}{{"   ", true}, {"  ", true}, {" ", true}, {"  ", false}} {
		line := s.counted(env, v.gap, v.words)
		if room := env.Width - cells(line) - cells(right) - 2; room >= 0 || !v.words {
			return line + blank(room) + " " + st.Title.Render(right) + " "
		}
	}
	return ""
}

// counted is the sum of each severity, if there is any.
func (s expiryScreen) counted(env Env, gap string, words bool) string {
	line := ""
	for _, sum := range []struct {
		how  model.Severity
		word string
	}{
		{model.Expired, " expired"},
		{model.NotYetValid, " not yet"},
		{model.Urgent, " urgent"},
		{model.Soon, " soon"},
		{model.Fine, " fine"},
		{model.Endless, " no end"},
		{model.Unknown, " unread"},
	} {
		if n := env.Outlook.counts[sum.how]; n > 0 {
			glyph, look := env.Styles.severity(sum.how)
			if !words {
				sum.word = ""
			}
			line += gap + look.Render(fmt.Sprintf("%s %d%s", glyph, n, sum.word))
		}
	}
	return line
}

// lifeColumns are the table's; their share of the window is dealt out like a list's.
var lifeColumns = []column{
	{head: "WHAT", least: 14, worth: 3},
	{head: "KIND", least: 11, worth: 2, drop: 2},
	{head: "WHERE", least: 10, worth: 3, drop: 3},
	{head: "UNTIL", least: 15, worth: 2},
	{head: "LIFE", least: 8, worth: 2, drop: 4},
}

// table draws the rows in sight, and no others.
func (s expiryScreen) table(env Env, w, h int) []string {
	st := env.Styles
	var out []string
	if s.typing || s.filter != "" {
		out = append(out, st.filtering(s.filter, s.typing, len(s.found), len(env.Outlook.lives), w))
	}
	widths := share(lifeColumns, []int{28, 11, 30, 17, 10}, w-fore-1)
	out = append(out, st.headings(lifeColumns, widths))
	if len(s.found) == 0 {
		out = append(out, "", blank(fore)+st.Faint.Render("Nothing matches. esc shows everything again."))
	}
	for n := s.top; n < len(s.found) && len(out) < h; n++ {
		out = append(out, s.row(env, n, widths, w))
	}
	return exactly(out, w, h)
}

// row draws one life: how it is, what, where, until when, and how much is over.
func (s expiryScreen) row(env Env, n int, widths []int, w int) string {
	st, o, i := env.Styles, env.Outlook, s.found[n].index
	l, bar := o.lives[i], n == s.cursor
	end := env.end(l)
	cursor := " "
	if bar {
		cursor = st.Glyph.Cursor
	}
	text, faint, look, hit := st.Text.on(bar), st.Faint.on(bar), end.look.on(bar), st.Hit.on(bar)
	line := st.Key.on(bar).Render(" "+cursor+" ") + look.Render(end.glyph+" ")
	drawn := fore
	cell := func(col int, draw func(w int) string) {
		if widths[col] > 0 {
			line += draw(widths[col]) + text.Render(blank(gap))
			drawn += widths[col] + gap
		}
	}
	words := func(s string, look ink) func(int) string {
		return func(w int) string { return st.field(s, w, look, hit, nil) }
	}
	if !s.query.empty() {
		words = func(text string, look ink) func(int) string {
			return func(w int) string { return st.field(text, w, look, hit, s.query.hits(text)) }
		}
	}
	cell(0, words(l.What.String(), text))
	cell(1, words(o.kind(i), faint))
	cell(2, words(o.where(i), text))
	cell(3, func(w int) string { return look.Render(exact(env.untilCell(l, end), w)) })
	cell(4, func(w int) string {
		if l.NotAfter.IsZero() || l.NotBefore.IsZero() {
			return text.Render(blank(w))
		}
		over, left := st.lifeBar(l.Used(env.Now), w)
		return look.Render(over) + faint.Render(left)
	})
	return line + text.Render(blank(w-drawn))
}

// untilCell is the column UNTIL: "12d   Dec 04", "3d ago  Nov 20".
func (e Env) untilCell(l model.Life, end end) string {
	switch end.how {
	case model.Unknown:
		return "unread"
	case model.Endless:
		return "no end"
	case model.Expired:
		return fmt.Sprintf("%-6s %s", brief(l.NotAfter, e.Now)+" ago", e.date(l.NotAfter))
	case model.NotYetValid:
		return "from   " + e.date(l.NotBefore)
	}
	return fmt.Sprintf("%-6s %s", brief(e.Now, l.NotAfter), e.date(l.NotAfter))
}
