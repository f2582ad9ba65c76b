package model

import (
	"fmt"
	"time"
)

// A Waiting is a user for whom somebody else has to approve or sign a request. Key and
// request are kept until then, on this computer alone.
type Waiting struct {
	ID       string
	At       time.Time // since when
	User     NewUser
	Requests []Text // names of the requests in the clusters; none where it went another way
	Trouble  error  // why nothing of this is known
}

// answeredWithin is how long a request in a cluster can still be answered: after 24 hours
// an open one is forgotten, and an approved one after 24 more, with its certificate after
// one (pkg/controller/certificates/cleaner). A day is to spare.
const answeredWithin = 72 * time.Hour

// Ends is when nothing can come any more: the key is deleted then. What somebody signs in
// a file has as long as the certificate was to live.
func (w Waiting) Ends() time.Time {
	if w.User.By == ByOthers {
		return w.At.Add(w.User.Life)
	}
	return w.At.Add(answeredWithin)
}

// Over tells whether nothing can come any more. What cannot be read is left alone.
func (w Waiting) Over(now time.Time) bool { return w.Trouble == nil && now.After(w.Ends()) }

// Where names the contexts that it is for.
func (w Waiting) Where() []Text {
	var out []Text
	for _, ref := range w.User.Contexts {
		out = append(out, ref.Name)
	}
	return out
}

// String says whose request it is, and since when it waits.
func (w Waiting) String() string {
	return fmt.Sprintf("the request of %s of %s", NewText(w.User.Subject.User), w.At.Local().Format(time.DateOnly))
}
