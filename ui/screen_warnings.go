package ui

// newWarnings tells everything that a person should hear before trusting a list.
func newWarnings() Screen { return pager{title: "Warnings", lines: warningLines} }

func warningLines(env Env) []string {
	s := env.Styles
	if len(env.Book.warnings) == 0 {
		return []string{" " + s.Faint.Render("There are no warnings any more.")}
	}
	var out []string
	for _, w := range env.Book.warnings {
		lead := " " + s.Warn.Render(s.Glyph.Refused) + " "
		for _, l := range wrap(safe(w), env.Width-6) {
			out = append(out, lead+s.Text.Render(l))
			lead = "   "
		}
		out = append(out, "")
	}
	for _, l := range wrap("When names clash, the first file wins: rename one of the two, or take a file out of KUBECONFIG.", env.Width-4) {
		out = append(out, " "+s.Faint.Render(l))
	}
	return out
}
