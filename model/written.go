package model

import "time"

// Written is one step of the journal: something that was written, in one file or several.
type Written struct {
	ID    string
	Fact  string // what is so since then: "now on prod"
	When  time.Time
	Files []Text // as a person writes them
	Undo  string // the ID of what took it back, with which it is done again; "" while it holds
}
