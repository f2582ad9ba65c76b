package apiserver

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"io"
	"math/big"
	"net/http"
	"strings"
	"testing"
	"time"
)

// A lab is a server with the authorities that it trusts.
type lab struct {
	*Server
	t        testing.TB
	clientCA Authority
	serverCA Authority
}

// start starts a server with different authorities for clients and servers.
func start(t testing.TB, change ...func(*Options)) *lab {
	t.Helper()
	l := &lab{t: t, clientCA: newCA(t, "client-ca"), serverCA: newCA(t, "server-ca")}
	o := Options{ClientCA: l.clientCA, ServerCA: l.serverCA, TokenKey: newKey(t), CertificateCap: 30 * 24 * time.Hour, TokenCap: 2 * time.Hour}
	for _, c := range change {
		c(&o)
	}
	s, err := Start(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	l.Server = s
	return l
}

func newKey(t testing.TB) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func newRSA(t testing.TB) crypto.Signer {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func newCA(t testing.TB, name string) Authority {
	t.Helper()
	key := newKey(t)
	c := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageCertSign, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(10 * 365 * 24 * time.Hour),
	}
	return Authority{parse(t, c, c, key.Public(), key), key}
}

func parse(t testing.TB, c, parent *x509.Certificate, public crypto.PublicKey, key crypto.Signer) *x509.Certificate {
	t.Helper()
	der, err := x509.CreateCertificate(rand.Reader, c, parent, public, key)
	if err != nil {
		t.Fatal(err)
	}
	out, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// A visitor is somebody who asks the server.
type visitor struct {
	lab    *lab
	client *http.Client
	token  string
	head   http.Header
}

// login returns somebody with a certificate of an authority. change may spoil it.
func (l *lab) login(ca Authority, subject pkix.Name, change ...func(*x509.Certificate)) *visitor {
	l.t.Helper()
	key := newKey(l.t)
	c := &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: subject, KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}
	for _, f := range change {
		f(c)
	}
	leaf := parse(l.t, c, ca.Certificate, key.Public(), ca.Key)
	return l.visitor(&tls.Certificate{Certificate: [][]byte{leaf.Raw}, PrivateKey: key, Leaf: leaf})
}

func (l *lab) visitor(certificate *tls.Certificate) *visitor {
	roots := x509.NewCertPool()
	roots.AddCert(l.serverCA.Certificate)
	config := &tls.Config{RootCAs: roots, GetClientCertificate: func(*tls.CertificateRequestInfo) (*tls.Certificate, error) {
		if certificate == nil {
			return &tls.Certificate{}, nil
		}
		return certificate, nil // whatever the server says that it takes
	}}
	transport := &http.Transport{TLSClientConfig: config, ForceAttemptHTTP2: true}
	l.t.Cleanup(transport.CloseIdleConnections)
	return &visitor{lab: l, client: &http.Client{Transport: transport}, head: http.Header{}}
}

func (l *lab) admin() *visitor {
	return l.login(l.clientCA, pkix.Name{CommonName: "admin", Organization: []string{superusers}})
}

func (l *lab) bearer(token string) *visitor {
	v := l.visitor(nil)
	v.token = token
	return v
}

// said is an answer.
type said struct {
	t    testing.TB
	code int
	head http.Header
	raw  string
	object
}

// ask sends a request; a body that is no string becomes JSON.
func (v *visitor) ask(method, path string, body any) said {
	v.lab.t.Helper()
	kind, path, ok := strings.Cut(path, " ")
	if !ok {
		kind, path = "application/json", kind
	}
	text, isText := body.(string)
	if !isText && body != nil {
		data, err := json.Marshal(body)
		if err != nil {
			v.lab.t.Fatal(err)
		}
		text = string(data)
	}
	r, err := http.NewRequestWithContext(v.lab.t.Context(), method, v.lab.URL()+path, bytes.NewReader([]byte(text)))
	if err != nil {
		v.lab.t.Fatal(err)
	}
	r.Header = v.head.Clone()
	r.Header.Set("Content-Type", kind)
	if v.token != "" {
		r.Header.Set("Authorization", "Bearer "+v.token)
	}
	got, err := v.client.Do(r)
	if err != nil {
		v.lab.t.Fatal(err)
	}
	defer got.Body.Close()
	data, err := io.ReadAll(got.Body)
	if err != nil {
		v.lab.t.Fatal(err)
	}
	out := said{t: v.lab.t, code: got.StatusCode, head: got.Header, raw: string(data)}
	if o, err := decodeObject(data); err == nil {
		out.object = o
	}
	return out
}

// is checks the code, and that the answer has these words.
func (s said) is(code int, words ...string) said {
	s.t.Helper()
	if s.code != code {
		s.t.Fatalf("got %d, want %d: %s", s.code, code, s.raw)
	}
	for _, w := range words {
		if !strings.Contains(s.object.text("message")+s.raw, w) {
			s.t.Fatalf("got %s, want %q in it", s.raw, w)
		}
	}
	return s
}

// until asks again and again until the answer is good.
func (v *visitor) until(path string, good func(said) bool) said {
	v.lab.t.Helper()
	for end := time.Now().Add(10 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		got := v.ask("GET", path, nil)
		if good(got) {
			return got
		}
		if time.Now().After(end) {
			v.lab.t.Fatalf("%s never became good: %s", path, got.raw)
		}
	}
}

// request makes a CSR object for a subject.
func request(t testing.TB, name string, subject pkix.Name, change ...func(object)) (object, crypto.Signer) {
	t.Helper()
	key := newKey(t)
	der, err := x509.CreateCertificateRequest(rand.Reader, &x509.CertificateRequest{Subject: subject}, key)
	if err != nil {
		t.Fatal(err)
	}
	o := object{
		"apiVersion": "certificates.k8s.io/v1", "kind": "CertificateSigningRequest", "metadata": map[string]any{"name": name},
		"spec": map[string]any{
			"signerName": clientSigner, "usages": []any{"client auth", "digital signature"},
			"request": encodeBase64(string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE REQUEST", Bytes: der}))),
		},
	}
	for _, c := range change {
		c(o)
	}
	return o, key
}

func fromPEM(t testing.TB, text string) []byte {
	t.Helper()
	data, err := decodeBase64(text)
	block, _ := pem.Decode(data)
	if err != nil || block == nil {
		t.Fatalf("no PEM in %q: %v", text, err)
	}
	return block.Bytes
}

func pair(c *x509.Certificate, key crypto.Signer) *tls.Certificate {
	return &tls.Certificate{Certificate: [][]byte{c.Raw}, PrivateKey: key, Leaf: c}
}

func inPEM(kind string, der []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
}

func newSerial(t testing.TB) *big.Int {
	t.Helper()
	n, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 127))
	if err != nil {
		t.Fatal(err)
	}
	return n
}
