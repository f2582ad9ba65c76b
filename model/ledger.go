package model

import (
	"time"

	"kubeid/crypto"
)

// Issued is a certificate that this program had issued, as the ledger keeps it. A
// certificate cannot be taken back before it ends, and the cluster keeps no record of
// it, so this is all that is known later. It holds no key and no token.
type Issued struct {
	Fingerprint string // "X509SHA256=…", as the server's audit log has it
	Serial      string // in hex
	Subject     crypto.Subject
	Authority   string // subject of who signed
	Way         string // "csr-api", "authority"
	At          time.Time
	From, Until time.Time
	Asked       time.Duration // the life that was asked for
	Context     string        // through which it was issued
	Server      string        // of which cluster
	Key         string        // kind of the key
	Bindings    []string      // "RoleBinding web/kubeid:…", made with it
	Written     []string      // paths of the files that have it
}

// Granted is the life that the certificate was given, counted as it is asked for: a
// controller counts the five minutes before the beginning from eight hours on.
func (i Issued) Granted() time.Duration {
	d := i.Until.Sub(i.At)
	if whole := d.Round(time.Hour); (whole - d).Abs() <= crypto.Backdate+time.Minute {
		return whole
	}
	return d.Round(time.Minute)
}
