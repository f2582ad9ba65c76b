package model

import "time"

// Undo takes back what the journal says was written last. ID names one step,
// which may have written several files; an empty one means the newest that was not
// taken back yet.
type Undo struct {
	ID   string
	Done string // what the step did: "now on prod"
	When time.Time
}

// Wish implements Change.
func (u Undo) Wish() string { return "undo: " + u.Done }

// Fact implements Change.
func (u Undo) Fact() string { return "undone: " + u.Done }

// Redo does again what the last undo took back, step by step, until something new
// was written. ID names one undo; an empty one means the newest that still holds.
type Redo struct {
	ID   string
	Done string // what will be so again: "now on prod"
	When time.Time
}

// Wish implements Change.
func (r Redo) Wish() string { return "redo: " + r.Done }

// Fact implements Change.
func (r Redo) Fact() string { return "done again: " + r.Done }
