package model

import "time"

// A Leftover is something that work made before it failed, and that can be taken away
// again.
type Leftover struct {
	Context Ref    // of the cluster that has it; zero for a file
	Kind    string // "CertificateSigningRequest", "RoleBinding", …; "file" for a file; "entries" for a change of a kubeconfig
	Where   string // namespace of an object
	Name    string // of the object, or path of the file
	UID     string // of the object, so that no other one is taken away; of entries the step of the journal
	Remove  string // the command that takes it away
}

// String names it.
func (l Leftover) String() string {
	name := NewText(l.Name).String()
	switch {
	case l.Kind == "file":
		return name
	case l.Kind == "entries":
		return "what was written into " + name
	case l.Where != "":
		return l.Kind + " " + NewText(l.Where).String() + "/" + name
	}
	return l.Kind + " " + name
}

// AddedUser is what came of adding a user: also of a failed try, since a certificate that
// was issued exists whatever happens then.
type AddedUser struct {
	Review Review
	Places []AddedPlace
	Files  []PlannedFile // that were written
	Left   []Leftover    // what a failed try has left behind
	Kept   string        // where key and request wait for the one who approves; "" when nothing waits
	Can    []string      // what the new user can do, in words
	Curl   string        // a line that uses the result
	Try    string        // a kubectl line that uses it
}

// AddedPlace is what came of one context.
type AddedPlace struct {
	Context Ref
	Entry   string
	Issued  Issued
	Asked   time.Duration // the life that was asked for
	Cut     bool          // less was granted
	Proof   Proof
}

// Granted is the life that the certificate was given.
func (p AddedPlace) Granted() time.Duration { return p.Issued.Granted() }

// A Proof is what a login with something just made has shown.
type Proof struct {
	Tried   bool
	Weak    bool // the server does not say which credential it took, so only the names agree
	Trouble Text // why it is no proof
	Hint    string
	Who     Whoami
}

// Good tells whether the new user logs in as they should.
func (p Proof) Good() bool { return p.Tried && p.Trouble.Empty() }

// String says it in a line.
func (p Proof) String() string {
	switch {
	case !p.Tried:
		return "not tried"
	case !p.Trouble.Empty():
		return "failed: " + p.Trouble.String()
	case p.Weak:
		return "logged in; this server does not say with which credential, so only the names are compared"
	}
	return "logged in, with exactly this credential"
}
