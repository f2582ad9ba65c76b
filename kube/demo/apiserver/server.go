package apiserver

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
	"time"
)

// An Authority is a certificate that signs, with its key.
type Authority struct {
	Certificate *x509.Certificate
	Key         crypto.Signer
}

// Options say what a server is like. Authorities and TokenKey have to be given.
type Options struct {
	ClientCA Authority     // signs and verifies client certificates
	ServerCA Authority     // signs what the server shows
	TokenKey crypto.Signer // signs tokens of ServiceAccounts: RSA or ECDSA P-256

	Address        string        // host:port on loopback; "" for 127.0.0.1 and any free port
	ServingLife    time.Duration // how long the certificate of the server is good; 0 for a year
	CertificateCap time.Duration // the longest life that a request is given; 0 for a year, as Kubernetes
	TokenCap       time.Duration // the longest life of a token; 0 for no cap
	Born           time.Time     // when the cluster was made; zero for now
	NoSigner       bool          // approved requests stay unsigned, as with EKS or an external authority
	NoCredentialID bool          // nobody is told with which certificate they logged in, as before Kubernetes 1.32

	Objects func(add func(object map[string]any)) // adds what is there from the start; may be nil
}

// Version is the Kubernetes that the server says it is.
const Version = "v1.36.3"

// A Server is one running API server.
type Server struct {
	mu    sync.Mutex // for the store
	store *store

	kinds    []*kind
	reviews  []review
	clientCA Authority
	tokens   signingKey
	issuer   string
	serverCA string // as PEM

	clientRoots              *x509.CertPool
	certificateCap, tokenCap time.Duration
	noSigner, noCredentialID bool

	http     *http.Server
	listener net.Listener
	ctx      context.Context
	stop     context.CancelFunc
	work     sync.WaitGroup
}

// Start starts a server on loopback. It serves until Close.
func Start(o Options) (*Server, error) {
	tokens, err := newSigningKey(o.TokenKey)
	if err != nil {
		return nil, err
	}
	if o.Address == "" {
		o.Address = "127.0.0.1:0"
	}
	year := 365 * 24 * time.Hour
	for _, d := range []*time.Duration{&o.ServingLife, &o.CertificateCap} {
		if *d == 0 {
			*d = year
		}
	}
	s := &Server{
		store: newStore(), kinds: kinds(), reviews: reviews(), clientCA: o.ClientCA, tokens: tokens,
		issuer:      "https://kubernetes.default.svc.cluster.local",
		clientRoots: x509.NewCertPool(), certificateCap: o.CertificateCap, tokenCap: o.TokenCap, noSigner: o.NoSigner, noCredentialID: o.NoCredentialID,
	}
	s.clientRoots.AddCert(o.ClientCA.Certificate)
	s.ctx, s.stop = context.WithCancel(context.Background())
	if o.Born.IsZero() {
		o.Born = s.now()
	}
	if err := s.seed(o); err != nil {
		return nil, err
	}
	config, err := s.tls(o)
	if err != nil {
		return nil, err
	}
	if s.listener, err = net.Listen("tcp", o.Address); err != nil {
		return nil, err
	}
	s.http = &http.Server{
		Handler: s, TLSConfig: config, ReadHeaderTimeout: 10 * time.Second, ErrorLog: log.New(io.Discard, "", 0),
		BaseContext: func(net.Listener) context.Context { return s.ctx },
	}
	s.work.Go(func() { s.http.ServeTLS(s.listener, "", "") })
	s.work.Go(s.control)
	return s, nil
}

// URL is where the server is reached.
func (s *Server) URL() string { return "https://" + s.listener.Addr().String() }

// Close ends the server at once, watches too, and waits until nothing of it runs.
func (s *Server) Close() error {
	s.stop()
	err := s.http.Close()
	s.work.Wait()
	return err
}

func (s *Server) now() time.Time { return time.Now() }

// tls is how the server meets its clients: it shows a certificate of the server's
// authority, and asks for one of the clients', which authenticate verifies.
func (s *Server) tls(o Options) (*tls.Config, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	leaf, err := serving(o.ServerCA, []string{"localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc"}, s.now(), o.ServingLife)
	if err != nil {
		return nil, err
	}
	leaf.IPAddresses = []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback}
	der, err := x509.CreateCertificate(rand.Reader, leaf, o.ServerCA.Certificate, key.Public(), o.ServerCA.Key)
	if err != nil {
		return nil, err
	}
	return &tls.Config{
		Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}},
		ClientAuth:   tls.RequestClientCert, ClientCAs: s.clientRoots, MinVersion: tls.VersionTLS12,
	}, nil
}
