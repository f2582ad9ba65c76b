package ui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
)

// A field is one line of a form: a question with its answer. Its kind says what the
// keys do with it; enter always goes on.
//
//	text     is typed; suggest offers what it may become, and tab takes the first
//	secret   is typed, and only its length is shown
//	choice   one of its options: left and right change it, space lists them
//	several  any of its options: space lists them
//	yesNo    left, right and space change it
//	note     asks nothing and says something: lines as they are, or text, wrapped
type field struct {
	kind    fieldKind
	name    string // of the answer
	label   string
	help    string // said while the field has the keys and nothing else has to be
	start   answer // the answer until somebody gives one
	options []option
	free    bool                        // options are not all there is: others can be typed
	suggest func(typed string) []string // whole texts that the typed one may become
	asking  func(Env, string) tea.Cmd   // has that looked up instead; offeredMsg answers
	judge   func(a answer) judgement    // what is to be said about an answer, at every key
	text    string                      // what a note says
	lines   []string                    // and what it shows as it is
	tone    tone                        // of a note; with a bad one the form does not go on
	wait    string                      // why the form does not go on yet, while something is found out
	leisure bool                        // this note can be read at leisure; nobody has to have seen it
	coming  bool                        // this note stands for others, which come by themselves
}

type fieldKind int

const (
	textField fieldKind = iota
	secretField
	choiceField
	severalField
	yesNoField
	noteField
)

// An option is one thing that can be chosen.
type option struct {
	value string
	label string // what is shown, if it is not the value
	note  string // what it means
	why   string // why it cannot be chosen now
}

func (o option) shown() string {
	if o.label != "" {
		return safe(o.label)
	}
	return safe(o.value)
}

// A judgement is what is said about an answer. With a bad one the form does not go on.
type judgement struct {
	tone tone
	text string
}

// needed judges a text that must not be empty.
func needed(what string) func(answer) judgement {
	return func(a answer) judgement {
		if strings.TrimSpace(a.text) == "" {
			return judgement{bad, what + " is needed"}
		}
		return judgement{}
	}
}

// mustType is a field for something dangerous: the form goes on only when this very
// name was typed.
func mustType(name, label, this string) field {
	return field{
		kind: textField, name: name, label: label,
		help: "Type " + safe(this) + " to go on",
		judge: func(a answer) judgement {
			if a.text != this {
				return judgement{bad, "Type " + safe(this) + " to go on"}
			}
			return judgement{good, "This is what you want, then"}
		},
	}
}

// asks tells whether the field can have the keys.
func (d field) asks() bool { return d.kind != noteField }

// typing tells whether letters go into the field itself.
func (d field) typing() bool { return d.kind == textField || d.kind == secretField }

// judged returns what is to be said about the answer of the field.
func (d field) judged(a answers) judgement {
	switch {
	case d.kind == noteField && d.tone == bad:
		return judgement{bad, d.text}
	case d.wait != "":
		return judgement{bad, d.wait}
	case d.judge == nil:
		return judgement{}
	}
	return d.judge(a[d.name])
}

// option returns the option with a value; one that was typed has only that.
func (d field) option(value string) option {
	for _, o := range d.options {
		if o.value == value {
			return o
		}
	}
	return option{value: value}
}

// turned returns the value that stands by places after another one, leaving out what
// cannot be chosen.
func (d field) turned(value string, by int) string {
	n := len(d.options)
	at := slices.IndexFunc(d.options, func(o option) bool { return o.value == value })
	for range n {
		at = (at + by + n) % n
		if d.options[at].why == "" {
			return d.options[at].value
		}
	}
	return value
}

// offered returns what a text may become, the first few of it; told is what was looked up.
func (d field) offered(typed string, told []string) []string {
	if d.suggest != nil {
		told = d.suggest(typed)
	}
	all := slices.DeleteFunc(slices.Clone(told), func(s string) bool { return s == typed })
	return all[:min(len(all), 8)]
}

// words returns the answer as a line shows it.
func (d field) words(s Styles, a answer) string {
	switch d.kind {
	case secretField:
		return repeat(s.Glyph.Mask, line(a.text).letters())
	case choiceField:
		return d.option(a.text).shown()
	case severalField:
		var names []string
		for _, v := range a.list {
			names = append(names, d.option(v).shown())
		}
		return strings.Join(names, ", ")
	case yesNoField:
		if a.text == yes {
			return yes
		}
		return "no"
	}
	return safe(a.text)
}
