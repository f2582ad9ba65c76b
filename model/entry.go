package model

import (
	"fmt"
	"strings"
)

// Kind says which of the three lists of a kubeconfig an entry stands in.
type Kind int

// The three lists of a kubeconfig.
const (
	ContextKind Kind = iota
	ClusterKind
	UserKind
)

// String returns the kind as a person says it.
func (k Kind) String() string { return [...]string{"context", "cluster", "user"}[k] }

// A Ref names one entry as it is written in one file.
type Ref struct {
	File string // path of the file, as Kubeconfig.Files has it
	Kind Kind
	Name Text
}

// String returns the reference for a message.
func (r Ref) String() string { return fmt.Sprintf("%s %q in %s", r.Kind, r.Name, NewText(r.File)) }

// An Entry is what clusters, users and contexts have in common: a name, and the
// place where they are written.
type Entry struct {
	Name  Text
	File  int // index into Kubeconfig.Files
	Line  int // first line of the entry, from 1; 0 when it is not known
	Wrong []Text
}

// A Source tells where a certificate, key or token stands: in the kubeconfig
// itself, in a file, both or nowhere. File is resolved against the folder of the
// kubeconfig, as client-go's ResolveLocalPaths does.
type Source struct {
	Inline bool
	File   Text
}

// Present tells whether there is anything at all.
func (s Source) Present() bool { return s.Inline || !s.File.Empty() }

// A Cluster says how to reach a server.
type Cluster struct {
	Entry
	Server             Text
	CA                 Source
	Insecure           bool // insecure-skip-tls-verify
	TLSServerName      Text
	ProxyURL           Text
	DisableCompression bool
}

// A Context pairs a cluster with a user, by name, and perhaps a namespace.
type Context struct {
	Entry
	Cluster, User, Namespace Text
}

// A User says what to log in with.
type User struct {
	Entry
	Certificate, Key Source
	Token            Source // inline token, tokenFile
	Username         Text
	Password         bool
	Exec             *Exec
	Provider         *Provider
	As               Impersonation
	Account          Account // who a ServiceAccount token speaks for, once it was decoded
}

// Exec is a credential plugin: a program that client-go runs for a credential.
// Its arguments and environment may hold secrets, so only their numbers are known here.
type Exec struct {
	Command, APIVersion, InteractiveMode, InstallHint Text
	Args, Env                                         int
	UnnamedEnv                                        bool // a variable without a name, which client-go refuses
}

// Provider is the old auth-provider mechanism.
type Provider struct{ Name Text }

// Impersonation is what the user entry asks the server to act as.
type Impersonation struct {
	User, UID Text
	Groups    []Text
	Extra     bool
}

// Any tells whether anything is impersonated.
func (i Impersonation) Any() bool {
	return !i.User.Empty() || !i.UID.Empty() || len(i.Groups) > 0 || i.Extra
}

// String says as whom, for a row of the detail.
func (i Impersonation) String() string {
	var words []string
	if !i.User.Empty() {
		words = append(words, i.User.String())
	}
	if !i.UID.Empty() {
		words = append(words, "uid "+i.UID.String())
	}
	if len(i.Groups) > 0 {
		groups := make([]string, len(i.Groups))
		for n, g := range i.Groups {
			groups[n] = g.String()
		}
		words = append(words, "groups "+strings.Join(groups, ", "))
	}
	if i.Extra {
		words = append(words, "extra")
	}
	return strings.Join(words, " · ")
}

// An Account is a ServiceAccount.
type Account struct{ Namespace, Name Text }

// Known tells whether a ServiceAccount was found out.
func (a Account) Known() bool { return !a.Name.Empty() }

// String returns namespace/name.
func (a Account) String() string { return a.Namespace.String() + "/" + a.Name.String() }
