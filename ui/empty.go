package ui

import (
	"strings"

	"kubeid/model"
)

// noContexts is the first screen of somebody who has no kubeconfig yet, or none
// with a context in it: what was looked at, and what to do next.
func noContexts(env Env) []string {
	s, files := env.Styles, env.Book.Config.Files
	out := []string{"", "  " + s.Title.Render("Welcome to kubeid.") + " There is no context to go to yet.", ""}
	out = append(out, "  "+s.Faint.Render("Looked at:"))
	mend := ""
	for _, f := range files {
		word, look := fileWord(s, f)
		for n, part := range wrap(f.Label.String()+"  "+word, env.Width-6) {
			if n == 0 && strings.HasPrefix(part, f.Label.String()) {
				part = f.Label.String() + look.Render(part[len(f.Label.String()):])
			} else {
				part = "  " + look.Render(part)
			}
			out = append(out, "    "+part)
		}
		if !f.Problem.Empty() || !f.Refused.Empty() {
			mend = "Mend the file that cannot be used, or take it out of KUBECONFIG: kubectl minds it, too."
		}
	}
	if len(files) == 0 {
		out = append(out, "    "+s.Faint.Render("no file at all: KUBECONFIG names none"))
	}
	out = append(out, "", "  "+s.Faint.Render("What to do next:"))
	back := ""
	if env.Book.Undo != "" {
		back = "u takes back what was written last: " + safe(env.Book.Undo)
	}
	for _, line := range []string{
		mend, back,
		"d opens the demo: clusters and kubeconfigs made for trying, in a folder of their own",
		"+ takes in a kubeconfig that somebody gave you: from a file, or pasted",
		"Ask whoever runs your cluster for a kubeconfig, and put it in the place above.",
		"Or let your provider's tool write one, such as: kind create cluster",
		"Or look at another file: kubeid --kubeconfig FILE, or KUBECONFIG=FILE1:FILE2",
	} {
		for n, part := range wrap(line, env.Width-8) {
			if part == "" {
				continue
			}
			lead := "    " + s.Glyph.Dot + " "
			if n > 0 {
				lead = "      "
			}
			out = append(out, lead+part)
		}
	}
	return append(out, "", "  "+s.Faint.Render("A file that appears there is shown at once. R reads anew, q leaves."))
}

// fileWord says in a few words what became of a file.
func fileWord(s Styles, f model.File) (string, ink) {
	switch {
	case f.Missing:
		return "is not there", s.Faint
	case !f.Problem.Empty():
		return s.Glyph.Broken + " " + f.Problem.String(), s.Bad
	case !f.Refused.Empty():
		return s.Glyph.Refused + " kubectl refuses it: " + f.Refused.String(), s.Bad
	}
	return "has no contexts", s.Faint
}

// noEntries stands where a list of clusters or users would.
func noEntries(kind model.Kind) func(Env) []string {
	return func(env Env) []string {
		return []string{"", "  " + env.Styles.Faint.Render("There are no "+kind.String()+"s in these files. 1 says which files were looked at.")}
	}
}
