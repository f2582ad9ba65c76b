package cluster

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"kubeid/model"
)

// proxyServer is a proxy that leads every name to one address, and notes what it was asked.
type proxyServer struct {
	mu    sync.Mutex
	asked []string
	to    string
}

func (p *proxyServer) note(s string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.asked = append(p.asked, s)
}

func (p *proxyServer) notes() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return strings.Join(p.asked, "; ")
}

// join copies both ways until one side ends.
func (p *proxyServer) join(c net.Conn, r io.Reader) {
	to, err := net.Dial("tcp", p.to)
	if err != nil {
		return
	}
	defer to.Close()
	go io.Copy(to, r)
	io.Copy(c, to)
}

// http speaks the proxy side of HTTP: CONNECT, and requests for whole URLs.
func (p *proxyServer) http(c net.Conn) {
	r := bufio.NewReader(c)
	request, err := http.ReadRequest(r)
	if err != nil {
		return
	}
	p.note(strings.TrimSpace(request.Method + " " + request.RequestURI + " " + request.Header.Get("Proxy-Authorization")))
	if request.Method == http.MethodConnect {
		io.WriteString(c, "HTTP/1.1 200 Connection established\r\n\r\n")
		p.join(c, r)
		return
	}
	io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 24\r\n\r\n{\"gitVersion\":\"v1.36.3\"}")
}

// socks speaks the proxy side of SOCKS5 without, or with, a password.
func (p *proxyServer) socks(c net.Conn) {
	head := make([]byte, 2)
	io.ReadFull(c, head)
	methods := make([]byte, head[1])
	io.ReadFull(c, methods)
	if len(methods) > 1 {
		c.Write([]byte{5, 2})
		io.ReadFull(c, head)
		user := make([]byte, head[1])
		io.ReadFull(c, user)
		io.ReadFull(c, head[:1])
		password := make([]byte, head[0])
		io.ReadFull(c, password)
		p.note("login " + string(user) + ":" + string(password))
		c.Write([]byte{1, 0})
	} else {
		c.Write([]byte{5, 0})
	}
	ask := make([]byte, 5)
	io.ReadFull(c, ask)
	host := make([]byte, ask[4])
	io.ReadFull(c, host)
	port := make([]byte, 2)
	io.ReadFull(c, port)
	p.note(fmt.Sprintf("socks %s:%d", host, binary.BigEndian.Uint16(port)))
	c.Write([]byte{5, 0, 0, 1, 0, 0, 0, 0, 0, 0})
	p.join(c, c)
}

// behind starts a server that only the name prod.example fits, and a proxy to it.
func behind(t *testing.T) (*authority, *proxyServer) {
	t.Helper()
	ca := newAuthority(t, "kubernetes")
	s := serve(t, with(ca.server(func(c *x509.Certificate) { c.IPAddresses, c.DNSNames = nil, []string{"prod.example"} })), answerVersion)
	return ca, &proxyServer{to: s.Listener.Addr().String()}
}

func TestTheProxyOfTheKubeconfigIsUsed(t *testing.T) {
	ca, p := behind(t)
	secure := ca.server(nil)
	for name, test := range map[string]struct {
		scheme, login string
		talk          func(net.Conn)
		want          string
	}{
		"http":                {"http", "", p.http, "CONNECT prod.example:6443"},
		"http and a password": {"http", "me:canary@", p.http, "CONNECT prod.example:6443 Basic bWU6Y2FuYXJ5"},
		"https": {"https", "", func(c net.Conn) {
			s := tls.Server(c, with(secure))
			defer s.Close()
			p.http(s)
		}, "CONNECT prod.example:6443"},
		"socks5":                {"socks5", "", p.socks, "socks prod.example:6443"},
		"socks5 and a password": {"socks5", "me:canary@", p.socks, "login me:canary; socks prod.example:6443"},
	} {
		t.Run(name, func(t *testing.T) {
			p.asked = nil
			addr := listen(t, test.talk)
			probe := Probe(t.Context(), Target{
				Server: "https://prod.example:6443", CA: ca.pem(), ProxyURL: test.scheme + "://" + test.login + addr,
			})
			wantReasons(t, probe, "")
			if got := p.notes(); got != test.want {
				t.Errorf("the proxy was asked for %q, want %q", got, test.want)
			}
			if probe.Version.Raw() != "v1.36.3" || strings.Contains(probe.Proxy.Raw(), "canary") || probe.Proxy.Empty() {
				t.Errorf("version %s by %s", probe.Version, probe.Proxy)
			}
			if probe.Steps[1].Stage != model.StageProxy {
				t.Errorf("steps %v", probe.Steps)
			}
		})
	}
}

