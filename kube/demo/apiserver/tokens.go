package apiserver

import (
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"time"
)

// Names that Kubernetes gives to what belongs to tokens.
const (
	tokenSecretType   = "kubernetes.io/service-account-token"
	accountNameNote   = "kubernetes.io/service-account.name"
	accountUIDNote    = "kubernetes.io/service-account.uid"
	lastUsedLabel     = "kubernetes.io/legacy-token-last-used"
	invalidSinceLabel = "kubernetes.io/legacy-token-invalid-since"
	legacyIssuer      = "kubernetes/serviceaccount"
	legacyClaim       = "kubernetes.io/serviceaccount/"
	clockLeeway       = time.Minute
	podTokenSeconds   = 3607
)

// A bearer is the identity that a token stands for.
type bearer struct {
	identity
	audiences []string
}

// accountOf tells whose token it is. The token must be for one of the audiences.
func (s *Server) accountOf(token string, audiences []string) (bearer, error) {
	claims, err := s.tokens.open(token)
	if err != nil {
		return bearer{}, err
	}
	switch claims.text("iss") {
	case s.issuer:
		return s.boundAccount(claims, audiences)
	case legacyIssuer:
		return s.legacyAccount(token, claims, audiences)
	}
	return bearer{}, errors.New("invalid bearer token")
}

// boundAccount checks the claims of a token from TokenRequest
// (k8s.io/kubernetes/pkg/serviceaccount/claims.go).
func (s *Server) boundAccount(claims object, audiences []string) (bearer, error) {
	now := s.now()
	end, _ := claims.number("exp")
	begin, _ := claims.number("nbf")
	switch {
	case now.Add(-clockLeeway).After(time.Unix(end, 0)):
		return bearer{}, errors.New("service account token has expired")
	case now.Add(clockLeeway).Before(time.Unix(begin, 0)):
		return bearer{}, errors.New("service account token is not valid yet")
	}
	aud := claims.texts("aud")
	var shared []string
	for _, a := range audiences {
		if slices.Contains(aud, a) {
			shared = append(shared, a)
		}
	}
	if len(shared) == 0 {
		return bearer{}, fmt.Errorf("token audiences %q is invalid for the target audiences %q", aud, audiences)
	}
	private, _ := claims["kubernetes.io"].(map[string]any)
	p := object(private)
	namespace, name := p.text("namespace"), p.text("serviceaccount", "name")
	account := s.store.get(accounts, namespace, name)
	if account == nil || account.uid() != p.text("serviceaccount", "uid") {
		return bearer{}, fmt.Errorf("the service account %s/%s does not exist any more", namespace, name)
	}
	who := accountIdentity(namespace, name, account.uid())
	who.extra = map[string][]string{credentialID: {"JTI=" + claims.text("jti")}}
	for claim, k := range map[string]*kind{"secret": secrets, "pod": pods, "node": nodes} {
		bound := p.text(claim, "name")
		if bound == "" {
			continue
		}
		where := namespace
		if k == nodes {
			where = ""
		}
		if claim == "node" && p.text("pod", "name") != "" { // told beside a pod, and not bound to
			who.extra["authentication.kubernetes.io/node-name"] = []string{bound}
			continue
		}
		if o := s.store.get(k, where, bound); o == nil || o.uid() != p.text(claim, "uid") {
			return bearer{}, fmt.Errorf("service account token has been invalidated: the %s %q is gone", claim, bound)
		}
		if claim == "pod" {
			who.extra["authentication.kubernetes.io/pod-name"] = []string{bound}
			who.extra["authentication.kubernetes.io/pod-uid"] = []string{p.text(claim, "uid")}
		}
	}
	return bearer{who, shared}, nil
}

// legacyAccount checks a token against the Secret that holds it
// (k8s.io/kubernetes/pkg/serviceaccount/legacy.go), and notes the day.
func (s *Server) legacyAccount(token string, claims object, audiences []string) (bearer, error) {
	namespace := claims.text(legacyClaim + "namespace")
	name := claims.text(legacyClaim + "service-account.name")
	if !slices.Contains(audiences, s.issuer) {
		return bearer{}, fmt.Errorf("token audiences %q is invalid for the target audiences %q", []string{s.issuer}, audiences)
	}
	secret := s.store.get(secrets, namespace, claims.text(legacyClaim+"secret.name"))
	if secret == nil || secret.terminating() {
		return bearer{}, errors.New("service account token has been invalidated")
	}
	if held, err := base64.StdEncoding.DecodeString(secret.text("data", "token")); err != nil || string(held) != token {
		return bearer{}, errors.New("service account token does not match server's copy")
	}
	account := s.store.get(accounts, namespace, name)
	if account == nil || account.uid() != claims.text(legacyClaim+"service-account.uid") {
		return bearer{}, errors.New("the service account does not exist any more")
	}
	if secret.labels("metadata", "labels")[invalidSinceLabel] != "" {
		return bearer{}, fmt.Errorf("the token in secret %s/%s for service account %s/%s has been marked invalid. Use tokens from the TokenRequest API or manually created secret-based tokens, or remove the '%s' label from the secret to temporarily allow use of this token", namespace, secret.name(), namespace, name, invalidSinceLabel)
	}
	if today := s.now().UTC().Format(time.DateOnly); secret.labels("metadata", "labels")[lastUsedLabel] != today {
		used := secret.clone()
		used.set(today, "metadata", "labels", lastUsedLabel)
		s.store.put(secrets, used)
	}
	return bearer{accountIdentity(namespace, name, account.uid()), []string{s.issuer}}, nil
}

// accountIdentity is who a ServiceAccount is.
func accountIdentity(namespace, name, uid string) identity {
	return identity{name: accountPrefix + namespace + ":" + name, uid: uid, groups: []string{allAccounts, allAccounts + ":" + namespace}}
}

// legacyToken makes the token of a Secret, which has no end.
func (s *Server) legacyToken(account, secret object) (string, error) {
	return s.tokens.sign(object{
		"iss":                                legacyIssuer,
		"sub":                                accountPrefix + account.namespace() + ":" + account.name(),
		legacyClaim + "namespace":            account.namespace(),
		legacyClaim + "secret.name":          secret.name(),
		legacyClaim + "service-account.name": account.name(),
		legacyClaim + "service-account.uid":  account.uid(),
	})
}

// AccountToken makes a bound token of an account that lives so long, without the cap
// that a request would meet: for tokens that were made before the cap was.
func (s *Server) AccountToken(namespace, name string, made time.Time, life time.Duration) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	account := s.store.get(accounts, namespace, name)
	if account == nil {
		return "", errNotFound("", accounts.plural, name)
	}
	return s.tokens.sign(object{
		"iss": s.issuer, "sub": accountPrefix + namespace + ":" + name, "aud": []any{s.issuer}, "jti": newUID(),
		"iat": made.Unix(), "nbf": made.Unix(), "exp": made.Add(life).Unix(),
		"kubernetes.io": object{"namespace": namespace, "serviceaccount": object{"name": name, "uid": account.uid()}},
	})
}
