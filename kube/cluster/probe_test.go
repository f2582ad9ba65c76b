package cluster

import (
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"kubeid/model"
)

// reasons of a probe, for comparing.
func reasons(p model.Probe) string {
	var ids []string
	for _, f := range p.Failures {
		ids = append(ids, f.Reason.ID())
	}
	return strings.Join(ids, " ")
}

func wantReasons(t *testing.T, p model.Probe, want string) {
	t.Helper()
	if got := reasons(p); got != want {
		t.Errorf("reasons %q, want %q: %v", got, want, p.Err())
	}
}

func TestAProbeTellsWhatAGoodServerIs(t *testing.T) {
	ca := newAuthority(t, "kubernetes")
	clients := x509.NewCertPool()
	clients.AddCert(newAuthority(t, "client-ca \x1b[2J").cert)
	config := with(ca.server(nil))
	config.ClientAuth, config.ClientCAs = tls.VerifyClientCertIfGiven, clients
	var seen atomic.Pointer[http.Request]
	s := serve(t, config, func(w http.ResponseWriter, r *http.Request) {
		seen.Store(r)
		answerVersion(w, r)
	})
	p := Probe(t.Context(), Target{Server: s.URL, CA: ca.pem()})
	wantReasons(t, p, "")
	if !p.Good() || p.Version.Raw() != "v1.36.3" || p.Protocol != "HTTP/2.0" || p.TLS != "TLS 1.3" || p.Status != 200 || p.Latency <= 0 {
		t.Errorf("the server is told as %+v", p)
	}
	if p.Trust != model.TrustConfig || p.SignedBy.Raw() != "CN=kubernetes" || p.Name.Raw() != "127.0.0.1" {
		t.Errorf("trust %v by %s for %s", p.Trust, p.SignedBy, p.Name)
	}
	if len(p.Chain) != 1 || p.Chain[0].Subject.Raw() != "CN=kube-apiserver" || p.Chain[0].NotAfter.IsZero() || len(p.Chain[0].SANs) != 3 {
		t.Errorf("chain %+v", p.Chain)
	}
	if len(p.ClientCAs) != 1 || p.ClientCAs[0].String() != `CN=client-ca \x1b[2J` {
		t.Errorf("client CAs %q", p.ClientCAs)
	}
	if !p.Clock.Known || p.Clock.Off != 0 {
		t.Errorf("clock %+v", p.Clock)
	}
	var stages []string
	for _, step := range p.Steps {
		stages = append(stages, step.Stage.String())
	}
	if got := strings.Join(stages, " "); got != "TCP TLS HTTP" {
		t.Errorf("steps %s", got)
	}
	r := seen.Load()
	if r.Header.Get("Authorization") != "" || len(r.TLS.PeerCertificates) > 0 || r.URL.Path != "/version" || r.Method != "GET" {
		t.Errorf("the request was %s %s with %v", r.Method, r.URL, r.Header)
	}
}

func TestDNSIsAStageOfItsOwn(t *testing.T) {
	ca := newAuthority(t, "kubernetes")
	s := serve(t, with(ca.server(nil)), answerVersion)
	p := Probe(t.Context(), Target{Server: strings.Replace(s.URL, "127.0.0.1", "localhost", 1), CA: ca.pem()})
	wantReasons(t, p, "")
	if p.Steps[0].Stage != model.StageDNS || p.Steps[1].Stage != model.StageTCP {
		t.Errorf("steps %v", p.Steps)
	}
}

