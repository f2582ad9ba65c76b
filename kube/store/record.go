package store

import (
	"bytes"
	"time"

	"kubeid/crypto"
	"kubeid/kube/config"
)

// A Record is one write as the journal keeps it.
type Record struct {
	ID     string
	Time   time.Time
	Words  string // what was done: "now on prod"
	File   string // where the bytes are: symbolic links are resolved
	Label  string // the path as a person writes it
	Undoes string // ID of the record that this one takes back

	Existed       bool   // there was a file before
	Before, After string // SHA-256 of the file, in hex
	Patches       []Hunk

	TakenBack bool // a later record took it back, and was not taken back itself
}

// A Hunk is a patch with what stands around it in the new file, by which its place
// is found again when the file has moved on. It may hold a credential.
type Hunk struct {
	Offset        int // in the old file
	Old, New      crypto.Secret
	Ahead, Behind crypto.Secret // up to contextBytes before and behind New
}

// contextBytes is how much is kept of what stands before and behind a patch.
const contextBytes = 64

// hunks returns the patches with their surroundings. Patches that do not lead from
// current to next are not believed: one that does is found instead.
func hunks(current, next []byte, patches []config.Patch) []Hunk {
	if !leads(current, next, patches) {
		patches = difference(current, next)
	}
	var out []Hunk
	grown := 0
	for _, p := range patches {
		from := p.Offset + grown
		to := from + len(p.New)
		out = append(out, Hunk{
			Offset: p.Offset,
			Old:    secret(p.Old),
			New:    secret(p.New),
			Ahead:  secret(next[max(0, from-contextBytes):from]),
			Behind: secret(next[to:min(len(next), to+contextBytes)]),
		})
		grown += len(p.New) - len(p.Old)
	}
	return out
}

// secret keeps a copy, since what it is cut from may be huge.
func secret(b []byte) crypto.Secret { return crypto.NewSecret(bytes.Clone(b)) }

// leads tells whether the patches, in rising order, make next of current.
func leads(current, next []byte, patches []config.Patch) bool {
	from, to := 0, 0
	for _, p := range patches {
		same := p.Offset - from
		if same < 0 || p.Offset+len(p.Old) > len(current) || to+same+len(p.New) > len(next) {
			return false
		}
		if !bytes.Equal(current[from:p.Offset], next[to:to+same]) {
			return false
		}
		from, to = p.Offset, to+same
		if !bytes.HasPrefix(current[from:], p.Old) || !bytes.HasPrefix(next[to:], p.New) {
			return false
		}
		from, to = from+len(p.Old), to+len(p.New)
	}
	return bytes.Equal(current[from:], next[to:])
}

// difference returns the one patch that leads from current to next.
func difference(current, next []byte) []config.Patch {
	n := min(len(current), len(next))
	head := 0
	for head < n && current[head] == next[head] {
		head++
	}
	tail := 0
	for tail < n-head && current[len(current)-1-tail] == next[len(next)-1-tail] {
		tail++
	}
	return []config.Patch{{Offset: head, Old: current[head : len(current)-tail], New: next[head : len(next)-tail]}}
}

// A line is one line of the journal: a record, or what became of one.
type line struct {
	Record *recordLine `json:"record,omitempty"`
	mark
}

// A mark says what became of a record: its file was replaced, or was not.
type mark struct {
	Done string `json:"done,omitempty"`
	Void string `json:"void,omitempty"`
}

// A recordLine is a Record in the journal, where its secrets stand in full.
type recordLine struct {
	ID      string     `json:"id"`
	Time    time.Time  `json:"time"`
	Words   string     `json:"words"`
	File    string     `json:"file"`
	Label   string     `json:"label"`
	Undoes  string     `json:"undoes,omitempty"`
	Existed bool       `json:"existed"`
	Before  string     `json:"before"`
	After   string     `json:"after"`
	Patches []hunkLine `json:"patches"`
}

type hunkLine struct {
	Offset int    `json:"offset"`
	Old    []byte `json:"old"`
	New    []byte `json:"new"`
	Ahead  []byte `json:"ahead"`
	Behind []byte `json:"behind"`
}

func toLine(r Record) *recordLine {
	out := &recordLine{r.ID, r.Time, r.Words, r.File, r.Label, r.Undoes, r.Existed, r.Before, r.After, nil}
	for _, h := range r.Patches {
		out.Patches = append(out.Patches, hunkLine{h.Offset, h.Old.Reveal(), h.New.Reveal(), h.Ahead.Reveal(), h.Behind.Reveal()})
	}
	return out
}

func fromLine(l *recordLine) Record {
	r := Record{
		ID: l.ID, Time: l.Time, Words: l.Words, File: l.File, Label: l.Label, Undoes: l.Undoes,
		Existed: l.Existed, Before: l.Before, After: l.After,
	}
	for _, h := range l.Patches {
		r.Patches = append(r.Patches, Hunk{
			h.Offset,
			crypto.NewSecret(h.Old), crypto.NewSecret(h.New),
			crypto.NewSecret(h.Ahead), crypto.NewSecret(h.Behind),
		})
	}
	return r
}
