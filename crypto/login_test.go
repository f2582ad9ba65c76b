package crypto

import (
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"
)

func ids(notes []Note) string {
	var out []string
	for _, n := range notes {
		out = append(out, n.ID)
	}
	return strings.Join(out, " ")
}

func uids(values ...any) []pkix.AttributeTypeAndValue {
	var out []pkix.AttributeTypeAndValue
	for _, v := range values {
		out = append(out, pkix.AttributeTypeAndValue{Type: asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 57683, 2}, Value: v})
	}
	return out
}

func TestLoginIsJudgedAsTheAPIServerDoes(t *testing.T) {
	name := func(cn string, groups ...string) pkix.Name { return pkix.Name{CommonName: cn, Organization: groups} }
	with := func(n pkix.Name, extra []pkix.AttributeTypeAndValue) pkix.Name { n.ExtraNames = extra; return n }
	client, server := []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}, []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	for what, c := range map[string]struct {
		subject         pkix.Name
		usages          []x509.ExtKeyUsage
		user            string // user/uid/groups
		refusals, facts string
	}{
		"a user with groups":         {name("jane", "devs", "payments"), client, "jane//devs,payments", "", ""},
		"no usage at all":            {name("jane"), nil, "jane//", "", ""},
		"any usage":                  {name("jane"), []x509.ExtKeyUsage{x509.ExtKeyUsageAny}, "jane//", "", ""},
		"both usages":                {name("jane"), append(slices.Clone(server), client...), "jane//", "", ""},
		"a server's usage only":      {name("jane"), server, "jane//", "login-usage", ""},
		"no name":                    {name("", "devs"), client, "//devs", "login-no-name", ""},
		"a UID":                      {with(name("jane"), uids("uid-42")), client, "jane/uid-42/", "", ""},
		"two UIDs":                   {with(name("jane"), uids("a", "b")), client, "jane//", "login-two-uids", ""},
		"twice the same UID":         {with(name("jane"), uids("a", "a")), client, "jane//", "login-two-uids", ""},
		"an empty UID":               {with(name("jane"), uids("")), client, "jane//", "login-empty-uid", ""},
		"all of it wrong":            {with(name(""), uids("", "")), server, "//", "login-no-name login-two-uids login-usage", ""},
		"an administrator":           {name("kubernetes-admin", "system:masters"), client, "kubernetes-admin//system:masters", "", "user-kubeadm-admin group-masters"},
		"kubeadm since 1.29":         {name("kubernetes-admin", "kubeadm:cluster-admins"), client, "kubernetes-admin//kubeadm:cluster-admins", "", "user-kubeadm-admin group-kubeadm-admins"},
		"a kubelet":                  {name("system:node:n1", "system:nodes"), client, "system:node:n1//system:nodes", "", "user-node group-nodes"},
		"a kubelet out of its group": {name("system:node:n1"), client, "system:node:n1//", "", "user-node-alone"},
		"the controller manager":     {name("system:kube-controller-manager"), client, "system:kube-controller-manager//", "", "user-controller-manager"},
		"named like an account":      {name("system:serviceaccount:ci:deployer"), client, "system:serviceaccount:ci:deployer//", "", "user-account"},
		"some other system name":     {name("system:x", "system:y"), client, "system:x//system:y", "", "user-system group-system"},
		"a name that ends in space":  {name("jane "), client, "jane //", "", "name-spaces"},
		"Masters in capitals":        {name("jane", "System:Masters"), client, "jane//System:Masters", "", ""},
	} {
		t.Run(what, func(t *testing.T) {
			cert := sign(t, change(template(), func(x *x509.Certificate) { x.Subject, x.ExtKeyUsage = c.subject, c.usages }), nil, nil)
			l := LoginOf(cert.Certificate)
			want := tableRow(c.user, c.refusals, c.facts)
			got := fmt.Sprintf("%s/%s/%s", l.User, l.UID, strings.Join(l.Groups, ","))
			if got := tableRow(got, ids(l.Refusals), ids(l.Facts)); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
			if l.CredentialID != cert.Fingerprint() {
				t.Errorf("CredentialID = %s", l.CredentialID)
			}
		})
	}
}

func tableRow(parts ...string) string { return strings.Join(parts, " | ") }

// A Go server ends the handshake when the client's key is of a kind that it cannot use.
func TestAKeyThatTLSDoesNotKnowCannotLogIn(t *testing.T) {
	c := one(t, mldsaCertificate(t))
	if c.PublicKey().Key != nil {
		t.Skip("this Go knows the key")
	}
	l := LoginOf(c)
	if len(l.Refusals) == 0 || !strings.Contains(ids(l.Refusals), "login-key") && c.Refused == nil {
		t.Errorf("the login is refused for %v", l.Refusals)
	}
}

// TestKeysThatNoServerTakesCannotLogIn is about kinds and sizes of keys that others make.
func TestKeysThatNoServerTakesCannotLogIn(t *testing.T) {
	large := func(bits int) *Certificate {
		c := sign(t, template(), nil, edKey())
		key := &rsa.PublicKey{N: new(big.Int).SetBit(big.NewInt(1), bits-1, 1), E: 65537}
		spki, err := x509.MarshalPKIXPublicKey(key)
		if err != nil {
			t.Fatal(err)
		}
		c.Certificate.key, c.x.PublicKey = spki, key
		return c.Certificate
	}
	for name, c := range map[string]*Certificate{
		"DSA": one(t, read(t, "keys/dsa.crt")), "Ed448": one(t, read(t, "keys/ed448.crt")), "RSA 8193": large(8193), "RSA 16384": large(16384),
	} {
		if l := LoginOf(c); len(l.Refusals) == 0 || !strings.Contains(ids(l.Refusals), "login-key") && c.Refused == nil {
			t.Errorf("%s: the login is refused for %v", name, l.Refusals)
		}
	}
	if l := LoginOf(large(8192)); strings.Contains(ids(l.Refusals), "login-key") {
		t.Errorf("RSA 8192: %v", l.Refusals)
	}
}