// TestNothingIsSentToAServerThatIsNotGood counts requests: none may come.
func TestNothingIsSentToAServerThatIsNotGood(t *testing.T) {
	ca := newAuthority(t, "kubernetes")
	twin := newAuthority(t, "kubernetes")
	other := newAuthority(t, "other")
	hour := time.Hour
	old := newAuthorityAt(t, "old", time.Now().Add(-3*hour), time.Now().Add(-2*hour))
	for name, test := range map[string]struct {
		cert   tls.Certificate
		target Target
		want   string
		trust  model.Trust
		words  string
	}{
		"another CA":                                     {ca.server(nil), Target{CA: other.pem()}, "unknown-ca", model.TrustNone, `"CN=kubernetes"`},
		"a CA of the same name with another key":         {ca.server(nil), Target{CA: twin.pem()}, "other-key", model.TrustSameName, "another key"},
		"the system's CAs, when the kubeconfig has none": {ca.server(nil), Target{}, "unknown-ca", model.TrustNone, "unknown authority"},
		"expired": {
			ca.server(func(c *x509.Certificate) { c.NotAfter = time.Now().Add(-time.Minute) }),
			Target{CA: ca.pem()},
			"expired", model.TrustConfig, "expired on",
		},
		"not yet valid": {
			ca.server(func(c *x509.Certificate) { c.NotBefore = time.Now().Add(time.Minute) }),
			Target{CA: ca.pem()},
			"not-yet-valid", model.TrustConfig, "is not valid before",
		},
		"a wrong name": {
			ca.server(func(c *x509.Certificate) { c.IPAddresses = nil }),
			Target{CA: ca.pem()},
			"wrong-name", model.TrustConfig, "kubernetes, localhost; not 127.0.0.1",
		},
		"no names at all": {
			ca.server(func(c *x509.Certificate) { c.IPAddresses, c.DNSNames = nil, nil }),
			Target{CA: ca.pem()},
			"wrong-name", model.TrustConfig, "no names at all",
		},
		"everything wrong at once": {
			ca.server(func(c *x509.Certificate) { c.IPAddresses, c.NotAfter = nil, time.Now().Add(-time.Minute) }),
			Target{CA: twin.pem()},
			"other-key expired wrong-name", model.TrustSameName, "another key",
		},
		"tls-server-name of another server": {ca.server(nil), Target{CA: ca.pem(), TLSServerName: "elsewhere"}, "wrong-name", model.TrustConfig, "not elsewhere"},
		"a client's certificate": {
			ca.server(func(c *x509.Certificate) { c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth} }),
			Target{CA: ca.pem()},
			"wrong-use", model.TrustNone, "may not be used for server auth",
		},
		"an authority that has ended": {
			old.server(nil), Target{CA: old.pem()}, "expired", model.TrustConfig, `"CN=old" expired on`,
		},
		"a CA that cannot be read":     {ca.server(nil), Target{CA: []byte("no PEM")}, "bad-ca", model.TrustUnreadable, "no certificate stands in it"},
		"a CA file that is not there":  {ca.server(nil), Target{CAFile: "/nowhere/ca.crt"}, "bad-file", model.TrustUnreadable, "/nowhere/ca.crt does not exist"},
		"a CA file that is a device":   {ca.server(nil), Target{CAFile: "/dev/zero"}, "bad-file", model.TrustUnreadable, "/dev/zero is a file of the system"},
		"escape sequences in the name": {ca.server(func(c *x509.Certificate) { c.Subject.CommonName = "\x1b]0;evil\a" }), Target{CA: other.pem()}, "unknown-ca", model.TrustNone, `CN=\x1b]0`},
	} {
		t.Run(name, func(t *testing.T) {
			var requests atomic.Int32
			s := serve(t, with(test.cert), func(http.ResponseWriter, *http.Request) { requests.Add(1) })
			test.target.Server = s.URL
			p := Probe(t.Context(), test.target)
			wantReasons(t, p, test.want)
			if p.Trust != test.trust {
				t.Errorf("trust %v, want %v", p.Trust, test.trust)
			}
			if words := p.Failures[0].Error(); !strings.Contains(words, test.words) {
				t.Errorf("it says %q, want %q in it", words, test.words)
			}
			if len(p.Chain) != 1 {
				t.Errorf("the chain is not shown: %v", p.Chain)
			}
			if p.Failures[0].Todo() == "" {
				t.Error("nobody says what to do")
			}
			s.Close()
			if n := requests.Load(); n > 0 {
				t.Errorf("%d requests were sent", n)
			}
		})
	}
}

