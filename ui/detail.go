package ui

import "fmt"

// A detail says everything about one entry, in lines with a label.
type detail struct {
	title string
	paras []para
}

// A para is a sentence or a value; without a label it belongs to the one above.
type para struct {
	label, text string
	style       ink
	used        float64 // with a bar: how much of it is full
	bar         bool
}

func (d *detail) add(st ink, label, format string, args ...any) {
	d.paras = append(d.paras, para{label: label, text: fmt.Sprintf(format, args...), style: st})
}

// measure adds a bar that is full so far, with words beside it.
func (d *detail) measure(st ink, used float64, format string, args ...any) {
	d.paras = append(d.paras, para{text: fmt.Sprintf(format, args...), style: st, used: used, bar: true})
}

// head begins a part of a long detail.
func (d *detail) head(s Styles, title string) {
	d.add(s.Text, "", "")
	d.add(s.Title, "", "%s", capital(title))
}

// labelWidth is the width of the labels' column.
const labelWidth = 11

// lines draws the detail w cells wide; long values are wrapped, never cut.
func (d detail) lines(s Styles, w int) []string {
	var out []string
	label := labelWidth
	if w < 30 {
		label = 2
	}
	paras := d.paras
	if cells(d.title) > w-4 { // the frame has no room for all of it
		paras = append([]para{{label: "name", text: d.title, style: s.Text}, {}}, paras...)
	}
	for _, p := range paras {
		if p.label == "" && p.text == "" {
			if n := len(out); n > 0 && out[n-1] != "" {
				out = append(out, "")
			}
			continue
		}
		name := " " + p.label
		if label < labelWidth && p.label != "" {
			out = append(out, s.Faint.Render(name))
			name = ""
		}
		if p.bar {
			out = append(out, blank(label+1)+p.measured(s, w-label-2))
			continue
		}
		for _, line := range wrap(p.text, w-label-2) {
			out = append(out, s.Faint.Render(name)+blank(label+1-cells(name))+p.style.Render(line))
			name = ""
		}
	}
	return out
}

// The bar of a detail: how long it is where there is room, and how short it may be.
const (
	usualBar = 20
	leastBar = 8
)

// measured draws the bar as long as its words leave room for.
func (p para) measured(s Styles, w int) string {
	room := min(usualBar, w-cells(p.text)-gap)
	if room < leastBar {
		room = min(usualBar, w) // the words have no room beside it
	}
	over, left := s.lifeBar(p.used, room)
	drawn := p.style.Render(over) + s.Faint.Render(left)
	if room+gap+cells(p.text) > w {
		return drawn
	}
	return drawn + blank(gap) + s.Text.Render(p.text)
}
