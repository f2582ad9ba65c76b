package model

import (
	"fmt"

	"kubeid/crypto"
)

// Import takes the entries of another kubeconfig in: of a file, of standard input,
// or of something that was just made. The other one may be anybody's, so nothing in
// it counts until a person has said yes to the plan's Dangers.
type Import struct {
	Data   crypto.Secret // the bytes of the other kubeconfig
	Source Text          // how a person calls it: "~/new.yaml", "standard input", "user jane"
	Folder string        // what relative paths in it count from; "" when nobody knows
	File   string        // the kubeconfig that it goes to; "" for the first that exists

	Choices []Choice // what to do with single entries
	Taken   Act      // what to do with the others whose name is taken; Auto renames them
	Embed   bool     // put files it points to into the entry; else their paths are made absolute
	Agreed  bool     // a person has agreed to the files from elsewhere that are put in; until then they are not read
}

// Act is what to do with an entry that comes in.
type Act int

// The acts. Auto is what nobody can regret: what is there already under any name is
// used as it is, what is not there is added, and it gets a new name where its own is
// taken by something else.
const (
	Auto      Act = iota
	Skip          // leave it out; references to it mean what has the name here
	SetName       // add it under the name To, and have its contexts refer to that
	Overwrite     // put it in the place of the entry that has the name
	Deny          // refuse the whole import when the name is taken by something else
)

// A Choice is what a person wants done with one entry.
type Choice struct {
	Kind Kind
	Name Text // as the other kubeconfig has it
	Act  Act
	To   Text // for SetName
}

// Wish implements Change.
func (c Import) Wish() string { return fmt.Sprintf("import %s", c.Source) }

// Fact implements Change.
func (c Import) Fact() string { return fmt.Sprintf("%s is imported", c.Source) }

// Fate is what becomes of an entry that comes in.
type Fate int

// The fates.
const (
	Added    Fate = iota
	Had           // the same is there already, as Here
	Renamed       // added as To, since Here has its name
	Replaced      // put in the place of Here
	Skipped       // left out
)

// String returns the fate's word.
func (f Fate) String() string {
	return [...]string{"added", "already there", "renamed", "replaces", "skipped"}[f]
}

// Incoming tells what becomes of one entry of an import.
type Incoming struct {
	Kind Kind
	Name Text
	Fate Fate
	To   Text // its name here
	Here Ref  // the entry that is the same, or has the name already; zero when there is none
}

// String says it in a line: `user "jane" is already there as "jane-prod"`.
func (i Incoming) String() string { return i.line("is added", "replaces", "is left out") }

// Wish says it in a line as long as it is not done: `user "jane" would be added`.
func (i Incoming) Wish() string {
	return i.line("would be added", "would replace", "would be left out")
}

func (i Incoming) line(added, replaces, left string) string {
	who := fmt.Sprintf("%s %q", i.Kind, i.Name)
	switch i.Fate {
	case Had:
		if i.Here.Name == i.Name {
			return who + " is already there"
		}
		return fmt.Sprintf("%s is already there as %q", who, i.Here.Name)
	case Renamed:
		return fmt.Sprintf("%s %s as %q", who, added, i.To)
	case Replaced:
		return fmt.Sprintf("%s %s the one in %s", who, replaces, NewText(i.Here.File))
	case Skipped:
		return who + " " + left
	}
	return who + " " + added
}

// Export writes contexts with their clusters and users, and nothing else, into a new
// kubeconfig for the owner alone. It never overwrites.
type Export struct {
	Contexts []Ref
	Out      string // the new file
	Redacted bool   // without credentials
}

// Wish implements Change.
func (c Export) Wish() string {
	return fmt.Sprintf("export %s to %s", list(c.Contexts), NewText(c.Out))
}

// Fact implements Change.
func (c Export) Fact() string {
	return fmt.Sprintf("%s exported to %s", list(c.Contexts), NewText(c.Out))
}