func TestTLSServerNameIsWhatCounts(t *testing.T) {
	ca := newAuthority(t, "kubernetes")
	cert := ca.server(func(c *x509.Certificate) { c.IPAddresses, c.DNSNames = nil, []string{"inner"} })
	config := &tls.Config{GetCertificate: func(i *tls.ClientHelloInfo) (*tls.Certificate, error) {
		if i.ServerName != "inner" {
			t.Errorf("the server was asked for as %q", i.ServerName)
		}
		return &cert, nil
	}}
	s := serve(t, config, answerVersion)
	wantReasons(t, Probe(t.Context(), Target{Server: s.URL, CA: ca.pem(), TLSServerName: "inner"}), "")
}

func TestAnIntermediateAndACAFileAreUsed(t *testing.T) {
	ca := newAuthority(t, "root")
	between := &authority{t: t, key: newKey(t)}
	between.cert = ca.make(&x509.Certificate{
		Subject: between.subject("between"), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}, &between.key.PublicKey)
	cert := between.server(nil)
	cert.Certificate = append(cert.Certificate, between.cert.Raw)
	s := serve(t, with(cert), answerVersion)
	file := filepath.Join(t.TempDir(), "ca.crt")
	if err := os.WriteFile(file, append(newAuthority(t, "another").pem(), ca.pem()...), 0o600); err != nil {
		t.Fatal(err)
	}
	p := Probe(t.Context(), Target{Server: s.URL, CAFile: file})
	wantReasons(t, p, "")
	if len(p.Chain) != 2 || p.SignedBy.Raw() != "CN=root" {
		t.Errorf("chain of %d signed by %s", len(p.Chain), p.SignedBy)
	}
}

func TestInsecureIsSaidAndObeyed(t *testing.T) {
	ca := newAuthority(t, "kubernetes")
	s := serve(t, with(ca.server(func(c *x509.Certificate) { c.IPAddresses = nil })), answerVersion)
	p := Probe(t.Context(), Target{Server: s.URL, Insecure: true})
	wantReasons(t, p, "")
	if !p.Insecure || p.Trust != model.TrustNotAsked || p.Version.Raw() != "v1.36.3" || len(p.Chain) != 1 {
		t.Errorf("the probe says %+v", p)
	}
}

func TestHTTPIsSaid(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(answerVersion))
	t.Cleanup(s.Close)
	for _, server := range []string{s.URL, strings.TrimPrefix(s.URL, "http://")} {
		p := Probe(t.Context(), Target{Server: server})
		wantReasons(t, p, "")
		if !p.Plain || p.Version.Raw() != "v1.36.3" || p.Protocol != "HTTP/1.1" {
			t.Errorf("the probe says %+v", p)
		}
	}
}

func TestWhoIsNotThereIsSaidSo(t *testing.T) {
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed.Close()
	for name, test := range map[string]struct {
		target Target
		want   string
		stage  model.Stage
	}{
		"nobody listens":   {Target{Server: "https://" + closed.Addr().String()}, "refused", model.StageTCP},
		"no such name":     {Target{Server: "https://nobody.invalid:6443"}, "dns-no-such-name", model.StageDNS},
		"no address":       {Target{Server: "ftp://x"}, "bad-address", model.StageAddress},
		"a bad proxy":      {Target{Server: "https://x", ProxyURL: "ftp://x"}, "proxy", model.StageAddress},
		"a proxy not here": {Target{Server: "https://x", ProxyURL: "http://" + closed.Addr().String()}, "proxy", model.StageTCP},
	} {
		t.Run(name, func(t *testing.T) {
			p := Probe(t.Context(), test.target)
			if name == "no such name" && reasons(p) != "dns-no-such-name" {
				t.Skipf("the resolver here says %v", p.Err())
			}
			wantReasons(t, p, test.want)
			if p.Failures[0].Stage != test.stage {
				t.Errorf("stage %v, want %v", p.Failures[0].Stage, test.stage)
			}
		})
	}
}

func TestEveryReasonHasWords(t *testing.T) {
	ids := map[string]bool{}
	for r := model.ReasonBadEntry; r <= model.ReasonPluginFailed; r++ {
		f := model.Failure{Reason: r}
		if f.Error() == "" || f.Todo() == "" || r.ID() == "" || ids[r.ID()] {
			t.Errorf("reason %d has the words %q, %q, %q", r, r.ID(), f.Error(), f.Todo())
		}
		ids[r.ID()] = true
	}
}
