package demo

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha1"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"time"

	"kubeid/kube/demo/apiserver"
)

const day = 24 * time.Hour

// newAuthority makes an authority that signs itself.
func newAuthority(name string, now time.Time) (apiserver.Authority, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return apiserver.Authority{}, err
	}
	c, err := template(pkix.Name{CommonName: name}, now.Add(-100*day), now.Add(9*365*day))
	if err != nil {
		return apiserver.Authority{}, err
	}
	c.IsCA, c.BasicConstraintsValid = true, true
	c.KeyUsage = x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature | x509.KeyUsageKeyEncipherment
	point, err := key.PublicKey.Bytes()
	if err != nil {
		return apiserver.Authority{}, err
	}
	id := sha1.Sum(point) // an identifier, no proof of anything
	c.SubjectKeyId = id[:]
	der, err := x509.CreateCertificate(rand.Reader, c, c, key.Public(), key)
	if err != nil {
		return apiserver.Authority{}, err
	}
	parsed, err := x509.ParseCertificate(der)
	return apiserver.Authority{Certificate: parsed, Key: key}, err
}

func template(subject pkix.Name, from, until time.Time) (*x509.Certificate, error) {
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 127))
	return &x509.Certificate{
		SerialNumber: serial, Subject: subject, NotBefore: from, NotAfter: until, KeyUsage: x509.KeyUsageDigitalSignature,
	}, err
}

// A person is a certificate and a key, as PEM.
type person struct{ certificate, key string }

// login makes somebody who logs in at an authority's servers between two times.
func login(ca apiserver.Authority, name string, groups []string, from, until time.Time) (person, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return person{}, err
	}
	c, err := template(pkix.Name{CommonName: name, Organization: groups}, from, until)
	if err != nil {
		return person{}, err
	}
	c.BasicConstraintsValid = true
	c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}
	der, err := x509.CreateCertificate(rand.Reader, c, ca.Certificate, key.Public(), ca.Key)
	if err != nil {
		return person{}, err
	}
	secret, err := keyPEM(key)
	return person{certificatePEM(der), secret}, err
}

func certificatePEM(der []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
}

func keyPEM(key any) (string, error) {
	der, err := x509.MarshalECPrivateKey(key.(*ecdsa.PrivateKey))
	return string(pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: der})), err
}

// requestPEM is what somebody sends who wants a certificate.
func requestPEM(name string, groups ...string) string {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return ""
	}
	der, err := x509.CreateCertificateRequest(rand.Reader, &x509.CertificateRequest{Subject: pkix.Name{CommonName: name, Organization: groups}}, key)
	if err != nil {
		return ""
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE REQUEST", Bytes: der}))
}
