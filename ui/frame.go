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
		body = laid(a.styles.veiled(body), strings.Split(box, "\n"), a.width)
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

// veiled draws what lies below a box so quietly that the eye stays on the box.
func (s Styles) veiled(body []string) []string {
	out := make([]string, len(body))
	for i, l := range body {
		out[i] = s.Veil.Render(ansi.Strip(l))
	}
	return out
}

// laid lays a box over the middle of the body, with a space on both sides so that no
// word below leans against it.
func laid(body, box []string, width int) []string {
	w := lipgloss.Width(box[0])
	x, y := max(0, (width-w)/2), max(0, (len(body)-len(box))/2)
	box = slices.Clone(box[:min(len(box), len(body))])
	if x > 0 && w+2 <= width {
		x--
		for i := range box {
			box[i] = " " + box[i] + " "
		}
	}
	page := lipgloss.NewLayer(strings.Join(body, "\n"))
	over := lipgloss.NewLayer(strings.Join(box, "\n")).X(x).Y(y).Z(1)
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

// footer is the last result, or what is being done, and then as many of the most useful
// keys as have room.
func (a App) footer() string {
	said := ""
	switch {
	case a.toast.text != "":
		said = a.toast.draw(a.styles, a.width)
	case a.probing.running():
		said = " " + a.styles.Key.Render(exact(a.sign(), 1)) + " " + a.styles.Text.Render(a.styles.short(a.probing.words(a.styles), a.width-4))
	default:
		keys := a.hints(a.width - 2)
		place := a.place(a.width - cells(keys) - 3)
		return " " + keys + blank(a.width-cells(keys)-cells(place)-2) + a.styles.Faint.Render(place)
	}
	keys := a.hints(a.width - cells(said) - leastApart - 1)
	return said + blank(a.width-cells(said)-cells(keys)-1) + keys
}

// leastApart is the space between a result and the keys.
const leastApart = 4

// place says where one is in a list, in at most w cells, where no frame does.
func (a App) place(w int) string {
	p, ok := a.top().Screen.(placed)
	if !ok || a.width >= wideFrom {
		return ""
	}
	at, of := p.Place(a.env(a.top()))
	for _, words := range []string{placeWords(at, of), fmt.Sprintf("%d/%d", at, of)} {
		if of > 0 && cells(words) <= w {
			return words
		}
	}
	return ""
}

func placeWords(at, of int) string { return fmt.Sprintf("%d of %d", at, of) }

// hints are the most useful keys that have room in w cells.
func (a App) hints(w int) string {
	s, line := a.styles, ""
	for _, b := range a.useful() {
		h := b.Help()
		part := s.Key.Render(h.Key) + " " + s.Faint.Render(h.Desc)
		if line != "" {
			part = s.Faint.Render(" "+s.Glyph.Dot+" ") + part
		}
		if cells(line)+cells(part) > w {
			break
		}
		line += part
	}
	return line
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
