package model

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// A Plan is what a Change would write: shown before it is done, and the same
// thing that is done then. A Plan without edits means that nothing is to do.
type Plan struct {
	Change   Change
	Edits    []Edit     // over all files
	Notes    []string   // what a person should know: "b.yaml sets it too"
	Lost     []Loss     // what will be gone: ask before it
	Dangers  []Danger   // what comes in that may do harm: ask before it
	Incoming []Incoming // what becomes of each entry of an import
	Orphans  []Ref      // entries that no context would use any more: offer them as a step of their own
}

// A Loss is something that a plan takes away.
type Loss struct {
	Entry      Ref
	What       string // safe to draw: `user "jane" of ~/.kube/config:14, a client certificate with its key`
	Credential bool   // a credential is among it
}

// A Danger is something in an entry from outside that may do harm: a program that
// would run, a proxy, a file of this machine, TLS that is not verified.
type Danger struct {
	Kind Kind
	Name Text
	What string // safe to draw: "runs aws eks get-token --cluster prod"
	Bare string // the same without arguments and variables, which may be secret: "runs aws"
}

// Brief returns what may be written where others read it too.
func (d Danger) Brief() string { return cmp.Or(d.Bare, d.What) }

// Question returns what to ask before the plan is carried out, or nothing. The first
// line says what will be gone, if anything will be.
func (p Plan) Question() []string {
	return p.asking(func(d Danger) string { return d.What })
}

// Outline returns the question for where nobody is asked: an error, a log. It has no
// arguments and variables of programs.
func (p Plan) Outline() []string { return p.asking(Danger.Brief) }

func (p Plan) asking(words func(Danger) string) []string {
	var lines []string
	if p.Nothing() {
		return nil
	}
	for i, l := range p.Lost {
		if i == 0 {
			lines = append(lines, "this will be gone: "+l.What)
		} else {
			lines = append(lines, "and "+l.What)
		}
	}
	for _, d := range p.Dangers {
		lines = append(lines, fmt.Sprintf("%s %q %s", d.Kind, d.Name, words(d)))
	}
	return lines
}

// Files returns the paths of the files that change, in the order of the edits.
func (p Plan) Files() []string {
	var out []string
	for _, e := range p.Edits {
		if !slices.Contains(out, e.File) {
			out = append(out, e.File)
		}
	}
	return out
}

// Nothing tells whether the files already say what was wished.
func (p Plan) Nothing() bool { return len(p.Edits) == 0 }

// An Edit is one value that changes in one file.
type Edit struct {
	File   string // path of the file
	Label  Text   // the path as a person writes it
	Line   int    // where the value stands, or where it will stand
	Path   Text   // which value: "current-context"
	Before Value
	After  Value
}

// A Value is what stands at a place, or nothing at all. A secret one is never told.
// A text of several lines is a whole entry, with its secrets left out.
type Value struct {
	Text   Text
	Absent bool
	Secret bool
}

// Diff returns the edit as lines that begin with "-" or "+", without secrets.
func (e Edit) Diff() []string {
	var out []string
	for _, side := range []struct {
		sign  string
		value Value
	}{{"-", e.Before}, {"+", e.After}} {
		switch {
		case side.value.Absent:
		case side.value.Secret:
			out = append(out, fmt.Sprintf("%s %s: [secret]", side.sign, e.Path))
		case strings.Contains(side.value.Text.Raw(), "\n"):
			out = append(out, fmt.Sprintf("%s %s:", side.sign, e.Path))
			for line := range strings.Lines(side.value.Text.Raw()) {
				out = append(out, side.sign+"   "+NewText(strings.TrimRight(line, "\r\n")).String())
			}
		case side.value.Text.Empty():
			out = append(out, fmt.Sprintf("%s %s: \"\"", side.sign, e.Path))
		default:
			out = append(out, fmt.Sprintf("%s %s: %s", side.sign, e.Path, side.value.Text))
		}
	}
	return out
}

// Place says where the edit is: file:line.
func (e Edit) Place() string { return fmt.Sprintf("%s:%d", e.Label, e.Line) }
