package ui

import (
	"fmt"
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"kubeid/model"
)

const importTitle = "Import"

// newImportPrompt asks for the file to import; what is pasted may be the kubeconfig itself.
func newImportPrompt(env Env) Screen {
	return newPrompt(env, prompt{
		title: importTitle, draft: importTitle, yes: "look at it", asking: completing,
		about: "The path of a kubeconfig, or paste the kubeconfig itself. Nothing is taken in before you have seen what is in it.",
		judge: func(_ Env, text string) judgement {
			if strings.TrimSpace(text) == "" {
				return judgement{bad, "A path is needed"}
			}
			return judgement{}
		},
		hide: func(text string) string {
			if !pastedConfig(text) {
				return ""
			}
			return "a kubeconfig was pasted, " + amountOf(strings.Count(strings.TrimSpace(text), "\n")+1, "line")
		},
		do: func(env Env, text string) tea.Cmd { return push(newImport(env, text)) },
	})
}

// pastedConfig tells whether a text is a kubeconfig, and not the path of one.
func pastedConfig(text string) bool {
	return strings.Contains(text, "\n") || strings.HasPrefix(strings.TrimSpace(text), "{")
}

// importScreen shows what another kubeconfig would bring, entry by entry, and takes it in.
type importScreen struct {
	form
	from   string       // its path, or the kubeconfig itself
	prompt int          // the box in which that was typed
	load   model.Import // as it was read, without choices
	base   model.Plan   // what becomes of it without any choice
	plan   model.Plan   // and with those that were made
	read   bool
	err    error
}

func newImport(env Env, from string) Screen {
	s := importScreen{from: from, prompt: env.Do.screen}
	s.title = importTitle
	s.form = newForm(env, s.bound().form)
	return s
}

// bound gives the form what is known now.
func (s importScreen) bound() importScreen {
	s.pages, s.wish = s.asked, s.change
	return s
}

// Keys implements Screen: there is nothing to see of what could not be read.
func (s importScreen) Keys() []key.Binding {
	all := s.form.Keys()
	if !s.read && s.err != nil {
		return slices.DeleteFunc(all, func(b key.Binding) bool { return b.Keys()[0] == "ctrl+d" })
	}
	return all
}

// Start implements starter.
func (s importScreen) Start(env Env) tea.Cmd { return env.Do.incoming(s.from) }

// Update implements Screen.
func (s importScreen) Update(env Env, msg tea.Msg) (Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case incomingMsg:
		if msg.screen == env.Do.screen {
			return s.told(env, msg), nil
		}
		return s, nil
	case wroteMsg:
		if msg.err == nil {
			return s, tea.Sequence(send(closeMsg{s.prompt, true}), send(closeMsg{env.Do.screen, true}))
		}
	}
	if k, ok := msg.(tea.KeyPressMsg); ok && k.String() == "enter" && !s.read && s.err != nil {
		return s, closing(env)
	}
	was := s.chosen(s.said)
	var cmd tea.Cmd
	s.form, cmd = s.bound().update(env, msg)
	now := s.chosen(s.said)
	if s.read && (was.Embed != now.Embed || !slices.Equal(was.Choices, now.Choices)) {
		return s.bound(), tea.Batch(cmd, env.Do.planImport(now))
	}
	return s.bound(), cmd
}

// told keeps what was read, or what would become of it with the choices that were made.
func (s importScreen) told(env Env, msg incomingMsg) importScreen {
	s.err = msg.err
	switch {
	case msg.err != nil && !s.read:
		s = s.bound()
		s.form = s.turned(env, 0, false) // there is a button to go back by
	case msg.err != nil:
	case !s.read:
		s.read, s.load, s.base, s.plan = true, msg.load, msg.plan, msg.plan
		s = s.bound()
		s.form = s.turned(env, 0, false)
	default:
		s.plan = msg.plan
	}
	return s.bound()
}

// The answers to what becomes of an entry.
const (
	takenAsPlanned = ""
	takenNot       = "skip"
	takenAs        = "as"
	takenOver      = "over"
)

func incomingName(in model.Incoming) string { return in.Kind.String() + "/" + in.Name.Raw() }

// chosen is the import with the choices that were made.
func (s importScreen) chosen(a answers) model.Import {
	out := s.load
	out.Embed = a.yes("embed")
	for _, in := range s.base.Incoming {
		c := model.Choice{Kind: in.Kind, Name: in.Name}
		switch a.text(incomingName(in)) {
		case takenNot:
			c.Act = model.Skip
		case takenOver:
			c.Act = model.Overwrite
		case takenAs:
			c.Act = model.SetName
			c.To = model.NewText(a.text(incomingName(in) + "/name"))
			if c.To.Empty() {
				c.To = proposed(in)
			}
		default:
			continue
		}
		out.Choices = append(out.Choices, c)
	}
	return out
}

