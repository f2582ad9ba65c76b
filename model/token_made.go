package model

import (
	"fmt"
	neturl "net/url"
	"slices"
	"strings"
	"time"

	"kubeid/crypto"
)

// A TokenReview is what making a token would do, in full: shown before anything is
// made, and the same that is done then.
type TokenReview struct {
	Wish    TokenWish
	Entry   string // name of the new context and user: "ci/robot@prod"
	Address ForThem
	CA      string // subjects of the authorities by which the server is trusted
	Exists  bool   // the account is there
	Objects []PlannedObject
	Files   []PlannedFile
	Asked   []Verdict // the rights that are needed
	Worries []Worry
	Notes   []string // what could not be found out
	Readers []Holder // BySecret and FromSecret: who can read the Secret, and so is this account
	Read    bool     // Readers is known
}

// Missing returns the rights that are needed and that the server does not give.
func (r TokenReview) Missing() []Verdict {
	return slices.DeleteFunc(slices.Clone(r.Asked), func(v Verdict) bool { return v.Allowed })
}

// Err refuses what is dangerous and was not typed again.
func (r TokenReview) Err() error {
	for _, w := range r.Worries {
		if w.Type != "" && !r.Wish.Says(w.Type) {
			return &Problem{Exit: ExitRefused, What: w.Text, Todo: fmt.Sprintf("if you want it all the same, say so with --dangerous %s", ShellQuote(w.Type))}
		}
	}
	return nil
}

// A MadeToken is what came of it: also of a failed try, since an anchor that was made
// exists whatever happens then.
type MadeToken struct {
	Review  TokenReview
	Token   crypto.Secret // for whoever asked; it goes nowhere else
	Facts   Token         // what it says of itself
	Asked   time.Duration
	Granted time.Duration // 0: it has no end
	Warned  []Text        // what the server warned of
	Anchor  Text          // the Secret that it ends with, when one was made
	Secret  Text          // the Secret that holds it
	Proof   Proof
	Files   []PlannedFile // that were written
	Left    []Leftover    // what was made in the cluster and stays
	Curl    string        // a line that uses the token, which it reads from a file
	Try     string        // a kubectl line that uses it
	Revoke  string        // the command that revokes it; "" when nothing but deleting the account does
}

// Cut tells whether less life was granted than was asked for.
func (m MadeToken) Cut() bool { return m.Granted > 0 && m.Granted < m.Asked-time.Second }

// LifeWords says what was asked for and what was granted.
func (m MadeToken) LifeWords() string {
	switch {
	case m.Facts.Expires.IsZero():
		return "no end"
	case m.Facts.Extended():
		return fmt.Sprintf("asked %s, granted %s", SpanWords(m.Asked), SpanWords(m.Granted))
	case m.Cut():
		return fmt.Sprintf("asked %s, granted only %s", SpanWords(m.Asked), SpanWords(m.Granted))
	}
	return fmt.Sprintf("%s, as asked", SpanWords(m.Granted))
}

// TokenProof compares whom a server took us for with whom a token is for.
func TokenProof(w Whoami, t Token) Proof {
	p := Proof{Tried: true, Who: w}
	switch id := w.CredentialID(); {
	case w.User.Raw() != t.Account.Username():
		p.Trouble = NewText(fmt.Sprintf("the server takes it for %q", w.User))
		p.Hint = "look at the proxies on the way, and at what the API server does with user names"
	case t.ID.Empty() || id.Empty():
		p.Weak = true
	case id.Raw() != "JTI="+t.ID.Raw():
		p.Trouble = NewText(fmt.Sprintf("the server saw the credential %s, and the new one is JTI=%s", id, t.ID))
		p.Hint = "something else than the new token logged in; look at the proxies on the way"
	}
	return p
}

// RevokeWhat says which token is to be revoked: by the Secret that it ends with, or by
// the token itself, which then says what that is.
type RevokeWhat struct {
	Secret Account // namespace and name of the Secret
	Token  crypto.Secret
}

// A Revocation is what revoking a token would do.
type Revocation struct {
	Context Ref
	Secret  Account // namespace and name of the Secret that goes
	UID     Text
	Of      Account // whose token it is
	Anchor  bool    // it is an anchor: nothing is in it, and the token is elsewhere
	Stops   []Text  // what stops working, a sentence each
	Pods    []Running
	Token   bool // the token is at hand, so that it can be seen to be refused
}

// Revoked is what came of it.
type Revoked struct {
	Revocation
	Seen bool          // the cluster was seen to refuse the token
	Took time.Duration // until then
}

// String says what came of it.
func (r Revoked) String() string {
	if r.Seen {
		if r.Took < 100*time.Millisecond {
			return "the cluster has refused the token since the Secret was deleted"
		}
		return fmt.Sprintf("the cluster has refused the token since %.1f s after the Secret was deleted", r.Took.Seconds())
	}
	return "the Secret is deleted; the cluster may take the token for another 10 seconds, which it remembers logins for"
}

// CurlWithToken is a command line for curl that reads the token from the output of
// another command, so that it stands in no argument, which everybody on the computer
// could see. ca is a file with the authorities, as a word for the shell, or "".
func CurlWithToken(source, ca string, to ForThem) string {
	words := []string{"{ printf 'Authorization: Bearer '; " + source + "; } | curl -H @-"}
	if ca != "" {
		words = append(words, "--cacert "+ca)
	}
	if to.ProxyURL != "" {
		words = append(words, "--proxy "+ShellQuote(to.ProxyURL))
	}
	url := strings.TrimSuffix(to.Server, "/") + "/api"
	if u, err := neturl.Parse(url); err == nil && to.TLSServerName != "" && to.TLSServerName != u.Hostname() {
		port := u.Port()
		if port == "" {
			port = "443"
		}
		words = append(words, "--connect-to "+ShellQuote(to.TLSServerName+":"+port+":"+bracketed(u.Hostname())+":"+port))
		u.Host = to.TLSServerName + ":" + port
		url = u.String()
	}
	return strings.Join(append(words, ShellQuote(url)), " ")
}

// bracketed writes a host as it stands in an address.
func bracketed(host string) string {
	if strings.Contains(host, ":") {
		return "[" + host + "]"
	}
	return host
}
