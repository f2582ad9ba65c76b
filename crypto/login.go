package crypto

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"slices"
	"strings"
)

// A Login is what a client certificate makes of its bearer in Kubernetes, if an
// authority that the apiserver trusts has signed it.
type Login struct {
	User         string
	UID          string
	Groups       []string // in the order of the certificate, which DER sorts
	CredentialID string   // what authentication.kubernetes.io/credential-id will say
	Refusals     []Note   // why the apiserver does not take it; none means that it does
	Facts        []Note   // what user and groups mean
}

// LoginOf judges a certificate as the apiserver does (k8s.io/apiserver,
// pkg/authentication/request/x509/x509.go: CommonNameUserConversion and
// parseUIDFromCert). Dates and signature are Chain's to judge.
func LoginOf(c *Certificate) Login {
	subject := c.Subject()
	l := Login{User: subject.CommonName(), Groups: subject.Organizations(), CredentialID: c.Fingerprint()}
	refuse := func(id, text string) { l.Refusals = append(l.Refusals, Note{id, text}) }
	if c.Refused != nil {
		refuse("login-unreadable", "the server cannot read the certificate: "+c.Refused.Error())
	}
	if why := c.PublicKey().noLogin(); c.Refused == nil && why != "" {
		refuse("login-key", why)
	}
	if l.User == "" {
		refuse("login-no-name", "it has no common name, so the server takes its bearer for anonymous")
	}
	switch uids := subject.UIDs(); {
	case len(uids) > 1:
		refuse("login-two-uids", "it has more than one UID")
	case len(uids) == 1 && uids[0] == "":
		refuse("login-empty-uid", "its UID is empty")
	case len(uids) == 1:
		l.UID = uids[0]
	}
	if usages := c.ExtKeyUsages(); !c.allowsClient(usages) {
		refuse("login-usage", "it is for "+strings.Join(usages, ", ")+" and not for client auth")
	}
	l.Facts = NameFacts(l.User, l.Groups)
	return l
}

// maxRSA is the size of the largest RSA key that crypto/tls takes, in bits.
const maxRSA = 8192

// noLogin says why the server's side of TLS takes no certificate with this key
// (crypto/tls, processCertsFromClient), or nothing.
func (k PublicKey) noLogin() string {
	switch key := k.Key.(type) {
	case *ecdsa.PublicKey, ed25519.PublicKey:
		return ""
	case *rsa.PublicKey:
		if key.N.BitLen() > maxRSA {
			return "the server takes no RSA key of more than 8192 bits"
		}
		return ""
	}
	return "the server takes no certificate with a key of this kind: " + k.String()
}

// allowsClient tells whether the usages permit a login: none at all permit it.
func (c *Certificate) allowsClient(usages []string) bool {
	if c.x != nil {
		return c.allows(ClientAuth)
	}
	return len(usages) == 0 || slices.Contains(usages, "client auth") || slices.Contains(usages, "any")
}

// groupFacts are the groups that mean something in every cluster
// (k8s.io/apiserver/pkg/authentication/user/user.go; kubeadm since 1.29).
var groupFacts = map[string]Note{
	"system:masters":                {"group-masters", "system:masters may do everything; no role gives that and none can take it away"},
	"kubeadm:cluster-admins":        {"group-kubeadm-admins", "kubeadm:cluster-admins is bound to cluster-admin where kubeadm made the cluster"},
	"system:nodes":                  {"group-nodes", "system:nodes is the group of the kubelets"},
	"system:serviceaccounts":        {"group-accounts", "system:serviceaccounts is the group of all ServiceAccounts"},
	"system:monitoring":             {"group-monitoring", "system:monitoring may read metrics and health"},
	"system:bootstrappers":          {"group-bootstrappers", "system:bootstrappers may ask for the certificate of a node"},
	"system:authenticated":          {"group-authenticated", "system:authenticated is added to every login anyway"},
	"system:unauthenticated":        {"group-unauthenticated", "system:unauthenticated is the group of those who did not log in"},
	"system:node-admins":            {"group-node-admins", "system:node-admins may reach the kubelets"},
	"kubeadm:kubelet-config-reader": {"group-kubeadm", "a group that kubeadm uses"},
}

// userFacts are the users that mean something in every cluster.
var userFacts = map[string]Note{
	"system:kube-controller-manager": {"user-controller-manager", "the controller manager, which can become any ServiceAccount"},
	"system:kube-scheduler":          {"user-scheduler", "the scheduler"},
	"system:kube-proxy":              {"user-proxy", "kube-proxy"},
	"system:apiserver":               {"user-apiserver", "the name by which the apiserver calls itself"},
	"system:anonymous":               {"user-anonymous", "the name of those who did not log in"},
	"system:admin":                   {"user-system-admin", "the administrator of k3s and OpenShift"},
	"kubernetes-admin":               {"user-kubeadm-admin", "the administrator that kubeadm makes"},
	"kubernetes-super-admin":         {"user-kubeadm-super-admin", "the administrator that kubeadm makes for emergencies"},
}

// NameFacts says what user and groups mean in Kubernetes, without judging them.
func NameFacts(user string, groups []string) []Note {
	var facts []Note
	known, isKnown := userFacts[user]
	node, isNode := strings.CutPrefix(user, "system:node:")
	namespace, name, isAccount := SubjectAccount(user)
	switch {
	case isKnown:
		facts = append(facts, known)
	case isNode && slices.Contains(groups, "system:nodes"):
		facts = append(facts, Note{"user-node", "the kubelet of node " + node})
	case isNode:
		facts = append(facts, Note{"user-node-alone", "named like the kubelet of node " + node + ", but not in system:nodes"})
	case isAccount:
		facts = append(facts, Note{"user-account", "named like ServiceAccount " + namespace + "/" + name})
	case strings.HasPrefix(user, "system:"):
		facts = append(facts, Note{"user-system", "the prefix system: is kept for Kubernetes itself"})
	}
	for _, g := range groups {
		fact, ok := groupFacts[g]
		switch {
		case ok:
			facts = append(facts, fact)
		case strings.HasPrefix(g, "system:"):
			facts = append(facts, Note{"group-system", g + ": the prefix system: is kept for Kubernetes itself"})
		}
	}
	if edges(user) || slices.ContainsFunc(groups, edges) {
		facts = append(facts, Note{"name-spaces", "a name begins or ends with a space, which bindings have to repeat"})
	}
	return facts
}

func edges(s string) bool { return s != strings.TrimSpace(s) }
