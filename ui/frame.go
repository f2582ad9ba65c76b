package ui

import (
	"fmt"
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"kubeid/model"
)

// bodyHeight is what header, tabs and footer leave. A tiny window has only the
// body and the footer, and then only the body.
func (a App) bodyHeight() int {
	switch {
	case a.height >= 12 && a.tour.on:
		return a.height - 4
	case a.height >= 8:
		return a.height - 3
	case a.height >= 3:
		return a.height - 1
	}
	return a.height
}

// page draws the whole window: precisely height lines of width cells.
func (a App) page() string {
	below, box := a.top(), ""
	if _, ok := below.Screen.(boxed); ok {
		box = below.View(a.env(below))
		below = a.tabs[a.tab]
		for _, o := range a.stack {
			if _, ok := o.Screen.(boxed); !ok {
				below = o
			}
		}
	}
	body := exactly(strings.Split(a.body(below), "\n"), a.width, a.bodyHeight())
	if box != "" {
		body = laid(body, strings.Split(box, "\n"), a.width)
	}
	var lines []string
	if a.height >= 8 {
		lines = append(lines, exact(a.header(), a.width), exact(a.tabLine(), a.width))
	}
	lines = append(lines, body...)
	if a.height >= 12 && a.tour.on {
		lines = append(lines, exact(a.tourLine(), a.width))
	}
	if a.height >= 3 {
		lines = append(lines, exact(a.footer(), a.width))
	}
	return strings.Join(lines, "\n")
}

// body is what the screen draws, or why there is nothing to draw.
func (a App) body(o opened) string {
	if a.broken != nil && !a.book.Loaded {
		lines := []string{"", "  " + a.styles.Bad.Render(a.styles.Glyph.Broken+" The files could not be read."), ""}
		for _, l := range wrap(sentence(a.broken), a.width-4) {
			lines = append(lines, "  "+l)
		}
		return strings.Join(append(lines, "", "  "+a.styles.Faint.Render("R tries again, q leaves.")), "\n")
	}
	return o.View(a.env(o))
}

// laid lays a box over the middle of the body.
func laid(body, box []string, width int) []string {
	w := lipgloss.Width(box[0])
	x, y := max(0, (width-w)/2), max(0, (len(body)-len(box))/2)
	page := lipgloss.NewLayer(strings.Join(body, "\n"))
	over := lipgloss.NewLayer(strings.Join(box[:min(len(box), len(body))], "\n")).X(x).Y(y).Z(1)
	return exactly(strings.Split(lipgloss.NewCompositor(page, over).Render(), "\n"), width, len(body))
}

// header says where you are, as whom, and in which file that is written.
func (a App) header() string {
	s := a.styles
	left := " " + s.Title.Render("kubeid") + "  " + a.where()
	switch {
	case a.demo != "" && a.width < 100:
		left = " " + s.Title.Render("demo") + "  " + a.where()
	case a.demo != "":
		left = " " + s.Title.Render("kubeid demo") + "  " + a.where()
	}
	for _, right := range []string{a.worst() + a.badge() + a.files(), a.badge() + a.files(), a.badge()} {
		if room := a.width - lipgloss.Width(left) - lipgloss.Width(right) - 1; room >= 2 {
			return left + blank(room) + right
		}
	}
	room := a.width - lipgloss.Width(a.badge()) - 3
	return ansi.Truncate(left, room, s.Glyph.Cut) + "  " + a.badge()
}

// worst counts what is over or will be soon, all over.
func (a App) worst() string {
	out := ""
	for _, how := range []model.Severity{model.Expired, model.Urgent, model.Soon} {
		if n := a.outlook.counts[how]; n > 0 {
			glyph, look := a.styles.severity(how)
			out += look.Render(fmt.Sprintf("%s %d %s", glyph, n, how)) + "  "
		}
	}
	return out
}

// badge counts the warnings.
func (a App) badge() string {
	switch n := len(a.book.warnings); n {
	case 0:
		return ""
	case 1:
		return a.styles.Warn.Render(a.styles.Glyph.Refused+" 1 warning") + "  "
	default:
		return a.styles.Warn.Render(fmt.Sprintf("%s %d warnings", a.styles.Glyph.Refused, n)) + "  "
	}
}

