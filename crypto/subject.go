package crypto

import (
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// A Subject is whom a certificate names, as Kubernetes reads it: the user, its groups
// and perhaps its UID (k8s.io/apiserver/pkg/authentication/request/x509/x509.go).
type Subject struct {
	User   string   // CN
	Groups []string // O; a set, since DER sorts them
	UID    string   // OIDUID; servers before 1.33 pass it over
}

// ErrSubject says that a subject cannot log in, or would be somebody else.
var ErrSubject = errors.New("the subject cannot be used")

// Check tells why no certificate can be made out to the subject.
func (s Subject) Check() error {
	switch {
	case s.User == "":
		return fmt.Errorf("%w: without a name (CN) nobody is logged in", ErrSubject)
	case slices.Contains(s.Groups, ""):
		return fmt.Errorf("%w: a group has no name", ErrSubject)
	}
	for _, part := range append([]string{s.User, s.UID}, s.Groups...) {
		if !utf8.ValidString(part) || strings.ContainsRune(part, 0) {
			return fmt.Errorf("%w: %q is not plain text", ErrSubject, part)
		}
	}
	return nil
}

// pkix returns the subject with its groups in order and each of them once.
func (s Subject) pkix() pkix.Name {
	groups := slices.Clone(s.Groups)
	slices.Sort(groups)
	n := pkix.Name{CommonName: s.User, Organization: slices.Compact(groups)}
	if s.UID != "" {
		n.ExtraNames = []pkix.AttributeTypeAndValue{{Type: asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 57683, 2}, Value: s.UID}}
	}
	return n
}

// Name returns the subject as a certificate will have it: "O=devs + O=ops, CN=jane".
func (s Subject) Name() Name {
	der, err := asn1.Marshal(s.pkix().ToRDNSequence())
	if err != nil {
		return Name{}
	}
	return readName(der)
}

// Same tells whether both are the same user to Kubernetes: groups are a set.
func (s Subject) Same(other Subject) bool {
	return s.User == other.User && s.UID == other.UID && slices.Equal(s.pkix().Organization, other.pkix().Organization)
}

// Subject returns whom the apiserver takes the name for. The error is ErrSubject when
// it says no more or something else than that: then it cannot be written anew.
func (n Name) Subject() (Subject, error) {
	s := Subject{User: n.CommonName(), Groups: n.Organizations()}
	switch uids := n.UIDs(); len(uids) {
	case 0:
	case 1:
		if s.UID = uids[0]; s.UID == "" {
			return s, fmt.Errorf("%w: its UID is empty, and the apiserver refuses it", ErrSubject)
		}
	default:
		return s, fmt.Errorf("%w: it has %d UIDs, and the apiserver refuses it", ErrSubject, len(uids))
	}
	return s, s.Check()
}
