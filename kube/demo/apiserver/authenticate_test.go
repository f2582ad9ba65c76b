package apiserver

import (
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"math/big"
	"testing"
	"time"
)

const (
	selfReview = "/apis/authentication.k8s.io/v1/selfsubjectreviews"
	csrs       = "/apis/certificates.k8s.io/v1/certificatesigningrequests"
)

var aReview = object{"apiVersion": "authentication.k8s.io/v1", "kind": "SelfSubjectReview"}

func TestACertificateIsWhoItSays(t *testing.T) {
	l := start(t)
	jane := pkix.Name{CommonName: "jane", Organization: []string{"zeta", "alpha"}}
	uid := func(values ...string) pkix.Name {
		n := pkix.Name{CommonName: "jane"}
		for _, v := range values {
			n.ExtraNames = append(n.ExtraNames, pkix.AttributeTypeAndValue{Type: oidUID, Value: v})
		}
		return n
	}
	usage := func(u ...x509.ExtKeyUsage) func(*x509.Certificate) {
		return func(c *x509.Certificate) { c.ExtKeyUsage = u }
	}
	ended := func(c *x509.Certificate) {
		c.NotBefore, c.NotAfter = time.Now().Add(-time.Hour), time.Now().Add(-time.Minute)
	}
	for name, test := range map[string]struct {
		who  *visitor
		code int
		want string // part of the answer
	}{
		"a name and its groups":               {l.login(l.clientCA, jane), 201, `"username":"jane"`},
		"a UID":                               {l.login(l.clientCA, uid("uid-42")), 201, `"uid":"uid-42"`},
		"an empty UID is refused":             {l.login(l.clientCA, uid("")), 401, "Unauthorized"},
		"two UIDs are refused":                {l.login(l.clientCA, uid("a", "b")), 401, "Unauthorized"},
		"no extended usage at all is taken":   {l.login(l.clientCA, jane, usage()), 201, `"username":"jane"`},
		"a server's certificate is refused":   {l.login(l.clientCA, jane, usage(x509.ExtKeyUsageServerAuth)), 401, "Unauthorized"},
		"an expired one is refused":           {l.login(l.clientCA, jane, ended), 401, "Unauthorized"},
		"the authority of servers is refused": {l.login(l.serverCA, jane), 401, "Unauthorized"},
		"without a CN it is nobody":           {l.login(l.clientCA, pkix.Name{Organization: []string{"devs"}}), 403, `User "system:anonymous" cannot create resource "selfsubjectreviews"`},
		"nobody":                              {l.visitor(nil), 403, `User "system:anonymous"`},
		"a token that is none":                {l.bearer("nonsense"), 401, "Unauthorized"},
	} {
		t.Run(name, func(t *testing.T) { test.who.ask("POST", selfReview, aReview).is(test.code, test.want) })
	}
}

func TestACertificateCountsBeforeAToken(t *testing.T) {
	l := start(t)
	jane := l.login(l.clientCA, pkix.Name{CommonName: "jane", Organization: []string{"devs"}})
	jane.token = "nonsense"
	got := jane.ask("POST", selfReview, aReview).is(201)
	if g := got.texts("status", "userInfo", "groups"); len(g) != 2 || g[0] != "devs" || g[1] != authenticated {
		t.Errorf("got groups %q", g)
	}
}

func TestAnIssuedCertificateLogsInAsItself(t *testing.T) {
	l := start(t)
	admin := l.admin()
	o, key := request(t, "jane", pkix.Name{CommonName: "jane", Organization: []string{"zeta", "alpha", "mid"}}, func(o object) {
		o.set(100*24*3600, "spec", "expirationSeconds")
	})
	made := admin.ask("POST", csrs, o).is(201)
	if made.text("spec", "username") != "admin" {
		t.Errorf("who asked is %q", made.text("spec", "username"))
	}
	c := approve(t, admin, made.object)
	if life := c.NotAfter.Sub(c.NotBefore); life != 30*24*time.Hour {
		t.Errorf("it lives %v, want the cap of 30 days", life)
	}
	if back := time.Since(c.NotBefore); back < 5*time.Minute || back > 6*time.Minute {
		t.Errorf("it begins %v ago, want five minutes", back)
	}
	if c.KeyUsage != x509.KeyUsageDigitalSignature || len(c.ExtKeyUsage) != 1 || c.IsCA || !c.BasicConstraintsValid {
		t.Errorf("usages are %v and %v, CA is %v", c.KeyUsage, c.ExtKeyUsage, c.IsCA)
	}
	got := l.visitor(pair(c, key)).ask("POST", selfReview, aReview).is(201, `"groups":["mid","zeta","alpha","system:authenticated"]`)
	if id := got.texts("status", "userInfo", "extra", credentialID); len(id) != 1 || len(id[0]) != len("X509SHA256=")+64 {
		t.Errorf("credential-id is %q", id)
	}
}

// approve approves a request and returns the certificate.
func approve(t *testing.T, admin *visitor, o object) *x509.Certificate {
	t.Helper()
	path := csrs + "/" + o.name()
	next := o.clone()
	next.set([]any{map[string]any{"type": "Approved", "status": "True", "reason": "Test"}}, "status", "conditions")
	admin.ask("PUT", path+"/approval", next).is(200)
	got := admin.until(path, func(s said) bool { return s.text("status", "certificate") != "" })
	c, err := x509.ParseCertificate(fromPEM(t, got.text("status", "certificate")))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestTheCredentialIsNamedByItsHash(t *testing.T) {
	l := start(t)
	key := newKey(t)
	c := parse(t, &x509.Certificate{SerialNumber: big.NewInt(3), Subject: pkix.Name{CommonName: "jane"}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour)}, l.clientCA.Certificate, key.Public(), l.clientCA.Key)
	sum := sha256.Sum256(c.Raw)
	l.visitor(pair(c, key)).ask("POST", selfReview, aReview).is(201, `"authentication.kubernetes.io/credential-id":["X509SHA256=`+hex.EncodeToString(sum[:])+`"]`)
}
