package main

import (
	"encoding/xml"
	"fmt"
	"os"
	"strings"
)

// The size of a cell in an SVG, and the room around.
const (
	cellW  = 8.4
	cellH  = 17.0
	margin = 12.0
)

// writeSVG writes cells as text that can be read and searched.
func writeSVG(path string, rows [][]cell, l look) error {
	c := l.colors()
	w, h := cellW*float64(l.width)+2*margin, cellH*float64(l.height)+2*margin
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.1f %.1f" width="%.0f" font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace" font-size="14">`+"\n", w, h, w)
	fmt.Fprintf(&b, `<rect width="%.1f" height="%.1f" rx="8" fill="%s" stroke="%s"/>`+"\n", w, h, hex(c.back), hex(c.frame))
	for y, row := range rows {
		for x := 0; x < len(row); {
			n := x + 1
			for n < len(row) && sameRun(row[x], row[n]) {
				n++
			}
			writeRun(&b, row[x:n], margin+float64(x)*cellW, margin+float64(y)*cellH, hex(c.back))
			x = n
		}
	}
	b.WriteString("</svg>\n")
	return os.WriteFile(path, []byte(b.String()), 0o644)
}

// sameRun tells whether two cells can be written as one piece of text.
func sameRun(a, b cell) bool {
	return shape(a.text) == nil && shape(b.text) == nil && !a.wide && !b.wide && a.text != "" && b.text != "" &&
		hex(a.fore) == hex(b.fore) && hex(a.back) == hex(b.back) && a.bold == b.bold && a.underline == b.underline
}

func writeRun(b *strings.Builder, run []cell, x, y float64, back string) {
	w := cellW * float64(len(run))
	if got := hex(run[0].back); got != back {
		fmt.Fprintf(b, `<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" fill="%s"/>`, x, y, w+0.1, cellH, got)
	}
	if bars := shape(run[0].text); bars != nil {
		for _, p := range bars {
			opacity := ""
			if p.ink < 1 {
				opacity = fmt.Sprintf(` opacity="%.2f"`, p.ink)
			}
			fmt.Fprintf(b, `<rect x="%.2f" y="%.2f" width="%.2f" height="%.2f" fill="%s"%s/>`, x+p.x*cellW, y+p.y*cellH, p.w*cellW+0.05, p.h*cellH+0.05, hex(run[0].fore), opacity)
		}
		b.WriteByte('\n')
		return
	}
	var text strings.Builder
	for _, c := range run {
		text.WriteString(c.text)
	}
	trimmed := strings.TrimRight(text.String(), " ")
	lead := len(trimmed) - len(strings.TrimLeft(trimmed, " "))
	if trimmed = trimmed[lead:]; trimmed == "" {
		return
	}
	more := ""
	if run[0].bold {
		more += ` font-weight="bold"`
	}
	if run[0].underline {
		more += ` text-decoration="underline"`
	}
	cells := float64(len([]rune(trimmed)))
	if run[0].wide {
		cells = 2
	}
	fmt.Fprintf(b, `<text x="%.1f" y="%.1f" textLength="%.1f" lengthAdjust="spacingAndGlyphs" fill="%s"%s xml:space="preserve">`, x+float64(lead)*cellW, y+13, cells*cellW, hex(run[0].fore), more)
	xml.EscapeText(b, []byte(trimmed))
	b.WriteString("</text>\n")
}
