package model

import (
	"fmt"
	"strings"
)

// A Right is one thing to be allowed to do in a cluster: "approve" the "signers" of
// "certificates.k8s.io" with this name.
type Right struct {
	Verb      string
	Group     string // of the API; "" is the core
	Resource  string
	Sub       string // subresource
	Namespace string // "" asks for all of them
	Name      string // "" asks for any
	URL       string // a path that is no resource, such as "/metrics"; the rest but Verb is empty then
}

// What says the right without whose and which objects: "create pods/exec".
func (r Right) What() string {
	r.Name, r.Namespace = "", ""
	return r.String()
}

func (r Right) by(verb string) Right {
	r.Verb = verb
	return r
}

// String says the right as kubectl auth can-i would.
func (r Right) String() string {
	s := r.Verb + " " + r.Resource + r.URL
	if r.Group != "" {
		s += "." + r.Group
	}
	if r.Sub != "" {
		s += "/" + r.Sub
	}
	if r.Name != "" {
		s += " " + r.Name
	}
	if r.Namespace != "" {
		s += " in " + r.Namespace
	}
	return NewText(strings.TrimSpace(s)).String()
}

// A Verdict is what a server says about a right.
type Verdict struct {
	Right   Right
	Allowed bool
	Reason  Text // why, where the server says so
	Trouble Text // what the server could not find out
}

// ParseRight takes apart what a person writes: a verb, and a resource such as "pods",
// "pods/exec" or "deployments.apps/scale", or a path such as "/metrics".
func ParseRight(verb, what string) (Right, error) {
	r := Right{Verb: verb}
	if strings.HasPrefix(what, "/") {
		r.URL = what
		return r, nil
	}
	resource, sub, _ := strings.Cut(what, "/")
	r.Sub = sub
	r.Resource, r.Group, _ = strings.Cut(resource, ".")
	if verb == "" || r.Resource == "" || strings.Contains(sub, "/") {
		return r, &Problem{Exit: ExitUsage, What: fmt.Sprintf("%q is no resource", NewText(what)), Todo: "write it as pods, pods/exec or deployments.apps, or a path as /metrics"}
	}
	return r, nil
}
