package model

import "time"

// A Review is what would be done for a new user, in full: shown before anything is
// made, and the same that is done then.
type Review struct {
	User    NewUser
	Subject string // exactly as the certificate will have it: "O=devs, CN=jane"
	Places  []ReviewPlace
	Worries []Worry
	Files   []PlannedFile
	Notes   []string // what could not be found out
}

// A ReviewPlace is what would be done for one context.
type ReviewPlace struct {
	Context Ref
	Entry   string // name of the new context and user
	Address ForThem
	CA      string // subjects of the authorities by which they will trust the server
	Signer  string // whose signature the certificate will have, as far as it is known
	From    time.Time
	Until   time.Time     // exact for a local authority; else what is asked for, and the server may cut it
	Cut     bool          // the authority ends before the life that was asked for
	Granted time.Duration // the life that this cluster granted last, when more was asked for; 0 when nobody knows
	Objects []PlannedObject
	Asked   []Verdict // the rights that are needed there
}

// A PlannedObject is an object that would be made in a cluster.
type PlannedObject struct {
	What string // "RoleBinding web/kubeid:…"
	YAML string // as it will be applied
}

// A PlannedFile is a file that would be written.
type PlannedFile struct {
	Path, What string
	Secret     bool // it holds the private key
	Merged     bool // it exists, and entries are added to it
}

// Missing returns the rights that are needed and that the servers do not give.
func (r Review) Missing() []Verdict {
	var out []Verdict
	for _, p := range r.Places {
		for _, v := range p.Asked {
			if !v.Allowed {
				out = append(out, v)
			}
		}
	}
	return out
}

// Err refuses what is dangerous and was not typed again.
func (r Review) Err() error { return r.User.Dangerous(r.Worries) }

// Approves tells whether we approve the request ourselves: else it waits for somebody
// who may.
func (r Review) Approves() bool {
	if r.User.By != ByAPI || r.User.Unapproved {
		return false
	}
	for _, v := range r.Missing() {
		if v.Right.approves() {
			return false
		}
	}
	return true
}

// Blocking returns the missing rights without which the work cannot even begin.
func (r Review) Blocking() []Verdict {
	var out []Verdict
	for _, v := range r.Missing() {
		if !v.Right.approves() {
			out = append(out, v)
		}
	}
	return out
}

// approves tells whether the right is one of those that approving takes.
func (r Right) approves() bool { return r.Sub == "approval" || r.Resource == "signers" }