func (a App) where() string {
	s, k := a.styles, a.book.Config
	name, _ := k.Current()
	i := k.CurrentContext()
	switch {
	case !a.book.Loaded:
		return s.Faint.Render("reading the files" + s.Glyph.Cut)
	case name.Empty():
		return s.Faint.Render("no current context")
	case i < 0:
		return s.Bad.Render(s.Glyph.Broken+" "+s.short(name.String(), 40)) + s.Faint.Render(" is the current context, but does not exist")
	}
	c, r := k.Contexts[i], a.book.resolve(i)
	ns := "default"
	if !c.Namespace.Empty() {
		ns = c.Namespace.String()
	}
	most := max(8, a.width/4)
	look, ok := s.Named[a.settings.ColourOf(name)]
	if !ok {
		look = s.Current
	}
	parts := []string{look.Render(squeeze(s, name.String(), most)) + " / " + squeeze(s, ns, most/2)}
	if !c.User.Empty() {
		parts = append(parts, squeeze(s, c.User.String(), most))
	}
	if r.User >= 0 {
		parts = append(parts, squeeze(s, k.Users[r.User].Identity().Short, most), a.untilWhen(r.User))
		if as := k.Users[r.User].As; as.Any() {
			parts = append(parts, s.Warn.Render("as "+squeeze(s, as.String(), most)))
		}
	}
	if word, look := s.mark(r.Mark()); word != "" {
		parts = append(parts, look.Render(word))
	}
	return s.joined(parts...)
}

// untilWhen says how long user i can still log in, if that is known.
func (a App) untilWhen(i int) string {
	life, ok := a.book.UserEnd(i)
	if !ok || life.NotAfter.IsZero() {
		return ""
	}
	end := a.env(a.top()).end(life)
	words := end.how.String()
	if end.how <= model.Urgent {
		words = plainly(a.now, life.NotAfter)
	}
	return end.look.Render(end.glyph + " " + words)
}

// squeeze cuts a name in its middle.
func squeeze(s Styles, name string, w int) string {
	return strings.TrimRight(s.field(name, min(w, cells(name)), s.Text, s.Text, nil), " ")
}

// files names the file that sets the current context, and counts the others.
func (a App) files() string {
	files := a.book.Config.Files
	if len(files) == 0 {
		return ""
	}
	_, at := a.book.Config.Current()
	label := a.styles.short(files[max(0, at)].Label.String(), max(12, a.width/3))
	if more := len(files) - 1; more > 0 {
		label += fmt.Sprintf(" +%d", more)
	}
	return a.styles.Faint.Render(label)
}

// tabLine lists the screens with how much there is in each.
func (a App) tabLine() string {
	line := a.tabNames(func(i int) string { return screens[i].name })
	if lipgloss.Width(line) > a.width {
		line = a.tabNames(func(i int) string { return screens[i].short })
	}
	return line
}

func (a App) tabNames(name func(int) string) string {
	var b strings.Builder
	for i, s := range screens {
		text, badge := fmt.Sprintf("%s %s", lineOf(s.act).keys[0], name(i)), ""
		if a.book.Loaded {
			more, how := s.badge(a.env(a.tabs[i]))
			switch {
			case more == "":
			case how == calm:
				text += " " + more
			default:
				badge = " " + a.styles.tone(how).Render(more)
			}
		}
		look := a.styles.Tab
		if i == a.tab {
			look = a.styles.TabOn
		}
		b.WriteString(" " + look.Render(text) + badge + " ")
	}
	return b.String()
}

// footer is the last result, or the most useful keys.
func (a App) footer() string {
	s := a.styles
	if a.toast.text != "" {
		return a.toast.draw(s, a.width)
	}
	if a.probing.running() {
		return " " + s.Text.Render(s.short(a.probing.words(s), a.width-2))
	}
	var line string
	for _, b := range a.useful() {
		h := b.Help()
		part := s.Key.Render(h.Key) + " " + s.Faint.Render(h.Desc)
		if line != "" {
			part = s.Faint.Render(" "+s.Glyph.Dot+" ") + part
		}
		if lipgloss.Width(line)+lipgloss.Width(part) > a.width-2 {
			break
		}
		line += part
	}
	return " " + line
}

// mostHints is how many keys the footer shows.
const mostHints = 6

// useful are the screen's keys that can act now; actions and help stay.
func (a App) useful() []key.Binding {
	all := a.top().Keys()
	if a.top().Typing() {
		return all
	}
	all = slices.DeleteFunc(slices.Clone(all), func(b key.Binding) bool {
		return a.refuses(actOf(b.Keys()[0])) != ""
	})
	if over := len(all) - mostHints; over > 0 {
		all = slices.Delete(all, len(all)-2-over, len(all)-2)
	}
	return all
}
