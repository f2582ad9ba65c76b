package model

import (
	"cmp"
	"slices"
	"time"
)

// Requests are the requests that a cluster has, at a moment.
type Requests struct {
	Context Ref
	At      time.Time
	List    []CSR
	More    bool       // there are more than are shown
	View    SignerView // what is known about who signs there
	May     []Verdict  // what we may do about requests there; nil when that is not known
}

// DecidingRights are what it takes to decide on requests for a signer.
func DecidingRights(signer string) []Right {
	const group = "certificates.k8s.io"
	return []Right{
		{Verb: "update", Group: group, Resource: "certificatesigningrequests", Sub: "approval"},
		{Verb: "approve", Group: group, Resource: "signers", Name: signer},
	}
}

// MayNot says which right to decide is missing; it is empty when none is known to be.
// The right to approve may be given for one signer alone, so others are left to the
// server.
func (q Requests) MayNot(r CSR) string {
	for _, v := range q.May {
		if !v.Allowed && (v.Right.Name == "" || v.Right.Name == r.Signer.Raw()) {
			return v.Right.String()
		}
	}
	return ""
}

// With returns the requests after one of them has changed, or has gone.
func (q Requests) With(r CSR, gone bool) Requests {
	list := make([]CSR, 0, len(q.List)+1)
	for _, have := range q.List {
		if have.Name != r.Name {
			list = append(list, have)
		}
	}
	if !gone {
		list = append(list, r)
	}
	q.List = list
	return q.sorted()
}

// sorted puts first what waits for a decision, then the newest.
func (q Requests) sorted() Requests {
	slices.SortStableFunc(q.List, func(a, b CSR) int {
		return cmp.Or(later(a.Pending(), b.Pending()), b.Created.Compare(a.Created), cmp.Compare(a.Name.Raw(), b.Name.Raw()))
	})
	return q
}

func later(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

// NewRequests sorts a list.
func NewRequests(of Ref, at time.Time, list []CSR, more bool) Requests {
	return Requests{Context: of, At: at, List: list, More: more}.sorted()
}

// Find returns the request of a name.
func (q Requests) Find(name Text) (CSR, bool) {
	i := slices.IndexFunc(q.List, func(r CSR) bool { return r.Name == name })
	if i < 0 {
		return CSR{}, false
	}
	return q.List[i], true
}

// ForPeople tells whether a request is worth a person's look: not a kubelet's own, and
// pending or of the last day.
func (r CSR) ForPeople(now time.Time) bool {
	return !r.OfNode() && (r.Pending() || now.Sub(r.Created) < 24*time.Hour)
}

// RequestsSeen tells what requests a cluster has.
type RequestsSeen struct{ Requests }

func (RequestsSeen) apply(s State) State { return s }

// RequestSeen tells that one request has changed, or has gone.
type RequestSeen struct {
	Context Ref
	CSR     CSR
	Gone    bool
}

func (RequestSeen) apply(s State) State { return s }

// RequestsLost tells that the requests of a cluster cannot be followed any more, for now.
type RequestsLost struct {
	Context Ref
	Err     error
}

func (RequestsLost) apply(s State) State { return s }

// A Decision is what a person decided about a request, exactly as it was shown.
type Decision struct {
	Seen    CSR
	Approve bool
	Reason  string // for whoever asked; a denial needs one
}

// Check tells why the decision cannot be carried out, whatever the server says.
func (d Decision) Check() error {
	switch {
	case !d.Seen.Pending():
		return &Problem{
			Exit: ExitConflict, What: "request " + d.Seen.Name.String() + " is decided already: " + d.Seen.State(),
			Todo: "what was decided stays; make a new request",
		}
	case !d.Approve && d.Reason == "":
		return &Problem{Exit: ExitUsage, What: "a denial needs a reason", Todo: "say why, for whoever asked"}
	}
	return nil
}

// Fetched is a request with its texts, which are no secrets.
type Fetched struct {
	CSR         CSR
	Request     []byte // PEM
	Certificate []byte // PEM; nil before it is issued
	View        SignerView
}
