package apiserver

import (
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"encoding/hex"
	"errors"
	"net/http"
	"slices"
	"strings"
)

// An identity is who asks: what Kubernetes calls user.Info.
type identity struct {
	name   string
	uid    string
	groups []string
	extra  map[string][]string
}

// The users and groups that the server knows by itself.
const (
	anonymousUser   = "system:anonymous"
	unauthenticated = "system:unauthenticated"
	authenticated   = "system:authenticated"
	superusers      = "system:masters"
	allAccounts     = "system:serviceaccounts"
	accountPrefix   = "system:serviceaccount:"
	credentialID    = "authentication.kubernetes.io/credential-id"
)

// oidUID is the attribute of a subject that holds the UID (apimachinery pkg/apis/asn1).
var oidUID = asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 57683, 2}

// authenticate tells who sent a request, in Kubernetes' order: the client certificate,
// then the bearer token. A bad credential is refused when no other one is good; no
// credential at all is the anonymous user.
func (s *Server) authenticate(r *http.Request) (identity, error) {
	who, known, err := s.byCertificate(r)
	if !known {
		var failed error
		if who, known, failed = s.byToken(r.Header.Get("Authorization")); failed != nil {
			err = failed
		}
	}
	switch {
	case known:
		if !slices.Contains(who.groups, authenticated) {
			who.groups = append(slices.Clone(who.groups), authenticated)
		}
		return who, nil
	case err != nil:
		return identity{}, errUnauthorized()
	}
	return identity{name: anonymousUser, groups: []string{unauthenticated}}, nil
}

// byCertificate reads the client's certificate: CN is the name, every O a group.
// A certificate without a CN is nobody, one that does not verify an error.
func (s *Server) byCertificate(r *http.Request) (identity, bool, error) {
	if r.TLS == nil || len(r.TLS.PeerCertificates) == 0 {
		return identity{}, false, nil
	}
	leaf, between := r.TLS.PeerCertificates[0], x509.NewCertPool()
	for _, c := range r.TLS.PeerCertificates[1:] {
		between.AddCert(c)
	}
	_, err := leaf.Verify(x509.VerifyOptions{
		Roots: s.clientRoots, Intermediates: between, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}, CurrentTime: s.now(),
	})
	if err != nil {
		return identity{}, false, err
	}
	if leaf.Subject.CommonName == "" {
		return identity{}, false, nil
	}
	uid, err := certificateUID(leaf)
	if err != nil {
		return identity{}, false, err
	}
	who := identity{name: leaf.Subject.CommonName, uid: uid, groups: leaf.Subject.Organization}
	if !s.noCredentialID {
		sum := sha256.Sum256(leaf.Raw)
		who.extra = map[string][]string{credentialID: {"X509SHA256=" + hex.EncodeToString(sum[:])}}
	}
	return who, true, nil
}

// certificateUID returns the UID of a subject: at most one, a string, and not empty.
func certificateUID(c *x509.Certificate) (string, error) {
	uid := ""
	for _, n := range c.Subject.Names {
		if !n.Type.Equal(oidUID) {
			continue
		}
		value, ok := n.Value.(string)
		if !ok || value == "" || uid != "" {
			return "", errors.New("the subject has a bad UID")
		}
		uid = value
	}
	return uid, nil
}

// byToken reads a bearer token.
func (s *Server) byToken(header string) (identity, bool, error) {
	scheme, token, _ := strings.Cut(strings.TrimSpace(header), " ")
	token = strings.TrimSpace(token)
	if !strings.EqualFold(scheme, "bearer") || token == "" {
		return identity{}, false, nil
	}
	who, err := s.accountOf(token, []string{s.issuer})
	return who.identity, err == nil, err
}

// impersonate changes into the user that the headers name, where that is allowed.
func (c *call) impersonate(h http.Header) error {
	name, groups, uid := h.Get("Impersonate-User"), h["Impersonate-Group"], h.Get("Impersonate-Uid")
	extra := map[string][]string{}
	for k, v := range h {
		if rest, ok := strings.CutPrefix(k, "Impersonate-Extra-"); ok {
			extra[strings.ToLower(rest)] = v
		}
	}
	if name == "" {
		if len(groups) > 0 || uid != "" || len(extra) > 0 {
			return errBadRequest("requested %d groups without impersonating a user", len(groups))
		}
		return nil
	}
	ask := func(group, resource, sub, namespace, name string) error {
		return c.mustBeAllowed(attributes{verb: "impersonate", group: group, version: "v1", resource: resource, sub: sub, namespace: namespace, name: name})
	}
	become := identity{name: name, uid: uid, groups: groups, extra: extra}
	if namespace, account, ok := splitAccount(name); ok {
		if err := ask("", "serviceaccounts", "", namespace, account); err != nil {
			return err
		}
		if len(groups) == 0 {
			become.groups = []string{allAccounts, allAccounts + ":" + namespace}
		}
	} else if err := ask("", "users", "", "", name); err != nil {
		return err
	}
	for _, g := range groups {
		if err := ask("", "groups", "", "", g); err != nil {
			return err
		}
	}
	if uid != "" {
		if err := ask(authenticationGroup, "uids", "", "", uid); err != nil {
			return err
		}
	}
	for k, values := range extra {
		for _, v := range values {
			if err := ask(authenticationGroup, "userextras", k, "", v); err != nil {
				return err
			}
		}
	}
	if name != anonymousUser {
		become.groups = append(slices.Clone(become.groups), authenticated)
	}
	c.user = become
	return nil
}

// splitAccount takes the user name of a ServiceAccount apart.
func splitAccount(user string) (namespace, name string, ok bool) {
	rest, ok := strings.CutPrefix(user, accountPrefix)
	if !ok {
		return "", "", false
	}
	namespace, name, ok = strings.Cut(rest, ":")
	return namespace, name, ok && namespace != "" && name != ""
}

// info is the identity as the API writes it.
func (i identity) info() map[string]any {
	out := map[string]any{"username": i.name}
	if i.uid != "" {
		out["uid"] = i.uid
	}
	if len(i.groups) > 0 {
		out["groups"] = anys(i.groups)
	}
	if len(i.extra) > 0 {
		extra := map[string]any{}
		for k, v := range i.extra {
			extra[k] = anys(v)
		}
		out["extra"] = extra
	}
	return out
}
