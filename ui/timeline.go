package ui

import (
	"strconv"
	"strings"
	"time"

	"kubeid/model"
)

// The line of time: what is near gets most of the room. Signs stand on the line where
// things end; what is over stands to the left of now, what has no end stands nowhere.
// The line itself says where it is urgent: red before now, amber until it is fine. Below
// it stands what is selected.

// timelineHeight is the labels, the line with its signs, what is selected, and an empty line.
const timelineHeight = 4

// marks are the moments on the axis, and how much of it lies before each.
var marks = []struct {
	label string
	in    time.Duration
	share int
}{
	{"now", 0, 0},
	{"7d", 7 * day, 8},
	{"30d", 30 * day, 10},
	{"90d", 90 * day, 12},
	{"180d", 180 * day, 14},
	{"1y", yearish, 14},
	{"5y", 5 * yearish, 10},
	{"", 10 * yearish, 4},
}

// beforeNow is the room to the left of now.
const beforeNow = 13

// axis says where moments stand on the screen.
type axis struct {
	at    []int // cell of each mark
	width int
}

func newAxis(w int) axis {
	total := 0
	for _, m := range marks {
		total += m.share
	}
	a := axis{width: w}
	room, sum := w-beforeNow-3, 0
	for _, m := range marks {
		sum += m.share
		a.at = append(a.at, beforeNow+sum*room/total)
	}
	return a
}

// cell says where something stands that ends after this time.
func (a axis) cell(left time.Duration) int {
	if left < 0 {
		return beforeNow / 2
	}
	for i := 1; i < len(marks); i++ {
		if from, to := marks[i-1].in, marks[i].in; left < to {
			part := float64(left-from) / float64(to-from)
			return a.at[i-1] + int(part*float64(a.at[i]-a.at[i-1]))
		}
	}
	return a.at[len(a.at)-1]
}

// labels returns the names of the moments, that of now standing out.
func (a axis) labels(s Styles) string {
	labels := []rune(blank(a.width))
	put := func(at int, text string) {
		for i, r := range text {
			if at+i >= 0 && at+i < len(labels) {
				labels[at+i] = r
			}
		}
	}
	put(beforeNow/2-3, "expired")
	for i, m := range marks[:len(marks)-1] {
		put(a.at[i]-len(m.label)/2, m.label)
	}
	now := a.at[0] - 1
	return s.Faint.Render(string(labels[:now])) + s.Title.Render("now") + s.Faint.Render(string(labels[now+3:]))
}

// ground returns what the line looks like where no sign stands.
func (a axis) ground(env Env, x int) (string, ink) {
	s, look := env.Styles, env.Styles.Border
	soon, urgent := env.Settings.Thresholds.Long()
	switch {
	case x == 0 || x >= a.width-1:
		return " ", look
	case x == a.width-2:
		return s.Glyph.Tip, look
	case x < a.at[0] && env.Outlook.counts[model.Expired] > 0:
		look = s.Bad
	case x < a.at[0]:
	case x <= a.cell(urgent):
		look = s.Warn
	case x <= a.cell(soon):
		look = s.Soon
	}
	for _, at := range a.at[:len(a.at)-1] {
		if x == at {
			return s.Glyph.Tick, look
		}
	}
	return s.Glyph.Line, look
}

// A pile is what stands at one place of the axis.
type pile struct {
	count int
	how   model.Severity // of the worst
	on    bool           // what is selected is in it
}

// timeline draws the axis with a sign for each end on it, with a count where several have
// no room of their own, and below it what is selected.
func (s expiryScreen) timeline(env Env) []string {
	a := newAxis(env.Width)
	piles := make([]pile, env.Width+1)
	for n, h := range s.found {
		l, how := env.Outlook.lives[h.index], env.Outlook.how[h.index]
		if how == model.Endless || how == model.Unknown {
			continue
		}
		p := &piles[a.place(env, l, how)]
		p.count++
		p.how, p.on = max(p.how, how), p.on || n == s.cursor
	}
	line := drawPiles(env.Styles, piles, a.width, func(x int) (string, ink) { return a.ground(env, x) })
	return []string{a.labels(env.Styles), line, s.pointed(env, a), ""}
}

// place says where a life stands on the axis.
func (a axis) place(env Env, l model.Life, how model.Severity) int {
	if how == model.Expired {
		return a.cell(-1)
	}
	return a.cell(l.NotAfter.Sub(env.Now))
}

// pointed points at what is selected, and names it.
func (s expiryScreen) pointed(env Env, a axis) string {
	st, i := env.Styles, s.selected()
	if i < 0 {
		return ""
	}
	l, how := env.Outlook.lives[i], env.Outlook.how[i]
	end := env.end(l)
	words := squeeze(st, l.What.String(), max(8, env.Width/3)) + " " + end.words
	if how == model.Endless || how == model.Unknown {
		return st.Faint.Render(" " + st.short(words, env.Width-2))
	}
	at := a.place(env, l, how)
	if at+2+cells(words) < env.Width {
		return blank(at) + end.look.Render(st.Glyph.Here) + " " + st.Text.Render(words)
	}
	words = st.short(words, at-1)
	return blank(at-1-cells(words)) + st.Text.Render(words) + " " + end.look.Render(st.Glyph.Here)
}

// drawPiles puts the piles on the ground. One that is counted takes those in that stand
// where its count is written.
func drawPiles(s Styles, piles []pile, w int, ground func(x int) (string, ink)) string {
	var b strings.Builder
	line := func(x int) {
		sign, look := ground(x)
		b.WriteString(look.Render(sign))
	}
	for x := 0; x < w; x++ {
		p := piles[x]
		if p.count == 0 {
			line(x)
			continue
		}
		label, end := p.label(), x+1
		for ; end < min(x+cells(label), w); end++ {
			p.merge(piles[end])
			label = p.label()
		}
		glyph, look := s.severity(p.how)
		b.WriteString(look.on(p.on).Render(glyph + label[1:]))
		x = end - 1
		if p.count > 1 && x+1 < w && piles[x+1].count > 0 {
			piles[x+2].merge(piles[x+1]) // a gap, so that two counts are not read as one
			line(x + 1)
			x++
		}
	}
	return b.String()
}

// label is what stands there, with x for the sign.
func (p pile) label() string {
	if p.count == 1 {
		return "x"
	}
	return "x" + strconv.Itoa(p.count)
}

func (p *pile) merge(other pile) {
	p.count += other.count
	p.how, p.on = max(p.how, other.how), p.on || other.on
}
