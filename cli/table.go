package cli

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// gap stands between two columns.
const gap = "   "

// table prints rows under a header, in columns as wide as their widest cell. Every
// cell must be safe to draw. A nil header is left out.
func (p *program) table(header []string, rows [][]string) {
	all := rows
	if header != nil {
		all = append([][]string{header}, rows...)
	}
	var widths []int
	for _, row := range all {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], ansi.StringWidth(cell))
		}
	}
	for _, row := range all {
		p.out.WriteString(line(row, widths))
		p.out.WriteByte('\n')
	}
}

// line puts cells side by side, without blanks at the end.
func line(row []string, widths []int) string {
	var b strings.Builder
	for i, cell := range row {
		b.WriteString(cell)
		if i < len(row)-1 {
			b.WriteString(strings.Repeat(" ", widths[i]-ansi.StringWidth(cell)))
			b.WriteString(gap)
		}
	}
	return strings.TrimRight(b.String(), " ")
}

// orDash shows that a cell is empty.
func orDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}
