package ui

import (
	"strings"

	"kubeid/model"
)

// newRename asks for the new name of an entry, or for a template when several are marked.
func newRename(env Env, entries []model.Ref) Screen {
	if len(entries) > 1 {
		return newRenameMany(env, entries)
	}
	ref := entries[0]
	about := ""
	if n := env.Book.Config.Following(ref); n > 0 {
		about = "Whatever refers to it follows: " + amountOf(n, "context") + "."
	}
	return newPrompt(env, prompt{
		title: "Rename " + ref.Kind.String() + " " + ref.Name.String(), about: about,
		draft: "rename " + ref.File + " " + ref.Kind.String() + " " + ref.Name.Raw(),
		edit:  newEdit(ref.Name.Raw()), yes: "rename it",
		judge: func(env Env, name string) judgement { return judgeName(env, ref, name) },
		wish: func(_ Env, name string) model.Change {
			return model.Rename{Entry: ref, To: model.NewText(name)}
		},
	})
}

// judgeName says what is to be said about a name for an entry.
func judgeName(env Env, was model.Ref, name string) judgement {
	if err := env.Book.Config.CheckName(was.Kind, was, name); err != nil {
		return judgement{bad, sentence(err)}
	}
	switch {
	case safe(name) != name:
		return judgement{careful, "It has characters that do not show, or that a terminal would obey"}
	case strings.TrimSpace(name) != name:
		return judgement{careful, "It begins or ends with a space"}
	}
	return judgement{good, "The name is free"}
}

// newRenameMany asks for a template of names, and shows what comes of it.
func newRenameMany(env Env, entries []model.Ref) Screen {
	kind := entries[0].Kind
	return newPrompt(env, prompt{
		title: "Rename " + amountOf(len(entries), kind.String()), draft: "rename " + kind.String(),
		about: "A template of names: " + strings.Join(model.NameFields, " ") + "; or old => new replaces a part.",
		edit:  newEdit("{name}"), yes: "rename them",
		judge: func(env Env, template string) judgement {
			n := 0
			for _, r := range env.Book.Config.Renamings(template, entries) {
				switch {
				case r.Err != nil:
					return judgement{bad, r.Entry.Name.String() + ": " + sentence(r.Err)}
				case r.To != r.Entry.Name:
					n++
				}
			}
			if n == 0 {
				return judgement{bad, "All keep their names"}
			}
			return judgement{good, amountOf(n, kind.String()) + " with a new name"}
		},
		below: func(env Env, template string) []string { return renamings(env, template, entries) },
		wish: func(env Env, template string) model.Change {
			var all model.Several
			for _, r := range env.Book.Config.Renamings(template, entries) {
				if r.To != r.Entry.Name {
					all.Changes = append(all.Changes, model.Rename{Entry: r.Entry, To: r.To})
				}
			}
			return all
		},
	})
}

// renamings draws what a template makes of the names.
func renamings(env Env, template string, entries []model.Ref) []string {
	s := env.Styles
	all := env.Book.Config.Renamings(template, entries)
	all = all[:min(len(all), env.Height)] // no more are in sight
	w := max(8, min(76, env.Width-4)) - 4
	from := 0
	for _, r := range all {
		from = max(from, cells(r.Entry.Name.String()))
	}
	from = min(from, w/2-2)
	var out []string
	for _, r := range all {
		look := s.Text
		switch {
		case r.Err != nil:
			look = s.Bad
		case r.To == r.Entry.Name:
			look = s.Faint
		}
		to := r.To.String()
		out = append(out, " "+s.field(r.Entry.Name.String(), from, s.Faint, s.Faint, nil)+s.Faint.Render(" "+s.Glyph.Tip+" ")+look.Render(squeeze(s, to, w-from-3)))
	}
	return out
}
