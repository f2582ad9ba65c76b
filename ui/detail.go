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
}

func (d *detail) add(st ink, label, format string, args ...any) {
	d.paras = append(d.paras, para{label, fmt.Sprintf(format, args...), st})
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
	for _, p := range d.paras {
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
		for _, line := range wrap(p.text, w-label-2) {
			out = append(out, s.Faint.Render(name)+blank(label+1-cells(name))+p.style.Render(line))
			name = ""
		}
	}
	return out
}