func (s importScreen) change(_ Env, a answers) model.Change { return s.chosen(a) }

// asked is the one page: what becomes of each entry, and what may do harm.
func (s importScreen) asked(env Env, a answers) []page {
	switch {
	case !s.read && s.err == nil:
		return []page{{fields: []field{{kind: noteField, text: "Reading it" + env.Styles.Glyph.Cut, wait: "It is still being read", coming: true}}}}
	case !s.read:
		return []page{{fields: []field{{kind: noteField, tone: bad, text: sentence(s.err)}}, next: "Back to its path", review: true, back: true}}
	}
	fields := []field{{kind: noteField, text: s.summary()}}
	for _, in := range s.base.Incoming {
		fields = append(fields, incomingField(in))
		if a.text(incomingName(in)) == takenAs {
			fields = append(fields, field{
				kind: textField, name: incomingName(in) + "/name", label: "its name here", start: answer{text: proposed(in).Raw()},
				judge: func(a answer) judgement { return judgeName(env, model.Ref{Kind: in.Kind}, a.text) },
			})
		}
	}
	fields = append(fields, field{
		kind: yesNoField, name: "embed", label: "embed files",
		help: "Put the files that it points to into the kubeconfig; else their paths are written in full",
	})
	if s.err != nil {
		fields = append(fields, field{kind: noteField, tone: bad, text: sentence(s.err)})
	}
	return []page{{next: "Import it", review: true, fields: append(fields, s.warnings()...)}}
}

// proposed is the name that an entry gets under "another name" unless one is typed.
func proposed(in model.Incoming) model.Text {
	if in.Fate == model.Renamed {
		return in.To
	}
	return model.NewText(in.Name.Raw() + "-2")
}

// incomingField asks what becomes of an entry; at first it is what nobody can regret.
func incomingField(in model.Incoming) field {
	d := field{kind: choiceField, name: incomingName(in), label: in.Kind.String() + " " + in.Name.String()}
	add := func(value, label, note string) {
		d.options = append(d.options, option{value: value, label: label, note: note})
	}
	other := "is added under another name"
	switch in.Fate {
	case model.Had:
		add(takenAsPlanned, "is there already", in.String())
		other = "is added all the same, under another name"
	case model.Renamed:
		add(takenAsPlanned, "is added as "+in.To.Raw(), "Another "+in.Kind.String()+" has the name here")
		add(takenNot, "is left out", "Whatever refers to it means the one that is here")
		add(takenOver, "replaces the one here", "")
		d.judge = func(a answer) judgement {
			if a.text == takenOver {
				return judgement{careful, fmt.Sprintf("The %s %s that is here now will be gone", in.Kind, in.Here.Name)}
			}
			return judgement{}
		}
	default:
		add(takenAsPlanned, "is added", "")
		add(takenNot, "is left out", "")
	}
	add(takenAs, other, "")
	return d
}

// summary counts what becomes of the entries.
func (s importScreen) summary() string {
	var words []string
	for _, f := range []model.Fate{model.Added, model.Renamed, model.Replaced, model.Had, model.Skipped} {
		n := 0
		for _, in := range s.plan.Incoming {
			if in.Fate == f {
				n++
			}
		}
		if n > 0 {
			words = append(words, fmt.Sprintf("%d %s", n, fateWords[f]))
		}
	}
	out := s.load.Source.String() + ": " + strings.Join(words, ", ") + "."
	if files := s.plan.Files(); len(files) > 0 {
		out += " Goes to " + s.plan.Edits[0].Label.String() + "."
	}
	return out
}

var fateWords = map[model.Fate]string{
	model.Added: "added", model.Renamed: "added under another name", model.Replaced: "replacing what is here",
	model.Had: "here already", model.Skipped: "left out",
}

// warnings are what a person must have seen before a yes.
func (s importScreen) warnings() []field {
	var out []field
	for _, l := range s.plan.Lost {
		out = append(out, field{kind: noteField, tone: careful, text: "Gone will be " + l.What})
	}
	for i, d := range s.plan.Dangers {
		f := field{kind: noteField, tone: careful, text: fmt.Sprintf("%s %s %s", d.Kind, d.Name, d.What)}
		if i == 0 {
			f.label = "Look at this before you agree"
		}
		out = append(out, f)
	}
	for _, n := range s.plan.Notes {
		out = append(out, field{kind: noteField, text: capital(n) + "."})
	}
	if s.plan.Nothing() {
		out = append(out, field{kind: noteField, text: "All of it is here already: there is nothing to write.", wait: "There is nothing to write"})
	}
	return out
}
