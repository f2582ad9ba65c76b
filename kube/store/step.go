package store

import (
	"context"
	"slices"
	"time"
)

// A Step is what was written, and is undone, as one: one record, or the records of a
// group, one a file.
type Step struct {
	ID        string
	Time      time.Time
	Words     string // what was done: "now on prod"
	Undoes    string // ID of the step that this one takes back
	TakenBack bool   // a later step took it back, and was not taken back itself
	Records   []Record
}

// steps puts records together, which come the oldest first, and returns the newest
// step first.
func steps(records []Record) []Step {
	var out []Step
	at := map[string]int{}
	for _, r := range records {
		i, known := at[r.step()]
		if !known {
			i = len(out)
			at[r.step()] = i
			out = append(out, Step{ID: r.step(), Time: r.Time, Words: r.Words, Undoes: r.Undoes})
		}
		out[i].Records = append(out[i].Records, r)
	}
	slices.Reverse(out)
	undone := map[string]bool{}
	for i, s := range out { // what undoes an undo makes the first step hold again
		out[i].TakenBack = undone[s.ID]
		if s.Undoes != "" && !undone[s.ID] {
			undone[s.Undoes] = true
		}
	}
	return out
}

// Undoable returns the newest of these steps that can be undone: one that was not
// taken back, and is no undo or redo itself.
func Undoable(newestFirst []Step) (Step, bool) {
	for _, s := range newestFirst {
		if s.Undoes == "" && !s.TakenBack {
			return s, true
		}
	}
	return Step{}, false
}

// Redoable returns the newest undo that can be taken back, with the words of what it
// undid. After a new write there is none: what was undone before it is history.
func Redoable(newestFirst []Step) (Step, bool) {
	byID := map[string]Step{}
	for _, s := range newestFirst {
		byID[s.ID] = s
	}
	for _, s := range newestFirst {
		first := byID[s.Undoes]
		switch {
		case s.Undoes == "" && s.TakenBack:
		case s.Undoes == "":
			return Step{}, false
		case first.Undoes == "" && !s.TakenBack:
			if first.ID != "" {
				s.Words = first.Words
			}
			return s, true
		}
	}
	return Step{}, false
}

// Records returns the records of all steps, the newest first.
func (s *Store) Records(ctx context.Context) ([]Record, error) {
	list, err := s.Steps(ctx)
	var out []Record
	for _, step := range list {
		out = append(out, step.Records...)
	}
	return out, err
}

// Undoable returns the newest step that can be undone, as the function does.
func (s *Store) Undoable(ctx context.Context) (Step, bool, error) {
	list, err := s.Steps(ctx)
	step, ok := Undoable(list)
	return step, ok, err
}

// Redoable returns the newest undo that can be taken back, as the function does.
func (s *Store) Redoable(ctx context.Context) (Step, bool, error) {
	list, err := s.Steps(ctx)
	step, ok := Redoable(list)
	return step, ok, err
}
