package cluster

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"net"

	"kubeid/crypto"
	"kubeid/model"
)

// What is told of a chain and of a server's wishes; honest servers stay far below.
const (
	maxChain     = 10
	maxClientCAs = 100
)

// hello is what a server showed during the handshake, also of one that failed later.
type hello struct {
	chain     []*x509.Certificate
	asked     bool // for a client certificate
	clientCAs [][]byte
}

// shake speaks TLS with the server and verifies nothing, so that a chain can be shown
// that nobody should trust. Nothing may be sent over the connection before judge has
// found the chain to be good.
func shake(ctx context.Context, conn net.Conn, name string) (*tls.Conn, hello, error) {
	var h hello
	secure := tls.Client(conn, &tls.Config{
		MinVersion: tls.VersionTLS12, // as client-go
		ServerName: name, NextProtos: []string{"h2", "http/1.1"},
		InsecureSkipVerify: true,
		VerifyConnection: func(s tls.ConnectionState) error {
			h.chain = s.PeerCertificates
			return nil
		},
		GetClientCertificate: func(i *tls.CertificateRequestInfo) (*tls.Certificate, error) {
			h.asked, h.clientCAs = true, i.AcceptableCAs
			return &tls.Certificate{}, nil // nobody
		},
	})
	err := secure.HandshakeContext(ctx)
	return secure, h, err
}

// tell writes down what the server showed.
func (h hello) tell(p *model.Probe) {
	for _, c := range h.chain[:min(len(h.chain), maxChain)] {
		p.Chain = append(p.Chain, model.NewServed(crypto.NewCertificate(c)))
	}
	p.More = len(h.chain) - len(p.Chain)
	for _, raw := range h.clientCAs[:min(len(h.clientCAs), maxClientCAs)] {
		p.ClientCAs = append(p.ClientCAs, nameOf(raw))
	}
}

// nameOf writes a distinguished name as it came in a CertificateRequest.
func nameOf(raw []byte) model.Text {
	var rdns pkix.RDNSequence
	if rest, err := asn1.Unmarshal(raw, &rdns); err != nil || len(rest) > 0 {
		return model.NewText("a name that cannot be read")
	}
	var name pkix.Name
	name.FillFromRDNSequence(&rdns)
	return model.NewText(name.String())
}
