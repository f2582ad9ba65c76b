package model

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"kubeid/crypto"
)

// A NewUser is what a person decided about a user to be added: the answers of the
// form, and the flags of the command. One certificate is issued for each context, and
// all of them end up in one result. Nothing in it is secret.
type NewUser struct {
	Contexts   []Ref
	Subject    crypto.Subject
	Role       RoleWish
	By         SignedBy
	CA, Key    string // paths of the authority's certificate and key, for ByAuthority
	Request    string // path of a request that somebody gave, whose key we never see; "" makes key and request
	KeyType    crypto.KeyType
	Life       time.Duration
	Result     Result
	Out        string   // where the result goes; "" for the handover folder
	Server     string   // the address for them; "" for the one of the kubeconfig
	Name       string   // template of context and user names; "" for NameTemplate
	For        string   // age recipient to whom the result is encrypted, or ""
	Renews     []Ref    // the user entries that get the certificate, for AsRenewed
	Named      []string // dangerous values that were typed again
	Unapproved bool     // leave approving to somebody else, also where we may
	Offline    bool     // do not talk to the servers: nothing is looked at, nothing proved
}

// SignedBy says who signs.
type SignedBy int

// The ways to a certificate.
const (
	ByAPI       SignedBy = iota // the cluster, through its CSR API
	ByAuthority                 // we do, with a CA certificate and its key
	ByOthers                    // somebody else approves or signs; key and request are kept until then
)

// String says the way for a row of the review.
func (w SignedBy) String() string {
	return [...]string{"the cluster signs (CSR API)", "a local authority signs", "somebody else signs the request"}[w]
}

// Result says in which form the certificate is handed over.
type Result int

// The forms of a result.
const (
	AsKubeconfig Result = iota // a kubeconfig of its own, everything inside
	AsMerged                   // entries in a kubeconfig that exists
	AsPEM                      // ca.crt, NAME.crt, NAME.key, and a kubeconfig that refers to them
	AsPKCS12                   // one encrypted file for browsers and Java
	AsRenewed                  // the new certificate of entries that exist
)

// String says the form for a row of the review.
func (r Result) String() string {
	return [...]string{"a new kubeconfig", "merged into a kubeconfig", "PEM files with a kubeconfig", "a PKCS#12 file", "renewed where it is"}[r]
}

// A RoleWish is the role that the new user gets: in some namespaces, or in the whole
// cluster when none is named. The zero value gives nothing.
type RoleWish struct {
	Name       string
	Local      bool // a Role of each namespace, not a ClusterRole
	Either     bool // a Role where every namespace has one of that name, else the ClusterRole
	Namespaces []string
}

// None tells whether no role is given.
func (r RoleWish) None() bool { return r.Name == "" }

// Kind returns the kind of the role as RBAC calls it.
func (r RoleWish) Kind() string {
	if r.Local {
		return "Role"
	}
	return "ClusterRole"
}

// String says the wish: "view in web, shop", "edit in the whole cluster", "nothing".
func (r RoleWish) String() string {
	switch {
	case r.None():
		return "nothing"
	case len(r.Namespaces) == 0:
		return NewText(r.Name).String() + " in the whole cluster"
	}
	return NewText(r.Name).String() + " in " + NewText(strings.Join(r.Namespaces, ", ")).String()
}

// The usual answers.
const (
	UsualLife    = 90 * day
	ShortestLife = 10 * time.Minute            // the API refuses less (pkg/apis/certificates/validation)
	LongestLife  = math.MaxInt32 * time.Second // expirationSeconds is an int32
	NameTemplate = "{user}@{cluster}"
)

// WithDefaults fills in what was left open.
func (u NewUser) WithDefaults() NewUser {
	if u.KeyType == "" {
		u.KeyType = crypto.ECDSAP256
	}
	if u.Life == 0 {
		u.Life = UsualLife
	}
	if u.Name == "" {
		u.Name = NameTemplate
	}
	return u
}

