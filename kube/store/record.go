package store

import (
	"bytes"
	"slices"
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
	Undoes string // ID of the step that this one's step takes back
	Group  string // ID of its step, when that wrote several files; else the record is the step
	Of     int    // how many records the group has

	Existed       bool   // there was a file before
	Gone          bool   // there is none after it
	Before, After string // digests of the file
	Patches       []Hunk
}

// step returns the ID of the step that the record belongs to.
func (r Record) step() string {
	if r.Group != "" {
		return r.Group
	}
	return r.ID
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

// hunks returns the patches with their surroundings in the new file.
func hunks(current []byte, patches []config.Patch) []Hunk {
	var out []Hunk
	pieces := config.Pieces(current, patches...) // what stays, a patch, what stays, a patch, …
	for i, p := range patches {
		out = append(out, Hunk{
			Offset: p.Offset,
			Old:    secret(p.Old),
			New:    secret(p.New),
			Ahead:  secret(last(pieces[:2*i+1], contextBytes)),
			Behind: secret(first(pieces[2*i+2:], contextBytes)),
		})
	}
	return out
}

// last returns at most the last n bytes of pieces.
func last(pieces [][]byte, n int) []byte {
	var out []byte
	for _, p := range slices.Backward(pieces) {
		if len(out) == n {
			break
		}
		out = append(bytes.Clone(p[max(0, len(p)-n+len(out)):]), out...)
	}
	return out
}

// first returns at most the first n bytes of pieces.
func first(pieces [][]byte, n int) []byte {
	var out []byte
	for _, p := range pieces {
		if len(out) == n {
			break
		}
		out = append(out, p[:min(len(p), n-len(out))]...)
	}
	return out
}

// secret keeps a copy, since what it is cut from may be huge.
func secret(b []byte) crypto.Secret { return crypto.NewSecret(bytes.Clone(b)) }

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
	Group   string     `json:"group,omitempty"`
	Of      int        `json:"of,omitempty"`
	Existed bool       `json:"existed"`
	Gone    bool       `json:"gone,omitempty"`
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
	out := &recordLine{r.ID, r.Time, r.Words, r.File, r.Label, r.Undoes, r.Group, r.Of, r.Existed, r.Gone, r.Before, r.After, nil}
	for _, h := range r.Patches {
		out.Patches = append(out.Patches, hunkLine{h.Offset, h.Old.Reveal(), h.New.Reveal(), h.Ahead.Reveal(), h.Behind.Reveal()})
	}
	return out
}

// step is as that of a Record.
func (l *recordLine) step() string { return Record{ID: l.ID, Group: l.Group}.step() }

func fromLine(l *recordLine) Record {
	r := Record{
		ID: l.ID, Time: l.Time, Words: l.Words, File: l.File, Label: l.Label, Undoes: l.Undoes, Group: l.Group, Of: l.Of,
		Existed: l.Existed, Gone: l.Gone, Before: l.Before, After: l.After,
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
