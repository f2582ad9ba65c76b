package model

import (
	"maps"
	"time"

	"kubeid/crypto"
)

// A Probe is what an anonymous look at a server found out. Nothing of it is secret:
// the address has no password in it, and the chain is what the server shows to
// everybody.
type Probe struct {
	At     time.Time // when it began
	Server Text      // the address that was asked
	Proxy  Text      // through which proxy, if any
	Name   Text      // the name or address that the certificate was held against
	Steps  []Step    // what was done, in order; the last one may have failed

	Plain    bool // http://: nothing is encrypted, and kubectl sends no credential
	Insecure bool // the kubeconfig says insecure-skip-tls-verify: nothing was verified

	TLS       string   // "TLS 1.3"
	Chain     []Served // as served, the server's own certificate first
	More      int      // further certificates, which nobody looked at
	Trust     Trust
	SignedBy  Text   // the authority of the kubeconfig or of the system that vouches for the chain
	ClientCAs []Text // names of the authorities whose client certificates the server says it accepts

	Protocol string        // "HTTP/2.0"
	Status   int           // of the answer to /version; 401 and 403 are answers too
	Version  Text          // "v1.36.3", when the server tells strangers
	Latency  time.Duration // from the request to the answer, on the open connection
	Clock    Clock

	Failures []Failure // none when all is well; the first one is why the look ended
}

// Good tells whether the server answered and everything that was checked is right.
func (p Probe) Good() bool { return len(p.Failures) == 0 && !p.At.IsZero() }

// Took is the time that all steps took together.
func (p Probe) Took() time.Duration {
	var sum time.Duration
	for _, s := range p.Steps {
		sum += s.Took
	}
	return sum
}

// Err returns what is wrong as an error with something to do about it, or nil.
func (p Probe) Err() error {
	if len(p.Failures) == 0 {
		return nil
	}
	return p.Failures[0].Problem(p)
}

// A Step is one stage of a probe and the time it took.
type Step struct {
	Stage Stage
	Took  time.Duration
}

// Stage says how far a connection got.
type Stage int

// The stages, in the order in which a connection goes through them.
const (
	StageAddress Stage = iota // nothing was asked yet
	StageDNS
	StageTCP
	StageProxy
	StageTLS
	StageHTTP
)

// String returns the stage's word.
func (s Stage) String() string {
	return [...]string{"address", "DNS", "TCP", "proxy", "TLS", "HTTP"}[s]
}

// Clock is the server's clock beside ours. The server tells whole seconds, so Off is
// the least that the two can differ by: zero when they may well agree.
type Clock struct {
	Known bool
	Off   time.Duration // more than zero: the server is ahead of us
}

// Trust says who vouches for the chain that a server shows.
type Trust int

// The answers to whether the kubeconfig's authority has signed the chain.
const (
	TrustUnknown    Trust = iota // no chain was seen
	TrustConfig                  // certificate-authority of the kubeconfig
	TrustSystem                  // the kubeconfig has none, and the system trusts it
	TrustNone                    // nobody that is trusted has signed it
	TrustSameName                // the authority has the same name, but another key
	TrustUnreadable              // the kubeconfig's authority cannot be read
	TrustNotAsked                // insecure-skip-tls-verify
)

// String says it for a row of the detail.
func (t Trust) String() string {
	return [...]string{
		"", "signed by the kubeconfig's CA", "signed by a CA of this system", "not signed by the CA", "same-named CA with another key",
		"the CA cannot be read", "not checked (insecure-skip-tls-verify)",
	}[t]
}

// Served is a certificate as a server shows it: facts, without its bytes.
type Served struct {
	Subject, Issuer     Text
	SANs                []Text // "DNS:kubernetes", "IP:10.96.0.1"
	NotBefore, NotAfter time.Time
	Serial              Text
	Key                 string // "ECDSA P-256"
	Signature           string // "SHA256-RSA"
	Fingerprint         string // "X509SHA256=…"
	CA                  bool
	SelfIssued          bool
}

// maxSANs bounds what one certificate may fill the memory with.
const maxSANs = 200

// NewServed tells the facts about a certificate.
func NewServed(c *crypto.Certificate) Served {
	ca, _ := c.CA()
	s := Served{
		Subject: NewText(c.Subject().String()), Issuer: NewText(c.Issuer().String()),
		NotBefore: c.NotBefore, NotAfter: c.NotAfter, Serial: NewText(c.SerialText()),
		Key: c.PublicKey().String(), Signature: c.SignatureAlgorithm(), Fingerprint: c.Fingerprint(),
		CA: ca, SelfIssued: c.SelfIssued(),
	}
	names := c.SANs()
	for _, n := range names[:min(len(names), maxSANs)] {
		s.SANs = append(s.SANs, NewText(n.String()))
	}
	return s
}

// Probed tells what a probe found, for everything that is served by this server: the
// entries that were asked about, and their cluster.
type Probed struct {
	Refs  []Ref
	Probe Probe
}

func (e Probed) apply(s State) State {
	s.Probes = maps.Clone(s.Probes)
	if s.Probes == nil {
		s.Probes = map[Ref]Probe{}
	}
	for _, r := range e.Refs {
		s.Probes[r] = e.Probe
	}
	return s
}
