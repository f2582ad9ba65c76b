package crypto

import (
	"fmt"
	"time"
)

// A Reason says why a chain does not hold.
type Reason int

// The reasons, and what each is about.
const (
	Other            Reason = iota // something that only crypto/x509 knows: see Err
	Expired                        // Certificate has ended
	NotYetValid                    // Certificate has not begun
	UnknownAuthority               // nobody of the name of Certificate's issuer is there
	SameNameOtherKey               // Authority has the issuer's name, but another key signed
	BadSignature                   // Authority's key is named as the signer, but the signature is not good
	WeakSignature                  // Certificate is signed with SHA-1 or MD5, which Go refuses
	UnknownAlgorithm               // Go cannot check a signature of Authority's key
	NotCA                          // Certificate signed, but may not
	WrongUsage                     // Certificate's extended key usages do not allow it
	NameConstraint                 // an authority may not sign for a name of Certificate
	PathLength                     // more authorities below Certificate than it permits
	UnknownExtension               // Certificate has a critical extension that Go does not know
	Unreadable                     // crypto/x509 refuses Certificate
)

var reasonIDs = [...]string{
	"other", "expired", "not-yet-valid", "unknown-authority", "same-name-other-key", "bad-signature", "weak-signature",
	"unknown-algorithm", "not-a-ca", "wrong-usage", "name-constraint", "path-length", "unknown-extension", "unreadable",
}

// String returns a stable id: "same-name-other-key".
func (r Reason) String() string { return reasonIDs[r] }

// A ChainError says why no chain holds: about which certificate, and where it
// matters which authority was looked at.
type ChainError struct {
	Reason      Reason
	Certificate *Certificate
	Authority   *Certificate
	Detail      string
	Err         error // what crypto/x509 said

	depth int
}

// Error says the reason in a sentence.
func (e *ChainError) Error() string {
	who := fmt.Sprintf("%q", e.Certificate.Subject())
	switch e.Reason {
	case Expired:
		return fmt.Sprintf("%s expired on %s", who, e.Certificate.NotAfter.UTC().Format(time.RFC3339))
	case NotYetValid:
		return fmt.Sprintf("%s is not valid before %s", who, e.Certificate.NotBefore.UTC().Format(time.RFC3339))
	case UnknownAuthority:
		return fmt.Sprintf("the authority %q, which signed %s, is not at hand", e.Certificate.Issuer(), who)
	case SameNameOtherKey:
		return fmt.Sprintf("an authority %q is at hand, but with another key than the one that signed %s", e.Authority.Subject(), who)
	case BadSignature:
		return fmt.Sprintf("the signature of %s is broken", who)
	case WeakSignature:
		return fmt.Sprintf("%s is signed with %s, which is not accepted any more", who, e.Detail)
	case UnknownAlgorithm:
		return fmt.Sprintf("the signature of %s cannot be checked (%s)", who, e.Detail)
	case NotCA:
		return fmt.Sprintf("%s may not sign certificates", who)
	case WrongUsage:
		return fmt.Sprintf("%s may not be used for %s", who, e.Detail)
	case NameConstraint:
		return fmt.Sprintf("an authority may not sign for %s: %s", who, e.Detail)
	case PathLength:
		return fmt.Sprintf("there are more authorities below %s than it permits", who)
	case UnknownExtension:
		return fmt.Sprintf("%s has a critical extension that is not understood", who)
	}
	return fmt.Sprintf("%s: %v", who, e.Err)
}

// Unwrap gives what crypto/x509 said.
func (e *ChainError) Unwrap() error { return e.Err }
