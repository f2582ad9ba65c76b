package ui

import (
	"fmt"

	"kubeid/model"
)

// howOf says in a few words how somebody can.
func howOf(h model.Holder) string {
	if _, all := h.All(); all {
		return "may do everything"
	}
	ways := h.Brief()
	words := ways[0].Title
	for _, w := range ways {
		if w.Unless == "" {
			words = w.Title
			break
		}
	}
	if len(ways) > 1 {
		words += fmt.Sprintf(", and %d more %s", len(ways)-1, plural(len(ways)-1, "way"))
	}
	return words
}

// holderDetail tells every way, and what allows each of its steps.
func holderDetail(env Env, h model.Holder) detail {
	s := env.Styles
	d := detail{title: h.Subject.String()}
	if m := h.Subject.Members(); m != "" {
		d.add(s.Text, "means", "%s", m)
	}
	if g, all := h.All(); all {
		d.add(s.Warn, "can", "do everything in the cluster")
		d.add(s.Faint, "by", "%s", g)
		d.add(s.Text, "", "")
	}
	for _, w := range h.Brief() {
		look := s.Warn
		if w.Unless != "" {
			look = s.Faint
		}
		d.add(look, "can", "%s", w.Title)
		if w.Unless != "" {
			d.add(s.Faint, "", "%s", w.Unless)
		}
		for n, st := range w.Steps {
			label := "by"
			if n > 0 {
				label = "and"
			}
			d.add(s.Text, label, "%s", st.Right)
			d.add(s.Faint, "", "%s %s %s %s", st.Grant.Binding.Kind(), bindingPlace(st.Grant), s.Glyph.Tip, roleOf(st.Grant))
			if st.Grant.Subject != h.Subject {
				d.add(s.Faint, "", "which is given to %s", st.Grant.Subject)
			}
		}
		d.add(s.Text, "", "")
	}
	return d
}

func bindingPlace(g model.Grant) string {
	if g.Binding.Namespace.Empty() {
		return g.Binding.Name.String()
	}
	return g.Binding.Namespace.String() + "/" + g.Binding.Name.String()
}

func roleOf(g model.Grant) string {
	return g.Binding.RoleKind.String() + " " + g.Binding.RoleName.String()
}
