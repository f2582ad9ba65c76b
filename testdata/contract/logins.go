package contract

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	v1 "k8s.io/client-go/tools/clientcmd/api/v1"
	"sigs.k8s.io/yaml"

	"kubeid/crypto"
	"kubeid/kube/cluster"
	"kubeid/model"
)

func loginRows() []Row {
	return []Row{
		{Name: "the server says with which certificate somebody logged in", Run: saysCredential},
		{Name: "system:masters signed by the client CA works", Run: mastersWork},
		{Name: "a certificate without extended usages logs in", Run: noUsageWorks},
		{Name: "a certificate only for servers does not log in", Run: serverOnly},
		{Name: "a certificate without a name is nobody", Run: noName},
		{Name: "a certificate of the server's CA does not log in", Run: otherCA},
		{Name: "the UID of the subject counts", Run: uidCounts},
		{Name: "a subject with an empty UID or two does not log in", Run: badUIDs},
		{Name: "strangers see the names of the client authorities", Run: clientCANames},
		{Name: "strangers may not see the keys of tokens", Run: anonymousForbidden},
		{Name: "the client authority can be read by who may", Run: clientCAByKey},
	}
}

func user(name string, groups ...string) *x509.Certificate {
	return &x509.Certificate{
		Subject: pkix.Name{CommonName: name, Organization: groups}, KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	}
}

// fingerprint is what the server has to say of the certificate of a kubeconfig.
func fingerprint(t *testing.T, kubeconfig string) string {
	t.Helper()
	text, err := os.ReadFile(kubeconfig)
	if err != nil {
		t.Fatal(err)
	}
	var c v1.Config
	if err := yaml.Unmarshal(text, &c); err != nil {
		t.Fatal(err)
	}
	block, _ := pem.Decode(c.AuthInfos[0].AuthInfo.ClientCertificateData)
	cert, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	return crypto.NewCertificate(cert).Fingerprint()
}

func saysCredential(t *testing.T, s Server) {
	n := name("jane")
	kubeconfig := s.User(t, n, "zeta", "alpha")
	w, err := API(t, kubeconfig).Whoami(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var groups []string
	for _, g := range w.Groups {
		groups = append(groups, g.Raw())
	}
	slices.Sort(groups)
	if w.User.Raw() != n || !slices.Equal(groups, []string{"alpha", "system:authenticated", "zeta"}) || w.CredentialID().Raw() != fingerprint(t, kubeconfig) {
		t.Errorf("%+v", w)
	}
}

func mastersWork(t *testing.T, s Server) {
	v, err := API(t, s.User(t, name("root"), "system:masters")).May(t.Context(), model.Right{Verb: "*", Group: "*", Resource: "*"})
	if err != nil || !v.Allowed {
		t.Errorf("%+v, %v", v, err)
	}
}

func noUsageWorks(t *testing.T, s Server) {
	c := user(name("jane"))
	c.ExtKeyUsage = nil
	if w, err := API(t, s.Signed(t, c, false)).Whoami(t.Context()); err != nil || w.User.Raw() != c.Subject.CommonName {
		t.Errorf("%+v, %v", w, err)
	}
}

func serverOnly(t *testing.T, s Server) {
	c := user(name("jane"))
	c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	wantUnauthorized(t, s.Signed(t, c, false))
}

func otherCA(t *testing.T, s Server) { wantUnauthorized(t, s.Signed(t, user(name("jane")), true)) }

func wantUnauthorized(t *testing.T, kubeconfig string) {
	t.Helper()
	err := API(t, kubeconfig).Get(t.Context(), cluster.Namespaces, nil)
	if !errors.Is(err, model.ErrUnauthorized) {
		t.Errorf("it says %v", err)
	}
}

func noName(t *testing.T, s Server) {
	_, err := API(t, s.Signed(t, user("", "devs"), false)).Whoami(t.Context())
	if err == nil || !strings.Contains(err.Error(), "took you for nobody (system:anonymous)") {
		t.Errorf("it says %v", err)
	}
}

func withUIDs(c *x509.Certificate, uids ...string) *x509.Certificate {
	for _, u := range uids {
		c.Subject.ExtraNames = append(c.Subject.ExtraNames, pkix.AttributeTypeAndValue{Type: asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 57683, 2}, Value: u})
	}
	return c
}

func uidCounts(t *testing.T, s Server) {
	w, err := API(t, s.Signed(t, withUIDs(user(name("jane")), "uid-42"), false)).Whoami(t.Context())
	if err != nil || w.UID.Raw() != "uid-42" {
		t.Errorf("%+v, %v", w, err)
	}
}

func badUIDs(t *testing.T, s Server) {
	wantUnauthorized(t, s.Signed(t, withUIDs(user(name("jane")), ""), false))
	wantUnauthorized(t, s.Signed(t, withUIDs(user(name("jane")), "a", "b"), false))
}

func clientCANames(t *testing.T, s Server) {
	p := cluster.Probe(t.Context(), API(t, s.Admin()).Caller().Target)
	if !p.Good() || len(p.ClientCAs) == 0 {
		t.Fatalf("%v, %v", p.ClientCAs, p.Err())
	}
	authorities, err := API(t, s.Admin()).ClientAuthorities(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if want := "CN=" + authorities[0].Subject().CommonName(); !slices.ContainsFunc(p.ClientCAs, func(n model.Text) bool { return n.Raw() == want }) {
		t.Errorf("strangers see %v, and it is %s", p.ClientCAs, want)
	}
}

func anonymousForbidden(t *testing.T, s Server) {
	c := API(t, s.Admin()).Caller().With(cluster.Credentials{})
	a, err := c.Connect(t.Context(), model.Consent{})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	for _, p := range []cluster.Path{
		cluster.ConfigMaps.In("kube-public").Named("cluster-info"), cluster.ConfigMaps.In("kube-system").Named("extension-apiserver-authentication"), cluster.Namespaces,
	} {
		if err := a.Get(t.Context(), p, nil); !errors.Is(err, model.ErrForbidden) {
			t.Errorf("%+v says %v", p, err)
		}
	}
}

func clientCAByKey(t *testing.T, s Server) {
	if _, err := API(t, s.User(t, name("jane"))).ClientAuthorities(t.Context()); !errors.Is(err, model.ErrForbidden) {
		t.Errorf("a user without rights: %v", err)
	}
	authorities, err := API(t, s.Admin()).ClientAuthorities(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	got := issue(t, API(t, s.Admin()), pkix.Name{CommonName: name("jane")}, 0)
	certs, _ := crypto.ParseCertificates(got.Status.Certificate)
	if err := certs[0].X509().CheckSignatureFrom(authorities[0].X509()); err != nil {
		t.Error(err)
	}
}
