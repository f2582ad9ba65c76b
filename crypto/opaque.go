package crypto

import (
	"encoding/base64"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"time"
)

// Tokens that are no JWT say little of themselves, but some can be told by their form.

// eksPrefix begins the tokens of EKS: a signed request to AWS STS, as base64, that the
// server sends on to learn who signed it (kubernetes-sigs/aws-iam-authenticator,
// pkg/token/token.go).
const eksPrefix = "k8s-aws-v1."

// eksLife is how long after it was signed such a request is taken.
const eksLife = 15 * time.Minute

// opaqueForms are the forms of tokens that say nothing else.
var opaqueForms = sync.OnceValue(func() map[TokenKind]*regexp.Regexp {
	return map[TokenKind]*regexp.Regexp{
		BootstrapToken: regexp.MustCompile(`^[a-z0-9]{6}\.[a-z0-9]{16}$`),
		OpenShiftToken: regexp.MustCompile(`^sha256~[A-Za-z0-9_-]{20,}$`),
		GoogleToken:    regexp.MustCompile(`^ya29\.[A-Za-z0-9_.-]{20,}$`),
		RancherToken:   regexp.MustCompile(`^(kubeconfig-[a-z0-9.-]+|token-[a-z0-9]+|ext/[a-z0-9-]+):[a-z0-9]{40,}$`),
	}
})

// Opaque tells whether a token of this sort says nothing about whose it is and until
// when: only the server knows.
func (k TokenKind) Opaque() bool {
	switch k {
	case StaticToken, BootstrapToken, OpenShiftToken, GoogleToken, RancherToken:
		return true
	}
	return false
}

// opaque tells a token by its form alone.
func opaque(text string) (Token, bool) {
	if rest, ok := strings.CutPrefix(text, eksPrefix); ok {
		return eksToken(rest), true
	}
	for kind, form := range opaqueForms() {
		if form.MatchString(text) {
			t := Token{Kind: kind}
			if kind == BootstrapToken {
				t.ID, _, _ = strings.Cut(text, ".")
			}
			return t, true
		}
	}
	return Token{}, false
}

// eksToken reads the signed request: where it goes to, with which access key, and when
// it was signed.
func eksToken(encoded string) Token {
	t := Token{Kind: EKSToken}
	raw, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(encoded, "="))
	if err != nil {
		t.odd("token-claims", "the request in it cannot be read")
		return t
	}
	u, err := url.Parse(string(raw))
	if err != nil || u.Host == "" {
		t.odd("token-claims", "the request in it cannot be read")
		return t
	}
	q := u.Query()
	t.Issuer = u.Scheme + "://" + u.Host
	t.ID, _, _ = strings.Cut(q.Get("X-Amz-Credential"), "/")
	if t.IssuedAt, err = time.Parse("20060102T150405Z", q.Get("X-Amz-Date")); err != nil {
		t.IssuedAt = time.Time{}
		t.odd("token-time", `"X-Amz-Date" is no time, so that the token is refused`)
		return t
	}
	t.Expires = t.IssuedAt.Add(eksLife)
	return t
}
