package model

import (
	"cmp"
	"errors"
	"slices"
	"time"

	"kubeid/crypto"
)

// A Consent is what has to be agreed to before the credentials of a context are
// used: programs that would run, files that would be sent. It is made by asking, and
// given back with what a person agreed to. Its secrets are only for that question.
type Consent struct {
	Needs    []Need
	Remember bool // do not ask again for exactly these

	Unverified string // why nobody knows who the server is; "" where it is verified
	Unsafely   bool   // writing there all the same was agreed to, by typing Insecure
}

// Insecure is what has to be typed before anything is written to, or issued over, a
// connection on which nobody knows who the server is.
const Insecure = "insecure"

// MayWrite refuses to change anything in a cluster whose server is not verified, unless
// that was agreed to.
func (c Consent) MayWrite() error {
	if c.Unverified == "" || c.Unsafely {
		return nil
	}
	return &Problem{Exit: ExitRefused, What: c.Unverified, Todo: "if that is meant, name it once more: --dangerous " + Insecure}
}

// Open returns what nobody has agreed to yet.
func (c Consent) Open() []Need {
	var out []Need
	for _, n := range c.Needs {
		if n.Agreed == "" {
			out = append(out, n)
		}
	}
	return out
}

// Agree returns the consent with everything agreed to by a person.
func (c Consent) Agree() Consent {
	c.Needs = slices.Clone(c.Needs)
	for i := range c.Needs {
		if c.Needs[i].Agreed == "" {
			c.Needs[i].Agreed = AgreedByPerson
		}
	}
	return c
}

// Join puts two together, so that one question covers both: what is the same is
// asked once.
func (c Consent) Join(other Consent) Consent {
	c.Needs = slices.Clone(c.Needs)
	for _, n := range other.Needs {
		if !slices.ContainsFunc(c.Needs, func(have Need) bool { return have.Hash == n.Hash }) {
			c.Needs = append(c.Needs, n)
		}
	}
	c.Remember = c.Remember || other.Remember
	c.Unverified, c.Unsafely = cmp.Or(c.Unverified, other.Unverified), c.Unsafely || other.Unsafely
	return c
}

// Allows tells whether the need with this hash was agreed to.
func (c Consent) Allows(hash string) bool {
	return slices.ContainsFunc(c.Needs, func(n Need) bool { return n.Hash == hash && n.Agreed != "" })
}

// Ways in which a need is agreed to.
const (
	AgreedByPerson = "you agreed"
	AgreedBefore   = "you agreed before"
	AgreedByKuberc = "kubectl's kuberc allows it"
)

// A Need is one thing to agree to: a program to run, when Path is set, or else a
// file to send. Hash stands for exactly what is shown here, and changes with it.
type Need struct {
	Hash   string
	User   Ref    // the entry that asks for it
	Place  Text   // where that is written: file:line
	Server Text   // to whom the result goes
	Agreed string // by what it was agreed to; "" when it has to be asked

	Command Text // as the kubeconfig has it
	Path    Text // the program that would really run
	Args    []crypto.Secret
	Env     []Variable

	File Text   // outside the kubeconfig's folder
	What string // "token" or "key"
}

// Runs tells whether the need is to run a program.
func (n Need) Runs() bool { return !n.Path.Empty() }

// A Variable is one that the kubeconfig adds to the environment of a program.
type Variable struct {
	Name  Text
	Value crypto.Secret
}

// Whoami is what a server thinks of us: its answer to a SelfSubjectReview.
type Whoami struct {
	Context  Ref
	Server   Text
	At       time.Time
	User     Text
	UID      Text
	Groups   []Text
	Extra    []Extra
	API      string // "authentication.k8s.io/v1"
	Sent     []Text // what was sent to log in, in words: "client certificate"
	Warnings []Text // what the server warned of
	Took     time.Duration
}

// Extra is one of the further facts that a server holds about a user.
type Extra struct {
	Key    Text
	Values []Text
}

// credentialKey is where the server says which credential it was
// (k8s.io/apiserver/pkg/authentication/user/user.go, CredentialIDKey).
const credentialKey = "authentication.kubernetes.io/credential-id"

// CredentialID says which credential the server took: "X509SHA256=…" or "JTI=…". It
// is empty for servers that do not tell.
func (w Whoami) CredentialID() Text {
	for _, e := range w.Extra {
		if e.Key.Raw() == credentialKey && len(e.Values) > 0 {
			return e.Values[0]
		}
	}
	return Text{}
}

// Anonymous tells whether the server took us for nobody.
func (w Whoami) Anonymous() bool { return w.User.Raw() == "system:anonymous" }

// ErrMayNotList says that the server knows us, but does not let us list. What is
// known from the kubeconfigs is all there is then.
var ErrMayNotList = errors.New("listing is not allowed")

// ErrNeedsConsent says that something was to run or to be sent that nobody agreed to.
var ErrNeedsConsent = errors.New("nobody agreed to it")
