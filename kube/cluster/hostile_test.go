package cluster

import (
	"bytes"
	"compress/gzip"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"runtime"
	"strings"
	"testing"
	"time"
)

// briefly is how long a server that says nothing is waited for here.
const briefly = 300 * time.Millisecond

// patience is short only where the wait has to end by itself, so that a busy machine
// does not matter.
func patience(want string) time.Duration {
	if want == "timeout" {
		return briefly
	}
	return Timeout
}

// drip writes one byte at a time, for ever.
func drip(c net.Conn, text string) {
	for i := 0; ; i++ {
		if _, err := c.Write([]byte{text[i%len(text)]}); err != nil {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// flood writes without end.
func flood(c io.Writer, begin string) {
	io.WriteString(c, begin)
	junk := bytes.Repeat([]byte("x"), 1<<16)
	for {
		if _, err := c.Write(junk); err != nil {
			return
		}
	}
}

// hold waits until the other side has gone.
func hold(c net.Conn) { io.Copy(io.Discard, c) }

func gzipBomb(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write(make([]byte, 50<<20))
	z.Close()
	return b.Bytes()
}

// TestAHostileServerCostsOneFailure: each of them ends in time, in one failure, and
// without filling the memory.
func TestAHostileServerCostsOneFailure(t *testing.T) {
	ca := newAuthority(t, "kubernetes")
	cert := ca.server(nil)
	large := cert
	for range 6000 { // some 3 MB, in one message
		large.Certificate = append(large.Certificate, ca.cert.Raw)
	}
	bomb := gzipBomb(t)
	record := func(kind byte, size int) []byte {
		return append([]byte{kind, 3, 3, byte(size >> 8), byte(size)}, make([]byte, size)...)
	}
	tlsThen := func(talk func(net.Conn)) func(net.Conn) {
		return func(c net.Conn) {
			s := tls.Server(c, with(cert))
			defer s.Close()
			if s.Handshake() == nil {
				talk(s)
			}
		}
	}
	for name, test := range map[string]struct {
		talk func(net.Conn)
		want string
	}{
		"never says a word":               {hold, "timeout"},
		"closes at once":                  {func(net.Conn) {}, "broken-off"},
		"drips a handshake":               {func(c net.Conn) { drip(c, "\x16\x03\x03\x40\x00\x02\x00\x3f\xfc") }, "timeout"},
		"speaks HTTP instead of TLS":      {func(c net.Conn) { io.WriteString(c, "HTTP/1.0 400 Bad Request\r\n\r\n"); hold(c) }, "not-tls"},
		"speaks SSH instead of TLS":       {func(c net.Conn) { io.WriteString(c, "SSH-2.0-OpenSSH_9.9\r\n"); hold(c) }, "not-tls"},
		"sends junk":                      {func(c net.Conn) { flood(c, "\x1b[2J") }, "not-tls"},
		"sends empty records without end": {func(c net.Conn) { flood(c, strings.Repeat(string(record(22, 0)), 100)) }, "tls-handshake"},
		"says that 16 MB of hello will come": {
			func(c net.Conn) { c.Write([]byte{22, 3, 3, 0, 4, 2, 255, 255, 255}); flood(c, "") }, "too-much",
		},
		"sends three MB of certificates": {func(c net.Conn) { tls.Server(c, with(large)).Handshake() }, "too-much"},
		"never answers the request":      {tlsThen(hold), "timeout"},
		"drips the answer":               {tlsThen(func(c net.Conn) { drip(c, "HTTP/1.1 200 OK\r\nX: ") }), "timeout"},
		"drips headers for ever":         {tlsThen(func(c net.Conn) { io.WriteString(c, "HTTP/1.1 200 OK\r\n"); drip(c, "A: b\r\n") }), "timeout"},
		"sends headers without end":      {tlsThen(func(c net.Conn) { flood(c, "HTTP/1.1 200 OK\r\nX: ") }), "too-much"},
		"sends a body without end":       {tlsThen(func(c net.Conn) { flood(c, "HTTP/1.1 200 OK\r\n\r\n") }), "too-much"},
		"sends chunks without end":       {tlsThen(func(c net.Conn) { flood(c, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffff\r\n") }), "too-much"},
		"informs without end": {tlsThen(func(c net.Conn) {
			for {
				if _, err := io.WriteString(c, "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"); err != nil {
					return
				}
			}
		}), "too-much"},
		"sends a gzip bomb": {tlsThen(func(c net.Conn) {
			fmt.Fprintf(c, "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n", len(bomb))
			c.Write(bomb)
			hold(c)
		}), "not-kubernetes"},
		"closes in the middle of the answer": {tlsThen(func(c net.Conn) { io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{") }), "broken-off"},
		"answers with nonsense":              {tlsThen(func(c net.Conn) { io.WriteString(c, "\x1b]52;c;ZXZpbA==\a\r\n\r\n"); hold(c) }), "not-kubernetes"},
		"wants a client certificate": {func(c net.Conn) {
			config := with(cert)
			config.ClientAuth = tls.RequireAnyClientCert
			s := tls.Server(c, config)
			s.Handshake()
			hold(c)
		}, "wants-certificate"},
		"wants one in TLS 1.2": {func(c net.Conn) {
			config := with(cert)
			config.ClientAuth, config.MaxVersion = tls.RequireAnyClientCert, tls.VersionTLS12
			tls.Server(c, config).Handshake()
			hold(c)
		}, "wants-certificate"},
		"speaks TLS 1.1": {func(c net.Conn) {
			config := with(cert)
			config.MinVersion, config.MaxVersion = tls.VersionTLS10, tls.VersionTLS11
			tls.Server(c, config).Handshake()
			hold(c)
		}, "tls-handshake"},
	} {
		t.Run(name, func(t *testing.T) {
			addr := listen(t, test.talk)
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			began := time.Now()
			p := Probe(t.Context(), Target{Server: "https://" + addr, CA: ca.pem(), Timeout: patience(test.want)})
			took := time.Since(began)
			runtime.ReadMemStats(&after)
			wantReasons(t, p, test.want)
			if took > patience(test.want)+2*time.Second {
				t.Errorf("it took %v", took)
			}
			if grown := after.TotalAlloc - before.TotalAlloc; grown > 64<<20 { // both sides, the server's too
				t.Errorf("%d MB were used", grown>>20)
			}
			if words := p.Err().Error(); strings.ContainsAny(words, "\x1b\a\n") {
				t.Errorf("the words may not be drawn: %q", words)
			}
		})
	}
}

func TestACertificateThatCannotBeReadIsSaidSo(t *testing.T) {
	ca := newAuthority(t, "kubernetes")
	cert := ca.server(nil)
	broken := cert
	broken.Certificate = [][]byte{append([]byte{0x30, 0x03, 0x02, 0x01, 0x00}, make([]byte, 10)...)}
	broken.Leaf = nil
	addr := listen(t, func(c net.Conn) { tls.Server(c, with(broken)).Handshake(); hold(c) })
	wantReasons(t, Probe(t.Context(), Target{Server: "https://" + addr, CA: ca.pem()}), "bad-certificate")
}

// TestALongChainIsCut keeps the memory of a row small.
func TestALongChainIsCut(t *testing.T) {
	ca := newAuthority(t, "kubernetes")
	cert := ca.server(func(c *x509.Certificate) {
		for i := range 1000 {
			c.DNSNames = append(c.DNSNames, fmt.Sprintf("n%d.example", i))
		}
	})
	for range 50 {
		cert.Certificate = append(cert.Certificate, ca.cert.Raw)
	}
	config := with(cert)
	config.ClientAuth, config.ClientCAs = tls.VerifyClientCertIfGiven, x509.NewCertPool()
	for i := range 300 {
		config.ClientCAs.AddCert(&x509.Certificate{Raw: []byte{byte(i), byte(i >> 8)}, RawSubject: fmt.Appendf(nil, "%d", i)})
	}
	s := serve(t, config, answerVersion)
	p := Probe(t.Context(), Target{Server: s.URL, CA: ca.pem()})
	wantReasons(t, p, "")
	if len(p.Chain) != maxChain || p.More != 51-maxChain || len(p.Chain[0].SANs) != 200 || len(p.ClientCAs) != maxClientCAs {
		t.Errorf("%d certificates and %d more, %d names, %d client CAs", len(p.Chain), p.More, len(p.Chain[0].SANs), len(p.ClientCAs))
	}
}

// TestHostileHTTP2IsBounded speaks HTTP/2 with frames without end.
func TestHostileHTTP2IsBounded(t *testing.T) {
	ca := newAuthority(t, "kubernetes")
	config := with(ca.server(nil))
	config.NextProtos = []string{"h2"}
	junk := make([]byte, 1<<14)
	rand.Read(junk)
	for name, frame := range map[string][]byte{
		"settings": {0, 0, 0, 4, 0, 0, 0, 0, 0},
		"pings":    append([]byte{0, 0, 8, 6, 0, 0, 0, 0, 0}, make([]byte, 8)...),
		"headers":  append([]byte{0, 0x40, 0, 1, 0, 0, 0, 0, 1}, junk...),
	} {
		t.Run(name, func(t *testing.T) {
			addr := listen(t, func(c net.Conn) {
				s := tls.Server(c, config)
				if s.Handshake() != nil {
					return
				}
				go io.Copy(io.Discard, s)
				s.Write([]byte{0, 0, 0, 4, 0, 0, 0, 0, 0})
				for {
					if _, err := s.Write(frame); err != nil {
						return
					}
				}
			})
			p := Probe(t.Context(), Target{Server: "https://" + addr, CA: ca.pem(), Timeout: 2 * time.Second})
			if len(p.Failures) != 1 {
				t.Errorf("it says %v", p.Failures)
			}
			if p.Took() > 3*time.Second {
				t.Errorf("it took %v", p.Took())
			}
			t.Log(p.Err())
		})
	}
}

func TestAProbeEndsWhenItIsCancelled(t *testing.T) {
	addr := listen(t, hold)
	ctx, cancel := contextOf(t)
	time.AfterFunc(20*time.Millisecond, cancel)
	began := time.Now()
	Probe(ctx, Target{Server: "https://" + addr})
	if took := time.Since(began); took > 2*time.Second {
		t.Errorf("it took %v", took)
	}
}

// TestNoGoroutineStays after probes of good and bad servers.
func TestNoGoroutineStays(t *testing.T) {
	ca := newAuthority(t, "kubernetes")
	s := serve(t, with(ca.server(nil)), answerVersion)
	silent := listen(t, hold)
	before := runtime.NumGoroutine()
	for range 20 {
		Probe(t.Context(), Target{Server: s.URL, CA: ca.pem()})
		Probe(t.Context(), Target{Server: "https://" + silent, Timeout: 10 * time.Millisecond})
	}
	s.CloseClientConnections()
	deadline := time.Now().Add(5 * time.Second)
	for runtime.NumGoroutine() > before+2 {
		if time.Now().After(deadline) {
			t.Fatalf("%d goroutines, before %d", runtime.NumGoroutine(), before)
		}
		runtime.Gosched()
	}
}