func TestAnHTTPServerIsAskedForThroughAProxy(t *testing.T) {
	for _, scheme := range []string{"http", "socks5"} {
		p := &proxyServer{}
		s := httptest.NewServer(http.HandlerFunc(answerVersion))
		t.Cleanup(s.Close)
		p.to = s.Listener.Addr().String()
		talk := map[string]func(net.Conn){"http": p.http, "socks5": p.socks}[scheme]
		probe := Probe(t.Context(), Target{Server: "http://prod.example:8080", ProxyURL: scheme + "://" + listen(t, talk)})
		wantReasons(t, probe, "")
		want := map[string]string{"http": "GET http://prod.example:8080/version", "socks5": "socks prod.example:8080"}[scheme]
		if p.notes() != want {
			t.Errorf("the proxy was asked for %q, want %q", p.notes(), want)
		}
	}
}

func TestTheProxyOfTheEnvironmentIsUsedUnlessItIsExcepted(t *testing.T) {
	ca, p := behind(t)
	t.Setenv("HTTPS_PROXY", "http://"+listen(t, p.http))
	target := Target{Server: "https://prod.example:6443", CA: ca.pem()}
	wantReasons(t, Probe(t.Context(), target), "")
	if p.notes() != "CONNECT prod.example:6443" {
		t.Errorf("the proxy was asked for %q", p.notes())
	}
	for _, except := range []string{"prod.example", ".example", "example", "*"} {
		t.Setenv("NO_PROXY", except)
		u, err := target.address()
		if err != nil || u.proxy != nil {
			t.Errorf("NO_PROXY=%s: proxy %v, %v", except, u.proxy, err)
		}
	}
	t.Setenv("NO_PROXY", "10.0.0.0/8")
	for server, want := range map[string]bool{"https://10.2.3.4": false, "https://11.2.3.4": true, "https://localhost": false, "https://127.0.0.1": false} {
		if a, err := (Target{Server: server}).address(); err != nil || (a.proxy != nil) != want {
			t.Errorf("%s: proxy %v, want one: %v", server, a.proxy, want)
		}
	}
}

func TestAProxyThatFailsIsNotTakenForTheServer(t *testing.T) {
	ca, p := behind(t)
	for name, test := range map[string]struct {
		scheme string
		talk   func(net.Conn)
		want   string
		words  string
	}{
		"says no":                   {"http", func(c net.Conn) { io.WriteString(c, "HTTP/1.1 407 Who are you\r\n\r\n") }, "proxy", "it says 407 Proxy Authentication Required"},
		"points elsewhere":          {"http", func(c net.Conn) { io.WriteString(c, "HTTP/1.1 302 X\r\nLocation: http://evil\r\n\r\n") }, "proxy", "302"},
		"is silent":                 {"http", hold, "timeout", "the proxy did not answer in time"},
		"is silent in socks":        {"socks5", hold, "timeout", "the proxy did not answer in time"},
		"ends":                      {"http", func(net.Conn) {}, "proxy", "it ended the connection"},
		"sends headers without end": {"http", func(c net.Conn) { flood(c, "HTTP/1.1 200 OK\r\nX: ") }, "proxy", "too much"},
		"refuses in socks":          {"socks5", func(c net.Conn) { c.Write([]byte{5, 255}); hold(c) }, "proxy", "no acceptable authentication"},
		"has no TLS":                {"https", p.http, "proxy", "held against the cluster's CA"},
	} {
		t.Run(name, func(t *testing.T) {
			probe := Probe(t.Context(), Target{
				Server: "https://prod.example:6443", CA: ca.pem(), ProxyURL: test.scheme + "://" + listen(t, test.talk), Timeout: patience(test.want),
			})
			wantReasons(t, probe, test.want)
			if probe.Failures[0].Stage != model.StageProxy || !strings.Contains(probe.Failures[0].Error(), test.words) {
				t.Errorf("it says %v at %v", probe.Failures[0].Error(), probe.Failures[0].Stage)
			}
		})
	}
}

func TestTheEnvironmentsProxyIsJudged(t *testing.T) {
	t.Setenv("HTTPS_PROXY", "ftp://x")
	p := Probe(t.Context(), Target{Server: "https://prod.example"})
	wantReasons(t, p, "proxy")
}
