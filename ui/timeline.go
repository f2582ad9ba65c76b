package ui

import (
	"strconv"
	"strings"
	"time"

	"kubeid/model"
)

// The line of time: what is near gets most of the room. What is over stands to the
// left of now; what has no end stands nowhere.

// timelineHeight is the labels, the axis, the signs, and an empty line.
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
const beforeNow = 11

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

// draw returns the labels and the axis.
func (a axis) draw(s Styles) []string {
	labels := []rune(blank(a.width))
	line := []rune(repeat(s.Glyph.Line, a.width-2) + s.Glyph.Tip + " ")
	line[0] = ' '
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
		line[a.at[i]] = []rune(s.Glyph.Tick)[0]
	}
	return []string{s.Faint.Render(string(labels)), s.Border.Render(string(line))}
}

// A pile is what stands at one place of the axis.
type pile struct {
	count int
	how   model.Severity // of the worst
	on    bool           // what is selected is in it
}

// timeline draws the axis and, below it, a sign for each end, with a count where
// several have no room of their own.
func (s expiryScreen) timeline(env Env) []string {
	a := newAxis(env.Width)
	piles := make([]pile, env.Width+1)
	for n, h := range s.found {
		l, how := env.Outlook.lives[h.index], env.Outlook.how[h.index]
		if how == model.Endless || how == model.Unknown {
			continue
		}
		left := l.NotAfter.Sub(env.Now)
		if how == model.Expired {
			left = -1
		}
		p := &piles[a.cell(left)]
		p.count++
		p.how, p.on = max(p.how, how), p.on || n == s.cursor
	}
	return append(a.draw(env.Styles), drawPiles(env.Styles, piles, env.Width), "")
}

// drawPiles puts the piles into a line. One that is counted takes those in that
// stand where its count is written.
func drawPiles(s Styles, piles []pile, w int) string {
	var b strings.Builder
	for x := 0; x < w; x++ {
		p := piles[x]
		if p.count == 0 {
			b.WriteString(" ")
			continue
		}
		label, end := p.label(), x+1
		for ; end < min(x+cells(label), w); end++ {
			p.count += piles[end].count
			p.how, p.on = max(p.how, piles[end].how), p.on || piles[end].on
			label = p.label()
		}
		glyph, look := s.severity(p.how)
		b.WriteString(look.on(p.on).Render(glyph + label[1:]))
		x = end - 1
		if p.count > 1 && x+1 < w && piles[x+1].count > 0 {
			piles[x+2].merge(piles[x+1]) // a space, so that two counts are not read as one
			b.WriteString(" ")
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
