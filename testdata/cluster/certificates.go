package cluster

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"net/http"
	"os"
	"time"
)

// certificates makes the files that the programs need: client-ca, server-ca, signer
// (often a copy of client-ca), server, admin, sa, clients.crt and admin.kubeconfig.
func (c *Cluster) certificates() error {
	now := time.Now()
	clientCA, err := newCA("client-ca", now.AddDate(10, 0, 0))
	if err != nil {
		return err
	}
	serverCA := clientCA
	if !c.options.OneCA {
		if serverCA, err = newCA("server-ca", now.AddDate(10, 0, 0)); err != nil {
			return err
		}
	}
	signer := clientCA
	if life := c.options.SignerLife; life != 0 {
		if signer, err = newCA("signer-ca", now.Add(life)); err != nil {
			return err
		}
	}
	server, err := serverCA.issue(&x509.Certificate{
		Subject: pkix.Name{CommonName: "kube-apiserver"}, NotAfter: now.AddDate(1, 0, 0), ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		DNSNames: []string{"localhost", "kubernetes"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1), net.IPv4(10, 0, 0, 1)},
	})
	if err != nil {
		return err
	}
	admin, err := clientCA.issue(userTemplate("admin", "system:masters"))
	if err != nil {
		return err
	}
	accounts, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	public, err := x509.MarshalPKIXPublicKey(&accounts.PublicKey)
	if err != nil {
		return err
	}
	signerCert, clients := signer.pem(), clientCA.pem()
	if signer != clientCA {
		clients = append(clients, signer.pem()...)
	}
	if c.options.SignerBundle {
		signerCert = append(signerCert, serverCA.pem()...)
	}
	for name, text := range map[string][]byte{
		"client-ca.crt": clientCA.pem(), "client-ca.key": clientCA.keyPEM(), "server-ca.crt": serverCA.pem(), "server-ca.key": serverCA.keyPEM(),
		"signer.crt": signerCert, "signer.key": signer.keyPEM(), "clients.crt": clients,
		"server.crt": server.pem(), "server.key": server.keyPEM(), "admin.crt": admin.pem(), "admin.key": admin.keyPEM(),
		"sa.key": (&pair{key: accounts}).keyPEM(), "sa.pub": pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: public}),
		"admin.kubeconfig": c.kubeconfig("real", "admin", serverCA.pem(), admin),
	} {
		if err := os.WriteFile(c.Path(name), text, 0o600); err != nil {
			return err
		}
	}
	return nil
}

// A pair is a certificate and its key.
type pair struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

func newCA(name string, end time.Time) (*pair, error) {
	return (*pair)(nil).issue(&x509.Certificate{
		Subject: pkix.Name{CommonName: name}, NotAfter: end, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
	})
}

func userTemplate(name string, groups ...string) *x509.Certificate {
	return &x509.Certificate{
		Subject: pkix.Name{CommonName: name, Organization: groups}, KeyUsage: x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	}
}

// issue signs a certificate; without an authority it signs itself.
func (p *pair) issue(c *x509.Certificate) (*pair, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	if c.SerialNumber, err = rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 127)); err != nil {
		return nil, err
	}
	c.NotBefore = time.Now().Add(-time.Hour)
	if c.NotAfter.IsZero() {
		c.NotAfter = time.Now().AddDate(1, 0, 0)
	}
	if c.NotAfter.Before(time.Now()) {
		c.NotBefore = c.NotAfter.Add(-time.Hour)
	}
	parent, by := c, key
	if p != nil {
		parent, by = p.cert, p.key
	}
	der, err := x509.CreateCertificate(rand.Reader, c, parent, &key.PublicKey, by)
	if err != nil {
		return nil, err
	}
	cert, err := x509.ParseCertificate(der)
	return &pair{cert, key}, err
}

func (p *pair) pem() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: p.cert.Raw})
}

func (p *pair) keyPEM() []byte {
	der, err := x509.MarshalECPrivateKey(p.key)
	if err != nil {
		return nil // a key that was made here can be written
	}
	return pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: der})
}

func (c *Cluster) kubeconfig(context, user string, ca []byte, p *pair) []byte {
	b := base64.StdEncoding.EncodeToString
	return fmt.Appendf(nil, `apiVersion: v1
kind: Config
current-context: %[1]s
clusters:
- name: real
  cluster:
    server: %[3]s
    certificate-authority-data: %[4]s
users:
- name: %[2]s
  user:
    client-certificate-data: %[5]s
    client-key-data: %[6]s
contexts:
- name: %[1]s
  context:
    cluster: real
    user: %[2]s
`, context, user, c.Server, b(ca), b(p.pem()), b(p.keyPEM()))
}

// client asks the API server as the administrator.
func (c *Cluster) client() (*http.Client, error) {
	admin, err := tls.LoadX509KeyPair(c.Path("admin.crt"), c.Path("admin.key"))
	if err != nil {
		return nil, err
	}
	ca, err := os.ReadFile(c.Path("server-ca.crt"))
	if err != nil {
		return nil, err
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(bytes.Clone(ca))
	return &http.Client{
		Timeout:   10 * time.Second,
		Transport: &http.Transport{TLSClientConfig: &tls.Config{Certificates: []tls.Certificate{admin}, RootCAs: roots}},
	}, nil
}