// Check tells why the answers cannot be carried out, whatever the clusters say. The
// error is a *Problem of usage.
func (u NewUser) Check() error {
	wrong := func(todo, format string, args ...any) error {
		return &Problem{Exit: ExitUsage, What: fmt.Sprintf(format, args...), Todo: todo}
	}
	if err := u.checkSubject(); err != nil {
		return err
	}
	switch {
	case len(u.Contexts) == 0:
		return wrong("name a context", "no cluster was chosen")
	case u.Life < ShortestLife:
		return wrong("ask for at least 10m", "a life of %s is too short", Span(u.Life))
	case u.Life > LongestLife:
		return wrong("ask for less; 68 years are the most that the API can say", "a life of %s is too long", Span(u.Life))
	case u.Result == AsRenewed && (len(u.Renews) == 0 || len(u.Contexts) != 1 || u.Request != "" || u.By == ByOthers):
		return wrong("name one user and one context", "what is renewed is not clear")
	case u.Server != "" && len(u.Contexts) > 1:
		return wrong("take one context at a time", "one address cannot be that of several servers")
	case u.Offline && u.Talks():
		return wrong("take a local authority, and no role", "without talking to the server it can neither sign nor give a role")
	case u.By == ByOthers && len(u.Contexts) > 1:
		return wrong("take one context at a time", "one request is signed for one cluster")
	case u.By == ByOthers && !u.Role.None():
		return wrong("leave the role out; whoever signs the request can give it", "a role needs somebody who may give it")
	case u.By == ByOthers && u.Request != "":
		return wrong("hand that request on as it is", "there is a request already")
	case u.By == ByAPI && u.Subject.UID != "":
		// The controller copies the names that Go knows and no others (kubernetes,
		// pkg/controller/certificates/authority: Subject: csr.Subject, a pkix.Name).
		return wrong("sign with a local authority, or leave the UID out", "the signer of Kubernetes drops the UID of a subject")
	case u.By == ByAuthority && (u.CA == "" || u.Key == ""):
		return wrong("name both, as ca.crt and ca.key", "a local authority is a certificate and its key")
	case u.By != ByAuthority && u.Key != "":
		return wrong("choose the local authority as well", "a key of an authority is named, but the cluster is to sign")
	case u.Result == AsMerged && u.Out == "":
		return wrong("name the kubeconfig that exists", "nobody said where to merge it into")
	case u.For != "" && u.Result != AsKubeconfig && u.Result != AsPKCS12:
		return wrong("choose a new kubeconfig or PKCS#12", "only a single file can be encrypted to somebody")
	case u.Result == AsPKCS12 && len(u.Contexts) > 1:
		return wrong("take one context at a time", "a PKCS#12 file holds one certificate")
	case u.Request != "" && (u.Result == AsMerged || u.Result == AsPKCS12 || len(u.Contexts) > 1):
		return wrong("leave the form of the result open", "who made the key has to put the result together: only the certificate is handed back")
	case !strings.Contains(u.Name, "{user}"):
		return wrong("write it as "+NameTemplate, "the template %q does not have {user} in it", NewText(u.Name))
	}
	return u.Role.check()
}

func (u NewUser) checkSubject() error {
	if u.Request != "" && u.Subject.User == "" {
		return nil // the request says it
	}
	if u.Subject.User == "" {
		return &Problem{Exit: ExitUsage, What: "the user has no name", Todo: "give a name, such as jane"}
	}
	if err := u.Subject.Check(); err != nil {
		return &Problem{Exit: ExitUsage, What: "this user cannot log in", Todo: "use plain text, and no empty group", Cause: err}
	}
	for _, s := range append([]string{u.Subject.User, u.Subject.UID}, u.Subject.Groups...) {
		if i := strings.IndexFunc(s, Unsafe); i >= 0 {
			return &Problem{
				Exit: ExitUsage, What: fmt.Sprintf("%q has a character that cannot be seen", NewText(s)),
				Todo: "type it anew: bindings and logs would show another name than the one that counts",
			}
		}
	}
	return nil
}

func (r RoleWish) check() error {
	switch {
	case r.None() && len(r.Namespaces) > 0:
		return &Problem{Exit: ExitUsage, What: "namespaces are named, but no role", Todo: "name the role as well"}
	case r.Local && len(r.Namespaces) == 0:
		return &Problem{Exit: ExitUsage, What: "a Role counts in one namespace, and none is named", Todo: "name the namespace, or take a ClusterRole"}
	}
	for _, ns := range r.Namespaces {
		if err := CheckNamespace(ns); err != nil {
			return err
		}
	}
	return checkSegment("role", r.Name)
}

// checkSegment tells why a name cannot be that of an object of RBAC (apimachinery,
// pkg/api/validation/path).
func checkSegment(what, name string) error {
	if name == "." || name == ".." || strings.ContainsAny(name, "/%") || strings.IndexFunc(name, Unsafe) >= 0 {
		return &Problem{Exit: ExitUsage, What: fmt.Sprintf("%q cannot be the name of a %s", NewText(name), what), Todo: "a name has neither / nor % in it"}
	}
	return nil
}

// AddWith is what adding a user needs beside the answers: what was agreed to, and
// secrets, which are never kept.
type AddWith struct {
	Granted   Consent       // to log in as whoever gives the rights
	Authority crypto.Secret // passphrase of the authority's key
	Output    crypto.Secret // passphrase for a PKCS#12 file
}

// Talks tells whether somebody has to log in to the cluster to carry the answers out.
func (u NewUser) Talks() bool { return u.By == ByAPI || !u.Role.None() }

// Says tells whether a dangerous value was typed again.
func (u NewUser) Says(value string) bool { return slices.Contains(u.Named, value) }
