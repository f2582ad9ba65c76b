package ui

import (
	"fmt"
	"strings"

	"kubeid/model"
)

// places deals out the window: the counts, the line of time, and the sheet.
func (s expiryScreen) places(env Env) places {
	above, time := 1, env.Height >= 14 && env.Width >= 50
	if time {
		above += timelineHeight
	}
	p := s.placesOf(env, above, false)
	p.time = time
	return p
}

// View implements Screen.
func (s expiryScreen) View(env Env) string {
	if !env.Book.Loaded {
		return env.reading()
	}
	l := s.lines(env)
	s.sheet = s.settled(env, l)
	if l.n == 0 {
		return strings.Join(nothingEnds(env), "\n")
	}
	p, out := s.places(env), []string{s.summary(env)}
	switch {
	case s.detail && !wide(env): // it gets the room of the line of time
		p.below = env.Height - len(out)
	case p.time:
		out = append(out, s.timeline(env)...)
	}
	return strings.Join(append(out, s.body(env, p, s.table(env))...), "\n")
}

// Place implements placed.
func (s expiryScreen) Place(env Env) (at, of int) { return s.settled(env, s.lines(env)).place() }

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
		gap            string
		words, endless bool
	}{{"   ", true, true}, {"  ", true, true}, {"  ", true, false}, {" ", true, false}, {"  ", false, false}} {
		line := s.counted(env, v.gap, v.words, v.endless)
		if room := env.Width - cells(line) - cells(right) - 2; room >= 0 || !v.words {
			return line + blank(room) + " " + st.Title.Render(right) + " "
		}
	}
	return ""
}

// counted is the sum of each severity, if there is any, the worst first.
func (s expiryScreen) counted(env Env, gap string, words, endless bool) string {
	line := ""
	for _, sum := range []struct {
		how  model.Severity
		word string
	}{
		{model.Expired, " expired"},
		{model.Urgent, " urgent"},
		{model.Soon, " soon"},
		{model.NotYetValid, " not yet"},
		{model.Unknown, " unread"},
		{model.Fine, " fine"},
		{model.Endless, " no end"},
	} {
		if n := env.Outlook.counts[sum.how]; n > 0 && (endless || sum.how != model.Endless) {
			glyph, look := env.Styles.severity(sum.how)
			if !words {
				sum.word = ""
			}
			line += gap + look.Render(fmt.Sprintf("%s %d%s", glyph, n, sum.word))
		}
	}
	return line
}

// table says what stands in the list: what ends, until when, and how much is over.
func (s expiryScreen) table(env Env) table {
	st, o := env.Styles, env.Outlook
	return table{
		title: "Expiry", order: "the first to end first", all: len(o.lives), let: func(i int) bool { return s.choice.lets(o.lives[i], o.how[i]) },
		none: "There is none of these; v and V show others, esc everything.",
		columns: []column{
			{head: "WHAT", least: 14, worth: 3, most: 40},
			{head: "KIND", least: 11, worth: 2, drop: 2, most: 11},
			{head: "WHERE", least: 10, worth: 3, drop: 3, most: 40},
			{head: "UNTIL", least: 17, worth: 2, most: 17, mute: true},
			{head: "LIFE", least: 8, want: 10, worth: 2, drop: 4, mute: true},
		},
		row: func(i int) tableRow {
			l := o.lives[i]
			end := env.end(l)
			until, over := end.look, end.look
			if end.how == model.Fine { // what is well is quiet
				until, over = st.Text, st.Faint
			}
			return tableRow{glyph: end.glyph, look: end.look, cells: []cell{
				{text: l.What.String(), look: st.Text},
				{text: o.kind(i), look: st.Faint},
				{text: o.where(i), look: st.Text},
				{text: env.untilCell(l, end), look: until},
				{draw: func(w int, bar bool) string { return env.lifeCell(l, over, w, bar) }},
			}}
		},
		detail: func(i int) detail { return lifeDetail(env, o, o.lives[i], false) },
	}
}

// lifeCell draws how much of a life is over.
func (e Env) lifeCell(l model.Life, look ink, w int, bar bool) string {
	if l.NotAfter.IsZero() || l.NotBefore.IsZero() {
		return e.Styles.Text.on(bar).Render(blank(w))
	}
	over, left := e.Styles.lifeBar(l.Used(e.Now), w)
	return look.on(bar).Render(over) + e.Styles.Faint.on(bar).Render(left)
}

// untilCell is the column UNTIL: " 12d     Dec 04", "  3d ago Nov 20".
func (e Env) untilCell(l model.Life, end end) string {
	switch end.how {
	case model.Unknown:
		return "    unread"
	case model.Endless:
		return "    no end"
	case model.Expired:
		return fmt.Sprintf("%4s ago %s", brief(l.NotAfter, e.Now), e.date(l.NotAfter))
	case model.NotYetValid:
		return "    from " + e.date(l.NotBefore)
	}
	return fmt.Sprintf("%4s     %s", brief(e.Now, l.NotAfter), e.date(l.NotAfter))
}
