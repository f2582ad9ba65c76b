package model

import (
	"fmt"
	"strings"
	"time"
)

// A TokenWish is what a person decided about a token of a ServiceAccount: the answers of
// the form, and the flags of the command. Nothing in it is secret.
type TokenWish struct {
	Context   Ref
	Account   Account
	Create    bool // the account is made if it is not there
	By        TokenBy
	Secret    string   // BySecret: its name, "" for one of ours; FromSecret: the one that is there
	Audiences []string // ByRequest: whom the token is for; none: the API server
	Life      time.Duration
	Anchored  bool // ByRequest: bound to a Secret made for it, so that it can be revoked
	Role      RoleWish
	Out       TokenOut
	Server    string   // the address for them; "" for the one of the kubeconfig
	Named     []string // dangerous values that were typed again
}

// TokenOut says where the result goes; "" is not wanted.
type TokenOut struct {
	Kubeconfig string // a new file
	Merge      string // a kubeconfig that exists
	Token      string // a new file with the token alone
	CA         string // a new file with what the server is trusted by
	Handover   bool   // a new kubeconfig in the handover folder
}

// None tells whether nothing is to be written.
func (o TokenOut) None() bool { return o == TokenOut{} }

// TokenBy says where a token comes from.
type TokenBy int

// The ways to a token.
const (
	ByRequest  TokenBy = iota // the TokenRequest API: it ends by itself
	BySecret                  // a new Secret that the cluster fills: no end
	FromSecret                // a Secret that is there already
)

// String says the way for a row of the review.
func (b TokenBy) String() string {
	return [...]string{"with an end (TokenRequest)", "without an end (a new Secret)", "from a Secret that is there"}[b]
}

// The usual life of a token, and the bounds of the API (kubernetes
// pkg/apis/authentication/validation).
const (
	UsualTokenLife    = 8 * time.Hour
	ShortestTokenLife = 10 * time.Minute
	LongestTokenLife  = (1 << 32) * time.Second
)

// WithDefaults fills in what was left open.
func (w TokenWish) WithDefaults() TokenWish {
	if w.Life == 0 {
		w.Life = UsualTokenLife
	}
	return w
}

// Check tells why the answers cannot be carried out, whatever the cluster says. The
// error is a *Problem of usage.
func (w TokenWish) Check() error {
	wrong := func(todo, format string, args ...any) error {
		return &Problem{Exit: ExitUsage, What: fmt.Sprintf(format, args...), Todo: todo}
	}
	if err := CheckAccount(w.Account); err != nil {
		return err
	}
	switch {
	case w.By == ByRequest && w.Life < ShortestTokenLife:
		return wrong("ask for at least 10m", "a life of %s is too short", Span(w.Life))
	case w.By == ByRequest && w.Life > LongestTokenLife:
		return wrong("ask for less", "a life of %s is too long", Span(w.Life))
	case w.By != ByRequest && (w.Anchored || len(w.Audiences) > 0):
		return wrong("ask for a token with an end", "a token from a Secret has neither an audience nor an anchor")
	case w.By == FromSecret && w.Secret == "":
		return wrong("name the Secret", "nobody said which Secret")
	case w.By == FromSecret && w.Create:
		return wrong("take one of both", "a Secret of an account that is still to be made does not exist")
	case w.Secret != "" && !isSubdomain(w.Secret):
		return wrong("small letters, digits, - and .", "%q cannot be the name of a Secret", NewText(w.Secret))
	case w.Out.Kubeconfig != "" && w.Out.Merge != "":
		return wrong("choose one of them", "the kubeconfig is either a new one or merged")
	}
	for _, a := range w.Audiences {
		if a == "" || strings.IndexFunc(a, Unsafe) >= 0 {
			return wrong("name whom the token is for, such as vault", "%q cannot be an audience", NewText(a))
		}
	}
	return w.Role.check()
}

// Says tells whether a dangerous value was typed again.
func (w TokenWish) Says(value string) bool {
	for _, n := range w.Named {
		if n == value {
			return true
		}
	}
	return false
}

// CheckAccount tells why a name cannot be that of a ServiceAccount (apimachinery,
// ValidateServiceAccountName).
func CheckAccount(a Account) error {
	if err := CheckNamespace(a.Namespace.Raw()); err != nil {
		return err
	}
	if !isSubdomain(a.Name.Raw()) {
		return &Problem{Exit: ExitUsage, What: fmt.Sprintf("%q cannot be the name of a ServiceAccount", a.Name), Todo: "small letters, digits, - and ., at most 253 of them"}
	}
	return nil
}

// ParseAccount reads NAMESPACE/NAME; without a namespace the default one is taken.
func ParseAccount(text string, namespace Text) (Account, error) {
	before, name, two := strings.Cut(text, "/")
	a := Account{NewText(before), NewText(name)}
	if !two {
		a = Account{namespace, NewText(before)}
	}
	return a, CheckAccount(a)
}

// isSubdomain tells whether s is a DNS subdomain (RFC 1123).
func isSubdomain(s string) bool {
	if len(s) > 253 {
		return false
	}
	for _, label := range strings.Split(s, ".") {
		if label == "" || strings.Trim(label, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" || label[0] == '-' || label[len(label)-1] == '-' {
			return false
		}
	}
	return true
}

// EntryName is what the user and the context of an account are called in a kubeconfig.
func (a Account) EntryName(cluster string) string {
	return a.Namespace.Raw() + "/" + a.Name.Raw() + "@" + cluster
}
